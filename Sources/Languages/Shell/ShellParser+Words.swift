internal import Text

/// A word while it is read.
struct ShellWordDraft {
  var bytes: [UInt8] = []
  var isLiteral = true
}

extension ShellParser {
  /// A word, quotes and escapes taken off; empty, and nothing read, where none begins here.
  mutating func parseWord() -> ShellWord {
    let start = cursor
    var word = ShellWordDraft()
    nested(()) { $0.parseWordParts(into: &word) }
    return ShellWord(text: String(bytes: word.bytes), isLiteral: word.isLiteral, offset: start)
  }

  private mutating func parseWordParts(into word: inout ShellWordDraft) {
    let start = cursor
    while !isAtEnd {
      switch peek() {
      case " ", "\t", "\n", "\r", ";", "|", ")": return
      case "&": return
      case "<", ">":
        guard cursor == start || peek() == "<" && peek(1) == "%" else { return }
        if peek() == "<", peek(1) == "%", takePlaceholder("%>", into: &word) { continue }
        guard peek(1) == "(" else { return }
        parseSubstitution(opening: 2, into: &word)
      case "(":
        guard cursor > start else { return }
        parseParenthesis(into: &word)
      case "\\":
        if let length = continuationLength {
          cursor += length
        } else {
          if cursor + 1 < end { word.bytes.append(peek(1)) }
          cursor = min(end, cursor + 2)
        }
      case "'": parseSingleQuoted(into: &word)
      case "\"": parseDoubleQuoted(into: &word)
      case "$": parseDollar(into: &word, inQuotes: false)
      case "`": parseBackticks(into: &word)
      case "{" where peek(1) == "{" && takePlaceholder("}}", into: &word): break
      default:
        word.bytes.append(peek())
        cursor += 1
      }
    }
  }

  /// `name=(…)` of `declare`, `@(a|b)` of a glob, or a call of another language.
  private mutating func parseParenthesis(into word: inout ShellWordDraft) {
    if word.bytes.last == UInt8(ascii: "=") {
      let array = parseArray()
      word.bytes += Array(array.text.utf8)
      word.isLiteral = word.isLiteral && array.isLiteral
      return
    }
    var open = 0
    while !isAtEnd, peek() != "\n" {
      let byte = peek()
      if byte == "(" { open += 1 }
      if byte == ")" { open -= 1 }
      word.bytes.append(byte)
      cursor += 1
      if open == 0 { return }
    }
  }

  private mutating func parseSingleQuoted(into word: inout ShellWordDraft) {
    let start = cursor
    cursor += 1
    while !isAtEnd, peek() != "'" {
      // A template's placeholder is filled in before the shell sees the quotes.
      if peek() == "$", peek(1) == "{", peek(2) == "{", takePlaceholder("}}", into: &word) {
        continue
      }
      if peek() == "{", peek(1) == "{", takePlaceholder("}}", onThisLine: true, into: &word) {
        continue
      }
      word.bytes.append(peek())
      cursor += 1
    }
    close(quote: "'", from: start)
  }

  private mutating func close(quote: String, from start: Int) {
    if isAtEnd {
      warn("the quote \(quote) is not closed", at: start)
    } else {
      cursor += 1
    }
  }

  mutating func parseDoubleQuoted(into word: inout ShellWordDraft) {
    nested(()) { parser in
      let start = parser.cursor
      parser.cursor += 1
      while !parser.isAtEnd, parser.peek() != "\"" {
        switch parser.peek() {
        case "\\": parser.parseQuotedEscape(into: &word)
        case "$": parser.parseDollar(into: &word, inQuotes: true)
        case "`": parser.parseBackticks(into: &word)
        case "{"
        where parser.peek(1) == "{" && parser.takePlaceholder("}}", onThisLine: true, into: &word):
          break
        default:
          word.bytes.append(parser.peek())
          parser.cursor += 1
        }
      }
      parser.close(quote: "\"", from: start)
    }
  }

  private mutating func parseQuotedEscape(into word: inout ShellWordDraft) {
    if let length = continuationLength {
      cursor += length
      return
    }
    switch peek(1) {
    case "$", "`", "\"", "\\": break
    default: word.bytes.append(UInt8(ascii: "\\"))
    }
    if cursor + 1 < end { word.bytes.append(peek(1)) }
    cursor = min(end, cursor + 2)
  }

