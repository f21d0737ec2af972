#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What `writeFile` does where something stands at the path already.
package enum Replacement: Sendable {
  /// The old file is replaced in one step, so that a reader sees the old or the new one whole.
  case replace
  /// The old file stays, and `exists` is thrown.
  case refuse
}

/// Writes a file whole or not at all: to a temporary one beside it, which then takes its name.
///
/// A symbolic link is followed and stays; a device or a pipe (`/dev/stdout`) is written to directly.
package func writeFile(
  _ path: String, _ bytes: [UInt8], ifThere: Replacement = .replace
) throws(FileFault) {
  var path = path
  if let status = try? status(ofPath: path) {
    guard ifThere == .replace else { throw .exists }
    guard status.kind != .folder else { throw .isFolder }
    guard status.kind == .file else {
      ignoreBrokenPipes
      return try Descriptor(Array(path.utf8), O_WRONLY).write(bytes)
    }
    path = resolvedPath(path) ?? path
  }
  let (folder, name) = split(path)
  let place = try Descriptor(Array(folder.utf8), O_RDONLY | O_DIRECTORY)
  let unique = "\(getpid())-\(UInt32.random(in: .min ... .max))"
  try place.put(
    bytes, as: Array(name.utf8), through: Array(".\(name).\(unique).tmp".utf8), ifThere: ifThere)
}

/// Changes a file under a lock: reads it (nil where it is missing), hands it over, writes what comes back in one step.
///
/// Any number of processes may do so at once and none loses another's change; one that is killed leaves the
/// old or the new file whole. The lock is `flock` on the folder, so that no lock file lies about. A symbolic
/// link is refused. What the closure throws is passed on and leaves the file as it was.
package func updateFile(
  _ path: String, limit: Int = 64 << 20, transform: ([UInt8]?) throws -> [UInt8]
) throws {
  let (folder, name) = split(path)
  let place = try Descriptor(Array(folder.utf8), O_RDONLY | O_DIRECTORY)
  try place.lock()
  let old: [UInt8]?
  do throws(FileFault) {
    let file = try Descriptor(in: place.number, Array(name.utf8), O_RDONLY | O_NOFOLLOW)
    let status = try file.status
    try status.requireFile()
    guard status.size <= limit else { throw .tooLarge(limit: limit) }
    old = try file.read(upTo: limit, expecting: status.size)
  } catch .missing {
    old = nil
  }
  let new = try transform(old)
  if let old, old == new { return }
  // One name is enough under the lock, and what a killed process left is overwritten.
  try place.put(
    new, as: Array(name.utf8), through: Array(".\(name).tmp".utf8), ifThere: .replace)
}

/// Makes a folder and those above it; no fault where it stands already.
package func makeFolders(_ path: String) throws(FileFault) {
  if let status = try? status(ofPath: path) {
    guard status.kind == .folder else { throw .notFolder }
    return
  }
  var made = path.hasPrefix("/") ? "" : "."
  for component in path.split(separator: "/") {
    made += "/" + component
    if mkdir(made, 0o777) != 0, errno != EEXIST { throw FileFault() }
  }
}

/// The folder and the name of a path: `.` and the path itself where it has no `/`.
private func split(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
  let folder = String(path[..<slash])
  return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
}

extension Descriptor {
  /// Waits until no other process holds this folder; the lock ends with the descriptor, also when the process is killed.
  fileprivate func lock() throws(FileFault) {
    while flock(number, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileFault() }
    }
  }

  /// Writes into a temporary file of this folder, and gives it the name.
  fileprivate func put(
    _ bytes: [UInt8], as name: [UInt8], through temporary: [UInt8], ifThere: Replacement
  ) throws(FileFault) {
    guard !name.isEmpty, isInside(name) else { throw .outside }
    // A link that someone put under this name would lead the writing elsewhere.
    _ = temporary.withCString { unlinkat(number, $0, 0) }
    do throws(FileFault) {
      let file = try Descriptor(
        in: number, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o666)
      try file.takeMode(of: name, in: number)
      try file.write(bytes)
      guard fsync(file.number) == 0 || errno == EINVAL else { throw FileFault() }
      try take(name, from: temporary, ifThere: ifThere)
    } catch {
      _ = temporary.withCString { unlinkat(number, $0, 0) }
      throw error
    }
    // The new name is as durable as the bytes, where the file system can do so.
    _ = fsync(number)
  }

  private func take(
    _ name: [UInt8], from temporary: [UInt8], ifThere: Replacement
  ) throws(FileFault) {
    let code = temporary.withCString { old in
      name.withCString { new in
        ifThere == .replace
          ? renameat(number, old, number, new) : linkat(number, old, number, new, 0)
      }
    }
    guard code == 0 else { throw FileFault() }
    if ifThere == .refuse { _ = temporary.withCString { unlinkat(number, $0, 0) } }
  }

  /// Keeps the permissions of the file that is about to be replaced.
  private func takeMode(of name: [UInt8], in folder: Int32) throws(FileFault) {
    var raw = stat()
    guard name.withCString({ fstatat(folder, $0, &raw, AT_SYMLINK_NOFOLLOW) }) == 0 else { return }
    guard fchmod(number, raw.st_mode & 0o7777) == 0 else { throw FileFault() }
  }
}
