package import Text

/// What a Go, Java, Kotlin, Scala, JavaScript or TypeScript file imports, and the tests it holds; nothing more is read.
package struct ImportOutline: Sendable {
  package let imports: [Import]
  package let tests: [Test]

  /// A module as the file names it: `net/http`, `org.junit.Test`, `@scope/name/part`, `./local`.
  package struct Import: Sendable, Equatable {
    package let module: String
    package let offset: Int
  }

  /// A test by its function's name or by the string it is given.
  package struct Test: Sendable, Equatable {
    package let name: String
    package let offset: Int
  }

  /// Reads by the path's ending; another ending gives nothing.
  package static func parse(_ source: SourceText) -> Parsed<ImportOutline> {
    guard let family = Family(path: source.path) else {
      return Parsed(ImportOutline(imports: [], tests: []))
    }
    var lexer = PlainLexer(bytes: source.bytes)
    var reader = ImportReader(tokens: lexer.lex(), family: family)
    return Parsed(reader.read())
  }

  enum Family {
    case go, java, scala, script

    init?(path: String) {
      switch path.split(separator: ".").last?.lowercased() {
      case "go": self = .go
      case "java", "kt", "kts": self = .java
      case "scala", "sc": self = .scala
      case "js", "jsx", "ts", "tsx", "mjs", "cjs": self = .script
      default: return nil
      }
    }
  }
}

/// A name, a string's text, or one sign.
struct PlainToken {
  enum Kind {
    case name, string, sign, newline
  }

  let kind: Kind
  let text: String
  let offset: Int
}

/// Splits a language with C's comments and strings into tokens.
struct PlainLexer {
  private let bytes: [UInt8]
  private var cursor = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    cursor + ahead < bytes.count ? bytes[cursor + ahead] : 0
  }

  mutating func lex() -> [PlainToken] {
    var tokens: [PlainToken] = []
    while cursor < bytes.count {
      let start = cursor
      switch peek() {
      case " ", "\t", "\r": cursor += 1
      case "\n":
        cursor += 1
        tokens.append(PlainToken(kind: .newline, text: "", offset: start))
      case "/" where peek(1) == "/":
        while cursor < bytes.count, peek() != "\n" { cursor += 1 }
      case "/" where peek(1) == "*":
        cursor += 2
        while cursor < bytes.count, !(peek() == "*" && peek(1) == "/") { cursor += 1 }
        cursor = min(bytes.count, cursor + 2)
      case "\"", "'", "`":
        let text = readString()
        tokens.append(PlainToken(kind: .string, text: text, offset: start))
      case let byte where byte.isNameByte || byte == "$":
        while peek().isNameByte || peek() == "$" { cursor += 1 }
        tokens.append(
          PlainToken(kind: .name, text: String(bytes: bytes[start..<cursor]), offset: start))
      default:
        cursor += 1
        tokens.append(PlainToken(kind: .sign, text: String(bytes: [bytes[start]]), offset: start))
      }
    }
    return tokens
  }

  private mutating func readString() -> String {
    let quote = peek()
    let isLong = quote == "\"" && peek(1) == quote && peek(2) == quote
    cursor += isLong ? 3 : 1
    let start = cursor
    while cursor < bytes.count {
      if peek() == quote, !isLong || peek(1) == quote && peek(2) == quote {
        let text = String(bytes: bytes[start..<cursor])
        cursor += isLong ? 3 : 1
        return text
      }
      // A quote in a regular expression or a lifetime opens nothing beyond its line.
      if peek() == "\n", !isLong, quote != "`" { break }
      cursor += peek() == "\\" ? 2 : 1
    }
    cursor = min(cursor, bytes.count)
    return String(bytes: bytes[min(start, cursor)..<cursor])
  }
}

private struct ImportReader {
  private let tokens: [PlainToken]
  private let family: ImportOutline.Family
  private var index = 0
  private var imports: [ImportOutline.Import] = []
  private var tests: [ImportOutline.Test] = []

  init(tokens: [PlainToken], family: ImportOutline.Family) {
    self.tokens = tokens
    self.family = family
  }

