internal import Text

/// Reads statements one after another; brackets it cannot make sense of are stepped over whole.
struct GroovyParser {
  private let bytes: [UInt8]
  private var cursor = 0
  private var depth = 0
  private(set) var problems: [Problem] = []

  private static let maximumDepth = 60
  private static let keywords: Set<String> = [
    "if", "else", "for", "while", "try", "catch", "finally", "switch", "case", "return", "def",
    "new",
    "import", "throw", "in", "as", "instanceof", "assert", "final", "static", "private", "public",
  ]

  init(bytes: [UInt8]) { self.bytes = bytes }

  private var isAtEnd: Bool { cursor >= bytes.count }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    let place = cursor + ahead
    return place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  mutating func parseScript() -> [GroovyStatement] {
    var statements: [GroovyStatement] = []
    while !isAtEnd {
      statements += parseStatements()
      if !isAtEnd {
        problems.append(Problem("'}' closes nothing", at: cursor, severity: .warning))
        cursor += 1
      }
      if problems.count > 10 { break }
    }
    return statements
  }

  /// Statements up to a `}`, which stays unread.
  private mutating func parseStatements() -> [GroovyStatement] {
    var statements: [GroovyStatement] = []
    while true {
      skipBlanks(newlines: true)
      if isAtEnd || peek() == "}" { return statements }
      let start = cursor
      statements += parseStatement()
      if cursor == start { cursor += 1 }
    }
  }

  private mutating func parseStatement() -> [GroovyStatement] {
    let start = cursor
    switch peek() {
    case "{": return parseBlock() ?? []
    case "(", "[", "'", "\"": return parseExpression(until: "\n;")
    case ";", ")", "]", ",":
      cursor += 1
      return []
    case "@":
      skipLine()
      return []
    default: break
    }
    guard var name = readName() else { return parseExpression(until: "\n;") }
    if Self.keywords.contains(name) {
      return name == "def" || name == "final" ? parseDefinition() : parseKeyword(name)
    }
    skipBlanks(newlines: false)
    // `String name = …` is a definition too.
    if peek().isLetter, let first = name.utf8.first, first >= 0x41, first <= 0x5A {
      let place = cursor
      if let second = readName() {
        skipBlanks(newlines: false)
        if peek() == "=" || peek() == "(" { name = second } else { cursor = place }
      }
    }
    if peek() == "=", peek(1) != "=" { return [parseAssignment(name, at: start)] }
    return [parseCall(name, at: start)]
  }

  /// Behind `if`, `for` and kin: the calls of the condition, then what the branches hold.
  private mutating func parseKeyword(_ name: String) -> [GroovyStatement] {
    if name == "import" {
      skipLine()
      return []
    }
    skipBlanks(newlines: false)
    var found: [GroovyStatement] = []
    if peek() == "(" {
      cursor += 1
      found += parseExpression(until: ")")
      if peek() == ")" { cursor += 1 }
      skipBlanks(newlines: true)
    }
    if peek() == "{" { return found + (parseBlock() ?? []) }
    return found
  }

  private mutating func parseDefinition() -> [GroovyStatement] {
    skipBlanks(newlines: false)
    let start = cursor
    if peek() == "(" {
      // `def (a, b) = …`
      skipBrackets()
      return parseExpression(until: "\n;")
    }
    guard let name = readName() else { return [] }
    skipBlanks(newlines: false)
    if peek() == "=" { return [parseAssignment(name, at: start)] }
    return peek() == "(" ? [parseCall(name, at: start)] : []
  }

  private mutating func parseAssignment(_ name: String, at start: Int) -> GroovyStatement {
    cursor += 1
    skipBlanks(newlines: false)
    var calls: [GroovyStatement] = []
    let argument = parseArgument(name: nil, until: "\n;", calls: &calls)
    return GroovyStatement(
      name: name, arguments: argument.map { [$0] } ?? [], body: nil, calls: calls,
      isAssignment: true,
      offset: start)
  }

