package import Text

extension Dockerfile {
  /// Reads a Dockerfile or Containerfile, with BuildKit's here-documents and flags.
  ///
  /// Source: Docker's "Dockerfile reference", syntax 1.
  package static func parse(_ source: SourceText) -> Parsed<Dockerfile> {
    var parser = DockerfileParser(source: source)
    return parser.parse()
  }
}

/// Reads instructions, each of one or more lines that an escape sign joins.
private struct DockerfileParser {
  private let source: SourceText
  private var lineNumber = 1
  private var escape = UInt8(ascii: "\\")
  private var instructions: [DockerInstruction] = []
  private var problems: [Problem] = []
  private var stage: Int?
  private var stageNames: [String] = []
  /// `ARG` before the first `FROM`, which may use them.
  private var globals: [String: String] = [:]

  init(source: SourceText) { self.source = source }

  mutating func parse() -> Parsed<Dockerfile> {
    readDirectives()
    while lineNumber <= source.lineCount {
      let text = source.line(lineNumber).trimmed
      // `{%` and `{{` alone on a line are a template's.
      if text.isEmpty || text.first == UInt8(ascii: "#") || text.hasPrefix("{%")
        || text.hasPrefix("{{")
      {
        lineNumber += 1
        continue
      }
      let range = instructionRange()
      read(DockerText(source: source, range: range, escape: escape))
    }
    return Parsed(Dockerfile(instructions: instructions), problems: problems)
  }

  /// `# escape=`` at the very top.
  private mutating func readDirectives() {
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber).trimmed
      guard line.first == UInt8(ascii: "#"), let equals = line.firstIndex(of: UInt8(ascii: "="))
      else { return }
      let name = String(bytes: line[..<equals].dropFirst().trimmed).lowercased()
      guard name == "escape" || name == "syntax" || name == "check" else { return }
      if name == "escape", let sign = line[(equals + 1)...].trimmed.first { escape = sign }
      lineNumber += 1
    }
  }

  /// The lines of the instruction that begins here; the next line is read next.
  private mutating func instructionRange() -> Range<Int> {
    let start = source.line(lineNumber).startIndex
    var end = start
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      let text = line.trimmed
      lineNumber += 1
      if end > start, text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      end = line.endIndex
      if text.last != escape { break }
    }
    return start..<end
  }

  private mutating func read(_ text: DockerText) {
    let line = text.bytes[...]
    let start = line.firstIndex { !$0.isSpace } ?? line.startIndex
    let word = line[start...].prefix { !$0.isSpace }
    let keyword = String(bytes: word).uppercased()
    var rest = text.dropping(word.endIndex)
    rest.skipBlanks()
    if keyword == "ONBUILD" {
      readOnBuild(rest, at: text.base + start)
      return
    }
    add(keyword, rest, at: text.base + start, isOnBuild: false)
  }

  private mutating func readOnBuild(_ text: DockerText, at offset: Int) {
    let word = text.bytes.prefix { !$0.isSpace }
    var rest = text.dropping(word.count)
    rest.skipBlanks()
    add(String(bytes: word).uppercased(), rest, at: offset, isOnBuild: true)
  }

  private mutating func add(_ keyword: String, _ rest: DockerText, at offset: Int, isOnBuild: Bool)
  {
    let hereDocuments = readHereDocuments(keyword, rest)
    for content in contents(keyword, rest, hereDocuments, at: offset) {
      instructions.append(
        DockerInstruction(
          keyword: keyword, content: content, arguments: rest.joined, offset: offset, stage: stage,
          isOnBuild: isOnBuild))
    }
  }

  /// The lines of the here-documents that the instruction opens, without their delimiters.
  private mutating func readHereDocuments(_ keyword: String, _ text: DockerText) -> [Range<Int>] {
    guard keyword == "RUN" || keyword == "COPY" || keyword == "ADD" else { return [] }
    return text.hereDocumentNames.map { name in
      let start =
        lineNumber <= source.lineCount ? source.line(lineNumber).startIndex : source.bytes.count
      while lineNumber <= source.lineCount {
        let line = source.line(lineNumber)
        lineNumber += 1
        if String(bytes: line.drop { $0 == 0x09 }) == name { return start..<line.startIndex }
      }
      problems.append(Problem("the here-document '\(name)' is not closed", at: start))
      return start..<source.bytes.count
    }
  }

  private mutating func contents(
    _ keyword: String, _ rest: DockerText, _ hereDocuments: [Range<Int>], at offset: Int
  ) -> [DockerInstruction.Content] {
    switch keyword {
    case "FROM": return [base(rest)]
    case "RUN": return [.run(run(rest, hereDocuments))]
    case "CMD": return [.command(command(rest))]
    case "ENTRYPOINT": return [.entrypoint(command(rest))]
    case "HEALTHCHECK":
      let check = rest.withoutFlags.text
      let word = check.joined.prefix { $0 != " " }.uppercased()
      guard word == "CMD" else { return [.healthcheck(nil)] }
      var body = check.dropping(3)
      body.skipBlanks()
      return [.healthcheck(command(body))]
    case "COPY", "ADD": return [copy(rest)]
    case "ENV", "LABEL": return [.settings(settings(rest))]
    case "ARG":
      return rest.words.map { word in
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1]) : nil
        if stage == nil, let value { globals[String(parts[0])] = value }
        return .argument(name: String(parts[0]), value: value)
      }
    case "WORKDIR": return [.workingDirectory(rest.words.first ?? "")]
    case "EXPOSE": return [.ports(rest.words)]
    case "SHELL": return [.shell(rest.list ?? rest.words)]
    case "USER", "VOLUME", "STOPSIGNAL", "MAINTAINER": return [.other]
    default:
      problems.append(Problem("unknown instruction '\(keyword)'", at: offset, severity: .warning))
      return [.other]
    }
  }
}

