/// One value of a structured file (YAML, JSON, TOML, INI, HCL …), with its place.
package struct Node: Sendable {
  /// What a node holds. Dates and times are RFC 3339 strings.
  package enum Content: Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
    case sequence([Node])
    case mapping([Member])
  }

  /// A key and its value, in the order of the file. A repeated key keeps its last value.
  package struct Member: Sendable {
    package let key: Node
    package let value: Node

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package let content: Content
  /// Byte offset in the source; for a mapping or sequence, that of its first entry.
  package let offset: Int
  /// The tag as written (`!reference`, `!Ref`), or nil.
  package let tag: String?
  /// A plain scalar as written, where it was read as something else than a string (`3.10`, `0x1F`, `~`).
  package let spelling: String?

  package init(_ content: Content, at offset: Int = 0, tag: String? = nil, spelling: String? = nil)
  {
    self.content = content
    self.offset = offset
    self.tag = tag
    self.spelling = spelling
  }
}

extension Node {
  package static let null = Node(.null)

  /// A mapping for output, its keys in the order given.
  package static func object(_ members: [(String, Node)]) -> Node {
    Node(.mapping(members.map { Member(key: .string($0.0), value: $0.1) }))
  }

  package static func array(_ elements: [Node]) -> Node { Node(.sequence(elements)) }
  package static func string(_ text: String) -> Node { Node(.string(text)) }
  package static func integer(_ number: Int) -> Node { Node(.integer(number)) }
  package static func float(_ number: Double) -> Node { Node(.float(number)) }
  package static func boolean(_ truth: Bool) -> Node { Node(.boolean(truth)) }
}

extension Node {
  /// The value under a key, or nil where this is no mapping or has no such key.
  package subscript(key: String) -> Node? { member(key)?.value }

  /// The key's own node and its value.
  package func member(_ key: String) -> Member? {
    members.last { $0.key.scalar == key }
  }

  package var members: [Member] {
    if case .mapping(let members) = content { members } else { [] }
  }

  package var elements: [Node] {
    if case .sequence(let elements) = content { elements } else { [] }
  }

  /// A sequence's elements, or the node itself where one value may stand for a list of one; nothing for null.
  package var listed: [Node] {
    switch content {
    case .sequence(let elements): elements
    case .null: []
    default: [self]
    }
  }

  /// The text of a string; nil for anything else.
  package var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

  /// The text of any scalar as the file spells it; nil for mappings, sequences and null.
  package var scalar: String? {
    switch content {
    case .string(let text): text
    case .boolean(let truth): spelling ?? (truth ? "true" : "false")
    case .integer(let number): spelling ?? String(number)
    case .float(let number): spelling ?? String(number)
    case .null: spelling
    case .sequence, .mapping: nil
    }
  }

  /// A truth value, also in YAML 1.1's words (`yes`, `on`), which CI systems still read.
  package var truth: Bool? {
    switch content {
    case .boolean(let truth): truth
    case .string(let text):
      switch text.lowercased() {
      case "yes", "on", "true": true
      case "no", "off", "false": false
      default: nil
      }
    default: nil
    }
  }

  package var number: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }

  package var isNull: Bool { if case .null = content { true } else { false } }
  package var isMapping: Bool { if case .mapping = content { true } else { false } }
  package var isSequence: Bool { if case .sequence = content { true } else { false } }
}
