extension ShellParser {
  /// One command of a pipe, compound or simple; nil where none stands here.
  mutating func parseCommand() -> Int? {
    nested(nil) { parser in
      let start = parser.cursor
      if parser.peek() == "(" {
        if parser.peek(1) == "(", let item = parser.parseArithmeticCommand() { return item }
        return parser.finish(parser.parseSubshell(), from: start)
      }
      if let word = parser.reservedWord(), let item = parser.parseCompound(word) {
        return parser.finish(item, from: start)
      }
      if let name = parser.functionName() { return parser.parseFunction(name, from: start) }
      return parser.parseSimpleCommand()
    }
  }

  private mutating func parseCompound(_ word: String) -> Int? {
    switch word {
    case "{":
      cursor += 1
      let body = parseList()
      expect("}")
      return tree.add(.group, 0..<0, children: [body])
    case "if": return parseIf()
    case "while", "until":
      cursor += word.utf8.count
      let condition = parseList()
      return parseLoopBody(children: [condition], hasCondition: true)
    case "for", "select": return parseFor(word)
    case "case": return parseCase()
    case "function": return parseFunctionKeyword()
    default: return nil
    }
  }

  /// Redirections behind a compound command, and the range of the whole.
  private mutating func finish(_ item: Int, from start: Int) -> Int {
    var draft = Draft()
    skipBlanks()
    while parseRedirect(into: &draft) { skipBlanks() }
    tree.adopt(takeSubstitutions(), by: item)
    tree.items[item].range = start..<cursor
    return item
  }

  /// The word that must stand here; a warning where it does not.
  mutating func expect(_ word: String) {
    skipSeparators()
    if reservedWord() == word {
      cursor += word.utf8.count
    } else {
      warn(
        isAtEnd ? "'\(word)' is missing at the end" : "'\(word)' is missing", at: min(cursor, end))
    }
  }

  private mutating func parseSubshell() -> Int {
    cursor += 1
    let outer = (errexit, pipefail)
    let body = parseList()
    (errexit, pipefail) = outer
    if peek() == ")" { cursor += 1 } else { warn("')' is missing", at: cursor) }
    return tree.add(.subshell, 0..<0, children: [body])
  }

  private mutating func parseIf() -> Int {
    var lists: [Int] = []
    cursor += 2
    lists.append(parseList())
    expect("then")
    lists.append(parseList())
    while reservedWord() == "elif" {
      cursor += 4
      lists.append(parseList())
      expect("then")
      lists.append(parseList())
    }
    if reservedWord() == "else" {
      cursor += 4
      lists.append(parseList())
    }
    expect("fi")
    return tree.add(.condition, 0..<0, children: lists)
  }

  /// `do … done`, or bash's `{ … }`.
  private mutating func parseLoopBody(children: [Int], hasCondition: Bool) -> Int {
    skipSeparators()
    let isBraced = reservedWord() == "{"
    if isBraced { cursor += 1 } else { expect("do") }
    let body = parseList()
    expect(isBraced ? "}" : "done")
    return tree.add(.loop(hasCondition: hasCondition), 0..<0, children: children + [body])
  }

  private mutating func parseFor(_ word: String) -> Int {
    cursor += word.utf8.count
    skipBlanks()
    if peek() == "(", peek(1) == "(" {
      cursor += 2
      skipArithmetic()
    } else {
      // The name, `in` and the words; their substitutions go to the loop.
      skipSeparators(semicolons: false)
      while !isAtEnd, peek() != ";", peek() != "\n", peek() != ")" {
        if reservedWord() == "do" { break }
        let start = cursor
        _ = parseWord()
        if cursor == start { cursor += 1 }
        skipBlanks()
        if peek() == "#" { skipComment() }
      }
    }
    let lists = takeSubstitutions()
    let item = parseLoopBody(children: [], hasCondition: false)
    tree.adopt(lists, by: item)
    return item
  }

