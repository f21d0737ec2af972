internal import OperatingSystem
internal import Text

extension Checkout {
  /// Opens what a user named: a checkout's root, a folder inside one, or a plain folder. No process is started.
  ///
  /// Where the index cannot be used, the files are found by walking, and a diagnostic says why.
  package static func open(_ path: String) throws(CheckoutError) -> Checkout {
    let place = try Place(path)
    guard let git = place.git else {
      return try plain(place, reason: "the folder is in no git repository")
    }
    let folder = try open(place.root, named: path)
    let index: GitIndex
    do throws(GitIndex.Fault) {
      index = try git.index()
    } catch {
      return walked(place, git, folder, because: error)
    }
    let scope = place.scope
    guard scope.isEmpty || index.entries.contains(where: { $0.path.starts(with: scope.utf8) })
    else {
      return try plain(
        place, reason: "the folder is not tracked by the git repository around it")
    }
    return tracked(index, place, git, folder)
  }

  private static func tracked(
    _ index: GitIndex, _ place: Place, _ git: GitFolder, _ folder: Folder
  ) -> Checkout {
    let listing = Listing(
      index, in: folder, indexWritten: git.indexWritten,
      honoursMode: git.config.truth("core.filemode") ?? true)
    let claims = Set(["", place.scope]).flatMap {
      untrackedClaims(below: $0, folder, listing.files)
    }
    let files = claims.isEmpty ? listing.files : (listing.files + claims).sortedByPath()
    let tree = WorkingTree(
      root: place.root, git: git, indexTree: index.tree, isChanged: listing.isChanged,
      suspects: listing.suspects)
    return Checkout(
      files: files, scope: place.scope, diagnostics: place.notes, remoteName: git.remoteName,
      source: .folder(folder, .checkout(tree)))
  }

  private static func walked(
    _ place: Place, _ git: GitFolder, _ folder: Folder, because fault: GitIndex.Fault
  ) -> Checkout {
    let walk = Walk(folder, exclude: git.exclude, namesSubmodules: true)
    let note = Diagnostic(
      path: ".git/index", severity: .warning,
      message: "\(fault.message); every file that is not ignored was taken instead")
    let tree = WorkingTree(
      root: place.root, git: git, indexTree: nil, isChanged: false, suspects: [])
    return Checkout(
      files: walk.files, scope: place.scope, diagnostics: place.notes + [note] + walk.diagnostics,
      remoteName: git.remoteName, source: .folder(folder, .checkout(tree)))
  }

  private static func plain(_ place: Place, reason: String) throws(CheckoutError) -> Checkout {
    let folder = try open(place.path, named: place.path)
    let walk = Walk(folder, namesSubmodules: false)
    return Checkout(
      files: walk.files, scope: "", diagnostics: place.notes + walk.diagnostics, remoteName: nil,
      source: .folder(folder, .none(reason: reason)))
  }

  private static func open(_ path: String, named: String) throws(CheckoutError) -> Folder {
    do throws(FileFault) {
      return try Folder(path: path)
    } catch {
      throw .unreadable(path: named, error)
    }
  }

  /// The files of `.readiness` that are on disk and not tracked: claims count before they are committed.
  private static func untrackedClaims(
    below scope: String, _ folder: Folder, _ tracked: [RepositoryFile]
  ) -> [RepositoryFile] {
    let place = Array((scope + ".readiness").utf8)
    guard let names = try? folder.names(in: place) else { return [] }
    let known = Set(tracked.lazy.map(\.bytes).filter { $0.starts(with: place) })
    return names.compactMap { name in
      let path = place + [UInt8(ascii: "/")] + name
      guard !known.contains(path), let status = try? folder.status(of: path),
        status.kind == .file || status.kind == .symlink
      else { return nil }
      return RepositoryFile(path: path, status: status, standing: .untracked)
    }
  }
}

extension [RepositoryFile] {
  /// By the bytes of the paths, the order of git.
  func sortedByPath() -> [RepositoryFile] {
    sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
