internal import Text

/// YAML's core schema (1.2.2 §10.3): what a plain scalar without a tag is.
enum CoreSchema {
  static func content(of text: String) -> Node.Content {
    let bytes = text.utf8
    guard let first = bytes.first else { return .null }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
      return isNull(text) ? .null : .string(text)
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      return boolean(text).map { .boolean($0) } ?? .string(text)
    case .plus, .dash, .dot, 0x30...0x39:
      return number(text) ?? .string(text)
    default: return .string(text)
    }
  }

  static func isNull(_ text: String) -> Bool {
    switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }

  static func boolean(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  /// An integer or float; an integer beyond `Int` is a float.
  static func number(_ text: String) -> Node.Content? {
    let bytes = text.utf8
    if bytes.starts(with: "0x".utf8) { return whole(bytes.dropFirst(2), radix: 16) }
    if bytes.starts(with: "0o".utf8) { return whole(bytes.dropFirst(2), radix: 8) }
    let isSigned = bytes.first == .plus || bytes.first == .dash
    let unsigned = isSigned ? bytes.dropFirst() : bytes[...]
    if !unsigned.isEmpty, unsigned.allSatisfy(\.isDigit) {
      return Int(text).map { .integer($0) } ?? Double(text).map { .float($0) }
    }
    switch String(Substring(unsigned)) {
    case ".inf", ".Inf", ".INF": return .float(bytes.first == .dash ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return isSigned ? nil : .float(.nan)
    default: return isFloat(unsigned) ? Double(text).map { .float($0) } : nil
    }
  }

  private static func whole(_ digits: Substring.UTF8View, radix: UInt32) -> Node.Content? {
    var number = 0.0
    var exact: Int? = 0
    for byte in digits {
      guard let digit = byte.hexValue, digit < radix else { return nil }
      number = number * Double(radix) + Double(digit)
      exact = exact.flatMap {
        let (product, isOver) = $0.multipliedReportingOverflow(by: Int(radix))
        return isOver ? nil : product + Int(digit)
      }
    }
    return digits.isEmpty ? nil : exact.map { .integer($0) } ?? .float(number)
  }

  // (\.[0-9]+ | [0-9]+(\.[0-9]*)?) ([eE][-+]?[0-9]+)?
  private static func isFloat(_ unsigned: Substring.UTF8View) -> Bool {
    var rest = unsigned
    func skipDigits() -> Int {
      let before = rest.count
      rest = rest.drop(while: \.isDigit)
      return before - rest.count
    }
    let whole = skipDigits()
    if rest.first == .dot {
      rest = rest.dropFirst()
      if skipDigits() == 0, whole == 0 { return false }
    } else if whole == 0 {
      return false
    }
    guard let exponent = rest.first else { return true }
    guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == .plus || rest.first == .dash { rest = rest.dropFirst() }
    return skipDigits() > 0 && rest.isEmpty
  }
}
