internal import Text

/// Reads TOML line by line; nested arrays and inline tables wait on a stack of their own.
struct TOMLReader {
  private static let depthLimit = 1_000

  private let readable: ReadableBytes
  private var scanner: TOMLScanner
  private var tables = TOMLTables()
  private var problems = ProblemList()
  private var frames: [Frame] = []
  /// The table of the last header and how deep it lies.
  private var table = 0
  private var depth = 0
  private var section = 0

  /// An array or inline table whose end was not yet read.
  private struct Frame {
    let offset: Int
    let depth: Int
    var elements: [Node] = []
    /// An inline table, its section, and the key whose value is being read; nil for arrays.
    var inline: (table: Int, section: Int)?
    var path: [TOMLTables.Key] = []
  }

  init(_ source: SourceText) {
    readable = ReadableBytes(of: source)
    scanner = TOMLScanner(source.bytes, from: readable.start, to: readable.end)
  }

  mutating func read() -> Parsed<Node> {
    do throws(Problem) {
      while scanner.peek != nil { try readLine() }
    } catch {
      // What a cut file complains about at its cut is no fault of its own.
      if readable.problem == nil { problems.addLast(error) }
    }
    if let problem = readable.problem { problems.addLast(problem) }
    return Parsed(tables.close(0), problems: problems.sorted)
  }

  private mutating func readLine() throws(Problem) {
    scanner.skipBlanks()
    switch scanner.peek {
    case nil, .hash?, .lineFeed?, .carriageReturn?: break
    case .openBracket?: try readHeader()
    default:
      let path = try scanner.dottedKey()
      try checkDepth(depth + path.count - 1)
      try readEquals()
      if let value = try readValue(of: path) {
        set(path, of: table, section: section, to: value)
      }
    }
    try scanner.finishLine()
  }

  /// Sets a value; notes a repeated key and goes on.
  private mutating func set(
    _ path: [TOMLTables.Key], of table: Int, section: Int, to value: Node
  ) {
    do throws(Problem) {
      try tables.set(path, of: table, section: section, to: value)
    } catch {
      problems.add(error)
    }
  }

  private mutating func readHeader() throws(Problem) {
    scanner.advance()
    let isElement = scanner.take(.openBracket)
    let path = try scanner.dottedKey()
    try scanner.expect(.closeBracket)
    if isElement { try scanner.expect(.closeBracket) }
    try checkDepth(path.count + (isElement ? 1 : 0))
    do throws(Problem) {
      table = isElement ? try tables.openElement(path) : try tables.open(path)
    } catch {
      problems.add(error)
      // What follows goes into a table of its own, which nobody sees.
      table = tables.openInline(at: error.offset)
    }
    depth = path.count + (isElement ? 1 : 0)
    section = tables.section
  }

  /// - Parameter depth: the levels around the innermost one.
  private func checkDepth(_ depth: Int) throws(Problem) {
    if depth >= Self.depthLimit {
      throw Problem("more than 1000 levels of nesting found", at: scanner.offset)
    }
  }

  private mutating func readEquals() throws(Problem) {
    scanner.skipBlanks()
    guard scanner.take(.equals) else {
      throw Problem("\(describe(scanner.peek)) found after a key, expected '='", at: scanner.offset)
    }
    scanner.skipBlanks()
  }

  /// Reads the value of a key of the current table.
  private mutating func readValue(of path: [TOMLTables.Key]) throws(Problem) -> Node? {
    defer {
      // What an error leaves open holds tables that nothing refers to.
      frames.removeAll()
    }
    var depth = depth + path.count
    while true {
      var finished: Node?
      if let bracket = scanner.peek, bracket == .openBracket || bracket == .openBrace {
        try checkDepth(depth)
        try open(depth: depth)
      } else {
        finished = try scanner.scalar()
      }
      while true {
        if let node = finished {
          guard try deliver(node) else { return node }
        }
        if try nextValueFollows() { break }
        finished = close()
      }
      let top = frames[frames.count - 1]
      depth = top.depth + max(top.path.count, 1)
    }
  }

  private mutating func open(depth: Int) throws(Problem) {
    var frame = Frame(offset: scanner.offset, depth: depth)
    if scanner.peek == .openBrace {
      let table = tables.openInline(at: scanner.offset)
      frame.inline = (table, tables.section)
    }
    scanner.advance()
    frames.append(frame)
    isFirst = true
  }

  /// Whether nothing was read yet since the innermost bracket.
  private var isFirst = false

  /// Hands a value to the innermost array or inline table; false where there is none.
  private mutating func deliver(_ node: Node) throws(Problem) -> Bool {
    let top = frames.count - 1
    guard top >= 0 else { return false }
    isFirst = false
    if let inline = frames[top].inline {
      let path = frames[top].path
      set(path, of: inline.table, section: inline.section, to: node)
    } else {
      frames[top].elements.append(node)
    }
    return true
  }

  /// Steps over commas to the next value of the innermost frame; false at its closing bracket.
  private mutating func nextValueFollows() throws(Problem) -> Bool {
    let top = frames.count - 1
    return frames[top].inline == nil ? try nextElementFollows(top) : try nextMemberFollows(top)
  }

  private mutating func nextElementFollows(_ top: Int) throws(Problem) -> Bool {
    try scanner.skipLines()
    if scanner.peek == .closeBracket { return false }
    if !isFirst {
      guard scanner.take(.comma) else { throw unexpected("',' or ']'", frames[top].offset) }
      try scanner.skipLines()
      if scanner.peek == .closeBracket { return false }
    }
    return true
  }

  private mutating func nextMemberFollows(_ top: Int) throws(Problem) -> Bool {
    scanner.skipBlanks()
    if scanner.peek == .closeBrace { return false }
    if !isFirst {
      guard scanner.take(.comma) else { throw unexpected("',' or '}'", frames[top].offset) }
      scanner.skipBlanks()
    }
    frames[top].path = try scanner.dottedKey()
    try checkDepth(frames[top].depth + frames[top].path.count - 1)
    try readEquals()
    return true
  }

  private func unexpected(_ wanted: String, _ opening: Int) -> Problem {
    scanner.peek == nil
      ? Problem("the value is not closed, expected \(wanted)", at: opening)
      : Problem("\(describe(scanner.peek)) found, expected \(wanted)", at: scanner.offset)
  }

  private mutating func close() -> Node? {
    guard let frame = frames.popLast() else { return nil }
    scanner.advance()
    guard let inline = frame.inline else {
      return Node(.sequence(frame.elements), at: frame.offset)
    }
    return tables.close(inline.table)
  }
}
