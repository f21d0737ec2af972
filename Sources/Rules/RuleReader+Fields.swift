internal import Text

/// Reading tests of fields: `{above: 3}`, `[a, b]`, `x`, each as its field is read.
extension RuleReader {
  /// The test of one field of a clause, or nil after a mistake.
  mutating func fieldTest(_ path: String, _ node: Node, as field: ClauseShape.Field) -> FieldTest? {
    let conditions = conditions(node, as: field, of: path)
    return conditions.isEmpty ? nil : FieldTest(path: KeyPath(path), conditions: conditions)
  }

  private static let conditionKeys = [
    "is", "any-of", "not", "above", "below", "like", "present", "words",
  ]

  private mutating func conditions(_ node: Node, as field: ClauseShape.Field, of path: String)
    -> [FieldTest.Condition]
  {
    guard node.isMapping else { return plain(node, as: field, of: path).map { [$0] } ?? [] }
    let values = values(of: node, "the test of '\(path)'", keys: RuleReader.conditionKeys)
    if values.isEmpty, node.members.isEmpty {
      report("the test of '\(path)' is empty", at: node)
    }
    let conditions = RuleReader.conditionKeys.flatMap { key in
      values[key].map { condition(key, $0, as: field, of: path) } ?? []
    }
    if let above = values["above"], let below = values["below"], let low = above.number,
      let high = below.number, low >= high
    {
      report("no number is above \(above.scalar ?? "") and below \(below.scalar ?? "")", at: node)
    }
    if values["present"]?.truth == false, values.count > 1 {
      report("what is not present passes no other test", at: node)
    }
    return conditions
  }

  /// One key of the mapping form, such as `not: [a, b]`.
  private mutating func condition(
    _ key: String, _ node: Node, as field: ClauseShape.Field, of path: String
  ) -> [FieldTest.Condition] {
    let what = "'\(key)' of '\(path)'"
    switch key {
    case "above": return number(node, what).map { [.above($0)] } ?? []
    case "below": return number(node, what).map { [.below($0)] } ?? []
    case "present":
      if case .boolean(let truth) = node.content { return [.present(truth)] }
      report("expected true or false for \(what), found \(node.described)", at: node)
      return []
    case "words": return [.words(phrases(node, what))]
    case "like":
      if case .paths = field {
        return [.path(globs(node, what).map { Glob($0, ignoresCase: true) })]
      }
      return [.like(entries(node, what).map { Glob($0.text, ignoresCase: true) })]
    case "not": return literals(node, as: field, what).map { [.not($0)] } ?? []
    default:
      guard let texts = literals(node, as: field, what) else { return [] }
      return [key == "is" && texts.count == 1 ? .equals(texts) : .anyOf(texts)]
    }
  }

  /// A scalar, a list or a `$name`, read as the field has it.
  private mutating func plain(_ node: Node, as field: ClauseShape.Field, of path: String)
    -> FieldTest.Condition?
  {
    let what = "'\(path)'"
    switch field {
    case .paths: return .path(globs(node, what).map { Glob($0, ignoresCase: true) })
    case .phrases: return .words(phrases(node, what))
    case .operand where !node.listed.allSatisfy({ $0.number != nil }):
      return .words(phrases(node, what))
    default:
      guard let texts = literals(node, as: field, what) else { return nil }
      return node.isSequence || texts.count > 1 ? .anyOf(texts) : .equals(texts)
    }
  }

  /// Literal values as text; nil after a mistake that leaves none.
  private mutating func literals(_ node: Node, as field: ClauseShape.Field, _ what: String)
    -> [String]?
  {
    if node.isNull {
      report("\(what) has no value", at: node, notes: ["absence is 'present: false'"])
      return nil
    }
    let texts: [String]
    switch field {
    case .oneOf(let known): texts = choices(node, what, known)
    case .truth:
      texts = scalars(node, what, "true or false") { $0.scalar.flatMap(Bool.init) != nil }
    case .number: texts = scalars(node, what, "a number") { $0.number != nil }
    case .names: texts = names(node, what, .nowhere)
    case .callees: texts = names(node, what, .below)
    case .keyPaths: texts = keyPaths(node, what)
    case .text, .paths, .phrases, .operand: texts = entries(node, what, scalars: true).map(\.text)
    }
    return texts.isEmpty ? nil : texts
  }

  private mutating func scalars(
    _ node: Node, _ what: String, _ wanted: String, _ fits: (Node) -> Bool
  ) -> [String] {
    elements(node, what, single: true).compactMap { element in
      if fits(element) { return element.scalar }
      report("expected \(wanted) for \(what), found \(element.described)", at: element)
      return nil
    }
  }

  /// Words of a closed set.
  mutating func choices(_ node: Node, _ what: String, _ known: [String]) -> [String] {
    entries(node, what).compactMap { entry in
      if known.contains(entry.text) { return entry.text }
      report(
        "unknown value \(entry.named) for \(what)", at: entry.node,
        notes: suggestions(entry.text, among: known))
      return nil
    }
  }

  mutating func keyPaths(_ node: Node, _ what: String) -> [String] {
    entries(node, what, scalars: true).map { entry in
      if let fault = KeyPath.fault(in: entry.text) {
        report("\(entry.named) is no key path: \(fault)", at: entry.node)
      }
      return entry.text
    }
  }
}
