/// Some files as a revision has them.
package struct Snapshot: Sendable, Hashable {
  /// The revision's commit in hexadecimal.
  package let commit: String
  /// By path; a path that the revision does not have is left out. A symbolic link's bytes are its target.
  package let files: [String: [UInt8]]

  package init(commit: String, files: [String: [UInt8]]) {
    self.commit = commit
    self.files = files
  }
}

/// Why a revision's files could not be read.
package enum RevisionFault: Error, Sendable, Hashable {
  case unknown(String)
  case unavailable(reason: String)

  package var message: String {
    switch self {
    case .unknown(let revision): "the repository has no commit '\(revision)'"
    case .unavailable(let reason): reason
    }
  }
}
