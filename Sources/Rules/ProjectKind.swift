internal import Text

/// A kind of project (`service`, `library` …) and the facts by which it is known: any of the clauses.
package struct ProjectKind: Sendable {
  package let name: String
  package let when: [Clause]

  package init(name: String, when: [Clause]) {
    self.name = name
    self.when = when
  }
}

extension RuleReader {
  /// `kinds: [{kind: service, when: [clauses]}, …]`; the first whose clauses hold is the project's.
  mutating func projectKinds(_ root: Node) -> [ProjectKind] {
    let values = values(of: root, "the file of kinds", keys: ["kinds"], required: ["kinds"])
    return elements(values["kinds"], "kinds").map { node in
      let keys = ["kind", "when"]
      let row = self.values(of: node, "a kind", keys: keys, required: keys)
      return ProjectKind(
        name: text(row["kind"], "the kind's name"), when: clauses(row["when"], "'when'"))
    }
  }
}
