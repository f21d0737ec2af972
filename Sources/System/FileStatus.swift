#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the file system says of a path, a symbolic link being itself and not what it points to.
package struct FileStatus: Sendable, Hashable {
  /// What stands at a path; `other` is a pipe, a device or a socket.
  package enum Kind: Sendable, Hashable {
    case file, folder, symlink, other
  }

  package let kind: Kind
  /// In bytes; a symbolic link's is the length of its target.
  package let size: Int
  package let isExecutable: Bool
  /// The last change of the contents: seconds since 1970 and the nanoseconds of that second.
  package let modified: Moment
  /// The device, by which a mounted file system is told from the one around it.
  package let device: UInt64
  let mode: UInt32

  /// A point in time as file systems store it.
  package struct Moment: Sendable, Hashable, Comparable {
    package let seconds: Int64
    package let nanoseconds: Int64

    package init(seconds: Int64, nanoseconds: Int64) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    package static func < (a: Moment, b: Moment) -> Bool {
      (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }
  }

  init(_ raw: stat) {
    mode = UInt32(raw.st_mode)
    // The bits of POSIX, the same on every system; the C macros are not all visible to Swift.
    kind =
      switch mode & 0o170000 {
      case 0o100000: .file
      case 0o040000: .folder
      case 0o120000: .symlink
      default: .other
      }
    size = Int(raw.st_size)
    isExecutable = mode & 0o100 != 0
    #if canImport(Darwin)
      let time = raw.st_mtimespec
    #else
      let time = raw.st_mtim
    #endif
    modified = Moment(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    device = UInt64(truncatingIfNeeded: raw.st_dev)
  }

  /// The status behind an open descriptor.
  init(descriptor: Int32) throws(FileFault) {
    var raw = stat()
    guard fstat(descriptor, &raw) == 0 else { throw FileFault() }
    self.init(raw)
  }

  /// Throws what keeps this from being read as a file.
  func requireFile() throws(FileFault) {
    switch kind {
    case .file: return
    case .folder: throw .isFolder
    case .symlink: throw .isSymlink
    case .other: throw .notRegular
    }
  }
}

/// The status of a path as a user gave it, symbolic links followed.
package func status(ofPath path: String) throws(FileFault) -> FileStatus {
  var raw = stat()
  guard stat(path, &raw) == 0 else { throw FileFault() }
  return FileStatus(raw)
}

/// A path without symbolic links, `.` and `..`, absolute; nil where nothing stands there.
package func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
