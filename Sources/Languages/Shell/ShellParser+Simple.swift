extension ShellParser {
  /// Assignments, words and redirections up to what ends a command; nil where there are none.
  mutating func parseSimpleCommand() -> Int? {
    let start = cursor
    var draft = Draft()
    draft.errexit = errexit
    draft.pipefail = pipefail
    var isTest = false
    while true {
      skipBlanks()
      if isAtEnd || endsCommand(inTest: isTest) { break }
      if peek() == "#" {
        skipComment()
        break
      }
      let before = cursor
      if isTest, parseTestOperator(into: &draft) { continue }
      if parseRedirect(into: &draft) { continue }
      if draft.words.isEmpty, let assignment = parseAssignment() {
        draft.assignments.append(assignment)
        continue
      }
      let word = parseWord()
      if cursor == before {
        // A sign that begins no word here, as `(` in another language's call.
        cursor += 1
        continue
      }
      draft.words.append(word)
      if draft.words.count == 1, word.isLiteral, word.text == "[[" {
        isTest = offset(of: "]]") != nil
      }
      if isTest, word.text == "]]" { isTest = false }
    }
    guard !draft.words.isEmpty || !draft.assignments.isEmpty || !draft.redirects.isEmpty else {
      cursor = max(cursor, start)
      return nil
    }
    applySettings(of: draft)
    return add(draft, from: start)
  }

  /// Keeps a command, and hands it the substitutions met in its words.
  mutating func add(_ draft: Draft, from start: Int) -> Int {
    var draft = draft
    var close = cursor
    while close > start, bytes[close - 1].isSpace { close -= 1 }
    draft.range = start..<close
    draft.item = tree.add(.command(commands.count), draft.range, children: takeSubstitutions())
    commands.append(draft)
    return draft.item
  }

  mutating func takeSubstitutions() -> [Int] {
    defer { substitutions.removeAll() }
    return substitutions
  }

  private func endsCommand(inTest: Bool) -> Bool {
    switch peek() {
    case "\n": !inTest
    case ";": true
    case "&": !inTest && peek(1) != ">"
    case "|": !inTest
    case ")": !inTest
    default: false
    }
  }

  /// Inside `[[ … ]]` the signs `&&`, `||`, `<`, `>` and parentheses are parts of the test.
  private mutating func parseTestOperator(into draft: inout Draft) -> Bool {
    let length: Int
    switch peek() {
    case "&", "|": length = peek(1) == peek() ? 2 : 1
    case "<", ">", "(", ")": length = 1
    case "\n":
      consumeNewline()
      return true
    default: return false
    }
    draft.words.append(
      ShellWord(text: String(bytes: bytes[cursor..<min(end, cursor + length)]), offset: cursor))
    cursor += length
    return true
  }

  /// `set -e`, `set +e`, `set -euo pipefail`, `set -o errexit`.
  private mutating func applySettings(of draft: Draft) {
    guard draft.words.first?.text == "set" else { return }
    var names: Bool?
    for word in draft.words.dropFirst() {
      let text = word.text
      if let turnsOn = names {
        if text == "errexit" { errexit = turnsOn }
        if text == "pipefail" { pipefail = turnsOn }
        names = nil
      } else if text.hasPrefix("-") || text.hasPrefix("+") {
        if text == "--" { return }
        let turnsOn = text.hasPrefix("-")
        if text.contains("e") { errexit = turnsOn }
        if text.contains("o") { names = turnsOn }
      }
    }
  }

  /// `NAME=value`, `NAME+=value`, `NAME[0]=value`, `NAME=(a b)`.
  private mutating func parseAssignment() -> ShellAssignment? {
    var length = 0
    guard peek().isNameByte, !peek().isDecimalDigit else { return nil }
    while peek(length).isNameByte { length += 1 }
    var after = length
    if peek(after) == "[" {
      while after < length + 100, peek(after) != 0, peek(after) != "\n", peek(after) != "]" {
        after += 1
      }
      guard peek(after) == "]" else { return nil }
      after += 1
    }
    if peek(after) == "+" { after += 1 }
    guard peek(after) == "=" else { return nil }
    let name = String(bytes: bytes[cursor..<cursor + length])
    cursor += after + 1
    let value = peek() == "(" ? parseArray() : parseWord()
    return ShellAssignment(name: name, value: value)
  }

  /// `(a b c)` of an array, as one word.
  mutating func parseArray() -> ShellWord {
    let start = cursor
    cursor += 1
    var texts: [String] = []
    var isLiteral = true
    while !isAtEnd, peek() != ")" {
      skipSeparators(semicolons: false)
      if isAtEnd || peek() == ")" { break }
      let before = cursor
      let word = parseWord()
      if cursor == before {
        cursor += 1
        continue
      }
      texts.append(word.text)
      isLiteral = isLiteral && word.isLiteral
    }
    if peek() == ")" { cursor += 1 } else { warn("')' is missing", at: start) }
    return ShellWord(text: texts.joined(separator: " "), isLiteral: isLiteral, offset: start)
  }
}

extension ShellParser {
  /// A redirection here, read into the command; false, and nothing read, where none stands here.
  mutating func parseRedirect(into draft: inout Draft) -> Bool {
    var length = 0
    while length < 4, peek(length).isDecimalDigit { length += 1 }
    let sign = peek(length)
    if sign == "&", length == 0, peek(1) == ">" {
      let form = peek(2) == ">" ? "&>>" : "&>"
      return read(form, descriptor: nil, skipping: form.utf8.count, into: &draft)
    }
    guard sign == "<" || sign == ">" else { return false }
    // `<(…)` is a word, and `<%` opens a template's tag.
    if length == 0, peek(1) == "(" || (sign == "<" && peek(1) == "%") { return false }
    let descriptor = length > 0 ? Int(String(bytes: bytes[cursor..<cursor + length])) : nil
    let form = redirectForm(sign, after: length + 1)
    return read(form, descriptor: descriptor, skipping: length + form.utf8.count, into: &draft)
  }

  private func redirectForm(_ sign: UInt8, after length: Int) -> String {
    let next = peek(length)
    if sign == "<" {
      if next == "<" {
        return peek(length + 1) == "<" ? "<<<" : peek(length + 1) == "-" ? "<<-" : "<<"
      }
      return next == "&" ? "<&" : next == ">" ? "<>" : "<"
    }
    return next == ">" ? ">>" : next == "&" ? ">&" : next == "|" ? ">|" : ">"
  }

  private mutating func read(
    _ form: String, descriptor: Int?, skipping length: Int, into draft: inout Draft
  ) -> Bool {
    cursor = min(end, cursor + length)
    while peek().isBlank { cursor += 1 }
    let start = cursor
    let target = parseWord()
    var redirect = DraftRedirect(
      form: form == "<<-" ? "<<" : form, descriptor: descriptor, target: target)
    if form == "<<" || form == "<<-", cursor > start {
      redirect.hereDocument = hereDocuments.count
      hereDocuments.append(
        HereDocument(delimiter: Array(target.text.utf8), dropsTabs: form == "<<-"))
    }
    draft.redirects.append(redirect)
    return true
  }
}
