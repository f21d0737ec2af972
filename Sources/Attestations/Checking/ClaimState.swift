/// How a claim or a waiver stands on a day; only a valid one counts.
package enum ClaimState: String, Sendable, CaseIterable {
  case valid
  /// Its last day is over.
  case expired
  /// Its first day is to come.
  case pending
  /// Its evidence, or what it covers, is not what it was.
  case stale
  /// Its evidence is missing, a link, or not enough for what is claimed.
  case unsupported
  /// The entry itself cannot be understood.
  case malformed
  /// Another entry of its file is malformed, and with it the file.
  case void
  /// No rubric in use has the test.
  case unused
  /// It comes with the change under review, which cannot vouch for itself.
  case proposed
  /// The policy asks for a signature, and there is none.
  case unsigned
  /// The signature is not one over this entry.
  case forged
  /// The one who vouches, or the key of the signature, is not among those who may.
  case notAllowed = "not-allowed"
  /// A signature that must be checked could not be.
  case unchecked
  /// The policy lets no more tests of its section be not applicable.
  case overCap = "over-cap"
}

/// Where a file was read from, which tells who could have written it.
package enum ClaimOrigin: Sendable, Hashable {
  /// Given by whoever asked for the audit.
  case caller
  /// The audited tree: the change under review could have edited it.
  case workingTree
  /// As `workingTree`, and git does not know of the file.
  case untracked
  /// A commit, by its hexadecimal name.
  case revision(String)

  /// Whether the change under review could have written what was read there.
  package var isInReach: Bool { self == .workingTree || self == .untracked }

  package var text: String {
    switch self {
    case .caller: "caller"
    case .workingTree: "working tree"
    case .untracked: "working tree, untracked"
    case .revision(let commit): "commit \(commit.prefix(12))"
    }
  }
}
