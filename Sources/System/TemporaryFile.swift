#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Lends a file with some bytes in it, readable by this user alone, to a tool that takes nothing but a path.
///
/// It lies in `TMPDIR` or `/tmp` and is gone when the closure returns.
package func withTemporaryFile<Result>(
  _ bytes: [UInt8], _ use: (_ path: String) throws -> Result
) throws -> Result {
  let folder = Host.environment("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
  var template = Array("\(folder)/readiness-XXXXXX".utf8).map { CChar(truncatingIfNeeded: $0) }
  template.append(0)
  let number = mkstemp(&template)
  guard number >= 0 else { throw FileFault() }
  let path = String(
    decoding: template.dropLast().map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  defer { unlink(path) }
  let file = Descriptor(number)
  _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  try file.write(bytes)
  return try use(path)
}
