internal import OperatingSystem
internal import Text

/// Finds the files of a folder where there is no index to name them: all that `.gitignore` files let through.
struct Walk {
  private(set) var files: [RepositoryFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let folder: Folder
  /// Whether a folder with a `.git` of its own is a submodule; in a plain folder it is a folder like others.
  private let namesSubmodules: Bool
  private var waiting: [(path: [UInt8], rules: IgnoreRules)] = []

  /// More files than this are not looked at.
  private static let limit = 2_000_000

  init(_ folder: Folder, exclude: [UInt8] = [], namesSubmodules: Bool) {
    self.folder = folder
    self.namesSubmodules = namesSubmodules
    waiting = [([], IgnoreRules(exclude: exclude))]
    while let (path, rules) = waiting.popLast(), files.count < Walk.limit {
      visit(path, rules)
    }
    if files.count >= Walk.limit {
      diagnostics.append(
        Diagnostic(
          path: ".", severity: .warning,
          message: "more than \(Walk.limit) files; the rest was not looked at"))
    }
    files = files.sortedByPath()
  }

  private mutating func visit(_ path: [UInt8], _ rules: IgnoreRules) {
    let names: [[UInt8]]
    do throws(FileFault) {
      names = try folder.names(in: path)
    } catch {
      let shown = RepositoryFile(path: path).path
      diagnostics.append(Diagnostic(path: shown, severity: .warning, message: error.message))
      return
    }
    let prefix = path.isEmpty ? [] : path + [UInt8(ascii: "/")]
    var rules = rules
    if names.contains(Array(".gitignore".utf8)),
      let read = try? folder.read(prefix + Array(".gitignore".utf8), limit: 1 << 20)
    {
      rules = rules.adding(read.bytes, in: prefix)
    }
    for name in names where !name.elementsEqual(".git".utf8) { add(prefix + name, rules) }
  }

  private mutating func add(_ path: [UInt8], _ rules: IgnoreRules) {
    guard let status = try? folder.ownStatus(of: path) else { return }
    let isFolder = status.kind == .folder
    guard status.kind != .other, !rules.ignores(path, isFolder: isFolder) else { return }
    if isFolder {
      if namesSubmodules, (try? folder.ownStatus(of: path + Array("/.git".utf8))) != nil {
        files.append(RepositoryFile(path: path, kind: .submodule))
      } else {
        waiting.append((path, rules))
      }
    } else {
      files.append(RepositoryFile(path: path, status: status))
    }
  }
}

extension RepositoryFile {
  /// A file as it stands on disk.
  init(path: [UInt8], status: FileStatus, standing: Standing = .present) {
    let kind: Kind =
      switch status.kind {
      case .symlink: .symlink
      case .folder, .other, .file: status.isExecutable ? .executable : .regular
      }
    self.init(path: path, kind: kind, standing: standing, size: status.size)
  }
}
