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

  private struct Frame {
    enum Rest {
      case elements(ArraySlice<Node>)
      case members(ArraySlice<Node.Member>)
      /// The value of the member whose key, a collection inside a key, was just written.
      case value(Node)
    }
    var rest: Rest
    var isFirst = true
  }

  private mutating func write(_ root: Node) {
    begin(root)
    while let frame = frames.popLast() {
      switch frame.rest {
      case .elements(let elements): writeNext(of: elements, isFirst: frame.isFirst)
      case .members(let members): writeNext(of: members, isFirst: frame.isFirst)
      case .value(let value):
        writeColon()
        begin(value)
      }
    }
  }

  /// Writes a scalar or an empty collection; leaves any other collection to the stack.
  private mutating func begin(_ node: Node) {
    switch node.content {
    case .null: write("null")
    case .boolean(let truth): write(truth ? "true" : "false")
    case .integer(let number): write(String(number))
    case .float(let number): writeFloat(number, spelling: node.spelling)
    case .string(let text): writeQuoted(text)
    case .sequence(let elements):
      output.append(.openBracket)
      frames.append(Frame(rest: .elements(elements[...])))
    case .mapping(let members):
      output.append(.openBrace)
      frames.append(Frame(rest: .members(members[...])))
    }
  }

  private mutating func writeNext(of elements: ArraySlice<Node>, isFirst: Bool) {
    guard let element = elements.first else {
      return writeEnd(.closeBracket, wasEmpty: isFirst)
    }
    writeSeparator(isFirst: isFirst, depth: frames.count + 1)
    frames.append(Frame(rest: .elements(elements.dropFirst()), isFirst: false))
    begin(element)
  }

  private mutating func writeNext(of members: ArraySlice<Node.Member>, isFirst: Bool) {
    guard let member = members.first else {
      return writeEnd(.closeBrace, wasEmpty: isFirst)
    }
    writeSeparator(isFirst: isFirst, depth: frames.count + 1)
    frames.append(Frame(rest: .members(members.dropFirst()), isFirst: false))
    if isInsideKey, member.key.isMapping || member.key.isSequence {
      frames.append(Frame(rest: .value(member.value)))
      begin(member.key)
    } else {
      writeQuoted(member.key.keyText)
      writeColon()
      begin(member.value)
    }
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
    output.append(.doubleQuote)
    for byte in text.utf8 {
      switch byte {
      case .doubleQuote, .backslash:
        output.append(.backslash)
        output.append(byte)
      case .lineFeed: write("\\n")
      case .carriageReturn: write("\\r")
      case .tab: write("\\t")
      case 0..<0x20, 0x7F:
        write("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: output.append(byte)
      }
    }
    output.append(.doubleQuote)
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
