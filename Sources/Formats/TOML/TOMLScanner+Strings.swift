internal import Text

extension TOMLScanner {
  /// Whether three quotes stand here.
  func isAtTriple(_ quote: UInt8) -> Bool {
    peek == quote && byte(at: offset + 1) == quote && byte(at: offset + 2) == quote
  }

  /// Reads a basic or literal string of one line from its opening quote.
  mutating func singleLineString() throws(Problem) -> String {
    let opening = offset
    let quote = bytes[opening]
    advance()
    var text: [UInt8] = []
    while let byte = peek, !isAtLineEnd {
      if byte == quote {
        advance()
        return String(decoding: text, as: UTF8.self)
      }
      if byte == .backslash, quote == .doubleQuote {
        try readEscape(into: &text)
        continue
      }
      try check(byte)
      text.append(byte)
      advance()
    }
    throw unclosed(opening, quote == .doubleQuote ? "\"" : "'")
  }

  /// Reads a basic or literal string of several lines from its opening quotes.
  mutating func multiLineString() throws(Problem) -> String {
    let opening = offset
    let quote = bytes[opening]
    advance(3)
    if isAtLineEnd { skipLineEnd() }
    var text: [UInt8] = []
    while let byte = peek {
      if isAtTriple(quote) {
        advance(3)
        // One or two quotes more belong to the text.
        for _ in 0..<2 where peek == quote {
          text.append(quote)
          advance()
        }
        return String(decoding: text, as: UTF8.self)
      }
      if byte == .backslash, quote == .doubleQuote {
        if try !skipContinuation() { try readEscape(into: &text) }
      } else if isAtLineEnd {
        text.append(.lineFeed)
        skipLineEnd()
      } else {
        try check(byte)
        text.append(byte)
        advance()
      }
    }
    throw unclosed(opening, quote == .doubleQuote ? "\"\"\"" : "'''")
  }

  /// Steps over a backslash at a line's end and the blanks and line ends after it, where there is one.
  private mutating func skipContinuation() throws(Problem) -> Bool {
    var probe = self
    probe.advance()
    probe.skipBlanks()
    guard probe.isAtLineEnd else { return false }
    while probe.isAtLineEnd {
      probe.skipLineEnd()
      probe.skipBlanks()
    }
    self = probe
    return true
  }

  private func unclosed(_ opening: Int, _ quote: String) -> Problem {
    Problem("the string is not closed, expected \(quote)", at: opening)
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(Problem) {
    let start = offset
    let byte = self.byte(at: offset + 1)
    advance(2)
    switch byte {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(.tab)
    case UInt8(ascii: "n"): text.append(.lineFeed)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(.carriageReturn)
    case .doubleQuote: text.append(.doubleQuote)
    case .backslash: text.append(.backslash)
    case UInt8(ascii: "u"): text.append(contentsOf: try character(digits: 4, from: start))
    case UInt8(ascii: "U"): text.append(contentsOf: try character(digits: 8, from: start))
    default:
      throw Problem("escape of \(describe(byte)) found, expected one of \"\\btnfruU", at: start)
    }
  }

  private mutating func character(digits: Int, from start: Int) throws(Problem) -> String.UTF8View {
    var number: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek?.hexValue else {
        throw Problem(
          "\(describe(peek)) found in an escape, expected \(digits) hexadecimal digits", at: start)
      }
      number = number << 4 | digit
      advance()
    }
    guard let scalar = Unicode.Scalar(number) else {
      throw Problem("escape of no character found", at: start)
    }
    return String(Character(scalar)).utf8
  }
}