  /// `name`, `name(…)`, `name 'a', b: c`, each with or without a block.
  private mutating func parseCall(_ name: String, at start: Int) -> GroovyStatement {
    var arguments: [GroovyArgument] = []
    var calls: [GroovyStatement] = []
    if peek() == "(" {
      cursor += 1
      arguments = parseArguments(until: ")", calls: &calls)
      if peek() == ")" { cursor += 1 }
    } else if peek() != "{", peek() != ".", peek() != "\n" {
      arguments = parseArguments(until: "\n;{}", calls: &calls)
    }
    skipBlanks(newlines: false)
    var place = cursor
    // A block may stand on the next line.
    if peek() == "\n" {
      skipBlanks(newlines: true)
      if peek() != "{" { cursor = place }
    }
    place = cursor
    let body = peek() == "{" ? parseBlock() : nil
    if cursor == place, peek() == "." { calls += parseExpression(until: "\n;") }
    return GroovyStatement(
      name: name, arguments: arguments, body: body, calls: calls, isAssignment: false, offset: start
    )
  }

  /// `{ statements }`, with a closure's `x ->` stepped over.
  private mutating func parseBlock() -> [GroovyStatement]? {
    let start = cursor
    guard depth < Self.maximumDepth else {
      skipBrackets()
      return nil
    }
    depth += 1
    defer { depth -= 1 }
    cursor += 1
    skipClosureParameters()
    let statements = parseStatements()
    if isAtEnd {
      problems.append(Problem("the block is not closed", at: start))
    } else {
      cursor += 1
    }
    return statements
  }

  private mutating func skipClosureParameters() {
    var place = cursor
    while place < bytes.count,
      bytes[place].isNameByte || bytes[place].isBlank || bytes[place] == ","
    {
      place += 1
    }
    if place + 1 < bytes.count, bytes[place] == "-", bytes[place + 1] == ">" { cursor = place + 2 }
  }
}

extension GroovyParser {
  private mutating func parseArguments(until closers: String, calls: inout [GroovyStatement])
    -> [GroovyArgument]
  {
    var arguments: [GroovyArgument] = []
    let isMultiline = closers == ")" || closers == "]"
    while true {
      skipBlanks(newlines: isMultiline)
      if isAtEnd || closers.utf8.contains(peek()) || peek() == "}" || peek() == ")" || peek() == "]"
      {
        return arguments
      }
      let start = cursor
      let name = readArgumentName()
      if peek() == "[" {
        // A list's or map's entries count as the call's own.
        cursor += 1
        guard depth < Self.maximumDepth else { return arguments }
        depth += 1
        arguments += parseArguments(until: "]", calls: &calls).map { entry in
          GroovyArgument(
            name: entry.name ?? name, text: entry.text, isString: entry.isString,
            offset: entry.offset)
        }
        depth -= 1
        if peek() == "]" { cursor += 1 }
      } else if let argument = parseArgument(name: name, until: closers + ",", calls: &calls) {
        arguments.append(argument)
      }
      skipBlanks(newlines: isMultiline)
      if peek() == "," {
        cursor += 1
        skipBlanks(newlines: true)
      }
      if cursor == start { cursor += 1 }
    }
  }

  /// `name:` before a value.
  private mutating func readArgumentName() -> String? {
    let start = cursor
    var name: String?
    if peek() == "'" || peek() == "\"" {
      name = readString().text
    } else {
      name = readName()
    }
    while peek().isBlank { cursor += 1 }
    guard name != nil, peek() == ":" else {
      cursor = start
      return nil
    }
    cursor += 1
    skipBlanks(newlines: false)
    return name
  }

  /// One value: a string alone, or an expression as written with the calls in it.
  private mutating func parseArgument(
    name: String?, until closers: String, calls: inout [GroovyStatement]
  ) -> GroovyArgument? {
    let start = cursor
    if peek() == "'" || peek() == "\"" {
      let (text, offset) = readString()
      let end = cursor
      skipBlanks(newlines: false)
      if isAtEnd || closers.utf8.contains(peek()) || peek() == "}" || peek() == ")" {
        return GroovyArgument(name: name, text: text, isString: true, offset: offset)
      }
      // `'''…'''.stripIndent()` is the string all the same.
      if peek() == "." {
        calls += parseExpression(until: closers)
        return GroovyArgument(name: name, text: text, isString: true, offset: offset)
      }
      cursor = end
    }
    calls += parseExpression(until: closers)
    let text = String(bytes: bytes[start..<min(cursor, bytes.count)][...].trimmed)
    return text.isEmpty
      ? nil : GroovyArgument(name: name, text: text, isString: false, offset: start)
  }

