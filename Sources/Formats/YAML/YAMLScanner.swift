internal import Text

/// A place in YAML text, and how to step over what separates its tokens.
struct YAMLScanner {
  let bytes: [UInt8]
  let end: Int
  private(set) var mark: Mark
  /// What was wrong and yet could be read.
  var problems = ProblemList()

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.end = end
    mark = Mark(offset: start, lineStart: start, line: 0)
  }

  /// Where the scanner stands: enough to come back.
  struct Mark {
    var offset: Int
    var lineStart: Int
    var line: Int
  }

  /// What lay between two tokens.
  struct Gap {
    /// Whether the token is the first on its line.
    var startsLine = false
    /// The spaces before the token at the start of its line.
    var indent = 0
    /// Whether a tab stood before the token on its line.
    var hasTab = false
    /// Whether no token follows in this document.
    var isEnd = false
  }

  var offset: Int { mark.offset }
  var line: Int { mark.line }
  var column: Int { mark.offset - mark.lineStart }

  var peek: UInt8? { mark.offset < end ? bytes[mark.offset] : nil }

  func byte(at offset: Int) -> UInt8? { offset < end ? bytes[offset] : nil }

  mutating func advance(_ count: Int = 1) { mark.offset += count }

  mutating func advance(to offset: Int) { mark.offset = offset }

  mutating func go(back mark: Mark) { self.mark = mark }

  /// Whether the bytes here are none that could belong to a token: a blank, a line's end or the file's.
  func isBlankOrEnd(at offset: Int) -> Bool {
    guard offset < end else { return true }
    return bytes[offset].isBlank || bytes[offset].isLineEnd
  }

  func isLineEnd(at offset: Int) -> Bool { offset >= end || bytes[offset].isLineEnd }

  /// Whether one of `-`, `?`, `:` stands here as an indicator of block structure.
  func isIndicator(_ byte: UInt8) -> Bool { peek == byte && isBlankOrEnd(at: offset + 1) }

  /// Whether a byte may stand in a plain scalar after `:`, `-` or `?` (YAML 1.2.2, ns-plain-safe).
  func isPlainSafe(at offset: Int, inFlow: Bool) -> Bool {
    !isBlankOrEnd(at: offset) && !(inFlow && bytes[offset].isFlowIndicator)
  }

  /// `---` or `...` at the start of a line.
  var isAtDocumentMarker: Bool {
    guard column == 0, offset + 3 <= end, bytes[offset] == .dash || bytes[offset] == .dot else {
      return false
    }
    return bytes[offset + 1] == bytes[offset] && bytes[offset + 2] == bytes[offset]
      && isBlankOrEnd(at: offset + 3)
  }

  mutating func skipBlanks() {
    while offset < end, bytes[offset].isBlank { mark.offset += 1 }
  }

  /// Steps over spaces and says how many there were.
  mutating func skipSpaces(atMost limit: Int = .max) -> Int {
    let start = offset
    while offset < end, bytes[offset] == .space, offset - start < limit { mark.offset += 1 }
    return offset - start
  }

  /// Steps over one line's end, where there is one.
  mutating func skipLineEnd() {
    guard offset < end else { return }
    if bytes[offset] == .carriageReturn, byte(at: offset + 1) == .lineFeed { mark.offset += 1 }
    mark.offset += 1
    mark.lineStart = mark.offset
    mark.line += 1
  }

  mutating func skipToLineEnd() {
    while offset < end, !bytes[offset].isLineEnd { mark.offset += 1 }
  }

  /// Steps over blanks, comments and line ends up to the next token.
  mutating func skipGap() -> Gap {
    var gap = Gap()
    while true {
      if column == 0 {
        gap.startsLine = true
        if isAtDocumentMarker { gap.isEnd = true }
      }
      let spaces = skipSpaces()
      gap.indent = gap.startsLine ? spaces : 0
      let beforeTabs = offset
      skipBlanks()
      gap.hasTab = offset > beforeTabs
      // YAML 1.2.2 §6.6: a comment is set off from the token before it.
      if peek == .hash, column == 0 || bytes[offset - 1].isBlank { skipToLineEnd() }
      if offset >= end { gap.isEnd = true }
      if gap.isEnd || !bytes[offset].isLineEnd { return gap }
      skipLineEnd()
    }
  }
}

extension UInt8 {
  /// `,`, `[`, `]`, `{`, `}`.
  var isFlowIndicator: Bool {
    switch self {
    case .comma, .openBracket, .closeBracket, .openBrace, .closeBrace: true
    default: false
    }
  }
}