  mutating func read() -> ImportOutline {
    while index < tokens.count {
      if tokens[index].kind == .name || tokens[index].kind == .string { readWord(tokens[index]) }
      index += 1
    }
    return ImportOutline(imports: imports, tests: tests)
  }

  private func text(_ ahead: Int) -> String {
    index + ahead < tokens.count ? tokens[index + ahead].text : ""
  }

  private func string(_ ahead: Int) -> PlainToken? {
    guard index + ahead < tokens.count, tokens[index + ahead].kind == .string else { return nil }
    return tokens[index + ahead]
  }

  private mutating func readWord(_ word: PlainToken) {
    switch family {
    case .go: readGo(word)
    case .java: readJava(word)
    case .scala: readScala(word)
    case .script: readScript(word)
    }
  }

  private mutating func add(_ token: PlainToken) {
    imports.append(.init(module: token.text, offset: token.offset))
  }

  private mutating func readGo(_ word: PlainToken) {
    if word.text == "import", word.kind == .name {
      let isGroup = text(1) == "("
      while index + 1 < tokens.count {
        index += 1
        let token = tokens[index]
        if token.kind == .string { add(token) }
        if isGroup
          ? token.text == ")" && token.kind == .sign : token.kind != .name && token.text != "."
        {
          return
        }
      }
    } else if word.text == "func", text(2) == "(" {
      let name = text(1)
      if ["Test", "Benchmark", "Fuzz", "Example"].contains(where: { name.hasPrefix($0) }),
        name != "TestMain"
      {
        tests.append(.init(name: name, offset: word.offset))
      }
    }
  }

  private mutating func readJava(_ word: PlainToken) {
    if word.text == "import", word.kind == .name { return readPath(from: word) }
    guard word.text == "Test" || word.text == "ParameterizedTest" || word.text == "RepeatedTest",
      index > 0,
      tokens[index - 1].text == "@"
    else { return }
    // The method's name is the first that `(` follows behind `void` or `fun`.
    for place in index + 1..<max(index + 1, min(tokens.count - 1, index + 60)) {
      guard ["void", "fun"].contains(tokens[place].text) else { continue }
      tests.append(.init(name: tokens[place + 1].text, offset: tokens[place + 1].offset))
      return
    }
  }

  /// `import static a.b.C`, up to what is no name, dot or star.
  private mutating func readPath(from word: PlainToken) {
    var path = ""
    while index + 1 < tokens.count {
      let token = tokens[index + 1]
      let isPart = token.kind == .name || token.kind == .sign && [".", "*"].contains(token.text)
      guard isPart else { break }
      index += 1
      if token.text != "static" { path += token.text }
      if path.utf8.count > 500 { break }
    }
    while path.hasSuffix(".") || path.hasSuffix("*") { path.removeLast() }
    if !path.isEmpty { imports.append(.init(module: path, offset: word.offset)) }
  }

  private mutating func readScala(_ word: PlainToken) {
    if word.text == "import", word.kind == .name { return readPath(from: word) }
    if word.kind == .name, word.text == "test", text(1) == "(", let name = string(2) {
      tests.append(.init(name: name.text, offset: word.offset))
    }
    if word.kind == .string, text(1) == "in" {
      tests.append(.init(name: word.text, offset: word.offset))
    }
  }

  private mutating func readScript(_ word: PlainToken) {
    guard word.kind == .name else { return }
    switch word.text {
    case "import", "export":
      if let module = string(1) { return add(module) }
      if text(1) == "(" {
        if let module = string(2) { add(module) }
        return
      }
      // The first `from` ends the names; a brace or line of code ends the search.
      for place in index + 1..<max(index + 1, min(tokens.count - 1, index + 200)) {
        if tokens[place].text == ";" || tokens[place].text == "=" || tokens[place].text == "(" {
          return
        }
        if tokens[place].text == "from", tokens[place + 1].kind == .string {
          return add(tokens[place + 1])
        }
      }
    case "require":
      if text(1) == "(", let module = string(2) { add(module) }
    case "test", "it":
      let isOwn = index == 0 || tokens[index - 1].text != "."
      if isOwn, text(1) == "(", let name = string(2) {
        tests.append(.init(name: name.text, offset: word.offset))
      }
    default: return
    }
  }
}
