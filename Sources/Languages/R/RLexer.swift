internal import Text

/// A token of R or Julia.
struct RToken {
  enum Kind {
    case name, string, number, sign, newline
  }

  let kind: Kind
  let text: String
  let range: Range<Int>
}

/// Splits R or Julia into tokens; comments are left out, strings are one token each.
struct RLexer {
  private let bytes: [UInt8]
  private let isJulia: Bool
  private var cursor = 0
  private var tokens: [RToken] = []
  private(set) var problems: [Problem] = []

  init(bytes: [UInt8], isJulia: Bool) {
    self.bytes = bytes
    self.isJulia = isJulia
  }

  mutating func lex() -> [RToken] {
    while cursor < bytes.count { lexOne() }
    return tokens
  }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    cursor + ahead < bytes.count ? bytes[cursor + ahead] : 0
  }

  private mutating func add(_ kind: RToken.Kind, from start: Int, text: String? = nil) {
    let range = start..<min(max(cursor, start), bytes.count)
    tokens.append(RToken(kind: kind, text: text ?? String(bytes: bytes[range]), range: range))
  }

  private mutating func lexOne() {
    let start = cursor
    switch peek() {
    case "\n":
      cursor += 1
      add(.newline, from: start)
    case " ", "\t", "\r", 0x0C: cursor += 1
    case "#": skipComment()
    case "\"": lexString()
    case "'" where !isJulia || isCharacter: lexString()
    case "`": lexQuotedName()
    case "r" where !isJulia && isRawString(1), "R" where !isJulia && isRawString(1): lexRawString()
    case "0"..."9": lexNumber()
    case "." where peek(1).isDecimalDigit: lexNumber()
    case let byte
    where byte.isNameByte || byte == "." && !isJulia
      || byte == "@" && isJulia && peek(1).isNameByte:
      lexName()
    default: lexSign()
    }
  }

  private mutating func skipComment() {
    if isJulia, peek(1) == "=" {
      var depth = 0
      while cursor < bytes.count {
        if peek() == "#", peek(1) == "=" {
          depth += 1
          cursor += 2
        } else if peek() == "=", peek(1) == "#" {
          depth -= 1
          cursor += 2
          if depth == 0 { return }
        } else {
          cursor += 1
        }
      }
      return
    }
    while cursor < bytes.count, bytes[cursor] != .newline { cursor += 1 }
  }

  /// In Julia `'` also transposes what stands before it.
  private var isCharacter: Bool {
    peek(1) == "\\" || peek(2) == "'" || peek(1) >= 0x80
  }

  private mutating func lexString() {
    let start = cursor
    let quote = peek()
    let isTriple = isJulia && peek(1) == quote && peek(2) == quote
    cursor += isTriple ? 3 : 1
    var text: [UInt8] = []
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
        cursor += isTriple ? 3 : 1
        add(.string, from: start, text: String(bytes: text))
        return
      }
      if byte == "\\" {
        cursor += 1
        switch peek() {
        case "n": text.append(.newline)
        case "t": text.append(0x09)
        default: if cursor < bytes.count { text.append(peek()) }
        }
      } else {
        text.append(byte)
      }
      cursor += 1
    }
    cursor = bytes.count
    problems.append(Problem("the string is not closed", at: start))
    add(.string, from: start, text: String(bytes: text))
  }

  private func isRawString(_ ahead: Int) -> Bool {
    guard peek(ahead) == "\"" || peek(ahead) == "'" else { return false }
    var place = ahead + 1
    while peek(place) == "-" { place += 1 }
    return peek(place) == "(" || peek(place) == "[" || peek(place) == "{"
  }

  /// `r"---(text)---"`
  private mutating func lexRawString() {
    let start = cursor
    let quote = peek(1)
    cursor += 2
    var dashes = 0
    while peek(dashes) == "-" { dashes += 1 }
    cursor += dashes
    let close: UInt8 = peek() == "(" ? 0x29 : peek() == "[" ? 0x5D : 0x7D
    cursor += 1
    let textStart = cursor
    while cursor < bytes.count {
      if peek() == close, (1...max(dashes, 1)).allSatisfy({ dashes == 0 || peek($0) == "-" }),
        peek(dashes + 1) == quote
      {
        let text = String(bytes: bytes[textStart..<cursor])
        cursor += dashes + 2
        add(.string, from: start, text: text)
        return
      }
      cursor += 1
    }
    problems.append(Problem("the string is not closed", at: start))
    add(.string, from: start)
  }

  private mutating func lexQuotedName() {
    let start = cursor
    cursor += 1
    while cursor < bytes.count, peek() != "`" { cursor += 1 }
    let text = String(bytes: bytes[start + 1..<min(cursor, bytes.count)])
    cursor = min(bytes.count, cursor + 1)
    // A command in Julia.
    add(isJulia ? .string : .name, from: start, text: text)
  }

  private mutating func lexNumber() {
    let start = cursor
    while peek().isNameByte || peek() == "." && peek(1) != "."
      || (peek() == "-" || peek() == "+") && isExponent(start)
    {
      cursor += 1
    }
    add(.number, from: start)
  }

  /// Whether a sign belongs to `1e-3`.
  private func isExponent(_ start: Int) -> Bool {
    guard cursor > start + 1 || cursor > start, bytes[cursor - 1] | 0x20 == UInt8(ascii: "e") else {
      return false
    }
    return peek(1).isDecimalDigit && !bytes[start...].prefix(2).hasPrefix("0x")
  }

  private mutating func lexName() {
    let start = cursor
    cursor += 1
    while peek().isNameByte || peek() == "." && (!isJulia || peek(1).isNameByte)
      || peek() == "!" && isJulia && peek(1) != "="
    {
      cursor += 1
    }
    add(.name, from: start)
  }

  private static let signs: [[UInt8]] = [
    "<<-", "->>", ":::", "...", "|>", "<-", "->", "::", "==", "<=", ">=", "!=", "&&", "||",
  ].map { Array($0.utf8) }

  private mutating func lexSign() {
    let start = cursor
    if peek() == "%", !isJulia {
      // `%>%` and other operators between percent signs, which span no lines.
      var length = 1
      while length < 30, peek(length) != "%", peek(length) != .newline, peek(length) != 0 {
        length += 1
      }
      cursor += peek(length) == "%" ? length + 1 : 1
    } else if let sign = Self.signs.first(where: { bytes[cursor...].starts(with: $0) }) {
      cursor += sign.count
    } else {
      cursor += 1
    }
    add(.sign, from: start)
  }
}
