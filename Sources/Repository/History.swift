/// What git tells of a repository's past, or why it tells nothing.
package enum History: Sendable {
  case seen(CommitLog)
  /// In words for the report: no git, no repository, no commit yet, a fault.
  case unseen(reason: String)

  /// The commits, where they could be read.
  package var log: CommitLog? {
    if case .seen(let log) = self { log } else { nil }
  }
}

/// The last commits that HEAD leads to, and the repository's tags.
package struct CommitLog: Sendable {
  /// Newest first, at most 500.
  package let commits: [Commit]
  /// By date, newest first; those of one day by name.
  package let tags: [Tag]
  /// Whether `commits` holds every commit: false past 500 and in a shallow clone.
  package let isComplete: Bool
  /// Whether older commits were left out when the repository was cloned.
  package let isShallow: Bool

  package init(
    commits: [Commit], tags: [Tag] = [], isComplete: Bool = true, isShallow: Bool = false
  ) {
    self.commits = commits
    self.tags = tags
    self.isComplete = isComplete
    self.isShallow = isShallow
  }
}

/// A name given to a commit, often a release.
package struct Tag: Sendable, Hashable {
  package let name: String
  /// When it was made, or for a lightweight tag when its commit was: an ISO day in UTC; nil where it points to no commit.
  package let day: String?

  package init(name: String, day: String?) {
    self.name = name
    self.day = day
  }
}
