internal import Extractors
internal import Facts
internal import OperatingSystem
internal import Repository
internal import Rules
internal import Text

/// A checkout's facts: its files read by the extractors, its history, and what was wrong with either.
struct FactGathering {
  let checkout: Checkout
  let rules: RuleBook
  /// How many files are read at a time.
  let width: Int

  func facts(revision: Revision) async -> FactTable {
    let files = checkout.files
    let extraction = Extraction(
      roles: rules.roles, members: rules.memberNames, programs: rules.programNames, width: width)
    var table = await extraction.facts(of: files.map(fact)) { [checkout] index, limit in
      // Diagnosed by the caller: a file that is gone, a link, a folder in its place.
      try? checkout.contents(of: files[index], limit: limit)
    }
    table.diagnostics = checkout.diagnostics + table.diagnostics
    table.history = history(revision.history)
    return table
  }

  private func fact(_ file: RepositoryFile) -> FileFact {
    FileFact(
      path: file.path, kind: kind(of: file), size: file.size,
      isTracked: file.standing != .untracked, isEnclosing: !checkout.isInScope(file.path))
  }

  private func kind(of file: RepositoryFile) -> FileFact.Kind {
    switch (file.kind, file.standing) {
    case (_, .missing), (_, .leftOut): .missing
    case (.regular, _): .regular
    case (.executable, _): .executable
    case (.symlink, _): .symbolicLink
    case (.submodule, _): .submodule
    }
  }

  private func history(_ history: History) -> HistoryFact {
    switch history {
    case .unseen(let reason): return HistoryFact(commits: [], unseen: reason)
    case .seen(let log):
      return HistoryFact(
        commits: log.commits.map { commit in
          HistoryFact.Commit(
            hash: commit.name, day: commit.day, author: commit.authorName, subject: commit.subject,
            parents: commit.parentCount, isReviewed: commit.isReviewed)
        }, tags: log.tags.map { ($0.name, $0.day ?? "") }, lastChanges: lastChanges())
    }
  }

  /// Only for the files that a rule asks about: each costs git a walk through history.
  private func lastChanges() -> [String: String] {
    let globs = rules.lastChangeGlobs
    guard !globs.isEmpty else { return [:] }
    let asked = checkout.files.filter { file in
      file.isReadable && globs.contains { $0.matches(file.path) }
        && RoleTable.changes.contains(rules.roles.role(of: file.path))
    }
    return checkout.lastChanges(of: asked.prefix(8).map(\.path)).mapValues(\.day)
  }
}

extension RoleTable {
  /// The roles of files whose age can matter.
  fileprivate static let changes = Role.evidence.union([.plan])
}

extension Commit {
  /// Merged through a review. A bot's own merges do not count: nobody may have looked.
  fileprivate var isReviewed: Bool {
    let isBot = authorName.hasSuffix("[bot]") || authorEmail.contains("[bot]@")
    return !isBot && (request != nil || !trailers("reviewed-by").isEmpty)
  }
}
