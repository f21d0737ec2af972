internal import Text

/// Which role a path has, as data: the first row with a glob that matches decides, whatever the case of names.
package struct RoleTable: Sendable {
  package struct Row: Sendable, Hashable {
    package let role: Role
    /// Globs as `Glob` reads them.
    package let patterns: [String]

    package init(role: Role, patterns: [String]) {
      self.role = role
      self.patterns = patterns
    }
  }

  package let rows: [Row]
  private let index: RoleIndex

  package init(rows: [Row]) {
    self.rows = rows
    index = RoleIndex(rows.map(\.patterns))
  }

  package func role(of path: String) -> Role {
    index.firstRow(for: path).map { rows[$0].role } ?? .other
  }
}

/// The globs of all rows, filed under a part of the path that they need: hundreds of them are asked of every file.
private struct RoleIndex: Sendable {
  /// A pattern without braces that no plain look-up answers.
  private struct Entry: Sendable {
    enum Subject { case path, name, folder }

    let row: Int
    /// What the pattern is about: the whole path, the file's name, or the name of a folder above (`**/week[0-9]*/**`).
    let subject: Subject
    let glob: Glob
    /// What a name must begin with.
    let head: Key

    func accepts(_ name: Key) -> Bool {
      guard name.count >= head.count, name.first == head.first || head.isEmpty else { return false }
      return glob.matchesText(String(decoding: name, as: UTF8.self))
    }
  }

  /// Rows by a whole file name: `makefile`.
  private var names: [Key: Int] = [:]
  /// Rows by the end of a file name from a dot on: `.min.js`.
  private var endings: [Key: Int] = [:]
  /// Rows by the name of any folder above: `**/vendor/**`.
  private var folders: [Key: Int] = [:]
  private var entriesByFolder: [Key: [Entry]] = [:]
  private var entriesByEnding: [Key: [Entry]] = [:]
  private var others: [Entry] = []

  init(_ rows: [[String]]) {
    for (row, patterns) in rows.enumerated() {
      for pattern in patterns.flatMap(Glob.alternatives(of:)) {
        add(Array(pattern.utf8.map(lowercased)), row)
      }
    }
  }

  /// The lowest row that matches, or nil.
  func firstRow(for path: String) -> Int? {
    let bytes = path.utf8.map(lowercased)
    let parts = bytes.split(separator: UInt8(ascii: "/"))
    guard let name = parts.last else { return nil }
    let above = parts.dropLast()
    let endings = RoleIndex.endings(of: name)
    var best = names[name] ?? .max
    for ending in endings { best = min(best, self.endings[ending] ?? .max) }
    for folder in above { best = min(best, folders[folder] ?? .max) }
    func look(_ entries: [Entry]) {
      // In the order of rows: what comes behind the best cannot better it. By index, since a copy of an entry costs more
      // than most of them.
      for index in entries.indices {
        guard entries[index].row < best else { return }
        let isMatch =
          switch entries[index].subject {
          case .path: entries[index].glob.matches(path)
          case .name: entries[index].accepts(name)
          case .folder: above.contains { entries[index].accepts($0) }
          }
        if isMatch { best = entries[index].row }
      }
    }
    for ending in endings { entriesByEnding[ending].map(look) }
    for folder in above { entriesByFolder[folder].map(look) }
    look(others)
    return best == .max ? nil : best
  }

  /// Files one pattern where the fewest paths will look for it.
  private mutating func add(_ pattern: [UInt8], _ row: Int) {
    let parts = pattern.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let last = parts.last else { return }
    if parts.count == 1, isLiteral(last) {
      file(row, in: &names, under: last)
    } else if parts.count == 1, last.starts(with: "*.".utf8), isLiteral(last.dropFirst()) {
      file(row, in: &endings, under: last.dropFirst())
    } else if parts.count == 3, parts[0] == stars, last == stars, isLiteral(parts[1]) {
      file(row, in: &folders, under: parts[1])
    } else {
      addEntry(pattern, parts, row)
    }
  }

  private mutating func addEntry(_ pattern: [UInt8], _ parts: [ArraySlice<UInt8>], _ row: Int) {
    let last = parts[parts.count - 1]
    let isOfFolder = parts.count == 3 && parts[0] == stars && last == stars
    let subject: Entry.Subject = isOfFolder ? .folder : parts.count == 1 ? .name : .path
    let about = isOfFolder ? parts[1] : last
    let entry = Entry(
      row: row, subject: subject,
      glob: Glob(
        String(decoding: subject == .path ? pattern[...] : about, as: UTF8.self), ignoresCase: true),
      head: about.prefix { !isWild($0) })
    let tail = last.lastIndex(where: isWild).map { last[($0 + 1)...] } ?? last
    if let folder = parts.dropLast().last(where: isLiteral) {
      entriesByFolder[folder, default: []].append(entry)
    } else if let ending = RoleIndex.endings(of: tail).first {
      entriesByEnding[ending, default: []].append(entry)
    } else {
      others.append(entry)
    }
  }

  private func file(_ row: Int, in rows: inout [Key: Int], under part: ArraySlice<UInt8>) {
    rows[part] = min(rows[part] ?? .max, row)
  }

  /// `.tar.gz` and `.gz` of `a.tar.gz`, longest first.
  private static func endings(of name: ArraySlice<UInt8>) -> [Key] {
    name.indices.filter { name[$0] == UInt8(ascii: ".") }.map { name[$0...] }
  }
}

private let stars: Key = [UInt8(ascii: "*"), UInt8(ascii: "*")]

/// A part of a path, hashed byte by byte.
private typealias Key = ArraySlice<UInt8>

private func isWild(_ byte: UInt8) -> Bool { "*?[]\\{}".utf8.contains(byte) }

private func isLiteral(_ part: ArraySlice<UInt8>) -> Bool {
  !part.isEmpty && !part.contains(where: isWild)
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
}
