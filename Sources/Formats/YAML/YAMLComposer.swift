internal import Text

/// Makes nodes of what was scanned: applies tags, keeps anchors, counts what aliases expand to.
struct YAMLComposer {
  static let nodeLimit = 1_000_000
  static let textLimit = ReadableBytes.limit

  /// A scalar or alias as it was scanned, or a flow collection.
  enum Atom {
    case empty
    case plain(String)
    case quoted(String)
    case collection(Node.Content, height: Int, since: Extent)
    case alias(Finished)
  }

  /// A node and how many levels of collections it holds.
  struct Finished {
    let node: Node
    let height: Int
  }

  /// How much was made so far, aliases expanded.
  struct Extent {
    var nodes = 0
    var text = 0
  }

  /// What an anchor names; nil while that is still being read.
  private struct Anchored {
    let finished: Finished
    let extent: Extent
  }

  private(set) var extent = Extent()
  /// What was wrong and yet could be read.
  private(set) var problems = ProblemList()
  private var expanded = Extent()
  private var anchors: [String: Anchored?] = [:]

  /// Forgets the anchors of the document before.
  mutating func startDocument() { anchors.removeAll() }

  /// Notes that the node of this anchor begins: aliases inside it would have no end.
  mutating func open(_ properties: YAMLProperties) {
    if let anchor = properties.anchor { anchors.updateValue(nil, forKey: anchor) }
  }

  mutating func alias(_ name: String, at offset: Int, depth: Int) throws(Problem) -> Atom {
    guard let known = anchors[name] else {
      problems.add(Problem("unknown alias '*\(excerpt(name))'", at: offset))
      return .empty
    }
    guard let anchored = known else {
      problems.add(
        Problem("alias '*\(excerpt(name))' found inside the node it names", at: offset))
      return .empty
    }
    guard depth + anchored.finished.height <= YAMLReader.depthLimit else {
      throw Problem("alias expands to more than 1000 levels of nesting", at: offset)
    }
    expanded.nodes += anchored.extent.nodes
    expanded.text += anchored.extent.text
    guard expanded.nodes <= Self.nodeLimit else {
      throw Problem("aliases expand to more than \(Self.nodeLimit) nodes", at: offset)
    }
    guard expanded.text <= Self.textLimit else {
      throw Problem("aliases expand to more than 64 MB of text", at: offset)
    }
    extent.nodes += anchored.extent.nodes
    extent.text += anchored.extent.text
    return .alias(anchored.finished)
  }

  mutating func finish(
    _ atom: Atom, _ properties: YAMLProperties, at offset: Int
  ) throws(Problem) -> Finished {
    var since = extent
    let finished: Finished
    switch atom {
    case .alias(let alias):
      guard properties.isEmpty else {
        throw Problem("alias found after a tag or an anchor, expected a node", at: offset)
      }
      return alias
    case .collection(let content, let height, let start):
      since = start
      let node = Node(content, at: offset, tag: properties.tag)
      finished = Finished(node: node, height: height)
    case .empty: finished = Finished(node: scalar("", false, properties, offset), height: 0)
    case .plain(let text):
      finished = Finished(node: scalar(text, false, properties, offset), height: 0)
    case .quoted(let text):
      finished = Finished(node: scalar(text, true, properties, offset), height: 0)
    }
    extent.nodes += 1
    if let anchor = properties.anchor {
      let size = Extent(nodes: extent.nodes - since.nodes, text: extent.text - since.text)
      anchors[anchor] = Anchored(finished: finished, extent: size)
    }
    return finished
  }

  private mutating func scalar(
    _ text: String, _ isQuoted: Bool, _ properties: YAMLProperties, _ offset: Int
  ) -> Node {
    extent.text += text.utf8.count
    let content = content(of: text, isQuoted, properties, offset)
    if case .string = content { return Node(content, at: offset, tag: properties.tag) }
    return Node(
      content, at: offset, tag: properties.tag, spelling: text.isEmpty ? nil : text)
  }

  private mutating func content(
    of text: String, _ isQuoted: Bool, _ properties: YAMLProperties, _ offset: Int
  ) -> Node.Content {
    let found: Node.Content?
    switch properties.kind {
    case .none: return isQuoted ? .string(text) : CoreSchema.content(of: text)
    case .string, .other: return .string(text)
    case .sequence, .mapping: return text.isEmpty ? .null : .string(text)
    case .null: found = CoreSchema.isNull(text) ? .null : nil
    case .boolean: found = CoreSchema.boolean(text).map { .boolean($0) }
    case .integer: found = Self.integer(text)
    case .float: found = Self.float(text)
    }
    if let found { return found }
    let tag = excerpt(properties.tag ?? "")
    problems.add(Problem("'\(excerpt(text))' found, expected a value of \(tag)", at: offset))
    return .string(text)
  }

  private static func integer(_ text: String) -> Node.Content? {
    switch CoreSchema.number(text) {
    case .integer(let number): .integer(number)
    case .float(let number) where !text.utf8.contains(.dot) && number.isFinite: .float(number)
    default: nil
    }
  }

  private static func float(_ text: String) -> Node.Content? {
    switch CoreSchema.number(text) {
    case .integer(let number): .float(Double(number))
    case let content: content
    }
  }
}
