/// A word, a sign or a literal of a logical line.
struct PythonToken {
  enum Kind: UInt8 {
    case newline
    case name, number, string
    /// `f"`, the text between its fields, and its closing quote.
    case formatStart, formatPart, formatEnd
    /// What a notebook hands to the shell.
    case shell
    case `false`, none, `true`, and, `as`, assert, async, await, `break`, `class`, `continue`, def,
      del, elif, `else`,
      except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or,
      pass, raise,
      `return`, `try`, `while`, with, yield
    case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
    case comma, colon, semicolon, dot, ellipsis, arrow, at, assign, walrus, exclamation
    case augmentedAssign
    case plus, minus, star, doubleStar, slash, doubleSlash, percent, bar, caret, ampersand, tilde,
      shiftLeft,
      shiftRight
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  }

  /// What the lexer saw of a string on its way.
  struct Marks: OptionSet {
    let rawValue: UInt8
    static let raw = Marks(rawValue: 1)
    static let bytes = Marks(rawValue: 2)
    /// One pair of quotes, no prefix, no backslash.
    static let plain = Marks(rawValue: 4)
    /// Text of a format specification.
    static let specification = Marks(rawValue: 8)
  }

  let kind: Kind
  let marks: Marks
  let start: Int32
  let end: Int32

  init(_ kind: Kind, _ start: Int, _ end: Int, marks: Marks = []) {
    self.kind = kind
    self.marks = marks
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
  }
}

extension PythonToken.Kind {
  /// The keyword that up to eight letters spell, packed into a number, the last in its lowest byte.
  init?(packed: UInt64) {
    guard let found = Self.keyword(packed) else { return nil }
    self = found
  }

  /// A comparison of numbers, since the lexer asks it of every word.
  @inline(__always)
  private static func keyword(_ packed: UInt64) -> Self? {
    switch packed {
    case 0x6966: .if
    case 0x696E: .in
    case 0x6973: .is
    case 0x6173: .as
    case 0x6F72: .or
    case 0x616E64: .and
    case 0x646566: .def
    case 0x64656C: .del
    case 0x666F72: .for
    case 0x6E6F74: .not
    case 0x747279: .try
    case 0x656C_6966: .elif
    case 0x656C_7365: .else
    case 0x6672_6F6D: .from
    case 0x4E6F_6E65: Self.none
    case 0x5472_7565: .true
    case 0x7061_7373: .pass
    case 0x7769_7468: .with
    case 0x46_616C_7365: .false
    case 0x61_7379_6E63: .async
    case 0x61_7761_6974: .await
    case 0x62_7265_616B: .break
    case 0x63_6C61_7373: .class
    case 0x72_6169_7365: .raise
    case 0x77_6869_6C65: .while
    case 0x79_6965_6C64: .yield
    case 0x6173_7365_7274: .assert
    case 0x6578_6365_7074: .except
    case 0x676C_6F62_616C: .global
    case 0x696D_706F_7274: .import
    case 0x6C61_6D62_6461: .lambda
    case 0x7265_7475_726E: .return
    case 0x66_696E_616C_6C79: .finally
    case 0x636F_6E74_696E_7565: .continue
    case 0x6E6F_6E6C_6F63_616C: .nonlocal
    default: nil
    }
  }
}
