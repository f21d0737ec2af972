internal import Text

/// Reads lists, chains and pipelines; its extensions read compound commands, simple commands and words.
///
/// Follows the grammar of POSIX.1-2024 chapter 2.10 with bash's additions. What does not fit is passed over with
/// a warning, since what CI files hand to a shell may be PowerShell or a template.
struct ShellParser {
  let bytes: [UInt8]
  var cursor: Int
  var end: Int
  var tree = ShellTree()
  var commands: [Draft] = []
  var functions: [ShellFunction] = []
  var problems: [Problem] = []
  /// Lists of `$(…)` met since the last command was finished, which it will own.
  var substitutions: [Int] = []
  var hereDocuments: [HereDocument] = []
  var unreadHereDocuments = 0
  var errexit: Bool?
  var pipefail: Bool?
  var depth = 0

  /// Deep enough for every script written by hand, shallow enough for a thread's small stack.
  static let maximumDepth = 90

  /// A command before its surroundings are known.
  struct Draft {
    var words: [ShellWord] = []
    var assignments: [ShellAssignment] = []
    var redirects: [DraftRedirect] = []
    var range: Range<Int> = 0..<0
    var item = 0
    var errexit: Bool?
    var pipefail: Bool?
  }

  struct DraftRedirect {
    var form: String
    var descriptor: Int?
    var target: ShellWord
    var hereDocument: Int?
  }

  struct HereDocument {
    var delimiter: [UInt8]
    var dropsTabs: Bool
    var body: Range<Int>?
  }

  init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    cursor = range.lowerBound
    end = range.upperBound
  }

  func peek(_ ahead: Int = 0) -> UInt8 {
    let index = cursor + ahead
    return index >= 0 && index < end ? bytes[index] : 0
  }

  var isAtEnd: Bool { cursor >= end }

  mutating func warn(_ message: String, at offset: Int, severity: Severity = .warning) {
    // A file that is no shell script at all should not fill the screen.
    if problems.count < 10 { problems.append(Problem(message, at: offset, severity: severity)) }
  }

  /// Runs a part of the grammar one level deeper, or gives up on the rest of the text.
  mutating func nested<Result>(_ fallback: Result, _ parse: (inout ShellParser) -> Result) -> Result
  {
    guard depth < Self.maximumDepth else {
      warn("nesting deeper than \(Self.maximumDepth) levels is not read", at: cursor)
      cursor = end
      return fallback
    }
    depth += 1
    defer { depth -= 1 }
    return parse(&self)
  }
}

extension ShellParser {
  /// The whole text; what closes nothing at this level is passed over.
  mutating func parseScript() {
    let root = tree.add(.list, cursor..<end)
    while !isAtEnd {
      parseStatements(into: root)
      guard !isAtEnd else { break }
      let start = cursor
      if let word = reservedWord() { cursor += word.utf8.count } else { cursor += 1 }
      warn("'\(String(bytes: bytes[start..<min(cursor, end)]))' closes nothing here", at: start)
    }
    if unreadHereDocuments < hereDocuments.count { consumeNewline() }
  }

  /// A list up to a word or sign that closes it, which stays unread.
  mutating func parseList() -> Int {
    let start = cursor
    let list = tree.add(.list, start..<start)
    nested(()) { $0.parseStatements(into: list) }
    tree.items[list].range = start..<max(start, cursor)
    return list
  }

  private mutating func parseStatements(into list: Int) {
    while true {
      skipSeparators()
      if isAtEnd || isAtCloser { return }
      let start = cursor
      if let chain = parseChain() { tree.adopt([chain], by: list) }
      if cursor == start {
        warn("unexpected '\(String(bytes: [peek()]))'", at: cursor)
        cursor += 1
      }
    }
  }

  /// Whether `)`, `;;`, or a word such as `fi` or `}` stands here.
  var isAtCloser: Bool {
    switch peek() {
    case ")": true
    case ";": peek(1) == ";" || peek(1) == "&"
    default: reservedWord().map { Self.closers.contains($0) } ?? false
    }
  }

  private static let closers: Set<String> = [
    "then", "else", "elif", "fi", "do", "done", "esac", "}",
  ]
  private static let reserved: Set<String> = closers.union([
    "if", "while", "until", "for", "select", "case", "function", "{", "[[", "!", "time", "coproc",
  ])

  /// The reserved word here, where it stands alone.
  func reservedWord() -> String? {
    var length = 0
    while length < 9 {
      let byte = peek(length)
      guard byte.isLetter || byte == "{" || byte == "}" || byte == "[" || byte == "!" else { break }
      length += 1
    }
    guard length > 0, length < 9 else { return nil }
    switch peek(length) {
    case 0, " ", "\t", "\r", "\n", ";", "&", "|", ")", "(", "<", ">": break
    default: return nil
    }
    let word = String(bytes: bytes[cursor..<cursor + length])
    return Self.reserved.contains(word) ? word : nil
  }

