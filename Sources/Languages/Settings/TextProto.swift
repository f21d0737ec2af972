package import Text

/// Protocol buffers' text format (`schema.pbtxt`) as a tree: messages are mappings, fields that repeat are sequences.
package enum TextProto {
  /// Reads one message's fields; names of enum values are strings.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var parser = TextProtoParser(
      SettingsScanner(bytes: source.bytes, hasHashComments: true, quote: "\""))
    let node = parser.parseMessage(closing: nil)
    return Parsed(node, problems: parser.scanner.problems)
  }
}

private struct TextProtoParser {
  var scanner: SettingsScanner

  init(_ scanner: SettingsScanner) { self.scanner = scanner }

  mutating func parseMessage(closing: UInt8?) -> Node {
    var tree = SettingsTree()
    let start = scanner.cursor
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.isAtEnd {
        if closing != nil { scanner.report("a message is not closed") }
        break
      }
      if let closing, scanner.peek() == closing {
        scanner.cursor += 1
        break
      }
      if scanner.peek() == "," || scanner.peek() == ";" {
        scanner.cursor += 1
        continue
      }
      parseField(into: &tree)
    }
    return tree.node(at: start)
  }

  private mutating func parseField(into tree: inout SettingsTree) {
    let start = scanner.cursor
    guard let name = readFieldName() else {
      scanner.report("expected a field's name, found \(scanner.found)")
      scanner.cursor += 1
      scanner.skipLine()
      return
    }
    scanner.skipBlanks(newlines: true)
    if scanner.peek() == ":" {
      scanner.cursor += 1
      scanner.skipBlanks(newlines: true)
    }
    let path = [(key: name, offset: start)]
    guard scanner.peek() == "[" else {
      guard let value = parseValue() else {
        scanner.report("expected a value, found \(scanner.found)")
        scanner.skipLine()
        return
      }
      tree.add(path, value, repeats: true)
      return
    }
    scanner.cursor += 1
    while true {
      scanner.skipBlanks(newlines: true)
      if scanner.peek() == "," {
        scanner.cursor += 1
      } else if scanner.peek() == "]" {
        break
      } else if let value = parseValue() {
        tree.add(path, value, repeats: true)
      } else {
        scanner.report("expected a value or ']', found \(scanner.found)")
        return scanner.skipLine()
      }
    }
    scanner.cursor += 1
  }

  /// A name, or an extension's `[full.name]`.
  private mutating func readFieldName() -> String? {
    guard scanner.peek() == "[" else { return scanner.readName() }
    let start = scanner.cursor
    scanner.cursor += 1
    let name = scanner.readName(dots: true)
    guard name != nil, scanner.peek() == "]" else {
      scanner.cursor = start
      return nil
    }
    scanner.cursor += 1
    return name
  }

  private mutating func parseValue() -> Node? {
    let start = scanner.cursor
    switch scanner.peek() {
    case "{", "<":
      guard scanner.depth < SettingsScanner.maximumDepth else {
        scanner.report("nesting deeper than \(SettingsScanner.maximumDepth) levels is not read")
        scanner.cursor = scanner.bytes.count
        return .null
      }
      scanner.depth += 1
      defer { scanner.depth -= 1 }
      let closing: UInt8 = scanner.peek() == "{" ? UInt8(ascii: "}") : UInt8(ascii: ">")
      scanner.cursor += 1
      return parseMessage(closing: closing)
    case "\"", "'":
      var text = ""
      // Strings that follow each other are one.
      while scanner.peek() == "\"" || scanner.peek() == "'" {
        text += scanner.readString()
        scanner.skipBlanks(newlines: true)
      }
      return Node(.string(text), at: start)
    default:
      if let node = scanner.readScalar() { return node }
      // A value may share its line with the next field.
      while scanner.peek().isNameByte || scanner.peek() == "." || scanner.peek() == "-" {
        scanner.cursor += 1
      }
      guard scanner.cursor > start else { return nil }
      let text = String(bytes: scanner.bytes[start..<scanner.cursor])
      let number = Int(text).map { Node.Content.integer($0) } ?? Double(text).map { .float($0) }
      return Node(number ?? .string(text), at: start, spelling: number == nil ? nil : text)
    }
  }
}
