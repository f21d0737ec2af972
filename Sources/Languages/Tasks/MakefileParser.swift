internal import Text

/// Reads a Makefile line by line: what begins with the recipe's prefix belongs to the last rule.
struct MakefileParser {
  private let source: SourceText
  private var lineNumber = 1
  private var variables = MakeVariables()
  private var rules: [Rule] = []
  private var places: [String: Int] = [:]
  /// The rules that recipe lines go to.
  private var current: [Int] = []
  private var phony: Set<String> = []
  private var ignoring: Set<String>?
  private var includes: [TaskInclude] = []
  private var problems: [Problem] = []
  private var prefix = UInt8(ascii: "\t")
  private var runsOneShell = false

  private struct Rule {
    var name: String
    var dependencies: [String]
    var recipe: [(text: String, offset: Int)] = []
    var offset: Int
  }

  init(source: SourceText) { self.source = source }

  mutating func parse() -> Parsed<TaskFile> {
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      if line.first == prefix, !current.isEmpty || line.trimmed.isEmpty {
        readRecipeLine()
      } else {
        let (text, offset) = readLogicalLine()
        read(Array(text.utf8)[...], at: offset)
      }
    }
    return Parsed(file(), problems: problems)
  }

  /// The line with those that `\` joins to it, blanks around the join made one; comments are cut off.
  private mutating func readLogicalLine() -> (text: String, offset: Int) {
    let offset = source.line(lineNumber).startIndex
    var text: [UInt8] = []
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      lineNumber += 1
      guard line.last == UInt8(ascii: "\\") else {
        text += text.isEmpty ? line : line.trimmed
        break
      }
      text += (text.isEmpty ? line : line.trimmed).dropLast()
      text.append(0x20)
    }
    return (String(bytes: Self.withoutComment(text[...])), offset)
  }

  private static func withoutComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == "#", index == text.startIndex || text[index - 1] != "\\" {
        return text[..<index]
      }
      index += 1
    }
    return text
  }

  private mutating func readRecipeLine() {
    let first = source.line(lineNumber)
    var text = Array(first.dropFirst())
    lineNumber += 1
    while text.last == UInt8(ascii: "\\"), lineNumber <= source.lineCount {
      let next = source.line(lineNumber)
      text.append(.newline)
      text += next.first == prefix ? next.dropFirst() : next
      lineNumber += 1
    }
    guard !text[...].trimmed.isEmpty else { return }
    for index in current {
      rules[index].recipe.append((String(bytes: text), first.startIndex + 1))
    }
  }

  private mutating func read(_ line: ArraySlice<UInt8>, at offset: Int) {
    let text = line.trimmed
    guard !text.isEmpty else { return }
    let keyword = String(bytes: text.prefix { !$0.isSpace && $0 != "(" })
    let rest = text.dropFirst(keyword.utf8.count).trimmed
    switch keyword {
    case "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "vpath", "unexport", "undefine":
      if keyword != "else" || !rest.hasPrefix(":") { return }
    case "include", "-include", "sinclude":
      readInclude(rest, isOptional: keyword != "include", at: offset)
      return
    case "define":
      readDefinition(String(bytes: rest), at: offset)
      return
    case "export", "override", "private":
      if assign(rest, at: offset) || keyword == "export" { return }
    default: break
    }
    if assign(text, at: offset) { return }
    if readRule(text, at: offset) { return }
    // `$(eval …)` and `$(info …)` stand alone.
    if text.first == UInt8(ascii: "$") { return }
    problems.append(
      Problem("neither rule nor variable; recipes begin with a tab", at: offset, severity: .warning)
    )
  }

  private mutating func readInclude(_ rest: ArraySlice<UInt8>, isOptional: Bool, at offset: Int) {
    for path in variables.expand(String(bytes: rest)).split(separator: " ") {
      includes.append(TaskInclude(path: String(path), offset: offset, isOptional: isOptional))
    }
  }

  private mutating func readDefinition(_ head: String, at offset: Int) {
    let name = head.split(whereSeparator: { " =:?+".contains($0) }).first.map(String.init) ?? ""
    var lines: [String] = []
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      lineNumber += 1
      if line.trimmed.hasPrefix("endef") {
        variables.assign(name, lines.joined(separator: "\n"), .set, at: offset)
        return
      }
      lines.append(String(bytes: line.first == prefix ? line.dropFirst() : line))
    }
    problems.append(Problem("'define \(name)' is not closed", at: offset))
  }

  /// `NAME = value` and its kin; false where the line is none.
  private mutating func assign(_ text: ArraySlice<UInt8>, at offset: Int) -> Bool {
    guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { return false }
    var head = text[..<equals]
    var kind = MakeVariables.Assignment.set
    switch head.last {
    case UInt8(ascii: "?"): kind = .setIfAbsent
    case UInt8(ascii: "+"): kind = .append
    case UInt8(ascii: "!"): kind = .shell
    default: break
    }
    if kind != .set { head.removeLast() }
    while head.last == UInt8(ascii: ":") { head.removeLast() }
    head = head.trimmed
    // A name has no blanks and no colon: `test: X = 1` sets X for one target only.
    guard !head.isEmpty, !head.contains(where: { $0.isSpace || $0 == ":" || $0 == "$" }) else {
      return false
    }
    let name = String(bytes: head)
    let value = String(bytes: text[(equals + 1)...].trimmed)
    variables.assign(name, value, kind, at: offset)
    if name == ".RECIPEPREFIX", let sign = value.utf8.first { prefix = sign }
    return true
  }
}

