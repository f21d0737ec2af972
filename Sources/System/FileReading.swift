#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Reads a file that the user named, symbolic links followed; throws `tooLarge` past the limit.
///
/// Files below an audited root are read through `Folder`, which follows nothing.
package func readFile(_ path: String, limit: Int = 64 << 20) throws(FileFault) -> [UInt8] {
  let file = try Descriptor(Array(path.utf8), O_RDONLY)
  let status = try file.status
  try status.requireFile()
  guard status.size <= limit else { throw .tooLarge(limit: limit) }
  let bytes = try file.read(upTo: limit + 1, expecting: status.size)
  guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
  return bytes
}

/// All bytes of standard input up to a limit, waiting for them.
package func readStandardInput(limit: Int = 64 << 20) throws(FileFault) -> [UInt8] {
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= limit {
    let count = read(0, &piece, piece.count)
    if count == 0 { return bytes }
    if count > 0 {
      bytes += piece[..<count]
    } else if errno != EINTR {
      throw FileFault()
    }
  }
  throw .tooLarge(limit: limit)
}
