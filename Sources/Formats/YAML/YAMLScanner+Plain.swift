internal import Text

extension YAMLScanner {
  /// Whether a plain scalar can begin here (YAML 1.2.2, ns-plain-first).
  func canStartPlain(inFlow: Bool) -> Bool {
    switch peek {
    case nil: false
    case .dash?, .question?, .colon?: isPlainSafe(at: offset + 1, inFlow: inFlow)
    case .comma?, .openBracket?, .closeBracket?, .openBrace?, .closeBrace?, .hash?, .ampersand?,
      .asterisk?, .exclamation?, .pipe?, .greater?, .singleQuote?, .doubleQuote?, .percent?,
      UInt8(ascii: "@")?, UInt8(ascii: "`")?:
      false
    default: true
    }
  }

  /// Reads a plain scalar, its lines folded; stops after its last character.
  ///
  /// - Parameter minimum: how far its further lines are indented at least; nil for one line only.
  mutating func plain(minimum: Int?, inFlow: Bool) throws(Problem) -> String {
    let start = offset
    try skipPlainLine(inFlow: inFlow)
    guard let minimum,
      let first = skipToPlainContinuation(minimum: minimum, inFlow: inFlow)
    else { return String(decoding: bytes[start..<offset], as: UTF8.self) }
    var text = Array(bytes[start..<first.lineEnd])
    var lineEnds: Int? = first.count
    while let count = lineEnds {
      text.appendFolded(count)
      let line = offset
      try skipPlainLine(inFlow: inFlow)
      text.append(contentsOf: bytes[line..<offset])
      lineEnds = skipToPlainContinuation(minimum: minimum, inFlow: inFlow)?.count
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Steps behind the last character of a plain scalar on this line.
  private mutating func skipPlainLine(inFlow: Bool) throws(Problem) {
    var index = offset
    var last = offset
    scan: while index < end {
      let byte = bytes[index]
      switch byte {
      case .space, .tab:
        index += 1
        continue
      case .lineFeed, .carriageReturn: break scan
      case .colon:
        if !isPlainSafe(at: index + 1, inFlow: inFlow) { break scan }
      case .hash:
        if index > last { break scan }
      case .comma, .openBracket, .closeBracket, .openBrace, .closeBrace:
        if inFlow { break scan }
      case 0..<0x20, 0x7F:
        throw Problem("\(describe(byte)) found, expected text", at: index)
      default: break
      }
      index += 1
      last = index
    }
    advance(to: last)
  }

  /// Goes to the next line of a plain scalar, or stays where there is none.
  private mutating func skipToPlainContinuation(
    minimum: Int, inFlow: Bool
  ) -> (count: Int, lineEnd: Int)? {
    let here = mark
    skipBlanks()
    guard offset < end, bytes[offset].isLineEnd else {
      go(back: here)
      return nil
    }
    var count = 0
    var indent = 0
    while offset < end, bytes[offset].isLineEnd {
      skipLineEnd()
      count += 1
      if isAtDocumentMarker { break }
      indent = skipSpaces()
      skipBlanks()
    }
    let continues =
      offset < end && !isAtDocumentMarker && indent >= minimum && peek != .hash
      && !(peek == .colon && !isPlainSafe(at: offset + 1, inFlow: inFlow))
      && !(inFlow && bytes[offset].isFlowIndicator)
    if continues { return (count, here.offset) }
    go(back: here)
    return nil
  }
}

extension [UInt8] {
  /// Adds what line ends become inside a flow scalar: one is a space, the first of several falls away.
  mutating func appendFolded(_ lineEnds: Int) {
    if lineEnds == 1 {
      append(.space)
    } else {
      append(contentsOf: repeatElement(.lineFeed, count: lineEnds - 1))
    }
  }
}
