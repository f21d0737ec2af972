package import Text

/// Azure's Bicep as a tree in Terraform's shape: `{resource: {type: {name: {apiVersion, …}}}}`,
/// `{module: {name: {source, …}}}`, `{param: {name: {type, default}}}`, `{var: {name: value}}`, `{output: …}`.
///
/// An expression other than a literal, array or object is a string `${…}`.
package enum Bicep {
  /// Reads the declarations; what is none is stepped over.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    // `#disable-next-line` stands for itself only.
    var parser = BicepParser(
      SettingsScanner(bytes: source.bytes, hasHashComments: true, quote: "'"))
    return Parsed(parser.parse(), problems: parser.scanner.problems)
  }
}

private struct BicepParser {
  var scanner: SettingsScanner

  init(_ scanner: SettingsScanner) { self.scanner = scanner }

  mutating func parse() -> Node {
    var tree = SettingsTree()
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.isAtEnd { break }
      let start = scanner.cursor
      switch scanner.readName() {
      case "resource": parseResource("resource", at: start, into: &tree)
      case "module": parseResource("module", at: start, into: &tree)
      case "param", "output": parseParameter(at: start, into: &tree)
      case "var": parseVariable(at: start, into: &tree)
      default: _ = scanner.readRawExpression()
      }
      if scanner.cursor == start || !scanner.isAtEnd && scanner.peek() != "\n" {
        scanner.skipLine()
      }
    }
    return tree.node(at: 0)
  }

  private mutating func name() -> (key: String, offset: Int)? {
    scanner.skipBlanks(newlines: false)
    let offset = scanner.cursor
    return scanner.readName().map { ($0, offset) }
  }

  /// `resource name 'type@version' = {…}`, also `existing`, `= if (…) {…}` and `= [for …: {…}]`.
  private mutating func parseResource(
    _ keyword: String, at start: Int, into tree: inout SettingsTree
  ) {
    guard let name = name() else { return }
    scanner.skipBlanks(newlines: false)
    let typeOffset = scanner.cursor
    guard scanner.peek() == "'" else { return }
    let parts = scanner.readString().split(separator: "@", maxSplits: 1).map(String.init)
    while !scanner.isAtEnd, scanner.peek() != "{", scanner.peek() != "\n" { scanner.cursor += 1 }
    let body = parseValue()
    let isModule = keyword == "module"
    let own = Node.Member(
      key: .string(isModule ? "source" : "apiVersion"),
      value: Node(.string((isModule ? parts.first : parts.dropFirst().first) ?? ""), at: typeOffset)
    )
    let node = Node(.mapping([own] + body.members), at: body.offset)
    let type = (key: parts.first ?? "", offset: typeOffset)
    tree.add([(keyword, start)] + (isModule ? [name] : [type, name]), node, repeats: false)
  }

  private mutating func parseParameter(at start: Int, into tree: inout SettingsTree) {
    let keyword = scanner.bytes[start] == "p" ? "param" : "output"
    guard let name = name() else { return }
    scanner.skipBlanks(newlines: false)
    let offset = scanner.cursor
    while !scanner.isAtEnd, scanner.peek() != "=", scanner.peek() != "\n" { scanner.cursor += 1 }
    let type = String(bytes: scanner.bytes[offset..<scanner.cursor].trimmed)
    var members = [Node.Member(key: .string("type"), value: Node(.string(type), at: offset))]
    if scanner.peek() == "=" {
      scanner.cursor += 1
      members.append(
        .init(key: .string(keyword == "param" ? "default" : "value"), value: parseValue()))
    }
    tree.add([(keyword, start), name], Node(.mapping(members), at: offset), repeats: false)
  }

  private mutating func parseVariable(at start: Int, into tree: inout SettingsTree) {
    guard let name = name() else { return }
    scanner.skipBlanks(newlines: false)
    guard scanner.peek() == "=" else { return }
    scanner.cursor += 1
    tree.add([("var", start), name], parseValue(), repeats: false)
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
    return Node(.string("${\(scanner.readRawExpression())}"), at: start)
  }

  private mutating func parseLiteral() -> Node? {
    let start = scanner.cursor
    switch scanner.peek() {
    case "'" where scanner.peek(1) == "'" && scanner.peek(2) == "'": return parseLongString()
    case "'":
      let text = scanner.readString()
      return scanner.isAtValueEnd() ? Node(.string(text), at: start) : nil
    case "{": return parseObject()
    case "[": return parseArray()
    default: return scanner.readScalar()
    }
  }

  private mutating func parseLongString() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 3
    while !scanner.isAtEnd {
      if scanner.peek() == "'", scanner.peek(1) == "'", scanner.peek(2) == "'" {
        let text = String(bytes: scanner.bytes[start + 3..<scanner.cursor])
        scanner.cursor += 3
        return Node(.string(text), at: start)
      }
      scanner.cursor += 1
    }
    return nil
  }

  private mutating func parseObject() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 1
    var members: [Node.Member] = []
    while true {
      skipSeparators()
      if scanner.isAtEnd { return nil }
      if scanner.peek() == "}" { break }
      let offset = scanner.cursor
      guard let key = scanner.peek() == "'" ? scanner.readString() : scanner.readName() else {
        return nil
      }
      scanner.skipBlanks(newlines: false)
      if scanner.peek() != ":" {
        // A nested `resource … = {…}` stands among the properties.
        guard key == "resource" else { return nil }
        _ = scanner.readRawExpression()
        continue
      }
      scanner.cursor += 1
      members.append(.init(key: Node(.string(key), at: offset), value: parseValue()))
    }
    scanner.cursor += 1
    return scanner.isAtValueEnd()
      ? Node(.mapping(members), at: members.first?.key.offset ?? start) : nil
  }

  private mutating func parseArray() -> Node? {
    let start = scanner.cursor
    scanner.cursor += 1
    var elements: [Node] = []
    while true {
      skipSeparators()
      if scanner.isAtEnd { return nil }
      if scanner.peek() == "]" { break }
      if elements.isEmpty, scanner.bytes[scanner.cursor...].hasPrefix("for ") { return nil }
      let before = scanner.cursor
      elements.append(parseValue())
      if scanner.cursor == before { return nil }
    }
    scanner.cursor += 1
    return scanner.isAtValueEnd()
      ? Node(.sequence(elements), at: elements.first?.offset ?? start) : nil
  }

  private mutating func skipSeparators() {
    scanner.skipBlanks(newlines: true)
    while scanner.peek() == "," {
      scanner.cursor += 1
      scanner.skipBlanks(newlines: true)
    }
  }
}
