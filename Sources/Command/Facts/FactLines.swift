internal import Facts
internal import Text

/// A kind of fact as `facts` prints it: its name, and each fact's place and fields.
struct FactKind: Sendable {
  let name: String
  let facts: @Sendable (FactTable) -> [FactLine]

  /// One row a kind.
  static let all: [FactKind] = [
    FactKind("file") { table in table.files.map(FactLine.file) },
    FactKind("dependency") { table in table.dependencies.map(FactLine.dependency) },
    FactKind("import") { table in table.imports.map(FactLine.importOf) },
    FactKind("definition") { table in table.definitions.compactMap(FactLine.definition) },
    FactKind("call") { table in table.calls.filter { !$0.isRead }.map(FactLine.call) },
    FactKind("assignment") { table in table.assignments.map(FactLine.assignment) },
    FactKind("condition") { table in table.conditions.map(FactLine.condition) },
    FactKind("exit") { table in table.exits.map(FactLine.exit) },
    FactKind("setting") { table in table.contents.values.flatMap(FactLine.settings) },
    FactKind("command") { table in table.looseCommands.map(FactLine.command) },
    FactKind("resource") { table in table.resources.map(FactLine.resource) },
    FactKind("registry") { table in table.registry.map(FactLine.registry) },
    FactKind("heading") { table in table.headings.map(FactLine.heading) },
    FactKind("commit") { table in table.history.commits.map(FactLine.commit) },
    FactKind("tag") { table in table.history.tags.map { FactLine.tag($0.name, $0.day) } },
  ]

  private init(_ name: String, facts: @escaping @Sendable (FactTable) -> [FactLine]) {
    self.name = name
    self.facts = facts
  }

  /// The facts of these kinds as JSON trees, by place; history, which has none, last and newest first.
  static func lines(of kinds: [FactKind], in table: FactTable) -> [Node] {
    let rows = kinds.flatMap { kind in kind.facts(table).map { (kind.name, $0) } }
    let placed = rows.filter { $0.1.location != nil }.enumerated().sorted { a, b in
      let (x, y) = (a.element.1.location, b.element.1.location)
      guard let x, let y, x != y else { return a.offset < b.offset }
      return x < y
    }.map(\.element)
    return (placed + rows.filter { $0.1.location == nil }).map { $1.node(kind: $0) }
  }
}

/// One fact: where it stands, and what it says.
struct FactLine: Sendable {
  let location: Location?
  let fields: [(String, Node)]

  func node(kind: String) -> Node {
    var members: [(String, Node)] = [("kind", .string(kind))]
    if let location {
      members.append(("path", .string(location.path)))
      if let cell = location.cell { members.append(("cell", .integer(cell))) }
      members += [("line", .integer(location.line)), ("column", .integer(location.column))]
    }
    return .object(members + fields)
  }
}
