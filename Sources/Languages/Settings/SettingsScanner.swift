internal import Text

/// What HCL, Bicep and protobuf text have in common: blanks, comments, brackets, and expressions taken as they stand.
struct SettingsScanner {
  let bytes: [UInt8]
  var cursor = 0
  var problems: [Problem] = []
  var depth = 0
  /// `#` comments; Bicep has `//` and `/* */` only, HCL has all three.
  let hasHashComments: Bool
  /// The quote of strings.
  let quote: UInt8

  static let maximumDepth = 60

  init(bytes: [UInt8], hasHashComments: Bool, quote: Unicode.Scalar) {
    self.bytes = bytes
    self.hasHashComments = hasHashComments
    self.quote = UInt8(ascii: quote)
  }

  var isAtEnd: Bool { cursor >= bytes.count }

  func peek(_ ahead: Int = 0) -> UInt8 {
    let place = cursor + ahead
    return place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  mutating func report(_ message: String, severity: Severity = .error) {
    if problems.count < 20 { problems.append(Problem(message, at: cursor, severity: severity)) }
  }

  /// What stands here, for a message.
  var found: String {
    isAtEnd
      ? "the end" : "'\(String(bytes: bytes[cursor...].prefix(20).prefix { $0 != .newline }))'"
  }

  /// Steps over blanks and comments, and over line ends where they separate nothing.
  mutating func skipBlanks(newlines: Bool) {
    while !isAtEnd {
      switch peek() {
      case "\n" where newlines: cursor += 1
      case " ", "\t", "\r", 0x0C: cursor += 1
      case "#" where hasHashComments: skipLine()
      case "/" where peek(1) == "/": skipLine()
      case "/" where peek(1) == "*": skipBlockComment()
      case "{" where peek(1) == "%": skipTag()
      default: return
      }
    }
  }

  mutating func skipLine() {
    while !isAtEnd, peek() != "\n" { cursor += 1 }
  }

  private mutating func skipBlockComment() {
    cursor += 2
    while !isAtEnd, !(peek() == "*" && peek(1) == "/") { cursor += 1 }
    cursor = min(bytes.count, cursor + 2)
  }

  /// A template's `{% … %}`.
  private mutating func skipTag() {
    cursor += 2
    while !isAtEnd, !(peek() == "%" && peek(1) == "}"), peek() != "\n" { cursor += 1 }
    if !isAtEnd, peek() == "%" { cursor += 2 }
  }

  mutating func readName(dots: Bool = false) -> String? {
    let start = cursor
    while peek().isNameByte || peek() == "-" || dots && (peek() == "." || peek() == "/") {
      cursor += 1
    }
    return cursor > start ? String(bytes: bytes[start..<cursor]) : nil
  }

  /// A string, its escapes undone and `${…}` kept as written.
  mutating func readString() -> String {
    let start = cursor
    let quote = peek()
    cursor += 1
    var text: [UInt8] = []
    while !isAtEnd, peek() != quote, peek() != "\n" {
      if peek() == "\\" {
        appendEscape(to: &text)
      } else if peek() == "$" || peek() == "%", peek(1) == "{" {
        let from = cursor
        skipTemplate()
        text += bytes[from..<cursor]
      } else {
        text.append(peek())
        cursor += 1
      }
    }
    if peek() == quote, !isAtEnd {
      cursor += 1
    } else {
      problems.append(Problem("the string is not closed", at: start))
    }
    return String(bytes: text)
  }

  private mutating func appendEscape(to text: inout [UInt8]) {
    switch peek(1) {
    case "n": text.append(.newline)
    case "t": text.append(0x09)
    case "r": text.append(0x0D)
    case 0: break
    case let byte: text.append(byte)
    }
    cursor = min(bytes.count, cursor + 2)
  }

  /// Steps over `${…}`, braces and strings in it counted, on one line.
  private mutating func skipTemplate() {
    cursor += 2
    var open = 1
    var inString = false
    while !isAtEnd, peek() != "\n", open > 0 {
      if peek() == "\\" {
        cursor += 1
      } else if peek() == quote {
        inString.toggle()
      } else if !inString || peek(-1) == "$" {
        if peek() == "{" { open += 1 }
        if peek() == "}" { open -= 1 }
      } else if peek() == "}" {
        open -= 1
      }
      cursor += 1
    }
    cursor = min(cursor, bytes.count)
  }

  /// Steps over an expression up to a line end, comma or bracket that is not its own, and gives its text.
  mutating func readRawExpression() -> String {
    let start = cursor
    var open = 0
    while !isAtEnd {
      switch peek() {
      case quote:
        _ = readString()
        continue
      case "(", "[", "{": open += 1
      case ")", "]", "}":
        if open == 0 { return text(from: start) }
        open -= 1
      case ",", "\n": if open == 0 && !continues(from: start) { return text(from: start) }
      case "#" where hasHashComments:
        if open == 0 { return text(from: start) }
        skipLine()
        continue
      case "/" where peek(1) == "/" && open == 0: return text(from: start)
      default: break
      }
      cursor += 1
    }
    cursor = min(cursor, bytes.count)
    return text(from: start)
  }

  /// Whether a line ends in an operator, or the next begins with one, so that the expression goes on.
  private func continues(from start: Int) -> Bool {
    guard peek() == "\n" else { return false }
    var last = cursor - 1
    while last > start, bytes[last].isBlank { last -= 1 }
    if last > start, "?:&|+*=".utf8.contains(bytes[last]) { return true }
    let next = bytes[(cursor + 1)...].first { !$0.isSpace }
    return next == UInt8(ascii: "?") || next == UInt8(ascii: ":")
  }

  private func text(from start: Int) -> String {
    String(bytes: bytes[start..<cursor].trimmed)
  }

  /// Whether a value ends here: nothing but a separator, a closing bracket or a comment follows on its line.
  mutating func isAtValueEnd() -> Bool {
    while peek().isBlank { cursor += 1 }
    switch peek() {
    case 0, "\n", ",", "}", "]", ")", ";", ">": return true
    case "#": return hasHashComments
    case "/": return peek(1) == "/" || peek(1) == "*"
    default: return false
    }
  }

  /// A number, `true`, `false` or `null` with nothing behind it; nil, and nothing read, for anything else.
  mutating func readScalar() -> Node? {
    let start = cursor
    if peek() == "-" || peek() == "+" { cursor += 1 }
    while peek().isNameByte || peek() == "."
      || (peek() == "-" || peek() == "+") && peek(-1) | 0x20 == UInt8(ascii: "e")
        && peek(1).isDecimalDigit
    {
      cursor += 1
    }
    let text = String(bytes: bytes[start..<cursor])
    if isAtValueEnd(), let content = Self.scalar(text) {
      return Node(content, at: start, spelling: text)
    }
    cursor = start
    return nil
  }

  private static func scalar(_ text: String) -> Node.Content? {
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    default:
      if let number = Int(text) { return .integer(number) }
      guard text.utf8.first.map({ $0.isDecimalDigit || $0 == "-" || $0 == "." }) == true else {
        return nil
      }
      return Double(text).map { .float($0) }
    }
  }
}

