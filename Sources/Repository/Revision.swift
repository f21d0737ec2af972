/// What a checkout is a checkout of: its commit, whether it was edited since, and its history.
package struct Revision: Sendable {
  /// The commit's name in hexadecimal; nil without git or before the first commit.
  package let commit: String?
  /// Whether tracked files, or what is staged, differ from the commit. Untracked files do not count.
  package let isDirty: Bool
  package let history: History

  package init(commit: String? = nil, isDirty: Bool = false, history: History) {
    self.commit = commit
    self.isDirty = isDirty
    self.history = history
  }
}
