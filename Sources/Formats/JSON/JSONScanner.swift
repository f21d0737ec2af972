internal import Text

/// Reads JSON's scalars and skips what lies between tokens.
struct JSONScanner {
  private let bytes: [UInt8]
  private let end: Int
  private(set) var offset: Int

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.end = end
    offset = start
  }

  var peek: UInt8? { offset < end ? bytes[offset] : nil }

  mutating func advance() { offset += 1 }

  /// Steps over a byte where it is the one wanted.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  mutating func skipBlanks() {
    while offset < end, bytes[offset].isBlank || bytes[offset].isLineEnd { offset += 1 }
  }

  mutating func skipComment() throws(Problem) {
    let start = offset
    offset += 1
    if take(.slash) {
      while offset < end, bytes[offset] != .lineFeed { offset += 1 }
    } else if take(.asterisk) {
      while offset + 1 < end, bytes[offset] != .asterisk || bytes[offset + 1] != .slash {
        offset += 1
      }
      guard offset + 1 < end else {
        throw Problem("the comment is not closed, expected '*/'", at: start)
      }
      offset += 2
    } else {
      throw Problem("'/' found, expected a value or a comment", at: start)
    }
  }

  mutating func scalar() throws(Problem) -> Node {
    let start = offset
    switch peek {
    case .doubleQuote?: return Node(.string(try string()), at: start)
    case .dash?, (0x30...0x39)?: return try number()
    case UInt8(ascii: "t"): return Node(try word("true", .boolean(true)), at: start)
    case UInt8(ascii: "f"): return Node(try word("false", .boolean(false)), at: start)
    case UInt8(ascii: "n"): return Node(try word("null", .null), at: start)
    default: throw Problem("\(describe(peek)) found, expected a value", at: start)
    }
  }

  private mutating func word(
    _ word: StaticString, _ content: Node.Content
  ) throws(Problem) -> Node.Content {
    let start = offset
    while offset < end, isWordByte(bytes[offset]) { offset += 1 }
    let length = word.utf8CodeUnitCount
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard offset - start == length, text == "\(word)" else {
      throw Problem("'\(excerpt(text))' found, expected '\(word)'", at: start)
    }
    return content
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte.isDigit || byte == .underscore || byte >= 0x80
  }

  // RFC 8259 §6: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
  private mutating func number() throws(Problem) -> Node {
    let start = offset
    let isNegative = take(.dash)
    let first = peek
    var value = 0
    var isInteger = true
    var fits = true
    let whole = offset
    while let byte = peek, byte.isDigit {
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.subtractingReportingOverflow(Int(byte) - 0x30)
      (value, fits) = (sum, fits && !over && !carried)
      offset += 1
    }
    guard offset > whole else { throw digitMissing(after: start) }
    guard first != 0x30 || offset == whole + 1 else {
      throw Problem("leading zero found, expected a number without", at: whole)
    }
    if take(.dot) {
      isInteger = false
      try digits(after: start)
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(.dash) { _ = take(.plus) }
      try digits(after: start)
    }
    // The value was summed up below zero, which holds one number more.
    if isInteger, fits, isNegative || value != Int.min {
      return Node(.integer(isNegative ? value : -value), at: start)
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    return Node(.float(Double(text) ?? .nan), at: start, spelling: text)
  }

  private mutating func digits(after start: Int) throws(Problem) {
    let first = offset
    while let byte = peek, byte.isDigit { offset += 1 }
    if offset == first { throw digitMissing(after: start) }
  }

  private func digitMissing(after start: Int) -> Problem {
    let text = excerpt(String(decoding: bytes[start..<offset], as: UTF8.self))
    return Problem("\(describe(peek)) found after '\(text)', expected a digit", at: offset)
  }

  /// Reads a string from its opening quote.
  mutating func string() throws(Problem) -> String {
    let quote = offset
    offset += 1
    let start = offset
    while offset < end {
      switch bytes[offset] {
      case .doubleQuote:
        offset += 1
        return String(decoding: bytes[start..<(offset - 1)], as: UTF8.self)
      case .backslash: return try escapedString(from: start, quote: quote)
      case 0..<0x20: throw control()
      default: offset += 1
      }
    }
    throw unclosed(quote)
  }

  private mutating func escapedString(from start: Int, quote: Int) throws(Problem) -> String {
    var text = Array(bytes[start..<offset])
    while offset < end {
      let byte = bytes[offset]
      switch byte {
      case .doubleQuote:
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case .backslash: try escape(into: &text)
      case 0..<0x20: throw control()
      default:
        text.append(byte)
        offset += 1
      }
    }
    throw unclosed(quote)
  }

  private mutating func escape(into text: inout [UInt8]) throws(Problem) {
    let start = offset
    offset += 1
    let byte = peek
    offset += 1
    switch byte {
    case .doubleQuote, .backslash, .slash: text.append(byte ?? 0)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(.lineFeed)
    case UInt8(ascii: "r"): text.append(.carriageReturn)
    case UInt8(ascii: "t"): text.append(.tab)
    case UInt8(ascii: "u"):
      let unit = try codeUnit(after: start)
      text.append(codePoint: joined(unit))
    default:
      throw Problem("escape of \(describe(byte)) found, expected one of \"\\/bfnrtu", at: start)
    }
  }

  private mutating func codeUnit(after start: Int) throws(Problem) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek?.hexValue else {
        throw Problem(
          "\(describe(peek)) found in an escape, expected four hexadecimal digits", at: start)
      }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  /// The code point of a surrogate pair whose second half follows; else the unit itself.
  private mutating func joined(_ high: UInt32) -> UInt32 {
    guard high & 0xFC00 == 0xD800, offset + 6 <= end, bytes[offset] == .backslash,
      bytes[offset + 1] == UInt8(ascii: "u")
    else { return high }
    var low: UInt32 = 0
    for index in (offset + 2)..<(offset + 6) {
      guard let digit = bytes[index].hexValue else { return high }
      low = low << 4 | digit
    }
    guard low & 0xFC00 == 0xDC00 else { return high }
    offset += 6
    return 0x10000 + (high & 0x3FF) << 10 + low & 0x3FF
  }

  private func control() -> Problem {
    Problem("\(describe(peek)) found in a string, expected it escaped", at: offset)
  }

  private func unclosed(_ quote: Int) -> Problem {
    Problem("the string is not closed, expected '\"'", at: quote)
  }
}

/// A byte, or the end of the file, as a message names it.
func describe(_ byte: UInt8?) -> String {
  switch byte {
  case nil: "the end of the file"
  case .lineFeed?, .carriageReturn?: "the end of the line"
  case .tab?: "a tab"
  case .space?: "a space"
  case let byte? where byte < 0x20 || byte == 0x7F:
    "control character U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  case let byte? where byte < 0x80: "'\(Character(Unicode.Scalar(byte)))'"
  default: "a character outside ASCII"
  }
}
