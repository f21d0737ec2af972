internal import Text

/// Reads a justfile line by line: recipes are headers with indented lines under them.
struct JustfileParser {
  private let source: SourceText
  private var lineNumber = 1
  private var targets: [TaskTarget] = []
  private var variables: [TaskVariable] = []
  private var includes: [TaskInclude] = []
  private var problems: [Problem] = []
  private var shell: String?
  /// The attributes read since the last recipe: `[default]`.
  private var attributes = ""
  /// An alias before the first recipe does not become the default.
  private var firstRecipe: Int?

  init(source: SourceText) { self.source = source }

  mutating func parse() -> Parsed<TaskFile> {
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      lineNumber += 1
      let text = line.trimmed
      if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      if line.first?.isBlank == true {
        problems.append(
          Problem("an indented line under no recipe", at: line.startIndex, severity: .warning))
        continue
      }
      read(text)
    }
    let chosen = targets.firstIndex(where: \.isDefault) ?? firstRecipe
    let marked = targets.indices.map { targets[$0].with(isDefault: $0 == chosen) }
    return Parsed(
      TaskFile(targets: marked, variables: variables, includes: includes, shell: shell),
      problems: problems)
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    let offset = line.startIndex
    if line.first == UInt8(ascii: "[") {
      attributes += String(bytes: line)
      return
    }
    let keyword = String(bytes: line.prefix { !$0.isSpace })
    let rest = line.dropFirst(keyword.utf8.count).trimmed
    let assignment = Self.assignment(in: line)
    switch keyword {
    case "set" where !Self.isHeader(line) || assignment != nil:
      if let assignment, assignment.name == "set shell" {
        shell = Self.strings(in: assignment.value).joined(separator: " ")
      }
    case "alias":
      guard let assignment = Self.assignment(in: rest) else { break }
      targets.append(
        TaskTarget(
          name: assignment.name, dependencies: [String(bytes: assignment.value.trimmed)],
          offset: offset, isPhony: true))
    case "import", "import?", "mod", "mod?":
      readInclude(keyword, rest, at: offset)
    default:
      if let assignment {
        let name = assignment.name.split(separator: " ").last.map(String.init) ?? ""
        let value = Self.strings(in: assignment.value)
        variables.append(
          TaskVariable(
            name: name,
            value: value.count == 1 ? value[0] : String(bytes: assignment.value.trimmed),
            offset: offset))
      } else {
        readRecipe(line)
      }
    }
  }

  private mutating func readInclude(_ keyword: String, _ rest: ArraySlice<UInt8>, at offset: Int) {
    let path = Self.strings(in: rest).last ?? String(bytes: rest)
    includes.append(TaskInclude(path: path, offset: offset, isOptional: keyword.hasSuffix("?")))
  }

  /// A header, by its colon which no `=` follows.
  private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool { headColon(in: line) != nil }

  private static func headColon(in line: ArraySlice<UInt8>) -> Int? {
    var quote: UInt8?
    for index in line.indices {
      let byte = line[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == "'" || byte == "\"" || byte == "`" {
        quote = byte
      } else if byte == ":", index + 1 == line.endIndex || line[index + 1] != "=" {
        return index
      }
    }
    return nil
  }

  private static func assignment(in line: ArraySlice<UInt8>) -> (
    name: String, value: ArraySlice<UInt8>
  )? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon + 1 < line.endIndex,
      line[colon + 1] == "="
    else { return nil }
    return (String(bytes: line[..<colon].trimmed), line[(colon + 2)...])
  }

  /// The contents of the quoted strings of an expression.
  private static func strings(in text: ArraySlice<UInt8>) -> [String] {
    var found: [String] = []
    var rest = text
    while let quote = rest.first(where: { $0 == "'" || $0 == "\"" }),
      let start = rest.firstIndex(of: quote),
      let close = rest[(start + 1)...].firstIndex(of: quote)
    {
      found.append(String(bytes: rest[(start + 1)..<close]))
      rest = rest[(close + 1)...]
    }
    return found
  }
}

