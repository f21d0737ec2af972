internal import Text

/// Reads YAML documents into trees with a stack of its own, so that depth costs no call frames.
///
/// Each step looks at the next token and either finishes a node, which `deliver` hands to the collection around it,
/// or opens a collection. The block and the flow style have their steps in files of their own. Where other readers are
/// milder than the specification and agree on what is meant, the fault is noted and reading goes on.
struct YAMLReader {
  static let depthLimit = 1_000

  enum Step {
    /// A node in block style may come.
    case blockNode(YAMLSlot)
    /// The next entry of the innermost block collection, or its end; `gap` lies before it.
    case blockEntry
    /// The next token inside a flow collection.
    case flow
    case done(Node)
  }

  private let readable: ReadableBytes
  var scanner: YAMLScanner
  var composer = YAMLComposer()
  var problems = ProblemList()
  var frames: [YAMLFrame] = []
  var step = Step.blockEntry
  /// What lies before the next block entry.
  var gap = YAMLScanner.Gap()
  /// Where the outermost flow collection stands.
  var flowPlace: YAMLPlace?
  /// The prefixes of the document's tag handles.
  var handles: [String: String] = [:]

  init(_ source: SourceText) {
    readable = ReadableBytes(of: source)
    scanner = YAMLScanner(source.bytes, from: readable.start, to: readable.end)
  }

  mutating func read() -> Parsed<[Node]> {
    var documents: [Node] = []
    do throws(Problem) {
      while let document = try readDocument() { documents.append(document) }
    } catch {
      // What a cut file complains about at its cut is no fault of its own.
      if readable.problem == nil { problems.addLast(error) }
      if let partial = partialDocument() { documents.append(partial) }
    }
    if let problem = readable.problem { problems.addLast(problem) }
    problems.add(scanner.problems)
    problems.add(composer.problems)
    return Parsed(documents, problems: problems.sorted)
  }

  /// Reads the next document; nil at the end of the stream.
  private mutating func readDocument() throws(Problem) -> Node? {
    while true {
      let gap = scanner.skipGap()
      let directives = scanner.offset
      let hasDirectives = try readDirectives()
      if scanner.isAtDocumentMarker {
        let isStart = scanner.peek == .dash
        if hasDirectives, !isStart { throw missingStart(directives) }
        scanner.advance(3)
        if isStart { break }
        try expectLineEnd(after: "'...'")
        continue
      }
      if hasDirectives { throw missingStart(directives) }
      if gap.isEnd { return nil }
      // A document without `---` begins at the start of a line, however far it is indented.
      scanner.advance(to: scanner.mark.lineStart)
      break
    }
    return try readRoot()
  }

  private func missingStart(_ offset: Int) -> Problem {
    Problem("directive without a document found, expected '---' after it", at: offset)
  }

  private mutating func readRoot() throws(Problem) -> Node {
    composer.startDocument()
    step = .blockNode(YAMLSlot(parent: -1))
    while true {
      switch step {
      case .blockNode(let slot): try readBlockNode(slot)
      case .blockEntry: try readBlockEntry()
      case .flow: try readFlowToken()
      case .done(let root):
        frames.removeAll()
        guard gap.isEnd else {
          partialRoot = root
          throw Problem(
            "\(describe(scanner.peek)) found after the document's value, expected '---' or the end",
            at: scanner.offset)
        }
        return root
      }
    }
  }

  /// A whole root with something after it.
  private var partialRoot: Node?

  private mutating func expectLineEnd(after what: String) throws(Problem) {
    let gap = scanner.skipGap()
    guard gap.startsLine || gap.isEnd else {
      throw Problem(
        "\(describe(scanner.peek)) found after \(what), expected the end of the line",
        at: scanner.offset)
    }
  }

  /// Opens a collection.
  mutating func push(_ frame: YAMLFrame) throws(Problem) {
    guard frames.count < Self.depthLimit else {
      throw Problem("more than 1000 levels of nesting found", at: scanner.offset)
    }
    composer.open(frame.properties)
    frames.append(frame)
  }

  /// Hands a node to the block collection around it, or makes it the document.
  mutating func deliver(_ finished: YAMLComposer.Finished) {
    let top = frames.count - 1
    guard top >= 0 else {
      step = .done(finished.node)
      return
    }
    frames[top].height = max(frames[top].height, finished.height + 1)
    if frames[top].kind == .blockSequence {
      frames[top].elements.append(finished.node)
    } else if frames[top].readsKey {
      frames[top].key = finished.node
      frames[top].readsKey = false
    } else if let key = frames[top].key {
      frames[top].key = nil
      add(key, finished.node)
    }
    step = .blockEntry
  }

  /// Adds a member to the innermost mapping.
  mutating func add(_ key: Node, _ value: Node) {
    if frames[frames.count - 1].members.add(key, value) { problems.addRepeated(key) }
  }

  /// The document that an error cut short, as far as it was read.
  private mutating func partialDocument() -> Node? {
    if let partialRoot { return partialRoot }
    var inner: Node?
    while let frame = frames.popLast() {
      var frame = frame
      if let key = frame.key {
        _ = frame.members.add(key, inner ?? Node(.null, at: key.offset))
      } else if let inner {
        if frame.isSequence {
          frame.elements.append(inner)
        } else if frame.readsKey {
          _ = frame.members.add(inner, Node(.null, at: inner.offset))
        }
      }
      let content: Node.Content =
        frame.isSequence ? .sequence(frame.elements) : .mapping(frame.members.members)
      inner = Node(content, at: frame.offset, tag: frame.properties.tag)
    }
    return inner
  }
}
