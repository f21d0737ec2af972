/// The targets of task files: by family (`make`, `tox` …), task file and name.
struct TargetTable: Sendable {
  struct TaskFolder: Sendable {
    let file: Int
    /// The folder from which the file is found.
    let folder: String
    var nodes: [String: Int] = [:]
    /// What runs when no target is named.
    var defaults: [Int] = []
    /// Where a name has no target of its own: tox's `testenv`.
    var fallback: Int?
  }

  private(set) var families: [String: [TaskFolder]] = [:]

  mutating func define(_ family: String, _ folder: TaskFolder) {
    families[family, default: []].append(folder)
  }

  /// The task files of a family that a working folder sees, the likeliest first.
  func find(_ family: String, from folders: [String], files: FileIndex, named path: String? = nil)
    -> [TaskFolder]
  {
    let all = families[family] ?? []
    if let path {
      guard let file = files.file(path, from: folders) else { return [] }
      return all.filter { $0.file == file }
    }
    for start in folders {
      var current = start
      while true {
        let found = all.filter { $0.folder == current }
        if !found.isEmpty { return found }
        guard !current.isEmpty else { break }
        current = FileIndex.folder(of: current)
      }
    }
    return []
  }
}
