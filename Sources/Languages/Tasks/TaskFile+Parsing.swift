package import Text

extension TaskFile {
  /// Reads a justfile where the path is named so, and a Makefile otherwise.
  package static func parse(_ source: SourceText) -> Parsed<TaskFile> {
    isJustfile(source.path) ? justfile(source) : makefile(source)
  }

  /// Reads GNU make's language: rules, variables, `include`, `define`; both branches of a conditional are taken.
  package static func makefile(_ source: SourceText) -> Parsed<TaskFile> {
    var parser = MakefileParser(source: source)
    return parser.parse()
  }

  /// Reads just's language: recipes with parameters and attributes, variables, aliases, imports and modules.
  package static func justfile(_ source: SourceText) -> Parsed<TaskFile> {
    var parser = JustfileParser(source: source)
    return parser.parse()
  }

  private static func isJustfile(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return name == "justfile" || name == ".justfile" || name.hasSuffix(".just")
  }
}
