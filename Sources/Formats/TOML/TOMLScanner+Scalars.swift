internal import Text

extension TOMLScanner {
  /// Reads a string, number, truth value, date or time.
  mutating func scalar() throws(Problem) -> Node {
    let start = offset
    if peek == .doubleQuote || peek == .singleQuote {
      let text = isAtTriple(bytes[start]) ? try multiLineString() : try singleLineString()
      return Node(.string(text), at: start)
    }
    while offset < end, isScalarByte(bytes[offset]) { advance() }
    skipTimeAfterDate(from: start)
    guard offset > start else {
      throw Problem("\(describe(peek)) found, expected a value", at: start)
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let content = TOMLScalar.content(of: text) else {
      throw Problem("'\(excerpt(text))' found, expected a value", at: start)
    }
    if case .string = content { return Node(content, at: start) }
    return Node(content, at: start, spelling: text)
  }

  private func isScalarByte(_ byte: UInt8) -> Bool {
    switch byte {
    case .plus, .dash, .dot, .colon, .underscore: true
    default: byte.isDigit || (byte | 0x20) &- 0x61 < 26
    }
  }

  // RFC 3339 §5.6 lets a space stand for the T.
  private mutating func skipTimeAfterDate(from start: Int) {
    guard offset - start == 10, bytes[start + 4] == .dash, peek == .space,
      let next = byte(at: offset + 1), next.isDigit
    else { return }
    advance()
    while offset < end, isScalarByte(bytes[offset]) { advance() }
  }
}

/// What TOML's words without quotes mean.
enum TOMLScalar {
  /// The value of a word, or nil where it has none; dates and times are strings.
  static func content(of text: String) -> Node.Content? {
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: return moment(Array(text.utf8)) ?? number(Array(text.utf8))
    }
  }

  private static func number(_ bytes: [UInt8]) -> Node.Content? {
    if bytes.count > 2, bytes[0] == 0x30, let radix = radix(bytes[1]) {
      return digits(bytes[2...], radix: radix).flatMap { Int($0, radix: radix) }
        .map { .integer($0) }
    }
    let isSigned = bytes.first == .plus || bytes.first == .dash
    let unsigned = bytes.dropFirst(isSigned ? 1 : 0)
    let whole = unsigned.prefix { $0.isDigit || $0 == .underscore }
    guard let wholeDigits = digits(whole, radix: 10),
      wholeDigits.utf8.first != 0x30 || whole.count == 1
    else { return nil }
    let sign = bytes.first == .dash ? "-" : ""
    if whole.count == unsigned.count { return Int(sign + wholeDigits).map { .integer($0) } }
    return fraction(unsigned[whole.endIndex...]).flatMap { Double(sign + wholeDigits + $0) }
      .map { .float($0) }
  }

  /// What follows a float's whole digits, without underscores.
  private static func fraction(_ bytes: ArraySlice<UInt8>) -> String? {
    var rest = bytes
    var text = ""
    if rest.first == .dot {
      let part = rest.dropFirst().prefix { $0.isDigit || $0 == .underscore }
      guard let found = digits(part, radix: 10) else { return nil }
      text = "." + found
      rest = rest[part.endIndex...]
    }
    guard let byte = rest.first else { return text }
    guard byte | 0x20 == UInt8(ascii: "e") else { return nil }
    rest = rest.dropFirst()
    let sign = rest.first == .dash ? "-" : ""
    if rest.first == .dash || rest.first == .plus { rest = rest.dropFirst() }
    return digits(rest, radix: 10).map { text + "e" + sign + $0 }
  }

  private static func radix(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  /// The digits without the underscores between them, or nil where anything else stands there.
  private static func digits(_ bytes: ArraySlice<UInt8>, radix: Int) -> String? {
    var found: [UInt8] = []
    var previous = UInt8.underscore
    for byte in bytes {
      if byte == .underscore {
        if previous == .underscore { return nil }
      } else {
        guard let digit = byte.hexValue, digit < radix else { return nil }
        found.append(byte)
      }
      previous = byte
    }
    return previous == .underscore ? nil : String(decoding: found, as: UTF8.self)
  }

  /// A date, a time or both as RFC 3339 has them.
  private static func moment(_ bytes: [UInt8]) -> Node.Content? {
    var clock = MomentReader(bytes: bytes)
    guard clock.read() else { return nil }
    var text = bytes
    if bytes.count > 10, bytes[4] == .dash { text[10] = UInt8(ascii: "T") }
    if text.last == UInt8(ascii: "z") { text[text.count - 1] = UInt8(ascii: "Z") }
    return .string(String(decoding: text, as: UTF8.self))
  }
}

/// Checks a date, a time or both against RFC 3339.
private struct MomentReader {
  let bytes: [UInt8]
  var offset = 0

  mutating func read() -> Bool {
    if bytes.count > 4, bytes[4] == .dash {
      guard date() else { return false }
      if offset == bytes.count { return true }
      guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) || take(.space), time() else {
        return false
      }
      return offset == bytes.count || zone()
    }
    return bytes.count > 2 && bytes[2] == .colon && time() && offset == bytes.count
  }

  private mutating func date() -> Bool {
    guard let year = number(4), take(.dash), let month = number(2), take(.dash),
      let day = number(2), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...days).contains(day)
  }

  private mutating func time() -> Bool {
    guard let hour = number(2), take(.colon), let minute = number(2), take(.colon),
      let second = number(2), hour < 24, minute < 60, second <= 60
    else { return false }
    guard take(.dot) else { return true }
    let start = offset
    while offset < bytes.count, bytes[offset].isDigit { offset += 1 }
    return offset > start
  }

  private mutating func zone() -> Bool {
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return offset == bytes.count }
    guard take(.plus) || take(.dash), let hour = number(2), take(.colon), let minute = number(2)
    else { return false }
    return hour < 24 && minute < 60 && offset == bytes.count
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func number(_ count: Int) -> Int? {
    guard offset + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[offset..<(offset + count)] {
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte) - 0x30
    }
    offset += count
    return value
  }
}
