internal import OperatingSystem

/// The list of tracked files that git keeps in `.git/index` (gitformat-index(5), versions 2, 3 and 4).
struct GitIndex: Sendable {
  /// One tracked path; of a conflict's stages, ours or the first.
  struct Entry: Sendable {
    let path: [UInt8]
    let mode: UInt32
    let objectName: [UInt8]
    /// What the file had on disk when git last looked; all 0 where it never did.
    let modified: FileStatus.Moment
    let size: UInt32
    let isLeftOut: Bool
    /// Taken as unchanged because the user said so.
    let isAssumedUnchanged: Bool
    let isConflict: Bool
  }

  /// Why the index cannot be used, in words for a diagnostic.
  enum Fault: Error, Equatable {
    case absent
    case unreadable(FileFault)
    case corrupt(String)
    case version(UInt32)
    case split
    case sparse
    case unknownExtension(String)

    var message: String {
      switch self {
      case .absent: "no file is tracked yet"
      case .unreadable(let fault): "the index cannot be read (\(fault.message))"
      case .corrupt(let reason): "the index is corrupt (\(reason))"
      case .version(let version): "the index has version \(version), expected 2, 3 or 4"
      case .split: "the index is split over two files"
      case .sparse: "the index is sparse and names folders in place of files"
      case .unknownExtension(let name): "the index has the unknown extension '\(name)'"
      }
    }
  }

  let entries: [Entry]
  /// The tree that these entries make, where git noted it and nothing was staged since.
  let tree: [UInt8]?

  init(_ bytes: [UInt8], isSHA256: Bool) throws(Fault) {
    var reader = Reader(bytes, hashLength: isSHA256 ? 32 : 20)
    (entries, tree) = try reader.read()
  }

  /// Reads front to back; every length is checked against what is left.
  private struct Reader {
    private let bytes: [UInt8]
    private let hashLength: Int
    /// Where the checksum begins.
    private let end: Int
    private var at = 0

    init(_ bytes: [UInt8], hashLength: Int) {
      self.bytes = bytes
      self.hashLength = hashLength
      end = max(0, bytes.count - hashLength)
    }

    mutating func read() throws(Fault) -> ([Entry], tree: [UInt8]?) {
      guard bytes.starts(with: "DIRC".utf8) else { throw .corrupt("it does not begin with DIRC") }
      at = 4
      let version = try number()
      guard (2...4).contains(version) else { throw .version(version) }
      let count = Int(try number())
      // The smallest entry takes 62 bytes, so a count that cannot be true reserves nothing.
      guard count <= bytes.count / 62 else { throw .corrupt("\(count) entries cannot be in it") }
      var entries: [Entry] = []
      entries.reserveCapacity(count)
      for _ in 0..<count {
        let entry = try self.entry(version: version, after: entries.last?.path ?? [])
        if let last = entries.last {
          if last.path == entry.path {
            guard last.isConflict, entry.isConflict else {
              throw .corrupt("a path stands in it twice")
            }
            continue
          }
          guard last.path.lexicographicallyPrecedes(entry.path) else {
            throw .corrupt("its paths are not sorted")
          }
        }
        entries.append(entry)
      }
      return (entries, try extensions())
    }

    private mutating func entry(version: UInt32, after previous: [UInt8]) throws(Fault) -> Entry {
      let start = at
      guard at + 40 + hashLength + 2 <= end else { throw .corrupt("it ends within an entry") }
      at += 8
      let modified = FileStatus.Moment(
        seconds: Int64(try number()), nanoseconds: Int64(try number()))
      at += 8
      let mode = try number()
      at += 8
      let size = try number()
      let objectName = Array(bytes[at..<(at + hashLength)])
      at += hashLength
      let flags = try short()
      let moreFlags = version >= 3 && flags & 0x4000 != 0 ? try short() : 0
      let path = version == 4 ? try prefixedPath(previous) : try path(from: start)
      try check(path, mode)
      return Entry(
        path: path, mode: mode, objectName: objectName, modified: modified, size: size,
        isLeftOut: moreFlags & 0x4000 != 0, isAssumedUnchanged: flags & 0x8000 != 0,
        isConflict: flags & 0x3000 != 0)
    }

