internal import OperatingSystem

extension Checkout {
  /// The commit, whether it was edited since, and its history. Starts git and waits for it, so to be asked once,
  /// beside other work.
  package func revision() -> Revision {
    switch source {
    case .memory(let memory): return memory.revision
    case .folder(_, .none(let reason)): return Revision(history: .unseen(reason: reason))
    case .folder(let folder, .checkout(let tree)):
      let (commit, history, isStaged) = HistoryReader(tree).read()
      return Revision(
        commit: commit, isDirty: isStaged || tree.isEdited(in: folder), history: history)
    }
  }

  /// The last commit that changed each path; paths that none did, and all where history is unseen, are left out.
  ///
  /// Each path takes one start of git that may go through all commits, so to be asked for few.
  package func lastChanges(of paths: [String]) -> [String: Commit] {
    switch source {
    case .memory(let memory): return memory.lastChanges.filter { paths.contains($0.key) }
    case .folder(_, .none): return [:]
    case .folder(_, .checkout(let tree)): return HistoryReader(tree).lastChanges(of: paths)
    }
  }

  /// The files at some paths as another revision (a branch, a tag, a commit) has them.
  package func snapshot(
    of revision: String, paths: [String]
  ) throws(RevisionFault) -> Snapshot {
    switch source {
    case .memory: throw .unavailable(reason: "these files have no history")
    case .folder(_, .none(let reason)): throw .unavailable(reason: reason)
    case .folder(_, .checkout(let tree)):
      return try HistoryReader(tree).snapshot(of: revision, paths)
    }
  }
}
