internal import Facts
internal import Text

extension FactLine {
  static func file(_ fact: FileFact) -> FactLine {
    FactLine(
      location: Location(path: fact.path),
      fields: [
        ("role", .string(fact.role.rawValue)), ("size", .integer(fact.size)),
        ("tracked", .boolean(fact.isTracked)), ("enclosing", .boolean(fact.isEnclosing)),
      ])
  }

  static func dependency(_ fact: DependencyFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [
        ("name", .string(fact.name)), ("ecosystem", .string(fact.ecosystem)),
        ("requirement", .string(fact.requirement)), ("pinned", .boolean(fact.isPinned)),
        ("locked", .boolean(fact.isLocked)), ("group", optional(fact.group)),
      ])
  }

  static func importOf(_ fact: ImportFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [
        ("module", .string(fact.module)), ("name", optional(fact.name)),
        ("as", optional(fact.alias)),
      ])
  }

  /// Nil for a module body, which is the file.
  static func definition(_ fact: Definition) -> FactLine? {
    guard fact.kind != .module else { return nil }
    return FactLine(
      location: fact.location,
      fields: [
        ("what", .string(fact.kind == .type ? "class" : "function")),
        ("qualname", .string(fact.qualname)),
        ("bases", names(fact.bases)), ("decorators", names(fact.decorators)),
        ("parameters", .array(fact.parameters.map { .string($0.name) })),
      ])
  }

  static func call(_ fact: CallFact) -> FactLine {
    let keywords = fact.arguments.compactMap { argument in
      argument.name.map { ($0, value(argument.expression)) }
    }
    return FactLine(
      location: fact.location,
      fields: [
        ("callee", optional(fact.callee)), ("resolved", optional(fact.resolved)),
        (
          "arguments",
          .array(fact.arguments.filter { $0.name == nil }.map { value($0.expression) })
        ),
        ("keywords", .object(keywords)),
      ])
  }

  static func assignment(_ fact: AssignmentFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [("target", .string(fact.target)), ("value", value(fact.expression))])
  }

  static func condition(_ fact: ConditionFact) -> FactLine {
    let comparisons = fact.comparisons.map { comparison in
      Node.object([
        ("left", value(comparison.left)), ("symbol", .string(comparison.symbol)),
        ("right", value(comparison.right)),
      ])
    }
    return FactLine(
      location: fact.location,
      fields: [
        ("what", .string(fact.kind.rawValue)), ("comparisons", .array(comparisons)),
        ("names", .array(fact.whole.names.map(Node.string))),
        ("consequence", .string(fact.consequence.rawValue)),
      ])
  }

  static func exit(_ fact: ExitFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [("what", .string(fact.kind.rawValue)), ("detail", optional(fact.detail))])
  }

  static func command(_ fact: LooseCommand) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [("origin", .string(fact.origin.rawValue)), ("text", .string(fact.text))])
  }

  static func resource(_ fact: ResourceFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [
        ("system", .string(fact.system)), ("what", .string(fact.kind)),
        ("name", .string(fact.name)),
      ])
  }

  static func registry(_ fact: RegistryFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [
        ("system", .string(fact.system)), ("what", .string(fact.kind)),
        ("name", .string(fact.name)),
      ])
  }

  static func heading(_ fact: HeadingFact) -> FactLine {
    FactLine(
      location: fact.location,
      fields: [
        ("level", .integer(fact.level)), ("title", .string(fact.title)),
        ("tables", .integer(fact.tables.count)), ("figures", .integer(fact.figures)),
        ("list-items", .integer(fact.listItems)), ("numbers", .integer(fact.numbers)),
      ])
  }

  static func commit(_ fact: HistoryFact.Commit) -> FactLine {
    FactLine(
      location: nil,
      fields: [
        ("commit", .string(fact.hash)), ("day", .string(fact.day)),
        ("author", .string(fact.author)), ("subject", .string(fact.subject)),
        ("parents", .integer(fact.parents)), ("reviewed", .boolean(fact.isReviewed)),
      ])
  }

  static func tag(_ name: String, _ day: String) -> FactLine {
    FactLine(location: nil, fields: [("tag", .string(name)), ("day", .string(day))])
  }

  /// Each scalar of a structured file under its key path.
  static func settings(_ contents: FileContents) -> [FactLine] {
    guard case .structured(let file) = contents else { return [] }
    var found: [FactLine] = []
    // A stack of its own: a file may nest to a thousand levels.
    var pending = file.documents.reversed().map { (key: "", node: $0) }
    while let (key, node) = pending.popLast() {
      switch node.content {
      case .mapping(let members):
        for member in members.reversed() {
          let name = member.key.scalar ?? "?"
          pending.append((key.isEmpty ? name : "\(key).\(name)", member.value))
        }
      case .sequence(let elements):
        for (index, element) in elements.enumerated().reversed() {
          pending.append(("\(key)[\(index)]", element))
        }
      default:
        found.append(
          FactLine(
            location: file.location(of: node), fields: [("key", .string(key)), ("value", node)]))
      }
    }
    return found
  }

  private static func optional(_ text: String?) -> Node { text.map(Node.string) ?? .null }

  private static func names(_ expressions: [Expression]) -> Node {
    .array(expressions.map { optional($0.value.name ?? $0.names.first) })
  }

  /// A literal or a name; what is neither is null.
  private static func value(_ expression: Expression) -> Node { value(expression.value, depth: 0) }

  private static func value(_ value: Expression.Value, depth: Int) -> Node {
    guard depth < 64 else { return .null }
    switch value {
    case .boolean(let truth): return .boolean(truth)
    case .number(let number):
      return Int(exactly: number).map(Node.integer) ?? .float(number)
    case .string(let text): return .string(text)
    case .name(let name): return .object([("name", .string(name))])
    case .sequence(let elements):
      return .array(elements.map { self.value($0, depth: depth + 1) })
    case .mapping(let pairs):
      return .array(
        pairs.map {
          .array([self.value($0.key, depth: depth + 1), self.value($0.value, depth: depth + 1)])
        })
    case .none, .call, .other: return .null
    }
  }
}
