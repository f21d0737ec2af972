internal import Text

extension YAMLScanner {
  /// Reads a scalar in single or double quotes from its opening quote, its lines folded.
  ///
  /// - Parameter minimum: how far its further lines are indented at least.
  mutating func quoted(minimum: Int) throws(Problem) -> String {
    let opening = offset
    let quote = bytes[opening]
    advance()
    let start = offset
    while offset < end {
      let byte = bytes[offset]
      if byte == quote {
        if quote == .singleQuote, self.byte(at: offset + 1) == quote { break }
        advance()
        return String(decoding: bytes[start..<(offset - 1)], as: UTF8.self)
      }
      if byte.isLineEnd || byte == .backslash && quote == .doubleQuote { break }
      try check(byte)
      advance()
    }
    var text = Array(bytes[start..<offset])
    try readRest(of: &text, opening: opening, minimum: minimum)
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func readRest(
    of text: inout [UInt8], opening: Int, minimum: Int
  ) throws(Problem) {
    let quote = bytes[opening]
    // Blanks before this place are content even at a line's end.
    var kept = 0
    while offset < end {
      let byte = bytes[offset]
      switch byte {
      case quote:
        advance()
        guard quote == .singleQuote, peek == quote else { return }
        text.append(quote)
        advance()
      case .lineFeed, .carriageReturn:
        while text.count > kept, let last = text.last, last.isBlank { text.removeLast() }
        text.appendFolded(try skipLineEnds(opening: opening, minimum: minimum))
        kept = text.count
      case .backslash where quote == .doubleQuote:
        if let next = self.byte(at: offset + 1), next.isLineEnd {
          advance()
          let lineEnds = try skipLineEnds(opening: opening, minimum: minimum)
          text.append(contentsOf: repeatElement(.lineFeed, count: lineEnds - 1))
        } else {
          try readEscape(into: &text)
        }
        kept = text.count
      default:
        try check(byte)
        text.append(byte)
        advance()
      }
    }
    throw unclosed(opening)
  }

  private func unclosed(_ opening: Int) -> Problem {
    let quote = bytes[opening] == .doubleQuote ? "\"" : "'"
    return Problem("the quoted text is not closed, expected \(quote)", at: opening)
  }

  private func check(_ byte: UInt8) throws(Problem) {
    if byte < 0x20, byte != .tab {
      throw Problem("\(describe(byte)) found in quoted text, expected it escaped", at: offset)
    }
  }

  /// Steps over line ends, empty lines and the next line's indentation; says how many line ends there were.
  private mutating func skipLineEnds(opening: Int, minimum: Int) throws(Problem) -> Int {
    var count = 0
    var indent = 0
    while offset < end, bytes[offset].isLineEnd {
      skipLineEnd()
      count += 1
      if isAtDocumentMarker {
        throw Problem("document marker found in quoted text, expected its end before", at: offset)
      }
      indent = skipSpaces()
      skipBlanks()
    }
    guard offset < end else { throw unclosed(opening) }
    if indent < minimum {
      problems.add(
        Problem(
          "quoted text at column \(indent + 1) found, expected at least column \(minimum + 1)",
          at: offset))
    }
    return count
  }

  // YAML 1.2.2 §5.7.
  private mutating func readEscape(into text: inout [UInt8]) throws(Problem) {
    let start = offset
    let byte = self.byte(at: offset + 1)
    advance(2)
    switch byte {
    case UInt8(ascii: "x"): text.append(codePoint: try hexadecimal(2, from: start))
    case UInt8(ascii: "u"):
      text.append(codePoint: joined(try hexadecimal(4, from: start)))
    case UInt8(ascii: "U"):
      let number = try hexadecimal(8, from: start)
      guard number <= 0x10FFFF else {
        throw Problem("escape beyond U+10FFFF found, expected a character", at: start)
      }
      text.append(codePoint: number)
    default:
      guard let byte, let character = Self.escapes[byte] else {
        throw Problem("escape of \(describe(byte)) found, expected one that YAML has", at: start)
      }
      text.append(codePoint: character)
    }
  }

  private static let escapes: [UInt8: UInt32] = [
    UInt8(ascii: "0"): 0, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9,
    .tab: 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12,
    UInt8(ascii: "r"): 13, UInt8(ascii: "e"): 27, .space: 0x20, .doubleQuote: 0x22, .slash: 0x2F,
    .backslash: 0x5C, UInt8(ascii: "N"): 0x85, .underscore: 0xA0, UInt8(ascii: "L"): 0x2028,
    UInt8(ascii: "P"): 0x2029,
  ]

  private mutating func hexadecimal(_ count: Int, from start: Int) throws(Problem) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek?.hexValue else {
        throw Problem(
          "\(describe(peek)) found in an escape, expected \(count) hexadecimal digits", at: start)
      }
      number = number << 4 | digit
      advance()
    }
    return number
  }

  /// The code point of a surrogate pair whose second half follows, as JSON writes it; else the unit itself.
  private mutating func joined(_ high: UInt32) -> UInt32 {
    guard high & 0xFC00 == 0xD800, byte(at: offset) == .backslash,
      byte(at: offset + 1) == UInt8(ascii: "u")
    else { return high }
    var low: UInt32 = 0
    for index in (offset + 2)..<(offset + 6) {
      guard let digit = byte(at: index)?.hexValue else { return high }
      low = low << 4 | digit
    }
    guard low & 0xFC00 == 0xDC00 else { return high }
    advance(6)
    return 0x10000 + (high & 0x3FF) << 10 + low & 0x3FF
  }
}