  /// A placeholder up to and with its closing sign, kept as written; false, and nothing read, where it is not closed.
  private mutating func takePlaceholder(
    _ close: StaticString, onThisLine: Bool = false, into word: inout ShellWordDraft
  ) -> Bool {
    guard let found = offset(of: close) else { return false }
    let after = found + close.utf8CodeUnitCount
    if onThisLine, bytes[cursor..<after].contains(.newline) { return false }
    word.bytes += bytes[cursor..<after]
    word.isLiteral = false
    cursor = after
    return true
  }
}

extension ShellParser {
  private mutating func parseDollar(into word: inout ShellWordDraft, inQuotes: Bool) {
    switch peek(1) {
    case "{":
      if peek(2) == "{", takePlaceholder("}}", into: &word) { return }
      parseParameter(into: &word)
    case "(":
      if peek(2) == "(", parseArithmeticExpansion(into: &word) { return }
      parseSubstitution(opening: 2, into: &word)
    case "'" where !inQuotes: parseAnsiQuoted(into: &word)
    case "\"" where !inQuotes: cursor += 1
    case "a"..."z", "A"..."Z", "_":
      let start = cursor
      cursor += 1
      while peek().isLetter || peek().isDecimalDigit || peek() == "_" { cursor += 1 }
      keep(from: start, in: &word)
    case "0"..."9", "@", "*", "#", "?", "-", "$", "!":
      cursor += 2
      keep(from: cursor - 2, in: &word)
    default:
      word.bytes.append(peek())
      cursor += 1
    }
  }

  /// Takes what has been stepped over into the word as written, as something a shell expands.
  private mutating func keep(from start: Int, in word: inout ShellWordDraft) {
    word.bytes += bytes[start..<min(cursor, end)]
    word.isLiteral = false
  }

  /// `$'a\n'`: escapes other than of the quote are kept as written.
  private mutating func parseAnsiQuoted(into word: inout ShellWordDraft) {
    let start = cursor
    cursor += 2
    while !isAtEnd, peek() != "'" {
      if peek() == "\\" {
        if peek(1) != "'" { word.bytes.append(peek()) }
        cursor += 1
        if isAtEnd { break }
      }
      word.bytes.append(peek())
      cursor += 1
    }
    close(quote: "'", from: start)
  }

  /// `${NAME:-default}` as written; commands inside are commands.
  private mutating func parseParameter(into word: inout ShellWordDraft) {
    let start = cursor
    nested(()) { parser in
      parser.cursor += 2
      var inner = ShellWordDraft()
      while !parser.isAtEnd, parser.peek() != "}" {
        switch parser.peek() {
        case "\\": parser.cursor = min(parser.end, parser.cursor + 2)
        case "\"": parser.parseDoubleQuoted(into: &inner)
        case "$" where parser.peek(1) == "{" || parser.peek(1) == "(":
          parser.parseDollar(into: &inner, inQuotes: true)
        case "`": parser.parseBackticks(into: &inner)
        default: parser.cursor += 1
        }
      }
      if parser.isAtEnd { parser.warn("'${' is not closed", at: start) } else { parser.cursor += 1 }
    }
    keep(from: start, in: &word)
  }

  private mutating func parseArithmeticExpansion(into word: inout ShellWordDraft) -> Bool {
    let start = cursor
    cursor += 3
    guard skipArithmetic() else {
      cursor = start
      return false
    }
    keep(from: start, in: &word)
    return true
  }

  /// `$(…)`, `<(…)`, `>(…)`.
  private mutating func parseSubstitution(opening: Int, into word: inout ShellWordDraft) {
    let start = cursor
    cursor += opening
    parseInner()
    if peek() == ")" {
      cursor += 1
    } else {
      warn("')' is missing", at: start)
    }
    keep(from: start, in: &word)
  }

  /// `` `…` ``: the text up to the next backtick without a backslash before it.
  private mutating func parseBackticks(into word: inout ShellWordDraft) {
    let start = cursor
    var close = cursor + 1
    while close < end, bytes[close] != "`" { close += bytes[close] == "\\" ? 2 : 1 }
    guard close < end else {
      warn("the backtick is not closed", at: start)
      cursor = end
      keep(from: start, in: &word)
      return
    }
    let outerEnd = end
    cursor += 1
    end = close
    parseInner()
    end = outerEnd
    cursor = close + 1
    keep(from: start, in: &word)
  }

  /// A list inside a substitution, kept for the command it belongs to.
  private mutating func parseInner() {
    let start = cursor
    let outer = (errexit, pipefail)
    let pending = takeSubstitutions()
    let list = parseList()
    (errexit, pipefail) = outer
    substitutions = pending + [tree.add(.substitution, start..<cursor, children: [list])]
  }
}
