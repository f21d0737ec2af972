package import OperatingSystem
package import Repository
internal import Text

/// The folder that holds `.readiness`, and the files below it that claims speak of, by paths relative to it.
package struct ClaimBase: Sendable {
  private let checkout: Checkout

  package init(_ checkout: Checkout) { self.checkout = checkout }

  /// The SHA-256 of an evidence file; links, and paths that lead outside by links, are faults.
  package func sha256(of path: String) throws(FileFault) -> String {
    guard isInside(Array(path.utf8)) else { throw .outside }
    return try checkout.sha256(ofPath: checkout.scope + path)
  }

  /// Whether the file is part of the repository and not only on this disk.
  package func isCommitted(_ path: String) -> Bool {
    checkout[checkout.scope + path].map { $0.standing == .present } ?? false
  }

  /// The digest over the files that globs cover, as they are on disk, and how many they are.
  ///
  /// It is the SHA-256 of the lines that `sha256sum` prints for them (digest, two spaces, name, line feed), sorted by
  /// the bytes of the names, which are relative to the folder that holds `.readiness`. In a checkout these are the
  /// tracked files; `.readiness` itself is never among them, nor is a file that is gone. A symbolic link counts by
  /// the SHA-256 of its target, a submodule by that of nothing. A backslash or line end in a name is written `\\` or
  /// `\n`, with a backslash before the digest, as `sha256sum` does. Where no link is among them:
  ///
  ///     git ls-files -z src/ranking | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
  package func coverDigest(of globs: [String]) throws(FileFault) -> (digest: String, count: Int) {
    let globs = globs.map { Glob($0) }
    var whole = SHA256()
    var count = 0
    for (path, file) in coverable() {
      let text = String(decoding: path, as: UTF8.self)
      guard globs.contains(where: { $0.matches(text) }) else { continue }
      guard file.standing != .leftOut else { throw .missing }
      count += 1
      whole.update(line(for: path, digest: try digest(of: file)))
    }
    return (hexadecimal(whole.finish()), count)
  }

  /// The files under audit without `.readiness` itself, by their paths from here; the checkout has them sorted.
  private func coverable() -> [(path: [UInt8], file: RepositoryFile)] {
    let length = checkout.scope.utf8.count
    return checkout.audited.compactMap { file in
      let path = Array(file.bytes.dropFirst(length))
      let isClaims = path.starts(with: ".readiness/".utf8)
      return isClaims || file.standing == .missing ? nil : (path, file)
    }
  }

  private func digest(of file: RepositoryFile) throws(FileFault) -> String {
    switch file.kind {
    case .symlink: SHA256.hexadecimal(of: try checkout.target(of: file))
    case .submodule: SHA256.hexadecimal(of: [])
    case .regular, .executable: try checkout.sha256(of: file)
    }
  }

  private func line(for path: [UInt8], digest: String) -> [UInt8] {
    var name: [UInt8] = []
    for byte in path {
      switch byte {
      case UInt8(ascii: "\\"): name += Array("\\\\".utf8)
      case UInt8(ascii: "\n"): name += Array("\\n".utf8)
      default: name.append(byte)
      }
    }
    let mark = name.count == path.count ? "" : "\\"
    return Array("\(mark)\(digest)  ".utf8) + name + [UInt8(ascii: "\n")]
  }
}
