internal import Formats
internal import Languages
internal import Text

/// A kind of file that `parse` shows: the globs of its names, and the trees it is read into.
struct FileReader: Sendable {
  let name: String
  let names: [Glob]
  let read: @Sendable (SourceText) -> Reading

  /// The trees of a file, and what is wrong with it.
  struct Reading: Sendable {
    let documents: [Node]
    let diagnostics: [Diagnostic]
  }

  init(
    _ name: String, _ names: [String], read: @escaping @Sendable (SourceText) -> Reading
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
    ) { tree(JSONWithComments.parse($0), of: $0) },
    FileReader("notebook", ["*.ipynb"]) { notebook($0) },
    FileReader("JSON", ["*.json", "*.geojson", "*.avsc"]) { tree(JSON.parse($0), of: $0) },
    FileReader("YAML", ["*.yaml", "*.yml", "*.cff", "*.dvc", "dvc.lock", "*.mlmodel", "mlproject"])
    { documents(YAML.parse($0), of: $0) },
    FileReader("TOML", ["*.toml", "Pipfile", "uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock"]) {
      tree(TOML.parse($0), of: $0)
    },
    FileReader("INI", ["*.ini", "*.cfg", "*.conf", ".coveragerc", ".pylintrc", ".flake8"]) {
      tree(INI.parse($0), of: $0)
    },
    FileReader("HCL", ["*.tf", "*.hcl", "*.tfvars"]) { tree(HCL.parse($0), of: $0) },
    FileReader("Bicep", ["*.bicep"]) { tree(Bicep.parse($0), of: $0) },
    FileReader("text proto", ["*.pbtxt", "*.textproto"]) { tree(TextProto.parse($0), of: $0) },
    FileReader("Python", ["*.py", "*.pyi"]) { source in
      outline(PythonOutline.parse(source), of: source) { $0.json }
    },
    FileReader("R and Julia", ["*.r", "*.jl"]) { source in
      outline(ROutline.parse(source), of: source) { $0.json(in: source) }
    },
    FileReader("shell", ["*.sh", "*.bash", "*.zsh", "*.ksh"]) { source in
      outline(ShellScript.parse(source), of: source) { $0.json(in: source) }
    },
    FileReader("Dockerfile", ["Dockerfile*", "*.Dockerfile", "Containerfile*"]) { source in
      outline(Dockerfile.parse(source), of: source) { $0.json(in: source) }
    },
    FileReader("Makefile", ["Makefile*", "GNUmakefile", "*.mk", "justfile", ".justfile", "*.just"])
    { source in
      outline(TaskFile.parse(source), of: source) { $0.json(in: source) }
    },
    FileReader("requirements", ["*requirements*.txt", "*requirements*.in", "constraints*.txt"]) {
      source in
      outline(RequirementsFile.parse(source), of: source) { $0.json(in: source) }
    },
    FileReader("prose", ["*.md", "*.markdown", "*.qmd", "*.rmd", "*.rst", "*.adoc", "*.org"]) {
      source in
      outline(ProseOutline.parse(source), of: source) { $0.json(in: source) }
    },
  ]

  private static func documents(_ parsed: Parsed<[Node]>, of source: SourceText) -> Reading {
    Reading(
      documents: parsed.value, diagnostics: parsed.problems.map { Diagnostic($0, in: source) })
  }

  private static func tree(_ parsed: Parsed<Node>, of source: SourceText) -> Reading {
    outline(parsed, of: source) { $0 }
  }

  private static func outline<Value>(
    _ parsed: Parsed<Value>, of source: SourceText, _ json: (Value) -> Node
  ) -> Reading {
    documents(Parsed([json(parsed.value)], problems: parsed.problems), of: source)
  }

  /// The outlines of the code cells in one, each entry with its cell; faults count their lines within the cell.
  private static func notebook(_ source: SourceText) -> Reading {
    let parsed = Notebook.parse(source)
    var lists: [(String, [Node])] = ["imports", "definitions", "calls"].map { ($0, []) }
    var diagnostics = parsed.problems.map { Diagnostic($0, in: source) }
    for (index, cell) in parsed.value.cells.enumerated()
    where cell.kind == .code && (cell.language ?? "python").hasPrefix("python") {
      let outline = PythonOutline.parse(cell: cell.source)
      diagnostics += outline.problems.map { Diagnostic($0, in: cell.source) }
      let number = Node.Member(key: .string("cell"), value: .integer(index + 1))
      for place in lists.indices {
        lists[place].1 += (outline.value.json[lists[place].0]?.elements ?? []).map {
          Node(.mapping([number] + $0.members))
        }
      }
    }
    return Reading(
      documents: [.object(lists.map { ($0, .array($1)) })], diagnostics: diagnostics)
  }
}
