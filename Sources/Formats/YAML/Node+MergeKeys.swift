package import Text

extension Node {
  /// The tree with each `<<` replaced by the members that it brings in (the merge key of YAML 1.1, which CI systems read).
  ///
  /// A mapping's own members come first and win; of several merged mappings the earlier wins. What is merged keeps the
  /// offsets of the place it was written at. A `<<` whose value is neither a mapping nor a sequence of them stays.
  package func mergingKeys() -> Node {
    var merger = KeyMerger()
    return merger.merge(self)
  }
}

/// Rebuilds a tree from its leaves up, with a stack of its own, so that depth costs no call frames.
private struct KeyMerger {
  private struct Frame {
    let node: Node
    var elements: [Node] = []
    var members: [Node.Member] = []
  }

  private var frames: [Frame] = []

  mutating func merge(_ root: Node) -> Node {
    var finished = begin(root)
    while let top = frames.indices.last {
      if let node = finished {
        add(node, to: top)
        finished = nil
      }
      if let next = nextChild(of: frames[top]) {
        finished = begin(next)
      } else {
        finished = end(frames.removeLast())
      }
    }
    return finished ?? root
  }

  /// A scalar is finished at once; a collection waits for what it holds.
  private mutating func begin(_ node: Node) -> Node? {
    guard node.isMapping || node.isSequence else { return node }
    frames.append(Frame(node: node))
    return nil
  }

  private func nextChild(of frame: Frame) -> Node? {
    switch frame.node.content {
    case .sequence(let elements):
      frame.elements.count < elements.count ? elements[frame.elements.count] : nil
    case .mapping(let members):
      frame.members.count < members.count ? members[frame.members.count].value : nil
    default: nil
    }
  }

  private mutating func add(_ node: Node, to top: Int) {
    if case .mapping(let members) = frames[top].node.content {
      let key = members[frames[top].members.count].key
      frames[top].members.append(Node.Member(key: key, value: node))
    } else {
      frames[top].elements.append(node)
    }
  }

  private func end(_ frame: Frame) -> Node {
    let content: Node.Content =
      frame.node.isSequence ? .sequence(frame.elements) : .mapping(Self.merged(frame.members))
    return Node(content, at: frame.node.offset, tag: frame.node.tag, spelling: frame.node.spelling)
  }

  private static func merged(_ members: [Node.Member]) -> [Node.Member] {
    guard members.contains(where: { sources(of: $0) != nil }) else { return members }
    var own = MemberList()
    for member in members where sources(of: member) == nil { _ = own.add(member.key, member.value) }
    for source in members.compactMap({ sources(of: $0) }).joined() {
      for member in source.members { own.addMissing(member.key, member.value) }
    }
    return own.members
  }

  /// The mappings that a member merges, or nil where it is no merge key.
  private static func sources(of member: Node.Member) -> [Node]? {
    guard member.key.string == "<<", member.key.tag == nil else { return nil }
    switch member.value.content {
    case .mapping: return [member.value]
    case .sequence(let elements) where elements.allSatisfy(\.isMapping): return elements
    default: return nil
    }
  }
}
