internal import OperatingSystem

/// A checkout's files against its index, and where its history is.
struct WorkingTree: Sendable {
  /// Absolute.
  let root: String
  let git: GitFolder
  /// The tree that the index makes, where git noted it.
  let indexTree: [UInt8]?
  /// Whether something tracked is gone, or in conflict, for certain.
  let isChanged: Bool
  /// Files whose bytes tell whether they were edited.
  let suspects: [Listing.Suspect]

  /// Whether tracked files on disk differ from the index, without asking git, whose filters could run code.
  ///
  /// What a filter makes of a file is known for line ends and for Git LFS; another filter's file counts as edited
  /// once it was touched.
  func isEdited(in folder: Folder) -> Bool {
    isChanged || suspects.contains { !isTheSame($0, in: folder) }
  }

  /// A file of the recorded size that is larger than this is taken as it was: comparing it would take long.
  private static let sizeLimit = 256 << 20
  /// Line ends are looked at only in files that fit into memory well.
  private static let textLimit = 8 << 20

  private func isTheSame(_ suspect: Listing.Suspect, in folder: Folder) -> Bool {
    if suspect.kind == .symlink {
      guard let target = try? folder.target(of: suspect.path) else { return false }
      return name(of: target) == suspect.objectName
    }
    guard suspect.size <= WorkingTree.sizeLimit else { return suspect.hasRecordedSize }
    var blob = BlobName(size: suspect.size, isSHA256: git.isSHA256)
    var content = SHA256()
    guard (try? folder.read(suspect.path, inPieces: { blob.update($0) })) != nil else {
      return false
    }
    if blob.finish() == suspect.objectName { return true }
    if suspect.size <= WorkingTree.textLimit,
      let bytes = try? folder.read(suspect.path, limit: WorkingTree.textLimit).bytes,
      bytes.contains(UInt8(ascii: "\r")), name(of: unixLines(bytes)) == suspect.objectName
    {
      return true
    }
    guard (try? folder.read(suspect.path, inPieces: { content.update($0) })) != nil else {
      return false
    }
    let pointer = largeFilePointer(size: suspect.size, digest: hexadecimal(content.finish()))
    return name(of: pointer) == suspect.objectName
  }

  private func name(of bytes: [UInt8]) -> [UInt8] {
    var blob = BlobName(size: bytes.count, isSHA256: git.isSHA256)
    blob.update(bytes)
    return blob.finish()
  }

  private func unixLines(_ bytes: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isReturn = byte == UInt8(ascii: "\r") && index + 1 < bytes.count
      if !isReturn || bytes[index + 1] != UInt8(ascii: "\n") { lines.append(byte) }
    }
    return lines
  }

  /// What Git LFS commits in a file's place (its specification, "The Pointer").
  private func largeFilePointer(size: Int, digest: String) -> [UInt8] {
    let lines = [
      "version https://git-lfs.github.com/spec/v1", "oid sha256:\(digest)", "size \(size)", "",
    ]
    return Array(lines.joined(separator: "\n").utf8)
  }
}
