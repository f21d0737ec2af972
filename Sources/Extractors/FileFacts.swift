package import Facts
package import Text

/// What was read of one file; indexes in it count from the file's own first fact until it joins the table.
package struct FileFacts: Sendable {
  package var contents: FileContents?
  package var definitions: [Definition] = []
  package var imports: [ImportFact] = []
  package var calls: [CallFact] = []
  package var assignments: [AssignmentFact] = []
  package var conditions: [ConditionFact] = []
  package var exits: [ExitFact] = []
  package var dependencies: [DependencyFact] = []
  package var resources: [ResourceFact] = []
  package var registry: [RegistryFact] = []
  package var headings: [HeadingFact] = []
  package var looseCommands: [LooseCommand] = []
  package var diagnostics: [Diagnostic] = []
  /// A role that the content shows, where the path could not: a generated file.
  package var role: Role?

  package init() {}
}

extension FactTable {
  /// Adds the facts of one file, its indexes moved behind those that are here.
  package mutating func append(_ facts: FileFacts, file: Int) {
    if let contents = facts.contents { self.contents[file] = contents }
    if let role = facts.role { files[file].role = role }
    let move = IndexMove(definitions: definitions.count, calls: calls.count)
    definitions += facts.definitions.map(move.moved)
    imports += facts.imports.map(move.moved)
    calls += facts.calls.map(move.moved)
    assignments += facts.assignments.map(move.moved)
    conditions += facts.conditions.map(move.moved)
    exits += facts.exits.map(move.moved)
    dependencies += facts.dependencies
    resources += facts.resources
    registry += facts.registry
    headings += facts.headings
    looseCommands += facts.looseCommands
    diagnostics += facts.diagnostics
  }
}

/// How far the indexes of a file's facts move when they join the table.
private struct IndexMove {
  let definitions: Int
  let calls: Int

  func moved(_ fact: Definition) -> Definition {
    Definition(
      file: fact.file, kind: fact.kind, name: fact.name, qualname: fact.qualname,
      parent: fact.parent.map { $0 + definitions }, location: fact.location,
      lastLine: fact.lastLine, decorators: fact.decorators.map(moved),
      bases: fact.bases.map(moved), parameters: fact.parameters.map(moved), isStub: fact.isStub)
  }

  private func moved(_ parameter: Parameter) -> Parameter {
    Parameter(
      name: parameter.name, annotation: parameter.annotation.map(moved),
      fallback: parameter.fallback.map(moved))
  }

  private func moved(_ expression: Expression) -> Expression {
    guard calls > 0 else { return expression }
    return Expression(
      moved(expression.value), names: expression.names, strings: expression.strings)
  }

  private func moved(_ value: Expression.Value) -> Expression.Value {
    switch value {
    case .call(let index): .call(index + calls)
    case .sequence(let elements): .sequence(elements.map(moved))
    case .mapping(let members): .mapping(members.map { (moved($0.key), moved($0.value)) })
    case .none, .boolean, .number, .string, .name, .other: value
    }
  }

  func moved(_ fact: ImportFact) -> ImportFact {
    ImportFact(
      file: fact.file, definition: fact.definition + definitions, location: fact.location,
      module: fact.module, name: fact.name, alias: fact.alias, isForTypesOnly: fact.isForTypesOnly)
  }

  func moved(_ fact: CallFact) -> CallFact {
    CallFact(
      file: fact.file, definition: fact.definition + definitions, location: fact.location,
      callee: fact.callee, resolved: fact.resolved, member: fact.member,
      receiver: fact.receiver.map { $0 + calls },
      arguments: fact.arguments.map {
        Argument(name: $0.name, expression: moved($0.expression))
      }, assignedTo: fact.assignedTo, isUnderMain: fact.isUnderMain, isRead: fact.isRead,
      range: fact.range)
  }

  func moved(_ fact: AssignmentFact) -> AssignmentFact {
    AssignmentFact(
      file: fact.file, definition: fact.definition + definitions, location: fact.location,
      target: fact.target, expression: moved(fact.expression),
      annotation: fact.annotation.map(moved))
  }

  func moved(_ fact: ConditionFact) -> ConditionFact {
    ConditionFact(
      file: fact.file, definition: fact.definition + definitions, location: fact.location,
      kind: fact.kind,
      comparisons: fact.comparisons.map {
        ConditionFact.Comparison(left: moved($0.left), symbol: $0.symbol, right: moved($0.right))
      }, whole: moved(fact.whole), consequence: fact.consequence, bodyCalls: fact.bodyCalls,
      range: fact.range)
  }

  func moved(_ fact: ExitFact) -> ExitFact {
    ExitFact(
      file: fact.file, definition: fact.definition + definitions, location: fact.location,
      kind: fact.kind, detail: fact.detail)
  }
}
