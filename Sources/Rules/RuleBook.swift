package import Facts

/// All that the rule files say: the rubrics, and the vocabulary that other rooms need as plain values.
package struct RuleBook: Sendable {
  package let rubrics: [Rubric]
  package let roles: RoleTable
  /// The vocabulary lists by name, each with the words or names as written.
  package let vocabulary: [String: [String]]

  package init(rubrics: [Rubric], roles: RoleTable, vocabulary: [String: [String]]) {
    self.rubrics = rubrics
    self.roles = roles
    self.vocabulary = vocabulary
  }
}
