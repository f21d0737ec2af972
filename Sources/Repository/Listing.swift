internal import OperatingSystem

/// The tracked files of an index as they stand on disk.
struct Listing {
  private(set) var files: [RepositoryFile] = []
  /// Entries that differ from the disk by what git noted of them, so that their bytes must be compared.
  private(set) var suspects: [Suspect] = []
  /// Whether something tracked is gone or has become another kind of thing: a change for certain.
  private(set) var isChanged = false

  private let folder: Folder
  private let indexWritten: FileStatus.Moment
  private let honoursMode: Bool

  /// A file that may have been edited, and the name of the object it should be.
  struct Suspect: Sendable {
    let path: [UInt8]
    let kind: RepositoryFile.Kind
    let size: Int
    let objectName: [UInt8]
    /// Whether the size is what git noted.
    let hasRecordedSize: Bool
  }

  init(
    _ index: GitIndex, in folder: Folder, indexWritten: FileStatus.Moment, honoursMode: Bool
  ) {
    self.folder = folder
    self.indexWritten = indexWritten
    self.honoursMode = honoursMode
    files.reserveCapacity(index.entries.count)
    // Entries are sorted, so that those of one folder stand together and it is looked at once.
    var parent: (path: ArraySlice<UInt8>, isReal: Bool) = ([], true)
    for entry in index.entries {
      let path = entry.path.lastIndex(of: UInt8(ascii: "/")).map { entry.path[..<$0] } ?? []
      if path != parent.path {
        parent = (path, path.isEmpty || isRealFolder(Array(path)))
      }
      add(entry, on: parent.isReal ? try? folder.ownStatus(of: entry.path) : nil)
    }
  }

  private func isRealFolder(_ path: [UInt8]) -> Bool {
    (try? folder.status(of: path).kind) == .folder
  }

  private mutating func add(_ entry: GitIndex.Entry, on status: FileStatus?) {
    if entry.isConflict { isChanged = true }
    if entry.mode & 0o170000 == 0o160000 {
      files.append(RepositoryFile(path: entry.path, kind: .submodule))
      return
    }
    guard let status, status.kind == .file || status.kind == .symlink else {
      let standing: RepositoryFile.Standing = entry.isLeftOut ? .leftOut : .missing
      if standing == .missing, !entry.isAssumedUnchanged { isChanged = true }
      files.append(RepositoryFile(path: entry.path, kind: entry.kind, standing: standing))
      return
    }
    // The executable bit is the index's, which every system can hold; that it is a link, only the disk knows.
    let kind: RepositoryFile.Kind =
      status.kind == .symlink ? .symlink : entry.kind == .executable ? .executable : .regular
    files.append(RepositoryFile(path: entry.path, kind: kind, size: status.size))
    compare(entry, status, kind)
  }

  private mutating func compare(
    _ entry: GitIndex.Entry, _ status: FileStatus, _ kind: RepositoryFile.Kind
  ) {
    guard !isChanged, !entry.isAssumedUnchanged, !entry.isLeftOut else { return }
    let isSameKind = (entry.kind == .symlink) == (kind == .symlink)
    let isSameMode =
      !honoursMode || kind == .symlink || (entry.kind == .executable) == status.isExecutable
    guard isSameKind, isSameMode else {
      isChanged = true
      return
    }
    // A file written in the same moment as the index may have been edited after git looked.
    let isSettled = entry.modified < indexWritten
    let isSameSize = entry.size == UInt32(truncatingIfNeeded: status.size)
    if isSettled, isSameSize, entry.modified == status.modified { return }
    suspects.append(
      Suspect(
        path: entry.path, kind: kind, size: status.size, objectName: entry.objectName,
        hasRecordedSize: isSameSize))
  }
}

extension GitIndex.Entry {
  /// What was tracked under the path.
  fileprivate var kind: RepositoryFile.Kind {
    switch mode & 0o170000 {
    case 0o120000: .symlink
    case 0o160000: .submodule
    default: mode & 0o100 != 0 ? .executable : .regular
    }
  }
}
