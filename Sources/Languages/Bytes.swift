// Bytes compared with characters as one reads them: `byte == "#"`, `case "a"..."z"`.

@inline(__always)
func == (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) == character.value }

@inline(__always)
func != (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) != character.value }

@inline(__always)
func ~= (character: Unicode.Scalar, byte: UInt8) -> Bool { UInt32(byte) == character.value }

@inline(__always)
func ~= (range: ClosedRange<Unicode.Scalar>, byte: UInt8) -> Bool {
  range.lowerBound.value <= UInt32(byte) && UInt32(byte) <= range.upperBound.value
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")

  /// A blank, a tab or a carriage return: what separates words on a line.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

  /// A blank or the end of a line.
  var isSpace: Bool { isBlank || self == 0x0A || self == 0x0C }

  var isDecimalDigit: Bool { self >= 0x30 && self <= 0x39 }

  var isLetter: Bool {
    let lower = self | 0x20
    return lower >= 0x61 && lower <= 0x7A
  }

  /// What the names of variables and functions are made of in most languages; bytes past ASCII count.
  var isNameByte: Bool { isLetter || isDecimalDigit || self == 0x5F || self >= 0x80 }

  /// The lower-case letter of an ASCII letter; any other byte itself.
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension String {
  init(bytes: some Sequence<UInt8>) { self.init(decoding: Array(bytes), as: UTF8.self) }

  /// The text without blanks and line ends on either side.
  var trimmed: String { String(bytes: Array(utf8)[...].trimmed) }
}

extension ArraySlice<UInt8> {
  /// The slice without blanks and line ends on either side.
  var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first, first.isSpace { slice.removeFirst() }
    while let last = slice.last, last.isSpace { slice.removeLast() }
    return slice
  }

  /// Whether the slice begins with the text's bytes.
  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { prefix($0.count).elementsEqual($0) }
  }

  /// Whether the slice ends with the text's bytes.
  func hasSuffix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { suffix($0.count).elementsEqual($0) }
  }
}
