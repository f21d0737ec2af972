internal import Text

/// Reads JSON with a stack of its own, so that depth costs no call frames.
struct JSONReader {
  static let depthLimit = 1_000

  private let allowsComments: Bool
  private let readable: ReadableBytes
  private var scanner: JSONScanner
  private var frames: [Frame] = []
  private var problems = ProblemList()

  init(_ source: SourceText, allowsComments: Bool) {
    self.allowsComments = allowsComments
    readable = ReadableBytes(of: source)
    scanner = JSONScanner(source.bytes, from: readable.start, to: readable.end)
  }

  /// An array or object whose end was not yet read.
  private struct Frame {
    let isObject: Bool
    let offset: Int
    var elements: [Node] = []
    var members = MemberList()
    var key: Node?

    var node: Node {
      Node(isObject ? .mapping(members.members) : .sequence(elements), at: offset)
    }
  }

  private enum Step {
    /// A value; where `canEnd`, an array's `]` may come instead.
    case value(canEnd: Bool)
    /// A member's key; where `canEnd`, the object's `}` may come instead.
    case key(canEnd: Bool)
    /// A comma or the end of the innermost array or object.
    case separator
  }

  mutating func read() -> Parsed<Node> {
    var value = Node.null
    do throws(Problem) {
      value = try readValue()
      try skipBlanks()
      if let byte = scanner.peek {
        throw Problem(
          "\(describe(byte)) found after the value, expected the end", at: scanner.offset)
      }
    } catch {
      // What a cut file complains about at its cut is no fault of its own.
      if readable.problem == nil { problems.addLast(error) }
      value = partial() ?? value
    }
    if let problem = readable.problem { problems.addLast(problem) }
    return Parsed(value, problems: problems.sorted)
  }

  private mutating func readValue() throws(Problem) -> Node {
    var step = Step.value(canEnd: false)
    while true {
      try skipBlanks()
      switch step {
      case .value(let canEnd):
        if canEnd, scanner.take(.closeBracket) {
          if let root = close(&step) { return root }
        } else if scanner.peek == .openBracket || scanner.peek == .openBrace {
          step = try open()
        } else if let root = deliver(try scanner.scalar(), &step) {
          return root
        }
      case .key(let canEnd):
        if canEnd, scanner.take(.closeBrace) {
          if let root = close(&step) { return root }
        } else {
          try readKey()
          step = .value(canEnd: false)
        }
      case .separator:
        if let root = try separate(&step) { return root }
      }
    }
  }

  private mutating func open() throws(Problem) -> Step {
    guard frames.count < Self.depthLimit else {
      throw Problem("more than 1000 levels of nesting found", at: scanner.offset)
    }
    let isObject = scanner.peek == .openBrace
    frames.append(Frame(isObject: isObject, offset: scanner.offset))
    scanner.advance()
    return isObject ? .key(canEnd: true) : .value(canEnd: true)
  }

  private mutating func readKey() throws(Problem) {
    guard scanner.peek == .doubleQuote else {
      throw Problem("\(describe(scanner.peek)) found, expected a key in '\"'", at: scanner.offset)
    }
    let offset = scanner.offset
    frames[frames.count - 1].key = Node(.string(try scanner.string()), at: offset)
    try skipBlanks()
    guard scanner.take(.colon) else {
      throw Problem("\(describe(scanner.peek)) found after a key, expected ':'", at: scanner.offset)
    }
  }

  private mutating func separate(_ step: inout Step) throws(Problem) -> Node? {
    let isObject = frames[frames.count - 1].isObject
    if scanner.take(.comma) {
      step = isObject ? .key(canEnd: allowsComments) : .value(canEnd: allowsComments)
      return nil
    }
    if scanner.take(isObject ? .closeBrace : .closeBracket) { return close(&step) }
    let place = scanner.peek == nil ? frames[frames.count - 1].offset : scanner.offset
    let what = isObject ? "object" : "array"
    throw Problem(
      scanner.peek == nil
        ? "the \(what) is not closed, expected '\(isObject ? "}" : "]")'"
        : "\(describe(scanner.peek)) found, expected ',' or '\(isObject ? "}" : "]")'", at: place)
  }

  private mutating func close(_ step: inout Step) -> Node? {
    guard let frame = frames.popLast() else { return nil }
    return deliver(frame.node, &step)
  }

  /// Hands a finished value to what encloses it; returns it where nothing does.
  private mutating func deliver(_ node: Node, _ step: inout Step) -> Node? {
    step = .separator
    let top = frames.count - 1
    guard top >= 0 else { return node }
    if let key = frames[top].key {
      frames[top].key = nil
      if frames[top].members.add(key, node) { problems.addRepeated(key) }
    } else {
      frames[top].elements.append(node)
    }
    return nil
  }

  /// The open arrays and objects with what they hold so far.
  private mutating func partial() -> Node? {
    var step = Step.separator
    while !frames.isEmpty {
      if let root = close(&step) { return root }
    }
    return nil
  }

  private mutating func skipBlanks() throws(Problem) {
    scanner.skipBlanks()
    while allowsComments, scanner.peek == .slash {
      try scanner.skipComment()
      scanner.skipBlanks()
    }
  }
}