    /// Versions 2 and 3: the path, then 1 to 8 NULs to a multiple of 8 from the entry's start.
    private mutating func path(from start: Int) throws(Fault) -> [UInt8] {
      let path = try terminated()
      at = start + (at - 1 - start + 8) & ~7
      guard at <= end else { throw .corrupt("it ends within a path") }
      return path
    }

    /// Version 4: how many bytes of the path before are dropped, and what comes in their place.
    private mutating func prefixedPath(_ previous: [UInt8]) throws(Fault) -> [UInt8] {
      // The number is coded as offsets in packs are: seven bits a byte, each further byte adding one.
      var dropped = 0
      while true {
        guard at < end, dropped < 1 << 24 else { throw .corrupt("a path's prefix is out of range") }
        let byte = bytes[at]
        at += 1
        dropped = dropped << 7 | Int(byte & 0x7F)
        guard byte & 0x80 != 0 else { break }
        dropped += 1
      }
      guard dropped <= previous.count else { throw .corrupt("a path's prefix is out of range") }
      return try previous.dropLast(dropped) + terminated()
    }

    private mutating func terminated() throws(Fault) -> [UInt8] {
      guard let stop = bytes[at..<end].firstIndex(of: 0) else {
        throw .corrupt("a path has no end")
      }
      defer { at = stop + 1 }
      return Array(bytes[at..<stop])
    }

    /// A path that leads out of the root could make us read what is not the repository's.
    private func check(_ path: [UInt8], _ mode: UInt32) throws(Fault) {
      if mode & 0o170000 == 0o040000 { throw .sparse }
      guard [0o100000, 0o120000, 0o160000].contains(mode & 0o170000) else {
        throw .corrupt("an entry has the mode \(String(mode, radix: 8))")
      }
      // Only where the path stands in the other file of a split index is it left out here.
      guard !path.isEmpty else { throw .split }
      guard isInside(path), !path.starts(with: ".git/".utf8) else {
        throw .corrupt("a path leads outside the repository")
      }
    }

    /// Reads what stands behind the entries; an extension in capitals may be skipped, any other must be known.
    private mutating func extensions() throws(Fault) -> [UInt8]? {
      var tree: [UInt8]?
      while at + 8 <= end {
        let name = String(decoding: bytes[at..<(at + 4)], as: UTF8.self)
        at += 4
        let length = Int(try number())
        guard length <= end - at else { throw .corrupt("the extension '\(name)' is cut off") }
        switch name {
        case "link": throw .split
        case "sdir": throw .sparse
        case "TREE": tree = rootTree(bytes[at..<(at + length)])
        default:
          let first = name.utf8.first ?? 0
          guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
            throw .unknownExtension(name)
          }
        }
        at += length
      }
      return tree
    }

    /// The first record of the cache tree: an empty path, NUL, entries, space, subtrees, newline, object name.
    private func rootTree(_ record: ArraySlice<UInt8>) -> [UInt8]? {
      guard record.first == 0, let line = record.firstIndex(of: UInt8(ascii: "\n")) else {
        return nil
      }
      // -1 entries: something was staged since.
      guard record[record.startIndex + 1] != UInt8(ascii: "-") else { return nil }
      let name = record[(line + 1)...].prefix(hashLength)
      return name.count == hashLength ? Array(name) : nil
    }

    private mutating func number() throws(Fault) -> UInt32 {
      guard at + 4 <= end else { throw .corrupt("it ends too early") }
      defer { at += 4 }
      return bytes[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func short() throws(Fault) -> UInt16 {
      guard at + 2 <= end else { throw .corrupt("it ends too early") }
      defer { at += 2 }
      return UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
    }
  }
}