extension JustfileParser {
  private mutating func readRecipe(_ line: ArraySlice<UInt8>) {
    guard let colon = Self.headColon(in: line) else {
      problems.append(
        Problem("neither recipe nor variable", at: line.startIndex, severity: .warning))
      return
    }
    var head = line[..<colon].split(whereSeparator: \.isSpace).map { String(bytes: $0) }
    guard !head.isEmpty else { return }
    var name = head.removeFirst()
    let isQuiet = name.hasPrefix("@")
    if isQuiet { name.removeFirst() }
    let parameters = head.map { parameter in
      String(parameter.drop { "*+$".contains($0) }.prefix { $0 != "=" })
    }.filter { !$0.isEmpty && !$0.contains("'") && !$0.contains("\"") }
    let isDefault = attributes.contains("[default]")
    attributes = ""
    let recipe = readBody(isQuiet: isQuiet)
    firstRecipe = firstRecipe ?? targets.count
    targets.append(
      TaskTarget(
        name: name, dependencies: Self.dependencies(line[(colon + 1)...]), recipe: recipe,
        offset: line.startIndex, isDefault: isDefault, isPhony: true, parameters: parameters))
  }

  /// `a (b "x") && c`: the names.
  private static func dependencies(_ text: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var isFirst = true
    var open = 0
    let plain = text.prefix { $0 != "#" }
    for word in plain.split(whereSeparator: \.isSpace) where word != [0x26, 0x26] {
      if word.first == UInt8(ascii: "(") {
        open += 1
        isFirst = true
      }
      if open == 0 || isFirst {
        let name = word.filter { $0 != "(" && $0 != ")" }
        if !name.isEmpty {
          names.append(String(bytes: name))
          isFirst = false
        }
      }
      open = max(0, open - word.count { $0 == ")" })
    }
    return names
  }

  private mutating func readBody(isQuiet: Bool) -> [RecipeLine] {
    var lines: [ArraySlice<UInt8>] = []
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      guard line.first?.isBlank == true || line.trimmed.isEmpty else { break }
      lines.append(line)
      lineNumber += 1
    }
    while let last = lines.last, last.trimmed.isEmpty { lines.removeLast() }
    guard let first = lines.first(where: { !$0.trimmed.isEmpty }) else { return [] }
    let indent = first.prefix { $0.isBlank }.count
    if first.trimmed.hasPrefix("#!") {
      let text = lines.map { filled($0.dropFirst(min(indent, $0.prefix { $0.isBlank }.count))) }
      return [
        RecipeLine(
          text: text.joined(separator: "\n"), offset: first.startIndex + indent, isSilent: true)
      ]
    }
    return joined(lines).compactMap { text, offset in
      guard
        let line = RecipeLine(makeLine: text, at: offset, ignoresFailure: false)
      else { return nil }
      return RecipeLine(
        text: line.text, offset: line.offset, ignoresFailure: line.ignoresFailure,
        isSilent: line.isSilent || isQuiet)
    }
  }

  private func joined(_ lines: [ArraySlice<UInt8>]) -> [(String, Int)] {
    var found: [(String, Int)] = []
    for line in lines where !line.trimmed.isEmpty {
      if let last = found.last, last.0.hasSuffix("\\") {
        found[found.count - 1].0 = last.0 + "\n" + filled(line)
      } else {
        let indent = line.prefix { $0.isBlank }.count
        found.append((filled(line.dropFirst(indent)), line.startIndex + indent))
      }
    }
    return found
  }

  /// A line with `{{name}}` of a plain variable filled in.
  private func filled(_ line: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = line
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<open]
      let inner = rest[open...].dropFirst(2)
      guard rest[open...].hasPrefix("{{"), let close = inner.firstIndex(of: UInt8(ascii: "}")),
        close + 1 < line.endIndex, line[close + 1] == "}"
      else {
        text.append(rest[open])
        rest = rest[(open + 1)...]
        continue
      }
      let name = String(bytes: rest[(open + 2)..<close].trimmed)
      if let variable = variables.last(where: { $0.name == name }) {
        text += Array(variable.value.utf8)
      } else {
        text += rest[open..<(close + 2)]
      }
      rest = rest[(close + 2)...]
    }
    return String(bytes: text + rest)
  }
}

extension TaskTarget {
  fileprivate func with(isDefault: Bool) -> TaskTarget {
    TaskTarget(
      name: name, dependencies: dependencies, recipe: recipe, offset: offset, isDefault: isDefault,
      isPhony: isPhony, isPattern: isPattern, parameters: parameters)
  }
}
