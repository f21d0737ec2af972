internal import Facts
internal import Text

/// The commands that installing the project's packages gives: their names and what they call.
struct ConsoleScripts {
  struct Entry: Sendable {
    let file: Int
    /// `module:function`.
    let target: String
    let location: Location
  }

  private(set) var entries: [String: Entry] = [:]

  init(facts: FactTable, files: FileIndex) {
    for file in files.named("pyproject.toml") { readPyproject(file, facts) }
    for file in files.named("setup.cfg") { readSetupConfiguration(file, facts) }
    for call in facts.calls
    where call.member == "setup" && FileIndex.name(of: files.paths[call.file]) == "setup.py" {
      for argument in call.arguments where argument.name == "entry_points" {
        for line in argument.expression.strings { add(line, call.file, call.location) }
      }
    }
  }

  private mutating func readPyproject(_ file: Int, _ facts: FactTable) {
    guard let structured = facts.structured(file), let root = structured.documents.first else {
      return
    }
    let tables = [
      root["project"]?["scripts"], root["tool"]?["poetry"]?["scripts"],
      root["project"]?["gui-scripts"],
    ]
    for table in tables {
      for member in table?.members ?? [] {
        guard let name = member.key.scalar,
          let target = member.value.scalar ?? member.value["callable"]?.scalar
        else { continue }
        entries[name] = Entry(
          file: file, target: target, location: structured.location(of: member.key))
      }
    }
  }

  private mutating func readSetupConfiguration(_ file: Int, _ facts: FactTable) {
    guard let structured = facts.structured(file),
      let node = structured.documents.first?["options.entry_points"]?["console_scripts"]
    else { return }
    for line in (node.scalar ?? "").split(separator: "\n") {
      add(String(line), file, structured.location(of: node))
    }
  }

  /// `name = module:function`.
  private mutating func add(_ line: String, _ file: Int, _ location: Location) {
    for line in line.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
        .map { $0.filter { !$0.isWhitespace } }
      guard parts.count == 2, parts[1].contains(":") || parts[1].contains(".") else { continue }
      entries[parts[0]] = Entry(file: file, target: parts[1], location: location)
    }
  }
}
