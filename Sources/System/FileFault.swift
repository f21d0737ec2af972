#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why a file could not be read or written, in words that are the same on every system.
package enum FileFault: Error, Sendable, Hashable {
  case missing
  case denied
  case exists
  case isFolder
  case notFolder
  case isSymlink
  /// A pipe, a device or a socket, which could make a reader wait for ever.
  case notRegular
  /// The path leaves its root: it is absolute, empty, or has `..`, `.` or NUL in it.
  case outside
  case noSpace
  case tooLarge(limit: Int)
  case other(code: Int32)

  package var message: String {
    switch self {
    case .missing: "no such file or folder"
    case .denied: "permission denied"
    case .exists: "the file exists"
    case .isFolder: "is a folder, not a file"
    case .notFolder: "is not a folder"
    case .isSymlink: "is a symbolic link, which is not followed"
    case .notRegular: "is a pipe, a device or a socket, not a file"
    case .outside: "leads outside the folder"
    case .noSpace: "no space is left on the device"
    case .tooLarge(let limit): "is larger than \(limit) bytes"
    case .other(let code): "system error \(code)"
    }
  }

  /// The fault for an `errno`, by default that of the last failed call of this thread.
  init(code: Int32 = errno) {
    self =
      switch code {
      case ENOENT: .missing
      case EACCES, EPERM, EROFS: .denied
      case EEXIST: .exists
      case EISDIR: .isFolder
      case ENOTDIR: .notFolder
      // What `open` says of a link where O_NOFOLLOW was asked for.
      case ELOOP: .isSymlink
      // What `open` says of a socket, and of a pipe with no reader.
      case ENXIO, EOPNOTSUPP: .notRegular
      case ENOSPC, EDQUOT, EFBIG: .noSpace
      default: .other(code: code)
      }
  }
}
