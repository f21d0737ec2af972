package import Text

/// Terraform's and OpenTofu's language as a tree.
///
/// `resource "type" "name" { … }` becomes `{resource: {type: {name: {…}}}}`; a block that repeats becomes a sequence.
/// An expression other than a literal, list or object is a string `${…}`, as Terraform's JSON syntax writes it.
package enum HCL {
  /// Reads a `.tf`, `.tfvars` or `.hcl` file; after an error reading goes on with the next line.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var parser = HCLParser(SettingsScanner(bytes: source.bytes, hasHashComments: true, quote: "\""))
    let node = parser.parseBody(isNested: false)
    return Parsed(node, problems: parser.scanner.problems)
  }
}

private struct HCLParser {
  var scanner: SettingsScanner

  init(_ scanner: SettingsScanner) { self.scanner = scanner }

  mutating func parseBody(isNested: Bool) -> Node {
    var tree = SettingsTree()
    let start = scanner.cursor
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.isAtEnd {
        if isNested { scanner.report("a block is not closed") }
        break
      }
      if scanner.peek() == "}" {
        scanner.cursor += 1
        if isNested { break }
        scanner.report("'}' closes nothing")
        continue
      }
      parseEntry(into: &tree)
    }
    return tree.node(at: start)
  }

  /// `name = value`, or `name "label" … { … }`.
  private mutating func parseEntry(into tree: inout SettingsTree) {
    let start = scanner.cursor
    guard let name = scanner.readName() else {
      scanner.report("expected a name, found \(scanner.found)")
      scanner.cursor += 1
      scanner.skipLine()
      return
    }
    var path = [(key: name, offset: start)]
    while true {
      scanner.skipBlanks(newlines: false)
      let offset = scanner.cursor
      switch scanner.peek() {
      case "\"": path.append((scanner.readString(), offset))
      case "=" where path.count == 1 && scanner.peek(1) != "=":
        scanner.cursor += 1
        tree.add(path, parseValue(), repeats: false)
        return
      case "{":
        scanner.cursor += 1
        tree.add(path, parseNested(), repeats: true)
        return
      case let byte where byte.isNameByte:
        path.append((scanner.readName() ?? "", offset))
      default:
        scanner.report("expected '=' or '{', found \(scanner.found)")
        scanner.skipLine()
        return
      }
    }
  }

  private mutating func parseNested() -> Node {
    guard scanner.depth < SettingsScanner.maximumDepth else {
      scanner.report("nesting deeper than \(SettingsScanner.maximumDepth) levels is not read")
      scanner.cursor = scanner.bytes.count
      return .null
    }
    scanner.depth += 1
    defer { scanner.depth -= 1 }
    return parseBody(isNested: true)
  }

  private mutating func parseValue() -> Node {
    scanner.skipBlanks(newlines: false)
    let start = scanner.cursor
    let problems = scanner.problems.count
    if scanner.depth < SettingsScanner.maximumDepth {
      scanner.depth += 1
      defer { scanner.depth -= 1 }
      if let node = parseLiteral() { return node }
    }
    scanner.problems.removeLast(scanner.problems.count - problems)
    scanner.cursor = start
    let text = scanner.readRawExpression()
    if text.isEmpty { scanner.report("expected a value, found \(scanner.found)") }
    return Node(.string("${\(text)}"), at: start)
  }

  /// A literal with nothing behind it; nil for every other expression.
  private mutating func parseLiteral() -> Node? {
    let start = scanner.cursor
    switch scanner.peek() {
    case "\"":
      let text = scanner.readString()
      return scanner.isAtValueEnd() ? Node(.string(text), at: start) : nil
    case "<" where scanner.peek(1) == "<": return parseHereDocument()
    case "[": return parseList()
    case "{": return parseObject()
    default: return scanner.readScalar()
    }
  }

  private mutating func parseList() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 1
    var elements: [Node] = []
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.isAtEnd { return nil }
      if scanner.peek() == "]" { break }
      if elements.isEmpty, isFor { return nil }
      let before = scanner.cursor
      elements.append(parseValue())
      scanner.skipBlanks(newlines: true)
      if scanner.peek() == "," { scanner.cursor += 1 } else if scanner.peek() != "]" { return nil }
      if scanner.cursor == before { return nil }
    }
    scanner.cursor += 1
    return scanner.isAtValueEnd()
      ? Node(.sequence(elements), at: elements.first?.offset ?? start) : nil
  }

  /// `for` begins a comprehension, which is no literal.
  private var isFor: Bool {
    scanner.bytes[scanner.cursor...].hasPrefix("for") && scanner.peek(3).isSpace
  }

  private mutating func parseObject() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 1
    var members: [Node.Member] = []
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.isAtEnd { return nil }
      if scanner.peek() == "}" { break }
      if members.isEmpty, isFor { return nil }
      let offset = scanner.cursor
      guard let key = parseKey() else { return nil }
      scanner.skipBlanks(newlines: false)
      guard scanner.peek() == "=" || scanner.peek() == ":" else { return nil }
      scanner.cursor += 1
      members.append(.init(key: Node(.string(key), at: offset), value: parseValue()))
      scanner.skipBlanks(newlines: true)
      if scanner.peek() == "," { scanner.cursor += 1 }
    }
    scanner.cursor += 1
    return scanner.isAtValueEnd()
      ? Node(.mapping(members), at: members.first?.key.offset ?? start) : nil
  }

  private mutating func parseKey() -> String? {
    if scanner.peek() == "\"" { return scanner.readString() }
    guard scanner.peek() == "(" else { return scanner.readName(dots: true) }
    // A computed key.
    let start = scanner.cursor
    while !scanner.isAtEnd, scanner.peek() != ")", scanner.peek() != "\n" { scanner.cursor += 1 }
    guard scanner.peek() == ")" else { return nil }
    scanner.cursor += 1
    return "${\(String(bytes: scanner.bytes[start + 1..<scanner.cursor - 1]))}"
  }

  /// `<<EOF` or `<<-EOF` up to the line of that word; the latter's lines lose their common indentation.
  private mutating func parseHereDocument() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 2
    let dropsIndent = scanner.peek() == "-"
    if dropsIndent { scanner.cursor += 1 }
    guard let word = scanner.readName() else { return nil }
    scanner.skipLine()
    scanner.cursor = min(scanner.bytes.count, scanner.cursor + 1)
    var lines: [ArraySlice<UInt8>] = []
    while !scanner.isAtEnd {
      let lineStart = scanner.cursor
      scanner.skipLine()
      let line = scanner.bytes[lineStart..<scanner.cursor]
      if line.trimmed.elementsEqual(word.utf8) {
        return Node(.string(Self.joined(lines, dropsIndent: dropsIndent)), at: start)
      }
      lines.append(line)
      scanner.cursor = min(scanner.bytes.count, scanner.cursor + 1)
    }
    scanner.report("the here-document '\(word)' is not closed")
    return Node(.string(Self.joined(lines, dropsIndent: dropsIndent)), at: start)
  }

  private static func joined(_ lines: [ArraySlice<UInt8>], dropsIndent: Bool) -> String {
    let filled = lines.filter { !$0.trimmed.isEmpty }
    let indent = dropsIndent ? filled.map { $0.prefix { $0.isBlank }.count }.min() ?? 0 : 0
    return lines.map { String(bytes: $0.dropFirst(min(indent, $0.count))) + "\n" }.joined()
  }
}
