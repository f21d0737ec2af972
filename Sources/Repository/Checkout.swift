package import OperatingSystem
package import Text

/// The files of a repository and what can be read of them: a checkout, a plain folder, or files held in memory.
package struct Checkout: Sendable {
  /// All files of the enclosing checkout, sorted by the bytes of their paths.
  package let files: [RepositoryFile]
  /// The part under audit: empty for all, else a folder with `/` at its end. CI files and history lie outside it too.
  package let scope: String
  /// What was noticed while files were listed.
  package let diagnostics: [Diagnostic]
  /// `owner/name` of the first remote with a host, `origin` before others; credentials are never part of it.
  package let remoteName: String?
  let source: Source

  /// Where bytes and history come from.
  enum Source: Sendable {
    case folder(Folder, Versioning)
    case memory(Memory)
  }

  /// Files, and what git would say of them.
  struct Memory: Sendable {
    let files: [String: [UInt8]]
    let revision: Revision
    let lastChanges: [String: Commit]
  }

  /// Whether git knows of a folder.
  enum Versioning: Sendable {
    case checkout(WorkingTree)
    case none(reason: String)
  }

  init(
    files: [RepositoryFile], scope: String, diagnostics: [Diagnostic], remoteName: String?,
    source: Source
  ) {
    self.files = files
    self.scope = scope
    self.diagnostics = diagnostics
    self.remoteName = remoteName
    self.source = source
  }

  /// Files that are on no disk, for tests and for the examples of rules.
  package init(
    files: [String: [UInt8]], scope: String = "", remoteName: String? = nil,
    revision: Revision = Revision(history: .unseen(reason: "these files have no history")),
    lastChanges: [String: Commit] = [:]
  ) {
    self.init(
      files: files.map { RepositoryFile(path: Array($0.key.utf8), size: $0.value.count) }
        .sortedByPath(),
      scope: scope, diagnostics: [], remoteName: remoteName,
      source: .memory(Memory(files: files, revision: revision, lastChanges: lastChanges)))
  }

  /// The files under audit: those in scope.
  package var audited: [RepositoryFile] { files.filter { isInScope($0.path) } }

  package func isInScope(_ path: String) -> Bool {
    scope.isEmpty || path.utf8.starts(with: scope.utf8)
  }

  /// Whether nothing under audit can be read.
  package var isEmpty: Bool { !files.contains { $0.isReadable && isInScope($0.path) } }

  /// The file at a path, found by halving.
  package subscript(path: String) -> RepositoryFile? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path.utf8.elementsEqual(path.utf8) { return files[middle] }
      if files[middle].bytes.lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return nil
  }

  /// The bytes of a file up to a limit; a link, a submodule or a file that is not there is a fault.
  package func contents(of file: RepositoryFile, limit: Int) throws(FileFault) -> Contents {
    switch source {
    case .memory(let memory):
      guard let bytes = memory.files[file.path] else { throw .missing }
      return Contents(bytes: Array(bytes.prefix(limit)), size: bytes.count)
    case .folder(let folder, _):
      switch file.kind {
      case .symlink: throw .isSymlink
      case .submodule: throw .isFolder
      case .regular, .executable: break
      }
      let read = try folder.read(file.bytes, limit: limit)
      return Contents(bytes: read.bytes, size: read.size)
    }
  }

  /// Where a symbolic link points to, as written in it.
  package func target(of file: RepositoryFile) throws(FileFault) -> [UInt8] {
    guard case .folder(let folder, _) = source else { throw .missing }
    return try folder.target(of: file.bytes)
  }
}
