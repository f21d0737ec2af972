internal import Text

/// Reads one rule file strictly: whatever is not understood is reported at its place, and reading goes on.
///
/// What is read after a mistake holds stand-ins; the loader throws it away where any error was found.
struct RuleReader {
  let source: SourceText
  let vocabulary: Vocabulary
  private(set) var diagnostics: [Diagnostic] = []
  var usedLists: Set<String> = []

  init(source: SourceText, vocabulary: Vocabulary = Vocabulary()) {
    self.source = source
    self.vocabulary = vocabulary
  }

  func position(of node: Node) -> Position { source.position(of: node.offset) }

  mutating func report(
    _ message: String, at node: Node, severity: Severity = .error, notes: [String] = []
  ) {
    diagnostics.append(
      Diagnostic(
        path: source.path, position: position(of: node), severity: severity, message: message,
        notes: notes))
  }

  /// The members of a mapping, each key once; `what` names the mapping in messages.
  mutating func uniqueMembers(of node: Node, _ what: String) -> [(key: String, member: Node.Member)]
  {
    guard node.isMapping else {
      report("expected \(what) as a mapping, found \(node.described)", at: node)
      return []
    }
    var seen: [String: Node] = [:]
    var members: [(key: String, member: Node.Member)] = []
    for member in node.members {
      guard let key = member.key.scalar else {
        report("expected text as a key, found \(member.key.described)", at: member.key)
        continue
      }
      if let first = seen[key] {
        report(
          "repeated key '\(key)'", at: member.key,
          notes: ["it first stands in line \(position(of: first).line)"])
        continue
      }
      seen[key] = member.key
      members.append((key, member))
    }
    return members
  }

  /// The values of a mapping with a closed set of keys; unknown and missing ones are reported.
  mutating func values(
    of node: Node, _ what: String, keys: [String], required: [String] = []
  ) -> [String: Node] {
    var values: [String: Node] = [:]
    for (key, member) in uniqueMembers(of: node, what) {
      if keys.contains(key) {
        values[key] = member.value
      } else {
        report(
          "unknown key '\(key)' in \(what)", at: member.key, notes: suggestions(key, among: keys))
      }
    }
    guard node.isMapping else { return values }
    for key in required where values[key] == nil {
      report("\(what) lacks '\(key)'", at: node)
    }
    return values
  }

  /// Text that is not empty, without white space at its ends; "" after a mistake or where there is no node.
  mutating func text(_ node: Node?, _ what: String) -> String {
    guard let node else { return "" }
    guard let text = node.string else {
      let hint = node.scalar == nil ? [] : ["put it in quotes"]
      report("expected text for \(what), found \(node.described)", at: node, notes: hint)
      return ""
    }
    let trimmed = text.trimmed
    if trimmed.isEmpty { report("\(what) is empty", at: node) }
    return trimmed
  }

  mutating func number(_ node: Node?, _ what: String) -> Double? {
    guard let node else { return nil }
    if node.number == nil {
      report("expected a number for \(what), found \(node.described)", at: node)
    }
    return node.number
  }

  /// One of a closed set of words.
  mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ node: Node?, _ what: String, of type: Value.Type = Value.self
  ) -> Value? where Value.RawValue == String {
    guard let node else { return nil }
    if let value = node.scalar.flatMap(Value.init(rawValue:)) { return value }
    let known = Value.allCases.map(\.rawValue)
    report(
      "unknown \(what) \(node.quoted)", at: node,
      notes: suggestions(node.scalar ?? "", among: known))
    return nil
  }

  /// The elements of a list that must not be empty; one value may stand for a list of one where `single` allows it.
  mutating func elements(_ node: Node?, _ what: String, single: Bool = false) -> [Node] {
    guard let node else { return [] }
    if single, !node.isSequence, !node.isNull { return [node] }
    guard node.isSequence else {
      report("expected a list for \(what), found \(node.described)", at: node)
      return []
    }
    if node.elements.isEmpty { report("empty list for \(what)", at: node) }
    return node.elements
  }

  /// A note that names the nearest known name, or all of them where they are few.
  func suggestions(_ name: String, among known: [String]) -> [String] {
    if let nearest = nearest(to: name, among: known) { return ["did you mean '\(nearest)'?"] }
    guard !known.isEmpty, known.count <= 24 else { return [] }
    return ["known are \(known.joined(separator: ", "))"]
  }
}

extension Node {
  /// The node as a message names it: what kind of thing, and which.
  var described: String {
    switch content {
    case .null: "nothing"
    case .boolean: "the truth value \(quoted)"
    case .integer, .float: "the number \(scalar ?? "")"
    case .string(let text): text.isEmpty ? "empty text" : "the text \(quoted)"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// A scalar in quotes, cut where it is long.
  var quoted: String {
    guard let text = scalar else { return described }
    return text.count > 60 ? "'\(text.prefix(57))...'" : "'\(text)'"
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    let body = utf8.drop(while: isSpace)
    guard let last = body.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(self[body.startIndex...last])
  }
}
