internal import Formats
internal import Text

/// A kind of file that `parse` shows: the globs of its names, and the trees it is read into.
struct FileReader: Sendable {
  let name: String
  let names: [Glob]
  let read: @Sendable (SourceText) -> Parsed<[Node]>

  init(
    _ name: String, _ names: [String],
    read: @escaping @Sendable (SourceText) -> Parsed<[Node]>
  ) {
    self.name = name
    self.names = names.map { Glob($0) }
    self.read = read
  }

  /// The reader of a path: the first row that has a glob for its last component.
  static func reader(of path: String) -> FileReader? {
    let file = String(path.split(separator: "/").last ?? "")
    return all.first { $0.names.contains { $0.matches(file) } }
  }

  /// One row a kind of file, the more special names first.
  static let all: [FileReader] = [
    FileReader(
      "JSON with comments",
      ["*.jsonc", "*.json5", "devcontainer.json", "tsconfig*.json", "renovate.json"]
    ) { one(JSONWithComments.parse($0)) },
    FileReader("JSON", ["*.json", "*.geojson", "*.avsc"]) { one(JSON.parse($0)) },
  ]

  private static func one(_ parsed: Parsed<Node>) -> Parsed<[Node]> {
    Parsed([parsed.value], problems: parsed.problems)
  }
}
