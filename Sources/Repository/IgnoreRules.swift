/// The lines of one `.gitignore` file and the folder it stands in.
struct IgnoreFile: Sendable {
  /// The folder, with a `/` at its end; empty for the root.
  private let folder: [UInt8]
  private let patterns: [IgnorePattern]

  /// Every file is held against every line, so that a file with more lines would only be there to cost time.
  private static let limit = 5_000

  init(_ bytes: [UInt8], in folder: [UInt8]) {
    self.folder = folder
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    patterns = bytes[(isMarked ? 3 : 0)...].split(separator: UInt8(ascii: "\n"))
      .lazy.compactMap(IgnorePattern.init).prefix(IgnoreFile.limit).map { $0 }
  }

  /// What the last line that names a path says of it; nil where none does.
  func verdict(on path: [UInt8], isFolder: Bool) -> Bool? {
    guard path.starts(with: folder) else { return nil }
    let below = path[folder.count...]
    return patterns.last { $0.matches(below, isFolder: isFolder) }.map { !$0.isNegated }
  }
}

/// The ignore files that hold in a folder: those of the folders above it first, its own last.
struct IgnoreRules: Sendable {
  private var files: [IgnoreFile] = []

  /// Begins with what `.git/info/exclude` says.
  init(exclude: [UInt8] = []) {
    if !exclude.isEmpty { files.append(IgnoreFile(exclude, in: [])) }
  }

  func adding(_ bytes: [UInt8], in folder: [UInt8]) -> IgnoreRules {
    var rules = self
    rules.files.append(IgnoreFile(bytes, in: folder))
    return rules
  }

  /// Whether a path is ignored; its folders are taken as not ignored, since they were entered.
  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool {
    for file in files.reversed() {
      if let verdict = file.verdict(on: path, isFolder: isFolder) { return verdict }
    }
    return false
  }
}
