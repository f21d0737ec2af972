internal import Text

/// Reading sections and tests.
extension RuleReader {
  private static let testKeys = [
    "id", "title", "why", "passing", "remedy", "effort", "exists", "runs", "against", "traps",
    "sight", "examples",
  ]

  mutating func section(_ node: Node, _ ids: inout [DeclaredID]) -> Rubric.Section {
    let keys = ["id", "title", "tests"]
    let values = values(of: node, "a section", keys: keys, required: keys)
    let id = id(values["id"], .section, &ids)
    return Rubric.Section(
      id: id, title: text(values["title"], "the section's title"),
      tests: elements(values["tests"], "tests").map { test($0, &ids) })
  }

  private mutating func test(_ node: Node, _ ids: inout [DeclaredID]) -> Rubric.Test {
    let values = values(
      of: node, "a test", keys: RuleReader.testKeys,
      required: ["id", "title", "why", "passing", "remedy", "effort", "sight"])
    let test = Rubric.Test(
      id: id(values["id"], .test, &ids), title: text(values["title"], "the test's title"),
      why: text(values["why"], "'why'"), passing: text(values["passing"], "'passing'"),
      remedy: text(values["remedy"], "'remedy'"),
      effort: choice(values["effort"], "effort") ?? .days,
      exists: clauses(values["exists"], "'exists'"),
      runs: runs(values["runs"], hasExisting: values["exists"] != nil),
      against: clauses(values["against"], "'against'"), traps: clauses(values["traps"], "'traps'"),
      sight: choice(values["sight"], "sight") ?? .full,
      examples: values["examples"].map { text($0, "'examples'") },
      position: position(of: node))
    checkCanBeSeen(test, values, at: node)
    return test
  }

  private mutating func checkCanBeSeen(_ test: Rubric.Test, _ values: [String: Node], at node: Node)
  {
    guard node.isMapping, values["exists"] == nil, values["runs"] == nil else { return }
    if test.sight != .none, let sight = values["sight"] {
      report(
        "a test that nothing can pass: it has neither 'exists' nor 'runs'", at: sight,
        notes: ["what a repository cannot show has 'sight: none'"])
    }
  }

  mutating func id(_ node: Node?, _ kind: DeclaredID.Kind, _ ids: inout [DeclaredID]) -> String {
    let id = text(node, "the \(kind)'s id")
    guard let node, !id.isEmpty else { return id }
    if id.isIdentifier {
      ids.append(DeclaredID(kind: kind, id: id, node: node))
    } else {
      report(
        "'\(id)' is no id", at: node, notes: ["an id is lower-case letters, digits and hyphens"])
    }
    return id
  }

  private mutating func runs(_ node: Node?, hasExisting: Bool) -> [Rubric.Runs] {
    elements(node, "'runs'").compactMap { element in
      let keys = element.members.compactMap(\.key.scalar)
      guard keys.contains("reached-by"), !keys.contains(where: isSelecting) else {
        return ownEvidence(element)
      }
      let values = values(of: element, "a way to run what exists", keys: ["reached-by"])
      if !hasExisting {
        report("nothing exists that could be reached: the test has no 'exists'", at: element)
      }
      return values["reached-by"].flatMap { reachedBy($0) }.map(Rubric.Runs.existing)
    }
  }

  /// Whether a key may be meant as a clause's kind, so that the entry is evidence of its own.
  private func isSelecting(_ key: String) -> Bool {
    !Modifiers.keys.contains(key)
  }

  private mutating func ownEvidence(_ node: Node) -> Rubric.Runs? {
    guard let clause = clause(node, in: Place()) else { return nil }
    checkBindings(of: clause, at: node)
    if clause.facts.contains(where: \.worthManual) {
      report("evidence that is worth no more than manual cannot stand under 'runs'", at: node)
    }
    return .own(clause)
  }
}
