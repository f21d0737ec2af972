internal import Formats
internal import Text

/// Reads mappings of a claim file key by key, and notes all that is wrong with them.
struct EntryReader {
  private(set) var problems: [Problem] = []

  /// The mapping a file holds; nil where it holds nothing, or after a fault.
  mutating func root(of source: SourceText, keys: [String]) -> Node? {
    let parsed = YAML.parse(source)
    // What the YAML reader only warns of (a key given twice) leaves in doubt what a person vouched for.
    problems += parsed.problems.map { Problem($0.message, at: $0.offset) }
    if parsed.value.count > 1, parsed.isValid {
      report("a second document found, expected one", at: parsed.value[1])
    }
    guard let root = parsed.value.first, !root.isNull else { return nil }
    guard root.isMapping else {
      report("expected a mapping with \(quoted(keys)), found \(described(root))", at: root)
      return nil
    }
    check(root, keys: keys, of: "the file")
    return root
  }

  /// The entries below a key; a key without value has none.
  mutating func entries(_ key: String, of root: Node) -> [Node] {
    guard let list = root[key], !list.isNull else { return [] }
    guard list.isSequence else {
      report("expected a list of entries under '\(key)', found \(described(list))", at: list)
      return []
    }
    return list.elements
  }

  /// Reports the keys that are not known, each with the nearest that is.
  mutating func check(_ node: Node, keys: [String], of what: String) {
    for member in node.members where !keys.contains(member.key.scalar ?? "") {
      let name = member.key.scalar ?? ""
      let meant = nearest(to: name, among: keys).map { "did you mean '\($0)'?" }
      report(
        "unknown key '\(name)' of \(what), " + (meant ?? "expected \(quoted(keys))"), at: member.key
      )
    }
  }

  /// Text that is not blank; a number or date counts as it is spelt.
  mutating func text(_ key: String, of node: Node, isRequired: Bool = true) -> String? {
    guard let value = node[key], !value.isNull else {
      if isRequired { report("'\(key)' is missing", at: node) }
      return nil
    }
    guard let text = value.scalar else {
      report("expected text for '\(key)', found \(described(value))", at: value)
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      report("'\(key)' is blank", at: value)
      return nil
    }
    return text
  }

  mutating func day(_ key: String, of node: Node) -> Day? {
    guard let text = text(key, of: node) else { return nil }
    guard let day = Day(text) else {
      report("expected a day as YYYY-MM-DD for '\(key)', found '\(text)'", at: node[key] ?? node)
      return nil
    }
    return day
  }

  /// A list of texts, or one text.
  mutating func texts(_ key: String, of node: Node) -> [(text: String, node: Node)] {
    (node[key]?.listed ?? []).compactMap { element in
      guard let text = element.scalar, !text.isEmpty else {
        report("expected text in '\(key)', found \(described(element))", at: element)
        return nil
      }
      return (text, element)
    }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of node: Node, as type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(key, of: node) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let meant = nearest(to: text, among: names).map { ", did you mean '\($0)'?" } ?? ""
    report("expected \(quoted(names)) for '\(key)', found '\(text)'\(meant)", at: node[key] ?? node)
    return nil
  }

  mutating func report(_ message: String, at node: Node) {
    problems.append(Problem(message, at: node.offset))
  }
}

/// What stands in a place where something else was expected.
func described(_ node: Node) -> String {
  switch node.content {
  case .null: "nothing"
  case .mapping: "a mapping"
  case .sequence: "a list"
  default: "'\(node.scalar ?? "")'"
  }
}

/// `'a', 'b' or 'c'`.
func quoted(_ names: [String]) -> String {
  let names = names.map { "'\($0)'" }
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}
