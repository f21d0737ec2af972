internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes of a file, as far as a limit let them be read.
package struct FileBytes: Sendable, Hashable {
  package let bytes: [UInt8]
  /// The size of the whole file.
  package let size: Int

  package init(bytes: [UInt8], size: Int) {
    self.bytes = bytes
    self.size = size
  }

  package var isCut: Bool { size > bytes.count }
}

/// An open folder below which files are read; no path given to it leads outside, not even by a symbolic link.
///
/// Paths are bytes, relative, `/` between components. A class, so that the descriptor closes with its last holder.
package final class Folder: Sendable {
  private let descriptor: Descriptor
  /// The folder below this one that was last found to be reached by no link.
  private let lastParent = Mutex<[UInt8]>([])

  /// Opens a folder as a user named it, symbolic links followed.
  package init(path: String) throws(FileFault) {
    descriptor = try Descriptor(Array(path.utf8), O_RDONLY | O_DIRECTORY)
  }

  /// What stands at a path, or `missing` where a symbolic link is on the way.
  package func status(of path: [UInt8]) throws(FileFault) -> FileStatus {
    try refuseLinks(on: path)
    return try ownStatus(of: path)
  }

  /// As `status(of:)`, for a path whose folders are known to be no links.
  package func ownStatus(of path: [UInt8]) throws(FileFault) -> FileStatus {
    var raw = stat()
    let code = path.withCString { fstatat(descriptor.number, $0, &raw, AT_SYMLINK_NOFOLLOW) }
    guard code == 0 else { throw FileFault() }
    return FileStatus(raw)
  }

  /// Reads a regular file up to a number of bytes; never waits on a pipe, never follows a link.
  package func read(_ path: [UInt8], limit: Int) throws(FileFault) -> FileBytes {
    let file = try open(path)
    let status = try file.status
    try status.requireFile()
    let bytes = try file.read(upTo: min(limit, Int.max - 1), expecting: status.size)
    return FileBytes(bytes: bytes, size: max(status.size, bytes.count))
  }

  /// Hands a regular file over piece by piece, so that one of any size takes little memory.
  package func read(_ path: [UInt8], inPieces use: ([UInt8]) -> Void) throws(FileFault) {
    let file = try open(path)
    try file.status.requireFile()
    var piece: [UInt8] = []
    while try file.readOnce(1 << 18, onto: &piece) > 0 {
      use(piece)
      piece = []
    }
  }

  /// Where a symbolic link points to, as written in it.
  package func target(of path: [UInt8]) throws(FileFault) -> [UInt8] {
    try refuseLinks(on: path)
    var target = [CChar](repeating: 0, count: 4096)
    let length = path.withCString { readlinkat(descriptor.number, $0, &target, target.count) }
    guard length >= 0 else { throw FileFault() }
    return target[..<length].map { UInt8(truncatingIfNeeded: $0) }
  }

  /// The names in a folder, sorted by bytes, without `.` and `..`; an empty path is this folder itself.
  package func names(in path: [UInt8]) throws(FileFault) -> [[UInt8]] {
    if !path.isEmpty { try refuseLinks(on: path) }
    let target = path.isEmpty ? [UInt8(ascii: ".")] : path
    let number = target.withCString {
      openat(descriptor.number, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    guard number >= 0 else { throw FileFault() }
    guard let stream = fdopendir(number) else {
      let fault = FileFault()
      close(number)
      throw fault
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let start = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0)
      let length = strlen(start.assumingMemoryBound(to: CChar.self))
      let name = [UInt8](UnsafeRawBufferPointer(start: start, count: length))
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func open(_ path: [UInt8]) throws(FileFault) -> Descriptor {
    try refuseLinks(on: path)
    return try Descriptor(in: descriptor.number, path, O_RDONLY | O_NOFOLLOW)
  }

  /// Refuses a path that leaves the folder, by its spelling or by a link among its folders.
  private func refuseLinks(on path: [UInt8]) throws(FileFault) {
    guard isInside(path) else { throw .outside }
    guard let last = path.lastIndex(of: UInt8(ascii: "/")) else { return }
    // Files are asked for in the order of their paths, so that most lie where the one before did.
    let parent = path[..<last]
    guard !lastParent.withLock({ $0[...] == parent }) else { return }
    for index in path.indices where path[index] == UInt8(ascii: "/") {
      let kind = try ownStatus(of: Array(path[..<index])).kind
      guard kind == .folder else { throw kind == .symlink ? .isSymlink : .notFolder }
    }
    lastParent.withLock { $0 = Array(parent) }
  }
}

/// Whether a path stays below its root by its spelling: relative, no empty component, `.`, `..` or NUL.
package func isInside(_ path: [UInt8]) -> Bool {
  // Asked for every file, so without taking the path apart.
  var length = 0
  var dots = 0
  for byte in path {
    switch byte {
    case 0: return false
    case UInt8(ascii: "/"):
      guard length > 0, !(dots == length && dots <= 2) else { return false }
      (length, dots) = (0, 0)
    default:
      length += 1
      if byte == UInt8(ascii: ".") { dots += 1 }
    }
  }
  return length > 0 && !(dots == length && dots <= 2)
}

extension [UInt8] {
  /// Hands the bytes to C with a NUL behind them.
  func withCString<Result>(_ use: (UnsafePointer<CChar>) -> Result) -> Result {
    var terminated = map { CChar(truncatingIfNeeded: $0) }
    terminated.append(0)
    return terminated.withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { preconditionFailure("a NUL stands here") }
      return use(start)
    }
  }
}
