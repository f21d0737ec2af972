extension PythonLexer {
  // MARK: Numbers

  /// Reads a number (§2.4.5–7).
  mutating func number(into tokens: inout [PythonToken]) throws(PythonFault) {
    let start = at
    let second = bytes[at + 1] | 0x20
    if bytes[at] == UInt8(ascii: "0"), "xob".utf8.contains(second) {
      at += 2
      try digits(from: start) { byte in
        switch second {
        case UInt8(ascii: "x"):
          byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
        case UInt8(ascii: "o"): byte &- UInt8(ascii: "0") < 8
        default: byte &- UInt8(ascii: "0") < 2
        }
      }
    } else {
      try decimal(from: start)
    }
    try checkEnd(of: start)
    tokens.append(PythonToken(.number, start, at))
  }

  private mutating func decimal(from start: Int) throws(PythonFault) {
    func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    var isWhole = true
    if bytes[at] != UInt8(ascii: ".") { try digits(from: start, isDigit) }
    let wholeEnd = at
    if bytes[at] == UInt8(ascii: ".") {
      isWhole = false
      at += 1
      if isDigit(bytes[at]) { try digits(from: start, isDigit) }
    }
    if bytes[at] | 0x20 == UInt8(ascii: "e") {
      let sign = bytes[at + 1] == UInt8(ascii: "+") || bytes[at + 1] == UInt8(ascii: "-")
      let first = at + (sign ? 2 : 1)
      // `1else` is a number and a keyword.
      if isDigit(bytes[first]) {
        isWhole = false
        at = first
        try digits(from: start, isDigit)
      }
    }
    if bytes[at] | 0x20 == UInt8(ascii: "j") {
      isWhole = false
      at += 1
    }
    if isWhole, bytes[start] == UInt8(ascii: "0") {
      for index in start..<wholeEnd
      where bytes[index] != UInt8(ascii: "0") && bytes[index] != UInt8(ascii: "_") {
        throw PythonFault(.leadingZeros, start)
      }
    }
  }

  /// One or more digits with single underscores between them (PEP 515); one may stand before the first.
  private mutating func digits(from start: Int, _ isDigit: (UInt8) -> Bool) throws(PythonFault) {
    let isPrefixed = at > start + 1 && bytes[at] == UInt8(ascii: "_")
    if isPrefixed { at += 1 }
    guard isDigit(bytes[at]) else { throw PythonFault(.badNumber, start) }
    while isDigit(bytes[at]) || (bytes[at] == UInt8(ascii: "_") && isDigit(bytes[at + 1])) {
      at += 1
    }
  }

  /// A keyword may follow a number without a blank, no other word may.
  private func checkEnd(of start: Int) throws(PythonFault) {
    guard PythonLexer.continuesName(bytes[at]) else { return }
    var word: [UInt8] = []
    for index in at..<(at + 4) where PythonLexer.continuesName(bytes[min(index, count)]) {
      word.append(bytes[index])
    }
    let text = String(decoding: word, as: UTF8.self)
    let keywords = ["and", "else", "for", "if", "in", "is", "or", "not"]
    guard keywords.contains(where: { text.hasPrefix($0) }) else {
      throw PythonFault(.badNumber, start)
    }
  }

  // MARK: Strings

  /// Reads a string whose quote is at `at`; its prefix begins at `start`.
  mutating func string(
    from start: Int, prefix: PythonToken.Marks, isFormat: Bool, into tokens: inout [PythonToken]
  ) throws(PythonFault) {
    let quote = bytes[at]
    let isTriple = bytes[at + 1] == quote && bytes[at + 2] == quote
    at += isTriple ? 3 : 1
    if isFormat {
      guard formats.count < PythonLexer.deepestNesting else { throw PythonFault(.tooDeep, start) }
      tokens.append(PythonToken(.formatStart, start, at))
      formats.append(
        Format(
          quote: quote, isTriple: isTriple, isRaw: prefix.contains(.raw), isSpecification: false,
          level: brackets.count, offset: start))
      try part(into: &tokens)
      return
    }
    let hasEscape = try skipString(from: start, quote, isTriple)
    let isPlain = !hasEscape && !isTriple && bytes[start] == quote
    tokens.append(
      PythonToken(.string, start, at, marks: isPlain ? prefix.union(.plain) : prefix))
  }

  /// Goes past the closing quotes; whether there were escapes or carriage returns.
  private mutating func skipString(
    from start: Int, _ quote: UInt8, _ isTriple: Bool
  ) throws(PythonFault) -> Bool {
    var hasEscape = false
    while true {
      let byte = bytes[at]
      switch byte {
      case quote:
        guard isTriple else {
          at += 1
          return hasEscape
        }
        at += 1
        guard bytes[at] == quote, bytes[at + 1] == quote else { continue }
        at += 2
        return hasEscape
      case UInt8(ascii: "\\"):
        hasEscape = true
        at += 1
        try stepOver(orFail: start, isTriple)
      case 0, UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        guard isTriple || (byte == 0 && at < count) else {
          throw PythonFault(.unterminatedString, start)
        }
        hasEscape = true
        try stepOver(orFail: start, isTriple)
      default: at += 1
      }
    }
  }

  /// Goes past one byte of a string, or past a whole line end.
  private mutating func stepOver(orFail start: Int, _ isTriple: Bool) throws(PythonFault) {
    if bytes[at] == 0 {
      guard at == count else { throw PythonFault(.nulByte, at) }
      throw PythonFault(isTriple ? .unterminatedTripleString : .unterminatedString, start)
    }
    if bytes[at] == UInt8(ascii: "\r") { skipLineEnd() } else { at += 1 }
  }

  /// Reads the text of an f-string up to a field, its end, or the end of a format specification.
  mutating func part(into tokens: inout [PythonToken]) throws(PythonFault) {
    guard let format = formats.last else { return }
    let start = at
    try skipPart(format)
    if at > start {
      var marks: PythonToken.Marks = format.isRaw ? .raw : []
      if format.isSpecification { marks.insert(.specification) }
      tokens.append(PythonToken(.formatPart, start, at, marks: marks))
    }
    switch bytes[at] {
    case UInt8(ascii: "{"): try open(.openBrace, into: &tokens)
    // It closes the field that the specification belongs to.
    case UInt8(ascii: "}"): formats.removeLast()
    default:
      formats.removeLast()
      take(.formatEnd, format.isTriple ? 3 : 1, into: &tokens)
    }
  }

  /// Goes to what ends a part: a brace that is not doubled, or the closing quotes.
  private mutating func skipPart(_ format: Format) throws(PythonFault) {
    while true {
      let byte = bytes[at]
      switch byte {
      case format.quote
      where !format.isTriple || (bytes[at + 1] == byte && bytes[at + 2] == byte):
        if format.isSpecification { throw PythonFault(.unterminatedField, format.offset) }
        return
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        if format.isSpecification { return }
        guard bytes[at + 1] == byte else {
          if byte == UInt8(ascii: "{") { return }
          throw PythonFault(.singleBrace, at)
        }
        at += 2
      case UInt8(ascii: "\\"): try partEscape(format)
      case 0, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        guard format.isTriple || byte == 0 else {
          throw PythonFault(.unterminatedString, format.offset)
        }
        try stepOver(orFail: format.offset, format.isTriple)
      default: at += 1
      }
    }
  }

  private mutating func partEscape(_ format: Format) throws(PythonFault) {
    at += 1
    switch bytes[at] {
    // A backslash does not hide a brace.
    case UInt8(ascii: "{"), UInt8(ascii: "}"): return
    case UInt8(ascii: "N") where !format.isRaw && bytes[at + 1] == UInt8(ascii: "{"):
      // The braces of a named character are no field.
      var end = at
      while bytes[end] != UInt8(ascii: "}"), bytes[end] != format.quote, bytes[end] >= 0x20 {
        end += 1
      }
      at = bytes[end] == UInt8(ascii: "}") ? end + 1 : at + 1
    default: try stepOver(orFail: format.offset, format.isTriple)
    }
  }
}
