extension PythonLexer {
  /// Reads an operator, a bracket or a separator.
  mutating func sign(_ byte: UInt8, into tokens: inout [PythonToken]) throws(PythonFault) {
    switch byte {
    case UInt8(ascii: "("): try open(.openParenthesis, into: &tokens)
    case UInt8(ascii: "["): try open(.openBracket, into: &tokens)
    case UInt8(ascii: "{"): try open(.openBrace, into: &tokens)
    case UInt8(ascii: ")"): try close(.closeParenthesis, UInt8(ascii: "("), into: &tokens)
    case UInt8(ascii: "]"): try close(.closeBracket, UInt8(ascii: "["), into: &tokens)
    case UInt8(ascii: "}"):
      try close(.closeBrace, UInt8(ascii: "{"), into: &tokens)
      if let format = formats.last, format.level == brackets.count { try part(into: &tokens) }
    case UInt8(ascii: ","): take(.comma, 1, into: &tokens)
    case UInt8(ascii: ";"): take(.semicolon, 1, into: &tokens)
    case UInt8(ascii: "~"): take(.tilde, 1, into: &tokens)
    case UInt8(ascii: ":"): try colon(into: &tokens)
    case UInt8(ascii: "."):
      let isEllipsis = bytes[at + 1] == byte && bytes[at + 2] == byte
      take(isEllipsis ? .ellipsis : .dot, isEllipsis ? 3 : 1, into: &tokens)
    case UInt8(ascii: "="):
      pair(.assign, with: UInt8(ascii: "="), .equal, into: &tokens)
      if isCell, tokens.last?.kind == .assign { shellValue(into: &tokens) }
    case UInt8(ascii: "!"):
      if bytes[at + 1] == UInt8(ascii: "=") {
        take(.notEqual, 2, into: &tokens)
      } else if let format = formats.last, format.level + 1 == brackets.count {
        take(.exclamation, 1, into: &tokens)
      } else {
        throw PythonFault(.badCharacter, at)
      }
    default: try arithmetic(byte, into: &tokens)
    }
  }

  private mutating func arithmetic(_ byte: UInt8, into tokens: inout [PythonToken])
    throws(PythonFault)
  {
    switch byte {
    case UInt8(ascii: "+"): augmentable(.plus, 1, into: &tokens)
    case UInt8(ascii: "-"):
      if bytes[at + 1] == UInt8(ascii: ">") {
        take(.arrow, 2, into: &tokens)
      } else {
        augmentable(.minus, 1, into: &tokens)
      }
    case UInt8(ascii: "*"): doubled(byte, .star, .doubleStar, into: &tokens)
    case UInt8(ascii: "/"): doubled(byte, .slash, .doubleSlash, into: &tokens)
    case UInt8(ascii: "%"): augmentable(.percent, 1, into: &tokens)
    case UInt8(ascii: "@"): augmentable(.at, 1, into: &tokens)
    case UInt8(ascii: "|"): augmentable(.bar, 1, into: &tokens)
    case UInt8(ascii: "^"): augmentable(.caret, 1, into: &tokens)
    case UInt8(ascii: "&"): augmentable(.ampersand, 1, into: &tokens)
    case UInt8(ascii: "<"):
      if bytes[at + 1] == byte {
        augmentable(.shiftLeft, 2, into: &tokens)
      } else {
        pair(.less, with: UInt8(ascii: "="), .lessOrEqual, into: &tokens)
      }
    case UInt8(ascii: ">"):
      if bytes[at + 1] == byte {
        augmentable(.shiftRight, 2, into: &tokens)
      } else {
        pair(.greater, with: UInt8(ascii: "="), .greaterOrEqual, into: &tokens)
      }
    default: throw PythonFault(.badCharacter, at)
    }
  }

  mutating func take(_ kind: PythonToken.Kind, _ length: Int, into tokens: inout [PythonToken]) {
    tokens.append(PythonToken(kind, at, at + length))
    at += length
  }

  private mutating func pair(
    _ single: PythonToken.Kind, with second: UInt8, _ double: PythonToken.Kind,
    into tokens: inout [PythonToken]
  ) {
    if bytes[at + 1] == second {
      take(double, 2, into: &tokens)
    } else {
      take(single, 1, into: &tokens)
    }
  }

  private mutating func doubled(
    _ byte: UInt8, _ single: PythonToken.Kind, _ double: PythonToken.Kind,
    into tokens: inout [PythonToken]
  ) {
    let isDouble = bytes[at + 1] == byte
    augmentable(isDouble ? double : single, isDouble ? 2 : 1, into: &tokens)
  }

  private mutating func augmentable(
    _ kind: PythonToken.Kind, _ length: Int, into tokens: inout [PythonToken]
  ) {
    if bytes[at + length] == UInt8(ascii: "=") {
      take(.augmentedAssign, length + 1, into: &tokens)
    } else {
      take(kind, length, into: &tokens)
    }
  }

  // MARK: Brackets

  private mutating func colon(into tokens: inout [PythonToken]) throws(PythonFault) {
    if let format = formats.last, format.level + 1 == brackets.count {
      take(.colon, 1, into: &tokens)
      formats.append(
        Format(
          quote: format.quote, isTriple: format.isTriple, isRaw: format.isRaw,
          isSpecification: true, level: brackets.count, offset: format.offset))
      try part(into: &tokens)
    } else {
      pair(.colon, with: UInt8(ascii: "="), .walrus, into: &tokens)
    }
  }

  mutating func open(_ kind: PythonToken.Kind, into tokens: inout [PythonToken])
    throws(PythonFault)
  {
    guard brackets.count < PythonLexer.deepestNesting else { throw PythonFault(.tooDeep, at) }
    brackets.append((bytes[at], at))
    take(kind, 1, into: &tokens)
  }

  private mutating func close(
    _ kind: PythonToken.Kind, _ opening: UInt8, into tokens: inout [PythonToken]
  ) throws(PythonFault) {
    guard let last = brackets.popLast() else { throw PythonFault(.strayBracket, at) }
    guard last.byte == opening else { throw PythonFault(.wrongBracket, at) }
    take(kind, 1, into: &tokens)
  }
}
