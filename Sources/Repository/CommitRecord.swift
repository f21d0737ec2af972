internal import OperatingSystem

/// A commit as `rev-list` prints it, and the name of its tree.
struct CommitRecord {
  let commit: Commit
  let tree: String

  /// Fields that end in NUL, which none of them can hold. `rev-list` puts a line `commit NAME` before each.
  static let format = "%P%x00%T%x00%ct%x00%an%x00%ae%x00%B%x00"

  /// Reads records front to back; one that is cut off is left out.
  static func read(_ output: [UInt8]) -> [CommitRecord] {
    let fields = output.split(separator: 0, omittingEmptySubsequences: false)
    return stride(from: 0, to: max(0, fields.count - 6), by: 6).compactMap { start in
      CommitRecord(fields[start..<(start + 6)].map { String(decoding: $0, as: UTF8.self) })
    }
  }

  private init?(_ fields: [String]) {
    // "\ncommit NAME\nPARENT PARENT": the line end is that of the record before.
    let head = fields[0].split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0.isEmpty }
    guard let line = head.first, line.hasPrefix("commit "), let seconds = Int64(fields[2]) else {
      return nil
    }
    tree = fields[1]
    commit = Commit(
      name: String(line.dropFirst("commit ".count)),
      parentCount: head.dropFirst().first?.split(separator: " ").count ?? 0,
      day: isoDay(ofEpoch: seconds), authorName: fields[3], authorEmail: fields[4],
      message: fields[5])
  }
}

extension Tag {
  /// The name below `refs/tags/` and the time of the tag, or of its commit.
  static let format = "%(refname:strip=2)%00%(creatordate:unix)"

  static func read(_ output: [UInt8]) -> [Tag] {
    let tags = output.split(separator: UInt8(ascii: "\n")).compactMap { line -> Tag? in
      let fields = line.split(separator: 0, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 2 else { return nil }
      return Tag(name: fields[0], day: Int64(fields[1]).map { isoDay(ofEpoch: $0) })
    }
    return tags.sorted { a, b in
      a.day == b.day ? a.name < b.name : (a.day ?? "") > (b.day ?? "")
    }
  }
}