  private mutating func parseChain() -> Int? {
    let start = cursor
    guard let first = parsePipeline() else { return nil }
    var parts = [first]
    var operators: [Bool] = []
    var isBackground = false
    while true {
      skipBlanks()
      let isAnd = peek() == "&" && peek(1) == "&"
      guard isAnd || (peek() == "|" && peek(1) == "|") else { break }
      let sign = cursor
      cursor += 2
      skipSeparators(semicolons: false)
      guard let part = isAtEnd || isAtCloser ? nil : parsePipeline() else {
        warn("nothing follows '\(isAnd ? "&&" : "||")'", at: sign)
        break
      }
      operators.append(isAnd)
      parts.append(part)
    }
    let range = start..<cursor
    if peek() == "&" && peek(1) != "&" {
      isBackground = true
      cursor += 1
    }
    return tree.add(
      .chain(operators: operators, isBackground: isBackground), range, children: parts)
  }

  private mutating func parsePipeline() -> Int? {
    let start = cursor
    var isNegated = false
    while let word = reservedWord(), word == "!" || word == "time" || word == "coproc" {
      if word == "!" { isNegated.toggle() }
      cursor += word.utf8.count
      skipBlanks()
      if word == "time", peek() == "-", peek(1) == "p" { cursor += 2 }
      skipBlanks()
    }
    guard let first = parseCommand() else { return nil }
    var parts = [first]
    while true {
      skipBlanks()
      guard peek() == "|", peek(1) != "|" else { break }
      let sign = cursor
      cursor += peek(1) == "&" ? 2 : 1
      skipSeparators(semicolons: false)
      guard let part = isAtEnd || isAtCloser ? nil : parseCommand() else {
        warn("nothing follows '|'", at: sign)
        break
      }
      parts.append(part)
    }
    return tree.add(.pipeline(isNegated: isNegated), start..<cursor, children: parts)
  }
}

extension ShellParser {
  /// Blanks and joined lines.
  mutating func skipBlanks() {
    while !isAtEnd {
      if peek().isBlank {
        cursor += 1
      } else if peek() == "\\", let length = continuationLength {
        cursor += length
      } else if peek() == "{", peek(1) == "%", let close = offset(of: "%}") {
        // A template's tag decides about text, not about commands.
        cursor = close + 2
      } else {
        return
      }
    }
  }

  /// The length of `\` and the line end behind it; nil where the backslash joins no lines.
  var continuationLength: Int? {
    if peek(1) == "\n" { return 2 }
    return peek(1) == "\r" && peek(2) == "\n" ? 3 : nil
  }

  /// Blanks, line ends and comments, and `;` and stray `&` between statements.
  mutating func skipSeparators(semicolons: Bool = true) {
    while !isAtEnd {
      skipBlanks()
      switch peek() {
      case "\n": consumeNewline()
      case "#": skipComment()
      case ";" where semicolons && peek(1) != ";" && peek(1) != "&": cursor += 1
      default: return
      }
    }
  }

  mutating func skipComment() {
    while !isAtEnd, peek() != "\n" { cursor += 1 }
  }

  /// Steps over a line end and the here-documents that begin behind it.
  mutating func consumeNewline() {
    if peek() == "\n" { cursor += 1 }
    while unreadHereDocuments < hereDocuments.count {
      readHereDocument(unreadHereDocuments)
      unreadHereDocuments += 1
    }
  }

  private mutating func readHereDocument(_ index: Int) {
    let start = cursor
    while !isAtEnd {
      let lineStart = cursor
      skipComment()
      var line = bytes[lineStart..<cursor]
      if cursor < end { cursor += 1 }
      if hereDocuments[index].dropsTabs { line = line.drop { $0 == "\t" } }
      while line.last == 0x0D { line.removeLast() }
      if line.elementsEqual(hereDocuments[index].delimiter) {
        hereDocuments[index].body = start..<lineStart
        return
      }
    }
    hereDocuments[index].body = start..<cursor
    warn("the here-document is not closed", at: start)
  }

  /// Where a short text next stands on this line or, for placeholders that span lines, within 2,000 bytes.
  func offset(of text: StaticString) -> Int? {
    let length = text.utf8CodeUnitCount
    let limit = min(end, cursor + 2000) - length
    guard cursor <= limit else { return nil }
    return text.withUTF8Buffer { wanted in
      (cursor...limit).first { start in
        wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
      }
    }
  }
}