/// Entries under paths of keys, put together into one mapping.
struct SettingsTree {
  private var entries: [Entry] = []

  private struct Entry {
    let path: [(key: String, offset: Int)]
    let value: Node
    /// Blocks that repeat become a sequence; an attribute that repeats keeps its last value.
    let repeats: Bool
  }

  mutating func add(_ path: [(key: String, offset: Int)], _ value: Node, repeats: Bool) {
    entries.append(Entry(path: Array(path.prefix(8)), value: value, repeats: repeats))
  }

  func node(at offset: Int) -> Node {
    Node(Self.content(of: entries[...], level: 0), at: entries.first?.path[0].offset ?? offset)
  }

  private static func content(of entries: ArraySlice<Entry>, level: Int) -> Node.Content {
    var order: [String] = []
    var groups: [String: [Entry]] = [:]
    for entry in entries {
      let key = entry.path[level].key
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(entry)
    }
    return .mapping(
      order.map { key in
        let group = groups[key] ?? []
        let offset = group[0].path[level].offset
        return Node.Member(
          key: Node(.string(key), at: offset), value: value(of: group, level: level, at: offset))
      })
  }

  private static func value(of group: [Entry], level: Int, at offset: Int) -> Node {
    let ends = group.filter { $0.path.count == level + 1 }
    let deeper = group.filter { $0.path.count > level + 1 }
    guard deeper.isEmpty else {
      return Node(content(of: deeper[...], level: level + 1), at: offset)
    }
    let blocks = ends.filter(\.repeats)
    if blocks.count > 1 { return Node(.sequence(blocks.map(\.value)), at: offset) }
    return ends.last?.value ?? .null
  }
}
