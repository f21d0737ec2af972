package import OperatingSystem

extension Checkout {
  /// The SHA-256 of a file's bytes on disk, as `sha256sum` prints it; a file of any size takes little memory.
  package func sha256(of file: RepositoryFile) throws(FileFault) -> String {
    switch source {
    case .memory:
      return SHA256.hexadecimal(of: try contents(of: file, limit: .max).bytes)
    case .folder(let folder, _):
      guard file.kind != .symlink else { throw .isSymlink }
      return try sha256(ofBytes: file.bytes, in: folder)
    }
  }

  /// The SHA-256 of the file at a path below the root, listed or not; links and paths that lead outside are faults.
  package func sha256(ofPath path: String) throws(FileFault) -> String {
    switch source {
    case .memory(let memory):
      guard isInside(Array(path.utf8)) else { throw .outside }
      guard let bytes = memory.files[path] else { throw .missing }
      return SHA256.hexadecimal(of: bytes)
    case .folder(let folder, _):
      return try sha256(ofBytes: Array(path.utf8), in: folder)
    }
  }

  /// One digest over the names and contents of files: the SHA-256 of what `sha256sum` prints for them, by path.
  ///
  /// A link counts by its target, a submodule by its name; a file that is missing is a fault.
  package func sha256(of files: [RepositoryFile]) throws(FileFault) -> String {
    var whole = SHA256()
    for file in files.sortedByPath() {
      let digest: String =
        switch file.kind {
        case .symlink: SHA256.hexadecimal(of: try target(of: file))
        case .submodule: SHA256.hexadecimal(of: [])
        case .regular, .executable: try sha256(of: file)
        }
      whole.update(Array(digest.utf8) + Array("  ".utf8) + file.bytes + Array("\n".utf8))
    }
    return hexadecimal(whole.finish())
  }

  private func sha256(ofBytes path: [UInt8], in folder: Folder) throws(FileFault) -> String {
    var hash = SHA256()
    try folder.read(path, inPieces: { hash.update($0) })
    return hexadecimal(hash.finish())
  }
}
