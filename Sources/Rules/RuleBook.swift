package import Facts
package import Text

/// All that the rule files say: the rubrics, and the vocabulary that other rooms need as plain values.
package struct RuleBook: Sendable {
  package let rubrics: [Rubric]
  package let roles: RoleTable
  /// What commands run and what frameworks call.
  package let runners: RunnerTable
  /// What kinds of project there are, the first that holds counting.
  package let kinds: [ProjectKind]
  /// The vocabulary lists by name, each with the words or names it comes to; includes are in place.
  package let vocabulary: [String: [String]]
  /// Where each list is written, for `lint`.
  package let lists: [String: Declaration]
  /// The lists that a rule names, or that such a list includes.
  package let usedLists: Set<String>

  /// A place in a rule file.
  package struct Declaration: Sendable, Hashable {
    package let path: String
    package let position: Position

    package init(path: String, position: Position) {
      self.path = path
      self.position = position
    }
  }

  package init(
    rubrics: [Rubric], roles: RoleTable, runners: RunnerTable = RunnerTable(rows: []),
    kinds: [ProjectKind] = [],
    vocabulary: [String: [String]],
    lists: [String: Declaration] = [:], usedLists: Set<String> = []
  ) {
    self.rubrics = rubrics
    self.roles = roles
    self.runners = runners
    self.kinds = kinds
    self.vocabulary = vocabulary
    self.lists = lists
    self.usedLists = usedLists
  }
}