  /// Steps over an expression up to one of the closers, and gives the calls in it.
  private mutating func parseExpression(until closers: String) -> [GroovyStatement] {
    var calls: [GroovyStatement] = []
    guard depth < Self.maximumDepth else {
      skipLine()
      return calls
    }
    depth += 1
    defer { depth -= 1 }
    while !isAtEnd {
      skipComment()
      let byte = peek()
      if isAtEnd || closers.utf8.contains(byte) || byte == "}" { return calls }
      switch byte {
      case "'", "\"": _ = readString()
      case ")", "]": return calls
      case "(", "[":
        cursor += 1
        let close = byte == "(" ? ")" : "]"
        while !isAtEnd, peek() != 0x29, peek() != 0x5D, peek() != 0x7D {
          let start = cursor
          calls += parseExpression(until: close)
          if cursor == start { break }
        }
        if peek() == ")" || peek() == "]" { cursor += 1 }
      case "{": calls += parseBlock() ?? []
      case let byte where byte.isLetter || byte == "_": calls += parseNamed()
      default: cursor += 1
      }
    }
    return calls
  }

  /// A name in an expression, and the call it begins.
  private mutating func parseNamed() -> [GroovyStatement] {
    let start = cursor
    guard let name = readName() else {
      cursor += 1
      return []
    }
    guard !Self.keywords.contains(name) else { return [] }
    let place = cursor
    while peek().isBlank { cursor += 1 }
    if peek() == "(" || peek() == "{" && name != "->" { return [parseCall(name, at: start)] }
    cursor = place
    return []
  }
}

extension GroovyParser {
  private mutating func skipBlanks(newlines: Bool) {
    while !isAtEnd {
      let before = cursor
      switch peek() {
      case "\n" where newlines: cursor += 1
      case "\\" where peek(1) == "\n": cursor += 2
      case let byte where byte.isBlank || byte == 0x0C: cursor += 1
      default: skipComment()
      }
      if cursor == before { return }
    }
  }

  private mutating func skipComment() {
    if peek() == "/", peek(1) == "/" { skipLine() }
    if peek() == "#", peek(1) == "!", cursor == 0 { skipLine() }
    guard peek() == "/", peek(1) == "*" else { return }
    cursor += 2
    while !isAtEnd, !(peek() == "*" && peek(1) == "/") { cursor += 1 }
    cursor = min(bytes.count, cursor + 2)
  }

  private mutating func skipLine() {
    while !isAtEnd, peek() != "\n" { cursor += 1 }
  }

  /// Steps over brackets and what is in them, strings minded.
  private mutating func skipBrackets() {
    var open = 0
    while !isAtEnd {
      switch peek() {
      case "(", "[", "{": open += 1
      case ")", "]", "}": open -= 1
      case "'", "\"":
        _ = readString()
        continue
      default: break
      }
      cursor += 1
      if open <= 0 { return }
    }
  }

  /// `name`, `a.b?.c`.
  private mutating func readName() -> String? {
    guard peek().isNameByte, !peek().isDecimalDigit else { return nil }
    let start = cursor
    while peek().isNameByte || peek() == "." && peek(1).isNameByte && !peek(1).isDecimalDigit {
      cursor += 1
    }
    return String(bytes: bytes[start..<cursor])
  }

  /// A string of any of Groovy's four quotes, and where its text begins.
  private mutating func readString() -> (text: String, offset: Int) {
    let open = cursor
    let quote = peek()
    let isLong = peek(1) == quote && peek(2) == quote
    cursor += isLong ? 3 : 1
    let start = cursor
    var text: [UInt8] = []
    while !isAtEnd {
      let byte = peek()
      if byte == quote, !isLong || peek(1) == quote && peek(2) == quote {
        cursor += isLong ? 3 : 1
        return (String(bytes: text), start)
      }
      if byte == "\n", !isLong { break }
      if byte == "\\" {
        switch peek(1) {
        case "n": text.append(.newline)
        case "t": text.append(0x09)
        case "\n": break
        case 0: break
        case let next: text.append(next)
        }
        cursor = min(bytes.count, cursor + 2)
      } else {
        text.append(byte)
        cursor += 1
      }
    }
    problems.append(Problem("the string is not closed", at: open))
    return (String(bytes: text), start)
  }
}
