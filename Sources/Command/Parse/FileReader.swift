internal import Formats
internal import Languages
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
    self.names = names.map { Glob($0, ignoresCase: true) }
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
    FileReader("YAML", ["*.yaml", "*.yml", "*.cff", "*.dvc", "dvc.lock", "*.mlmodel", "mlproject"])
    {
      YAML.parse($0)
    },
    FileReader("TOML", ["*.toml", "Pipfile", "uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock"]) {
      one(TOML.parse($0))
    },
    FileReader("INI", ["*.ini", "*.cfg", "*.conf", ".coveragerc", ".pylintrc", ".flake8"]) {
      one(INI.parse($0))
    },
    FileReader("Python", ["*.py", "*.pyi"]) { outline(PythonOutline.parse($0)) { $0.json } },
    FileReader("shell", ["*.sh", "*.bash", "*.zsh", "*.ksh"]) { source in
      outline(ShellScript.parse(source)) { $0.json(in: source) }
    },
    FileReader("Dockerfile", ["Dockerfile*", "*.Dockerfile", "Containerfile*"]) { source in
      outline(Dockerfile.parse(source)) { $0.json(in: source) }
    },
    FileReader("Makefile", ["Makefile*", "GNUmakefile", "*.mk", "justfile", ".justfile", "*.just"])
    {
      source in outline(TaskFile.parse(source)) { $0.json(in: source) }
    },
  ]

  private static func one(_ parsed: Parsed<Node>) -> Parsed<[Node]> { outline(parsed) { $0 } }

  private static func outline<Value>(
    _ parsed: Parsed<Value>, _ json: (Value) -> Node
  ) -> Parsed<[Node]> {
    Parsed([json(parsed.value)], problems: parsed.problems)
  }
}
