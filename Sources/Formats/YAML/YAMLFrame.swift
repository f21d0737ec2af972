internal import Text

/// A YAML collection whose end was not yet read.
struct YAMLFrame {
  enum Kind {
    case blockSequence, blockMapping, flowSequence, flowMapping
    /// A mapping of one member without braces, inside a flow sequence.
    case flowPair
  }

  /// Where a flow collection stands between its indicators.
  enum Stage {
    case beforeEntry, beforeKey, afterKey, beforeValue, afterEntry
  }

  let kind: Kind
  /// The column of a block collection.
  var column = 0
  let offset: Int
  let line: Int
  var properties = YAMLProperties()
  let since: YAMLComposer.Extent

  var elements: [Node] = []
  var members = MemberList()
  var key: Node?
  /// Whether the node being read is the key after a block mapping's `?`.
  var readsKey = false
  var stage = Stage.beforeEntry
  /// Whether the key was quoted or a collection: then a value may follow its `:` without a space.
  var keyIsJSON = false
  /// How many levels of collections this one holds, itself counted.
  var height = 1

  init(_ kind: Kind, at offset: Int, line: Int, since: YAMLComposer.Extent) {
    self.kind = kind
    self.offset = offset
    self.line = line
    self.since = since
  }

  var isFlow: Bool {
    switch kind {
    case .blockSequence, .blockMapping: false
    case .flowSequence, .flowMapping, .flowPair: true
    }
  }

  var isSequence: Bool { kind == .blockSequence || kind == .flowSequence }

  var closer: UInt8 { kind == .flowMapping ? .closeBrace : .closeBracket }

  var atom: YAMLComposer.Atom {
    .collection(
      isSequence ? .sequence(elements) : .mapping(members.members), height: height, since: since)
  }
}
