package import Text

/// Writes a tree as JSON text in UTF-8.
///
/// Keys are printed as strings (null as `"null"`, other scalars as the file spells them, collections as their compact
/// text). Numbers that are not finite are the strings `"nan"`, `"inf"`, `"-inf"`. Integers too large for `Int` keep
/// their spelling. Works with a stack of its own, so that depth costs no call frames.
package struct JSONPrinter {
  private let isIndented: Bool
  /// Inside a key's text, keys that are collections stand as they are: quoting each level again would double its size.
  private var isInsideKey = false
  private var output: [UInt8] = []
  private var frames: [Frame] = []

  /// The node on one line, without a line end.
  package static func compact(_ node: Node) -> [UInt8] {
    var printer = JSONPrinter(isIndented: false)
    printer.write(node)
    return printer.output
  }

  /// The node with two spaces a level, one member or element a line, and a line end at the end.
  package static func indented(_ node: Node) -> [UInt8] {
    var printer = JSONPrinter(isIndented: true)
    printer.write(node)
    printer.output.append(.lineFeed)
    return printer.output
  }

  /// A string in JSON's quotes.
  package static func quoted(_ text: String) -> [UInt8] {
    var printer = JSONPrinter(isIndented: false)
    printer.writeQuoted(text)
    return printer.output
  }

  fileprivate static func keyText(_ node: Node) -> String {
    var printer = JSONPrinter(isIndented: false)
    printer.isInsideKey = true
    printer.write(node)
    return String(decoding: printer.output, as: UTF8.self)
  }

  private init(isIndented: Bool) { self.isIndented = isIndented }

  /// A collection of which some entries are still to be written.
  private struct Frame {
    enum Entries {
      case elements([Node])
      case members([Node.Member])
      /// The value of the member whose key, a collection inside a key, was just written.
      case value(Node)
    }
    let entries: Entries
    var next = 0
  }

  private mutating func write(_ root: Node) {
    begin(root)
    while let frame = frames.popLast() {
      switch frame.entries {
      case .elements(let elements): write(elements, from: frame.next)
      case .members(let members): write(members, from: frame.next)
      case .value(let value):
        writeColon()
        begin(value)
      }
    }
  }

  /// Writes a scalar; opens a collection and leaves what it holds to the stack.
  private mutating func begin(_ node: Node) {
    switch node.content {
    case .null: write("null")
    case .boolean(let truth): write(truth ? "true" : "false")
    case .integer(let number): write(String(number))
    case .float(let number): writeFloat(number, spelling: node.spelling)
    case .string(let text): writeQuoted(text)
    case .sequence(let elements):
      output.append(.openBracket)
      frames.append(Frame(entries: .elements(elements)))
    case .mapping(let members):
      output.append(.openBrace)
      frames.append(Frame(entries: .members(members)))
    }
  }

  /// Writes elements up to the first that is a collection, which then lies on the stack above the rest.
  private mutating func write(_ elements: [Node], from first: Int) {
    let depth = frames.count
    for index in first..<elements.count {
      writeSeparator(isFirst: index == 0, depth: depth + 1)
      if elements[index].isCollection {
        frames.append(Frame(entries: .elements(elements), next: index + 1))
        return begin(elements[index])
      }
      begin(elements[index])
    }
    writeEnd(.closeBracket, wasEmpty: elements.isEmpty)
  }

  /// Writes members up to the first that holds a collection, which then lies on the stack above the rest.
  private mutating func write(_ members: [Node.Member], from first: Int) {
    let depth = frames.count
    for index in first..<members.count {
      writeSeparator(isFirst: index == 0, depth: depth + 1)
      let key = members[index].key
      if isInsideKey, key.isCollection {
        frames.append(Frame(entries: .members(members), next: index + 1))
        frames.append(Frame(entries: .value(members[index].value)))
        return begin(key)
      }
      writeQuoted(key.keyText)
      writeColon()
      if members[index].value.isCollection {
        frames.append(Frame(entries: .members(members), next: index + 1))
        return begin(members[index].value)
      }
      begin(members[index].value)
    }
    writeEnd(.closeBrace, wasEmpty: members.isEmpty)
  }

  private mutating func writeSeparator(isFirst: Bool, depth: Int) {
    if !isFirst { output.append(.comma) }
    if isIndented { writeLine(depth: depth) } else if !isFirst { output.append(.space) }
  }

  private mutating func writeColon() {
    output.append(.colon)
    output.append(.space)
  }

  private mutating func writeEnd(_ bracket: UInt8, wasEmpty: Bool) {
    if isIndented, !wasEmpty { writeLine(depth: frames.count) }
    output.append(bracket)
  }

  private mutating func writeLine(depth: Int) {
    output.append(.lineFeed)
    output.append(contentsOf: repeatElement(.space, count: 2 * depth))
  }

  private mutating func writeFloat(_ number: Double, spelling: String?) {
    if number.magnitude >= 9e18, let spelling, Self.isWholeNumber(spelling) {
      write(spelling)
    } else if number.isNaN {
      write("\"nan\"")
    } else if number.isInfinite {
      write(number < 0 ? "\"-inf\"" : "\"inf\"")
    } else {
      write("\(number)")
    }
  }

  /// Whether a spelling is JSON's for an integer.
  private static func isWholeNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == .dash ? text.utf8.dropFirst() : text.utf8[...]
    guard let first = digits.first, digits.allSatisfy(\.isDigit) else { return false }
    return first != 0x30 || digits.count == 1
  }

  private mutating func write(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func writeQuoted(_ text: String) {
    var text = text
    output.append(.doubleQuote)
    text.withUTF8 { bytes in
      var written = 0
      for index in bytes.indices where Self.needsEscape(bytes[index]) {
        output.append(contentsOf: bytes[written..<index])
        writeEscape(bytes[index])
        written = index + 1
      }
      output.append(contentsOf: bytes[written...])
    }
    output.append(.doubleQuote)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == .doubleQuote || byte == .backslash || byte == 0x7F
  }

  private mutating func writeEscape(_ byte: UInt8) {
    switch byte {
    case .doubleQuote: write("\\\"")
    case .backslash: write("\\\\")
    case .lineFeed: write("\\n")
    case .carriageReturn: write("\\r")
    case .tab: write("\\t")
    default: write("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
    }
  }
}

extension Node {
  fileprivate var isCollection: Bool {
    switch content {
    case .sequence, .mapping: true
    default: false
    }
  }
}

extension Node {
  /// The text under which a key stands in JSON.
  package var keyText: String {
    switch content {
    case .null: "null"
    case .sequence, .mapping: JSONPrinter.keyText(self)
    default: scalar ?? ""
    }
  }
}
