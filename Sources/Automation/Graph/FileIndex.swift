internal import Facts
internal import Text

/// Files by path and folder, and paths resolved against working folders.
struct FileIndex: Sendable {
  private let byPath: [String: Int]
  private let byName: [String: [Int]]
  private let folders: Set<String>
  let paths: [String]

  init(facts: FactTable) {
    var byPath: [String: Int] = [:]
    var byName: [String: [Int]] = [:]
    var folders: Set<String> = [""]
    for (index, file) in facts.files.enumerated() {
      byPath[file.path] = index
      byName[String(file.name), default: []].append(index)
      var folder = FileIndex.folder(of: file.path)
      while folders.insert(folder).inserted { folder = FileIndex.folder(of: folder) }
    }
    self.byPath = byPath
    self.byName = byName
    self.folders = folders
    paths = facts.files.map(\.path)
  }

  subscript(path: String) -> Int? { byPath[path] }

  /// The files of one name, anywhere, in path order.
  func named(_ name: String) -> [Int] { byName[name] ?? [] }

  func isFolder(_ path: String) -> Bool { folders.contains(path) }

  /// The files below a folder, in path order.
  func below(_ folder: String) -> [Int] {
    guard !folder.isEmpty else { return Array(paths.indices) }
    let prefix = folder + "/"
    var low = 0
    var high = paths.count
    while low < high {
      let middle = (low + high) / 2
      if paths[middle] < prefix { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < paths.count, paths[low].hasPrefix(prefix) {
      found.append(low)
      low += 1
    }
    guard found.isEmpty, isFolder(folder) else { return found }
    // Where another order than that of strings was used, look at all.
    return paths.indices.filter { paths[$0].hasPrefix(prefix) }
  }

  /// The first of several folders below which a path names a file.
  func file(_ path: String, from folders: [String]) -> Int? {
    for folder in folders {
      if let path = FileIndex.join(folder, path), let index = byPath[path] { return index }
    }
    return nil
  }

  /// The first of several paths that names a file.
  func first(of paths: [String], from folders: [String]) -> Int? {
    for path in paths {
      if let found = file(path, from: folders) { return found }
    }
    return nil
  }

  /// The first of several folders below which a path names a folder; the joined path.
  func folder(_ path: String, from folders: [String]) -> String? {
    for folder in folders {
      if let path = FileIndex.join(folder, path), isFolder(path) { return path }
    }
    return nil
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// A path below a folder with `.` and `..` taken out; nil where it leaves the root.
  static func join(_ folder: String, _ path: String) -> String? {
    var path = path[...]
    var parts = path.hasPrefix("/") ? [] : folder.split(separator: "/")
    for prefix in workspacePrefixes where path.hasPrefix(prefix) {
      let rest = path.dropFirst(prefix.count)
      guard rest.isEmpty || rest.hasPrefix("/") else { continue }
      path = rest
      parts = []
      break
    }
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard !parts.isEmpty else { return nil }
        parts.removeLast()
      default: parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// How the systems name the checkout's folder.
  private static let workspacePrefixes = [
    "${{ github.workspace }}", "${{github.workspace}}", "$GITHUB_WORKSPACE", "${GITHUB_WORKSPACE}",
    "$CI_PROJECT_DIR", "${CI_PROJECT_DIR}", "$(Build.SourcesDirectory)",
    "$(System.DefaultWorkingDirectory)", "$BUILD_SOURCESDIRECTORY", "$WORKSPACE", "${WORKSPACE}",
    "$TRAVIS_BUILD_DIR", "$BITBUCKET_CLONE_DIR", "$CODEBUILD_SRC_DIR", "$PWD", "${PWD}", "$(pwd)",
    "$(PWD)", "$(CURDIR)", "/workspace", "/opt/airflow", "/usr/src/app", "/app", "/code", "/srv",
    "{toxinidir}",
  ]
}
