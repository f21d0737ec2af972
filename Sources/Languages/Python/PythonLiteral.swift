/// Undoes the quotes, prefixes and escapes of string literals (Language Reference §2.4.1).
enum PythonLiteral {
  /// One literal, or several side by side with blanks and comments between them.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    var out: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      switch bytes[at] {
      case UInt8(ascii: "#"):
        while at < bytes.endIndex, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        at = piece(bytes[at...], into: &out)
      default: at += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The literal text between the replacement fields of an f-string.
  static func part(_ bytes: ArraySlice<UInt8>, isRaw: Bool, hasDoubledBraces: Bool) -> String {
    var out: [UInt8] = []
    content(bytes, isRaw: isRaw, hasDoubledBraces: hasDoubledBraces, into: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Reads one literal and returns where it ends.
  private static func piece(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) -> Int {
    var at = bytes.startIndex
    var isRaw = false
    while at < bytes.endIndex, bytes[at] != UInt8(ascii: "'"), bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] | 0x20 == UInt8(ascii: "r") { isRaw = true }
      at += 1
    }
    guard at < bytes.endIndex else { return at }
    let quote = bytes[at]
    let isTriple = bytes[at...].prefix(3).elementsEqual([quote, quote, quote])
    let width = isTriple ? 3 : 1
    at += width
    let start = at
    while at < bytes.endIndex {
      if bytes[at] == UInt8(ascii: "\\") {
        at += 2
      } else if bytes[at] == quote,
        !isTriple || bytes[at...].prefix(3).elementsEqual([quote, quote, quote])
      {
        break
      } else {
        at += 1
      }
    }
    let end = min(at, bytes.endIndex)
    content(bytes[start..<end], isRaw: isRaw, hasDoubledBraces: false, into: &out)
    return min(end + width, bytes.endIndex)
  }

  private static func content(
    _ bytes: ArraySlice<UInt8>, isRaw: Bool, hasDoubledBraces: Bool, into out: inout [UInt8]
  ) {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\\"), !isRaw, at < bytes.endIndex {
        at = escape(bytes[at...], into: &out)
      } else if byte == UInt8(ascii: "\r") {
        // Any line end is read as a newline.
        if at < bytes.endIndex, bytes[at] == UInt8(ascii: "\n") { at += 1 }
        out.append(UInt8(ascii: "\n"))
      } else {
        out.append(byte)
        let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
        if isBrace, hasDoubledBraces, at < bytes.endIndex, bytes[at] == byte { at += 1 }
      }
    }
  }

  /// What follows a backslash; returns where it ends. An unknown escape keeps its backslash.
  private static func escape(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) -> Int {
    let at = bytes.startIndex
    let byte = bytes[at]
    switch byte {
    case UInt8(ascii: "\n"): return at + 1
    case UInt8(ascii: "\r"):
      return at + (bytes.dropFirst().first == UInt8(ascii: "\n") ? 2 : 1)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      let digits = bytes.prefix(3).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }
      append(digits.reduce(0) { $0 * 8 + UInt32($1 - UInt8(ascii: "0")) }, to: &out)
      return digits.endIndex
    case UInt8(ascii: "x"): return hexadecimal(bytes.dropFirst(), count: 2, letter: byte, &out)
    case UInt8(ascii: "u"): return hexadecimal(bytes.dropFirst(), count: 4, letter: byte, &out)
    case UInt8(ascii: "U"): return hexadecimal(bytes.dropFirst(), count: 8, letter: byte, &out)
    default:
      if let known = simple[byte] {
        out.append(known)
      } else {
        out += [UInt8(ascii: "\\"), byte]
      }
      return at + 1
    }
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
    UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    UInt8(ascii: "v"): 11,
  ]

  private static func hexadecimal(
    _ bytes: ArraySlice<UInt8>, count: Int, letter: UInt8, _ out: inout [UInt8]
  ) -> Int {
    let digits = bytes.prefix(count)
    guard digits.count == count,
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else {
      out += [UInt8(ascii: "\\"), letter]
      return bytes.startIndex
    }
    append(number, to: &out)
    return digits.endIndex
  }

  private static func append(_ number: UInt32, to out: inout [UInt8]) {
    let scalar = Unicode.Scalar(number) ?? "\u{FFFD}"
    out += UTF8.encode(scalar).map(Array.init) ?? []
  }
}
