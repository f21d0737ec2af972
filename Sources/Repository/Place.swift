internal import OperatingSystem
internal import Text

/// Where a path that a user named lies: in a checkout, or in a folder without git.
struct Place {
  /// The path itself, absolute and without links.
  let path: String
  /// The root of the checkout around it, or the path itself.
  let root: String
  let git: GitFolder?
  let notes: [Diagnostic]

  init(_ named: String) throws(CheckoutError) {
    path = try Place.folder(named)
    var notes: [Diagnostic] = []
    var folder = path
    while true {
      if let git = GitFolder.at(root: folder) {
        let isBare = git.config.truth("core.bare") == true && !git.hasIndex
        guard !isBare else { throw .noWorkingTree(path: named) }
        (root, self.git, self.notes) = (folder, git, notes)
        return
      }
      guard !GitFolder.isOne(folder) else { throw .noWorkingTree(path: named) }
      if folder == path, (try? status(ofPath: folder + "/.git")) != nil {
        notes.append(
          Diagnostic(path: ".git", severity: .warning, message: "leads to no repository"))
      }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { break }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    (root, git, self.notes) = (path, nil, notes)
  }

  /// The path below the root with a `/` behind it; empty where it is the root.
  var scope: String {
    guard path != root else { return "" }
    return String(path.dropFirst(root == "/" ? 1 : root.count + 1)) + "/"
  }

  private static func folder(_ named: String) throws(CheckoutError) -> String {
    do throws(FileFault) {
      guard try status(ofPath: named).kind == .folder else { throw .notFolder }
      guard let path = resolvedPath(named) else { throw .missing }
      return path
    } catch {
      switch error {
      case .missing: throw .missing(path: named)
      case .notFolder: throw .notFolder(path: named)
      default: throw .unreadable(path: named, error)
      }
    }
  }
}