extension MakefileParser {
  /// `targets: prerequisites ; recipe`; false where there is no colon.
  private mutating func readRule(_ text: ArraySlice<UInt8>, at offset: Int) -> Bool {
    let line = Array(variables.expand(String(bytes: text)).utf8)[...]
    guard let colon = Self.colon(in: line) else { return false }
    var head = line[..<colon]
    if head.last == UInt8(ascii: "&") { head.removeLast() }
    var rest = line[(colon + 1)...]
    if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
    let names = head.split(whereSeparator: \.isSpace).map { String(bytes: $0) }
    guard !names.isEmpty else { return false }
    var inline: ArraySlice<UInt8>?
    if let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) {
      inline = rest[(semicolon + 1)...].trimmed
      rest = rest[..<semicolon]
    }
    if rest.contains(UInt8(ascii: "=")) {
      // `target: NAME = value`
      current = names.map { place(of: $0, at: offset) }
      return true
    }
    // `objects: %.o: %.c` names the prerequisites behind the second colon.
    if let second = Self.colon(in: rest) { rest = rest[(second + 1)...] }
    let dependencies = rest.split(whereSeparator: \.isSpace).map { String(bytes: $0) }
      .filter { $0 != "|" }
    if names.count == 1, setSpecial(names[0], dependencies) { return true }
    current = names.map { place(of: $0, at: offset) }
    for index in current {
      rules[index].dependencies += dependencies
      if let inline, !inline.isEmpty { rules[index].recipe.append((String(bytes: inline), offset)) }
    }
    return true
  }

  /// The first colon that is in no reference and no Windows path.
  private static func colon(in line: ArraySlice<UInt8>) -> Int? {
    var open = 0
    for index in line.indices {
      switch line[index] {
      case "(", "{": open += 1
      case ")", "}": open -= 1
      case ":" where open <= 0: return index
      default: break
      }
    }
    return nil
  }

  private mutating func setSpecial(_ name: String, _ dependencies: [String]) -> Bool {
    switch name {
    case ".PHONY": phony.formUnion(dependencies)
    case ".ONESHELL": runsOneShell = true
    case ".IGNORE": ignoring = (ignoring ?? []).union(dependencies)
    case ".SILENT", ".SUFFIXES", ".PRECIOUS", ".SECONDARY", ".INTERMEDIATE", ".DELETE_ON_ERROR",
      ".NOTPARALLEL", ".POSIX", ".EXPORT_ALL_VARIABLES", ".SECONDEXPANSION", ".WAIT":
      break
    default: return false
    }
    current = []
    return true
  }

  private mutating func place(of name: String, at offset: Int) -> Int {
    if let index = places[name] { return index }
    places[name] = rules.count
    rules.append(Rule(name: name, dependencies: [], offset: offset))
    return rules.count - 1
  }

  private func file() -> TaskFile {
    let goal = variables[".DEFAULT_GOAL"].map { variables.expand($0) }
    let first = rules.first {
      !$0.name.contains("%") && (!$0.name.hasPrefix(".") || $0.name.contains("/"))
    }
    let defaultName = goal ?? first?.name
    let flags = variables[".SHELLFLAGS"]
    let shell =
      variables["SHELL"] == nil && flags == nil
      ? nil
      : variables.expand(variables["SHELL"] ?? "/bin/sh") + " " + variables.expand(flags ?? "-c")
    return TaskFile(
      targets: rules.map { rule in
        TaskTarget(
          name: rule.name, dependencies: rule.dependencies, recipe: recipe(of: rule),
          offset: rule.offset, isDefault: rule.name == defaultName,
          isPhony: phony.contains(rule.name),
          isPattern: rule.name.contains("%") || Self.isSuffixRule(rule.name))
      }, variables: variables.known, includes: includes, shell: shell, runsOneShell: runsOneShell)
  }

  private static func isSuffixRule(_ name: String) -> Bool {
    name.hasPrefix(".") && !name.contains("/") && name.dropFirst().contains(".")
  }

  private func recipe(of rule: Rule) -> [RecipeLine] {
    let ignoresAll = ignoring.map { $0.isEmpty || $0.contains(rule.name) } ?? false
    let automatic = [
      "@": rule.name, "<": rule.dependencies.first ?? "",
      "^": rule.dependencies.joined(separator: " "),
    ]
    return rule.recipe.flatMap { line in
      lines(of: variables.expand(line.text, automatic: automatic)).compactMap {
        RecipeLine(makeLine: $0, at: line.offset, ignoresFailure: ignoresAll)
      }
    }
  }

  /// A reference to a `define` gives several lines; joined lines stay one.
  private func lines(of text: String) -> [String] {
    var lines: [String] = []
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let last = lines.last, last.hasSuffix("\\") {
        lines[lines.count - 1] = last + "\n" + part
      } else {
        lines.append(String(part))
      }
    }
    return lines
  }
}

extension RecipeLine {
  /// A line with make's `@`, `-` and `+` taken off; nil where nothing is left.
  init?(makeLine text: String, at offset: Int, ignoresFailure: Bool) {
    var rest = Array(text.utf8)[...]
    var ignores = ignoresFailure
    var isSilent = false
    while let first = rest.first {
      if first == "-" {
        ignores = true
      } else if first == "@" {
        isSilent = true
      } else if first != "+", !first.isBlank {
        break
      }
      rest.removeFirst()
    }
    guard !rest.isEmpty else { return nil }
    self.init(
      text: String(bytes: rest), offset: offset + rest.startIndex, ignoresFailure: ignores,
      isSilent: isSilent)
  }
}
