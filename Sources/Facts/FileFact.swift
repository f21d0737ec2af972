/// One file of the repository and what it is for.
package struct FileFact: Sendable {
  package enum Kind: Sendable, Equatable {
    case regular, executable, symbolicLink, submodule, missing
  }

  package let path: String
  package let kind: Kind
  /// Bytes; 0 where it is not known.
  package let size: Int
  package var role: Role
  /// False for what lies in `.readiness/` without being tracked.
  package let isTracked: Bool
  /// Whether the path lies outside the audited sub-folder and is here for CI's sake only.
  package let isEnclosing: Bool

  package init(
    path: String, kind: Kind = .regular, size: Int = 0, role: Role = .other, isTracked: Bool = true,
    isEnclosing: Bool = false
  ) {
    self.path = path
    self.kind = kind
    self.size = size
    self.role = role
    self.isTracked = isTracked
    self.isEnclosing = isEnclosing
  }

  package var name: Substring { path.split(separator: "/").last ?? "" }
}

/// What a file is for. Rules look at the first block by default; the second is never evidence unless asked for.
package enum Role: String, Sendable, CaseIterable {
  case source, test, notebook, docs, ci, deployment, other

  case vendored, generated, teaching, agent, template, fixture, changelog, plan

  /// The roles whose facts a clause looks at when it names none.
  package static let evidence: Set<Role> = [
    .source, .test, .notebook, .docs, .ci, .deployment, .other,
  ]
}
