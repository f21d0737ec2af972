internal import OperatingSystem

/// Where a checkout keeps what git knows of it, read without starting git.
struct GitFolder: Sendable {
  /// What this working tree has for itself: HEAD and the index. Absolute.
  let path: String
  /// What it shares with the other working trees: objects, refs, config.
  let common: String
  let config: GitConfig

  /// A repository's folder, or nil where the path holds none.
  init?(path: String) {
    guard GitFolder.isOne(path) else { return nil }
    self.path = path
    let shared = GitFolder.line(of: path + "/commondir").map { joined(path, $0) }
    common = shared.flatMap(resolvedPath) ?? path
    config = GitConfig((try? readFile(common + "/config", limit: 1 << 20)) ?? [])
  }

  /// What `.git` at the root of a checkout leads to: itself, or where its `gitdir:` line points.
  ///
  /// Nil where there is no `.git`, or it leads to nothing.
  static func at(root: String) -> GitFolder? {
    let path = root == "/" ? "/.git" : root + "/.git"
    guard let status = try? status(ofPath: path) else { return nil }
    if status.kind == .folder { return GitFolder(path: path) }
    guard let line = line(of: path), line.hasPrefix("gitdir:") else { return nil }
    let target = joined(root, String(line.dropFirst("gitdir:".count).drop { $0 == " " }))
    return resolvedPath(target).flatMap(GitFolder.init)
  }

  /// Whether a folder looks like a repository's inside, by what git itself asks for.
  static func isOne(_ path: String) -> Bool {
    let hasHead = (try? status(ofPath: path + "/HEAD").kind) == .file
    guard hasHead else { return false }
    if (try? status(ofPath: path + "/commondir").kind) == .file { return true }
    return ["objects", "refs"].allSatisfy { (try? status(ofPath: "\(path)/\($0)").kind) == .folder }
  }

  var isSHA256: Bool { config.value("extensions.objectformat") == "sha256" }

  /// Refs are in a table that only git can read; HEAD is then a stand-in.
  var usesReftable: Bool { config.value("extensions.refstorage") == "reftable" }

  /// Whether there may be a tag, so that git need not be asked where there is none.
  var hasTags: Bool {
    if usesReftable { return true }
    if let names = try? Folder(path: common + "/refs/tags").names(in: []), !names.isEmpty {
      return true
    }
    let packed = (try? readFile(common + "/packed-refs", limit: 256 << 20)) ?? []
    return packed.split(separator: UInt8(ascii: "\n")).contains { line in
      line.drop { $0 != UInt8(ascii: " ") }.starts(with: " refs/tags/".utf8)
    }
  }

  var isShallow: Bool {
    ((try? status(ofPath: common + "/shallow"))?.size ?? 0) > 0
  }

  var hasIndex: Bool { (try? status(ofPath: path + "/index").kind) == .file }

  /// When the index was written; the distant past where there is none.
  var indexWritten: FileStatus.Moment {
    (try? status(ofPath: path + "/index").modified) ?? .init(seconds: 0, nanoseconds: 0)
  }

  func index() throws(GitIndex.Fault) -> GitIndex {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try readFile(path + "/index", limit: 512 << 20)
    } catch {
      throw error == .missing ? .absent : .unreadable(error)
    }
    return try GitIndex(bytes, isSHA256: isSHA256)
  }

  /// What the user of this checkout ignores without saying so in the repository.
  var exclude: [UInt8] { (try? readFile(common + "/info/exclude", limit: 1 << 20)) ?? [] }

  /// `owner/name` of the first remote with a host.
  var remoteName: String? {
    config.remotes.lazy.compactMap(RemoteName.init).first?.text
  }

  /// The commit that HEAD is at, in hexadecimal; nil before the first commit.
  var head: String? {
    var content = GitFolder.line(of: path + "/HEAD")
    // A symbolic ref leads to another at most a few times; git itself stops at five.
    for _ in 0..<5 {
      guard let line = content, line.hasPrefix("ref:") else { break }
      let name = String(line.dropFirst(4).drop { $0 == " " })
      guard isInside(Array(name.utf8)) else { return nil }
      content = GitFolder.line(of: "\(common)/\(name)") ?? packed(name)
    }
    return content.flatMap { isObjectName($0) ? $0 : nil }
  }

  private func packed(_ name: String) -> String? {
    guard let bytes = try? readFile(common + "/packed-refs", limit: 256 << 20) else { return nil }
    let wanted = Array(" \(name)".utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.count > 40 {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")), line[space...].elementsEqual(wanted)
      else { continue }
      return String(decoding: line[..<space], as: UTF8.self)
    }
    return nil
  }

  private func isObjectName(_ text: String) -> Bool {
    text.utf8.count == (isSHA256 ? 64 : 40) && text.utf8.allSatisfy(isHexadecimal)
  }

  /// The first line of a small file without its end.
  private static func line(of path: String) -> String? {
    guard let bytes = try? readFile(path, limit: 8192) else { return nil }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(validating: line, as: UTF8.self)
  }
}

private func joined(_ folder: String, _ path: String) -> String {
  path.hasPrefix("/") ? path : folder + "/" + path
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
  default: false
  }
}