extension DockerfileParser {
  private mutating func base(_ rest: DockerText) -> DockerInstruction.Content {
    let (flags, text) = rest.withoutFlags
    let words = text.words
    var image = filled(words.first ?? "")
    let stageName = words.count > 2 && words[1].lowercased() == "as" ? words[2] : nil
    let isStage = stageNames.contains { $0.lowercased() == image.lowercased() }
    var digest: String?
    var tag: String?
    if let at = image.firstIndex(of: "@") {
      digest = String(image[image.index(after: at)...])
      image = String(image[..<at])
    }
    // A colon before the last slash is a registry's port; one inside `${…}` is a default.
    let name = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    if let colon = Self.tagColon(in: name) {
      tag = String(image[image.index(after: colon)...])
      image = String(image[..<colon])
    }
    stage = (stage ?? -1) + 1
    if let stageName { stageNames.append(stageName) }
    return .from(
      DockerBase(
        image: image, tag: tag, digest: digest, stageName: stageName, platform: flags["platform"],
        isStage: isStage))
  }

  private static func tagColon(in name: Substring) -> String.Index? {
    var open = 0
    for index in name.indices {
      switch name[index] {
      case "{": open += 1
      case "}": open -= 1
      case ":" where open == 0: return index
      default: break
      }
    }
    return nil
  }

  /// `$NAME`, `${NAME}` and `${NAME:-x}` replaced by what `ARG` gives by default.
  private func filled(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == "$" else {
        output.append(bytes[index])
        index += 1
        continue
      }
      let isBraced = index + 1 < bytes.count && bytes[index + 1] == "{"
      let start = index + (isBraced ? 2 : 1)
      let name = bytes[start...].prefix { $0.isNameByte }
      var end = name.endIndex
      var fallback: ArraySlice<UInt8>?
      if isBraced {
        guard let close = bytes[end...].firstIndex(of: UInt8(ascii: "}")) else { return text }
        if bytes[end..<close].hasPrefix(":-") { fallback = bytes[end + 2..<close] }
        end = close + 1
      }
      if let value = globals[String(bytes: name)] {
        output += Array(value.utf8)
      } else {
        output += fallback ?? bytes[index..<end]
      }
      index = max(end, index + 1)
    }
    return String(bytes: output)
  }

  private func run(_ rest: DockerText, _ hereDocuments: [Range<Int>]) -> DockerCommand {
    let text = rest.withoutFlags.text
    guard let last = hereDocuments.last else { return command(text) }
    // `RUN <<EOF` alone: the lines are the script.
    if text.bytes[...].trimmed.hasPrefix("<<"), text.words.count == 1, hereDocuments.count == 1 {
      return .shell(text: source.text(last), offset: last.lowerBound)
    }
    let end = source.position(of: last.upperBound)
    let close = source.line(end.line).endIndex
    let body = source.bytes[min(text.end, close)..<close]
    return .shell(text: String(bytes: text.bytes + body), offset: text.base)
  }

  private func command(_ text: DockerText) -> DockerCommand {
    if let list = text.list { return .exec(list) }
    return .shell(text: String(bytes: text.bytes), offset: text.base)
  }

  private func copy(_ rest: DockerText) -> DockerInstruction.Content {
    let (flags, text) = rest.withoutFlags
    let words = text.list ?? text.words
    return .copy(
      DockerCopy(
        sources: Array(words.dropLast()), destination: words.last ?? "", from: flags["from"]))
  }

  /// `A=1 B="x y"`, or the old `A the rest`.
  private func settings(_ rest: DockerText) -> [DockerSetting] {
    let words = rest.words
    guard let first = words.first, first.contains("=") else {
      guard let first = words.first else { return [] }
      return [
        DockerSetting(name: first, value: words.dropFirst().joined(separator: " "))
      ]
    }
    return words.map { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return DockerSetting(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}
