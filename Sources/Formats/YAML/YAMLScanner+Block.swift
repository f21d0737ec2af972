internal import Text

extension YAMLScanner {
  /// What stands after `|` or `>`.
  private struct Header {
    enum Chomping { case strip, clip, keep }
    let isFolded: Bool
    var chomping = Chomping.clip
    /// The indentation beyond the parent's, where it is given.
    var extra: Int?
  }

  /// Reads a literal or folded scalar from its `|` or `>`; stops at the start of the line after it.
  ///
  /// - Parameter parent: the column of the collection around it, -1 where there is none.
  mutating func blockScalar(parent: Int) throws(Problem) -> String {
    let header = try readHeader()
    let indent: Int
    if let extra = header.extra {
      indent = max(parent, 0) + extra
    } else {
      indent = try detectIndent(minimum: parent + 1)
    }
    return String(decoding: try readLines(header, indent: indent), as: UTF8.self)
  }

  private mutating func readHeader() throws(Problem) -> Header {
    var header = Header(isFolded: peek == .greater)
    advance()
    var hasChomping = false
    while let byte = peek {
      if byte.isDigit, byte != 0x30, header.extra == nil {
        header.extra = Int(byte) - 0x30
      } else if byte == .plus || byte == .dash, !hasChomping {
        header.chomping = byte == .plus ? .keep : .strip
        hasChomping = true
      } else {
        break
      }
      advance()
    }
    let beforeBlanks = offset
    skipBlanks()
    if peek == .hash, offset > beforeBlanks { skipToLineEnd() }
    guard isLineEnd(at: offset) else {
      throw Problem(
        "\(describe(peek)) found after '\(header.isFolded ? ">" : "|")', expected the end of the line",
        at: offset)
    }
    skipLineEnd()
    return header
  }

  /// The indentation of the first line that is not empty; stays where it is.
  private mutating func detectIndent(minimum: Int) throws(Problem) -> Int {
    let here = mark
    var widest = 0
    var widestOffset = offset
    defer { go(back: here) }
    while offset < end {
      if isAtDocumentMarker { break }
      let spaces = skipSpaces()
      if isLineEnd(at: offset) {
        if spaces > widest { (widest, widestOffset) = (spaces, offset) }
        skipLineEnd()
        continue
      }
      guard spaces >= minimum else { break }
      guard widest <= spaces else {
        throw Problem(
          "empty line of \(widest) spaces found before the first text at \(spaces), expected no more",
          at: widestOffset)
      }
      return spaces
    }
    return max(minimum, widest)
  }

  private mutating func readLines(_ header: Header, indent: Int) throws(Problem) -> [UInt8] {
    var text: [UInt8] = []
    var lineEnds = 0
    var hasText = false
    var isAfterSpaced = false
    while offset < end, !isAtDocumentMarker {
      let lineStart = mark
      let spaces = skipSpaces(atMost: indent)
      if isLineEnd(at: offset) {
        lineEnds += 1
        skipLineEnd()
        continue
      }
      guard spaces == indent else {
        try checkTab()
        go(back: lineStart)
        break
      }
      let start = offset
      let isSpaced = bytes[start].isBlank
      if header.isFolded, hasText, !isSpaced, !isAfterSpaced {
        text.appendFolded(lineEnds)
      } else {
        text.append(contentsOf: repeatElement(.lineFeed, count: lineEnds))
      }
      try skipText()
      text.append(contentsOf: bytes[start..<offset])
      (hasText, isAfterSpaced) = (true, isSpaced)
      // The end of the file ends its last line, as in the public test suite's case L24T.
      lineEnds = 1
      skipLineEnd()
    }
    switch header.chomping {
    case .strip: break
    case .clip: if hasText { text.append(.lineFeed) }
    case .keep: text.append(contentsOf: repeatElement(.lineFeed, count: lineEnds))
    }
    return text
  }

  private mutating func skipText() throws(Problem) {
    while offset < end, !bytes[offset].isLineEnd {
      let byte = bytes[offset]
      if byte < 0x20 && byte != .tab || byte == 0x7F {
        throw Problem("\(describe(byte)) found, expected text", at: offset)
      }
      advance()
    }
  }

  // YAML 1.2.2 §8.1.1.2: the empty lines after a block scalar hold nothing but spaces.
  private mutating func checkTab() throws(Problem) {
    guard peek == .tab else { return }
    let tab = offset
    skipBlanks()
    if isLineEnd(at: offset) {
      throw Problem("a tab found in the indentation, expected spaces", at: tab)
    }
  }
}
