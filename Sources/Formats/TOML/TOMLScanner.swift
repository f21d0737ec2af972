internal import Text

/// Reads TOML's keys and steps over what lies between tokens; strings and other scalars have files of their own.
struct TOMLScanner {
  let bytes: [UInt8]
  let end: Int
  private(set) var offset: Int

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.end = end
    offset = start
  }

  var peek: UInt8? { offset < end ? bytes[offset] : nil }

  func byte(at offset: Int) -> UInt8? { offset < end ? bytes[offset] : nil }

  mutating func advance(_ count: Int = 1) { offset += count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(Problem) {
    guard take(byte) else {
      throw Problem(
        "\(describe(peek)) found, expected '\(Character(Unicode.Scalar(byte)))'", at: offset)
    }
  }

  mutating func skipBlanks() {
    while offset < end, bytes[offset].isBlank { offset += 1 }
  }

  /// Whether a line end stands here: a line feed, also after a carriage return.
  var isAtLineEnd: Bool {
    peek == .lineFeed || peek == .carriageReturn && byte(at: offset + 1) == .lineFeed
  }

  /// Steps over one line end.
  mutating func skipLineEnd() { offset += peek == .carriageReturn ? 2 : 1 }

  /// Steps over blanks and a comment to the next line; nothing else may stand there.
  mutating func finishLine() throws(Problem) {
    skipBlanks()
    try skipComment()
    guard peek != nil else { return }
    guard isAtLineEnd else {
      throw Problem("\(describe(peek)) found, expected the end of the line", at: offset)
    }
    skipLineEnd()
  }

  /// Steps over blanks, comments and line ends.
  mutating func skipLines() throws(Problem) {
    while true {
      skipBlanks()
      try skipComment()
      guard isAtLineEnd else { return }
      skipLineEnd()
    }
  }

  private mutating func skipComment() throws(Problem) {
    guard peek == .hash else { return }
    while offset < end, !isAtLineEnd {
      try check(bytes[offset])
      offset += 1
    }
  }

  /// Control characters but tabs stand nowhere.
  func check(_ byte: UInt8) throws(Problem) {
    if byte < 0x20 && byte != .tab || byte == 0x7F {
      throw Problem("\(describe(byte)) found, expected text", at: offset)
    }
  }

  /// Reads `a."b c".'d'`; blanks may stand around the dots and after the key.
  mutating func dottedKey() throws(Problem) -> [TOMLTables.Key] {
    var path: [TOMLTables.Key] = []
    repeat {
      skipBlanks()
      let start = offset
      path.append(TOMLTables.Key(text: try simpleKey(), offset: start))
      skipBlanks()
    } while take(.dot)
    return path
  }

  private mutating func simpleKey() throws(Problem) -> String {
    if peek == .doubleQuote || peek == .singleQuote { return try singleLineString() }
    let start = offset
    while offset < end, isBareKey(bytes[offset]) { offset += 1 }
    guard offset > start else {
      throw Problem("\(describe(peek)) found, expected a key", at: offset)
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private func isBareKey(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte.isDigit || byte == .underscore || byte == .dash
  }
}
