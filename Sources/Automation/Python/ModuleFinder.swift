internal import Facts

/// Finds the file or folder that a dotted module name means, seen from an importing file.
///
/// Roots are the importer's folder and those above it, their `src` and the like, folders with package metadata, and
/// for names of several parts any folder: so `src` layouts, namespace packages and several packages in one
/// repository need no settings.
struct ModuleFinder {
  enum Module: Sendable, Hashable {
    case file(Int)
    /// A namespace package: a folder without `__init__.py`.
    case folder(String)
  }

  let files: FileIndex
  let standardLibrary: Set<String>
  private let projectRoots: [String]
  private var cache: [Key: Module?] = [:]
  /// The names of all Python files and of the folders above them: what no path holds is somebody else's module.
  private let knownNames: Set<Substring>

  private struct Key: Hashable {
    let folder: String
    let name: String
  }

  init(facts: FactTable, files: FileIndex, standardLibrary: Set<String>) {
    self.files = files
    self.standardLibrary = standardLibrary
    var roots: [String] = []
    for name in ["pyproject.toml", "setup.py", "setup.cfg"] {
      for file in files.named(name) {
        let folder = FileIndex.folder(of: files.paths[file])
        if !roots.contains(folder) { roots.append(folder) }
      }
    }
    knownNames = ModuleFinder.names(in: files.paths)
    projectRoots = roots.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  private static func names(in paths: [String]) -> Set<Substring> {
    var names: Set<Substring> = []
    for path in paths where path.hasSuffix(".py") {
      let parts = path.split(separator: "/")
      names.formUnion(parts.dropLast())
      if let file = parts.last { names.insert(file.dropLast(3)) }
    }
    return names
  }

  /// The module of an import as written, with its leading dots.
  mutating func module(_ name: String, importer: Int) -> Module? {
    let folder = FileIndex.folder(of: files.paths[importer])
    let key = Key(folder: folder, name: name)
    if let known = cache[key] { return known }
    let found = name.hasPrefix(".") ? relative(name, folder) : absolute(name, folder)
    cache[key] = .some(found)
    return found
  }

  /// The submodule of a package.
  func submodule(_ name: String, of module: Module) -> Module? {
    switch module {
    case .folder(let folder): return at(FileIndex.join(folder, name) ?? name)
    case .file(let file):
      let path = files.paths[file]
      guard FileIndex.name(of: path) == "__init__.py" else { return nil }
      return at(FileIndex.join(FileIndex.folder(of: path), name) ?? name)
    }
  }

  private func relative(_ name: String, _ folder: String) -> Module? {
    let dots = name.prefix { $0 == "." }.count
    let ups = String(repeating: "../", count: dots - 1)
    guard let base = FileIndex.join(folder, ups) else { return nil }
    let rest = name.dropFirst(dots).split(separator: ".").joined(separator: "/")
    if rest.isEmpty { return package(base) }
    return FileIndex.join(base, rest).flatMap(at)
  }

  private func absolute(_ name: String, _ folder: String) -> Module? {
    let parts = name.split(separator: ".")
    guard let first = parts.first, knownNames.contains(first),
      !standardLibrary.contains(String(first))
    else { return nil }
    let path = parts.joined(separator: "/")
    var namespace: Module?
    for root in roots(from: folder) {
      guard let found = at(root.isEmpty ? path : root + "/" + path) else { continue }
      if case .file = found { return found }
      namespace = namespace ?? found
    }
    return anywhere(parts, path, folder) ?? namespace
  }

  private func roots(from folder: String) -> [String] {
    var roots: [String] = []
    var current = folder
    while true {
      roots.append(current)
      roots += ModuleFinder.sourceFolders.map { current.isEmpty ? $0 : current + "/" + $0 }
      guard !current.isEmpty else { break }
      current = FileIndex.folder(of: current)
    }
    for root in projectRoots {
      roots.append(root)
      roots.append(root.isEmpty ? "src" : root + "/src")
    }
    return roots
  }

  private static let sourceFolders = ["src", "lib", "python", "dags", "plugins", "scripts"]

  /// A module by the end of its path, wherever it lies; the nearest to the importer, and only one if it has one part.
  private func anywhere(_ parts: [Substring], _ path: String, _ folder: String) -> Module? {
    guard let last = parts.last else { return nil }
    let suffixes = ["/\(path).py", "/\(path)/__init__.py"]
    let named = files.named("\(last).py") + files.named("__init__.py")
    let found = named.filter { file in suffixes.contains { files.paths[file].hasSuffix($0) } }
    if parts.count == 1, found.count != 1 { return nil }
    let best = found.max { a, b in
      nearness(files.paths[a], folder) < nearness(files.paths[b], folder)
    }
    return best.map(Module.file)
  }

  /// How many leading bytes two paths share, less what a shorter path has over.
  private func nearness(_ path: String, _ folder: String) -> (Int, Int) {
    let common = zip(path.utf8, folder.utf8).prefix { $0 == $1 }.count
    return (common, -path.utf8.count)
  }

  private func at(_ path: String) -> Module? {
    if let file = files[path + ".py"] { return .file(file) }
    return package(path)
  }

  private func package(_ folder: String) -> Module? {
    if let file = files[folder.isEmpty ? "__init__.py" : folder + "/__init__.py"] {
      return .file(file)
    }
    return files.isFolder(folder) ? .folder(folder) : nil
  }
}
