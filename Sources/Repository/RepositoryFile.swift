/// One path of a repository: what stands there, and whether it can be read.
package struct RepositoryFile: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case regular, executable
    /// Listed and never followed.
    case symlink
    /// A repository inside this one: named and never entered.
    case submodule
  }

  /// How the path stands between the repository and the disk.
  package enum Standing: String, Sendable {
    /// On disk, and tracked (or, in a folder without git, not ignored).
    case present
    /// On disk and not tracked: only files of `.readiness` are listed so.
    case untracked
    /// Tracked and not on disk, or something else than a file stands there.
    case missing
    /// Tracked and left out of this checkout on purpose (a sparse checkout).
    case leftOut
  }

  /// Below the root, `/` between components. Bytes that are no UTF-8 are written `\xFF`.
  package let path: String
  package let kind: Kind
  package let standing: Standing
  /// In bytes, on disk; 0 where it is not there.
  package let size: Int
  /// The path where `path` had to be repaired.
  private let rawPath: [UInt8]?

  package init(
    path: [UInt8], kind: Kind = .regular, standing: Standing = .present, size: Int = 0
  ) {
    let text = String(validating: path, as: UTF8.self)
    self.path = text ?? escaped(path)
    rawPath = text == nil ? path : nil
    self.kind = kind
    self.standing = standing
    self.size = size
  }

  /// The path as the file system has it.
  package var bytes: [UInt8] { rawPath ?? Array(path.utf8) }

  /// Whether there are bytes to read: a regular file that is on disk.
  package var isReadable: Bool {
    (standing == .present || standing == .untracked) && (kind == .regular || kind == .executable)
  }

  /// The last component of the path.
  package var name: Substring {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] }
      ?? path[...]
  }
}

/// Text for bytes that are no UTF-8: what is text stays, every other byte becomes `\xFF`.
private func escaped(_ path: [UInt8]) -> String {
  var text = ""
  var rest = path[...]
  while let byte = rest.first {
    // A scalar takes at most four bytes; the shortest valid run is the next scalar.
    let scalar = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }
      .first
    if let scalar {
      text += scalar
      rest = rest.dropFirst(scalar.utf8.count)
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      text += "\\x" + digits
      rest = rest.dropFirst()
    }
  }
  return text
}