  private mutating func parseCase() -> Int {
    cursor += 4
    skipBlanks()
    _ = parseWord()
    skipSeparators()
    if peek() == "i", peek(1) == "n" { cursor += 2 } else { warn("'in' is missing", at: cursor) }
    let subjects = takeSubstitutions()
    var branches: [Int] = []
    while true {
      skipSeparators()
      while peek() == ";" || (peek() == "&" && peek(-1) == ";") {
        cursor += 1
        skipSeparators()
      }
      if isAtEnd || reservedWord() == "esac" { break }
      let start = cursor
      skipPatterns()
      branches.append(parseList())
      if cursor == start { cursor += 1 }
      if !isAtEnd, peek() != ";", reservedWord() != "esac" {
        warn("';;' or 'esac' is missing", at: cursor)
        break
      }
    }
    expect("esac")
    let item = tree.add(.choice, 0..<0, children: branches)
    tree.adopt(subjects + takeSubstitutions(), by: item)
    return item
  }

  /// `(a | b*)` of a case, up to and with `)`.
  private mutating func skipPatterns() {
    if peek() == "(" { cursor += 1 }
    while !isAtEnd, peek() != ")", peek() != "\n" {
      let start = cursor
      skipBlanks()
      if peek() == "|" { cursor += 1 } else { _ = parseWord() }
      if cursor == start { cursor += 1 }
    }
    if peek() == ")" { cursor += 1 }
  }
}

extension ShellParser {
  /// The name in `name()`, the cursor behind the `)`; nil, and nothing read, where no definition begins.
  private mutating func functionName() -> String? {
    var length = 0
    while length < 200 {
      let byte = peek(length)
      guard byte.isNameByte || byte == "-" || byte == "." || byte == ":" else { break }
      length += 1
    }
    guard length > 0 else { return nil }
    var after = length
    while peek(after).isBlank { after += 1 }
    guard peek(after) == "(" else { return nil }
    after += 1
    while peek(after).isBlank { after += 1 }
    guard peek(after) == ")" else { return nil }
    let name = String(bytes: bytes[cursor..<cursor + length])
    cursor += after + 1
    return name
  }

  private mutating func parseFunctionKeyword() -> Int? {
    let start = cursor
    cursor += "function".utf8.count
    skipBlanks()
    if let name = functionName() { return parseFunction(name, from: start) }
    let nameStart = cursor
    while peek().isNameByte || peek() == "-" || peek() == "." || peek() == ":" { cursor += 1 }
    guard cursor > nameStart else {
      cursor = start
      return nil
    }
    return parseFunction(String(bytes: bytes[nameStart..<cursor]), from: start)
  }

  private mutating func parseFunction(_ name: String, from start: Int) -> Int {
    let outer = (errexit, pipefail)
    skipSeparators(semicolons: false)
    var body: [Int] = []
    if isAtEnd || isAtCloser {
      warn("function '\(name)' has no body", at: start)
    } else if let item = parseCommand() {
      body = [item]
    }
    // What a body sets holds when it is called, not from where it is written.
    (errexit, pipefail) = outer
    functions.append(ShellFunction(name: name, offset: start, range: start..<max(start, cursor)))
    return tree.add(.function(functions.count - 1), start..<cursor, children: body)
  }

  /// `(( … ))` as one command of that one word; nil, and nothing read, where the parentheses close apart.
  private mutating func parseArithmeticCommand() -> Int? {
    let start = cursor
    cursor += 2
    guard skipArithmetic() else {
      cursor = start
      substitutions.removeAll()
      return nil
    }
    var draft = Draft()
    let text = String(bytes: bytes[start..<cursor])
    draft.words = [ShellWord(text: text, isLiteral: false, offset: start)]
    return add(draft, from: start)
  }

  /// Steps behind the `))` that closes what has been opened; false where there is none.
  @discardableResult
  mutating func skipArithmetic() -> Bool {
    var open = 0
    let limit = cursor + 5000
    while !isAtEnd, cursor < limit {
      switch peek() {
      case "(": open += 1
      case ")" where open > 0: open -= 1
      case ")":
        guard peek(1) == ")" else { return false }
        cursor += 2
        return true
      case "\\": cursor += 1
      default: break
      }
      cursor += 1
    }
    cursor = min(cursor, end)
    return false
  }
}
