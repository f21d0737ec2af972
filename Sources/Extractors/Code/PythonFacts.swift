internal import Facts
internal import Languages
internal import Text

/// Turns outlines into facts: one for a `.py` file, one for each code cell of a notebook, all in one module.
struct PythonFacts {
  let file: Int
  let path: String
  /// Attribute names that rules look for where they are only read; other reads are left out.
  let members: Set<String>
  private(set) var facts = FileFacts()
  /// The imports of the cells read so far.
  private var resolver: PythonResolver?

  init(file: Int, path: String, lineCount: Int, members: Set<String>) {
    self.file = file
    self.path = path
    self.members = members
    facts.definitions.append(
      Definition(
        file: file, kind: .module, name: PythonFacts.moduleName(of: path), qualname: "",
        parent: nil, location: Location(path: path), lastLine: lineCount))
  }

  /// `a.b.c` for `a/b/c.py`, `a.b` for `a/b/__init__.py`: the name below the root, for relative imports.
  static func moduleName(of path: String) -> String {
    var parts = path.split(separator: "/").map(String.init)
    guard let last = parts.popLast() else { return "" }
    let stem = last.split(separator: ".").first.map(String.init) ?? last
    if stem != "__init__" { parts.append(stem) }
    return parts.joined(separator: ".")
  }

  mutating func add(_ outline: PythonOutline, cell: Int? = nil) {
    var reader = OutlineReader(
      outline: outline, file: file, path: path, cell: cell, members: members,
      firstDefinition: facts.definitions.count, firstCall: facts.calls.count, after: resolver)
    resolver = reader.resolver
    reader.read()
    facts.definitions += reader.definitions
    facts.imports += reader.imports
    facts.calls += reader.calls
    facts.assignments += reader.assignments
    facts.conditions += reader.conditions
    facts.exits += reader.exits
  }
}

/// Reads one outline; scope 0 is the file's module, the others follow `firstDefinition`.
private struct OutlineReader {
  let outline: PythonOutline
  let file: Int
  let path: String
  let cell: Int?
  let members: Set<String>
  let firstDefinition: Int
  let firstCall: Int
  let resolver: PythonResolver
  var definitions: [Definition] = []
  var imports: [ImportFact] = []
  var calls: [CallFact] = []
  var assignments: [AssignmentFact] = []
  var conditions: [ConditionFact] = []
  var exits: [ExitFact] = []

  init(
    outline: PythonOutline, file: Int, path: String, cell: Int?, members: Set<String>,
    firstDefinition: Int, firstCall: Int, after earlier: PythonResolver?
  ) {
    self.outline = outline
    self.file = file
    self.path = path
    self.cell = cell
    self.members = members
    self.firstDefinition = firstDefinition
    self.firstCall = firstCall
    resolver = PythonResolver(
      outline, module: PythonFacts.moduleName(of: path), isPackage: path.hasSuffix("__init__.py"),
      after: earlier)
  }

  mutating func read() {
    definitions = outline.scopes.indices.dropFirst().map(definition)
    imports = outline.imports.map(imported)
    calls = outline.calls.map(call) + reads()
    assignments = outline.assignments.flatMap(assigned)
    conditions = outline.conditions.map(condition) + outline.calls.compactMap(assertion)
    exits = outline.exits.compactMap(exit)
  }

  private func location(_ offset: Int) -> Location {
    let place = outline.source.position(of: offset)
    return Location(path: path, cell: cell, line: place.line, column: place.column)
  }

  private func definition(ofScope scope: Int) -> Int {
    scope == 0 ? 0 : firstDefinition + scope - 1
  }

  // MARK: Expressions

  private func expression(_ expression: PythonOutline.Expression, in scope: Int) -> Expression {
    Expression(
      value(outline.value(of: expression), in: scope),
      names: outline.names(in: expression).map { resolver.resolved($0, in: scope) },
      strings: outline.strings(in: expression))
  }

  private func value(_ value: PythonValue, in scope: Int) -> Expression.Value {
    switch value {
    case .string(let text): .string(text)
    case .integer(let number): .number(Double(number))
    case .float(let number): .number(number)
    case .boolean(let truth): .boolean(truth)
    case .none: .none
    case .name(let name): .name(resolver.resolved(name, in: scope))
    case .list(let elements), .tuple(let elements), .set(let elements):
      .sequence(elements.map { self.value($0, in: scope) })
    case .dictionary(let entries):
      .mapping(
        entries.map { (self.value($0.key, in: scope), self.value($0.value, in: scope)) })
    case .call(let index): .call(firstCall + index)
    case .bytes, .ellipsis, .formatted, .other: .other
    }
  }

  // MARK: Definitions and imports

  private func definition(_ index: Int) -> Definition {
    let scope = outline.scopes[index]
    let lines = outline.lines(of: scope)
    return Definition(
      file: file, kind: scope.kind == .class ? .type : .function,
      name: outline.name(of: scope) ?? "",
      qualname: outline.qualifiedName(ofScope: index), parent: definition(ofScope: scope.parent),
      location: location(scope.offset), lastLine: lines.upperBound,
      decorators: outline.decorators(of: scope).map { decorator($0, in: scope.parent) },
      bases: outline.bases(of: scope).filter { $0.kind == .positional }
        .map { expression($0.value, in: scope.parent) },
      parameters: outline.parameters(of: scope).map { parameter in
        Parameter(
          name: outline.text(parameter.name),
          annotation: parameter.annotation.map { expression($0, in: scope.parent) },
          fallback: parameter.standard.map { expression($0, in: scope.parent) })
      }, isStub: scope.isTrivial)
  }

  /// A decorator's value is its name, also where it is called; the call's names and strings follow.
  private func decorator(_ decorator: PythonOutline.Expression, in scope: Int) -> Expression {
    let whole = expression(decorator, in: scope)
    guard let name = outline.decoratorName(decorator) else { return whole }
    let resolved = resolver.resolved(name, in: scope)
    return Expression(
      .name(resolved), names: [resolved] + whole.names.filter { $0 != resolved },
      strings: whole.strings)
  }

  private func imported(_ row: PythonOutline.Import) -> ImportFact {
    ImportFact(
      file: file, definition: definition(ofScope: row.scope), location: location(row.offset),
      module: outline.module(of: row), name: outline.name(of: row), alias: outline.alias(of: row),
      isForTypesOnly: row.isTypeChecking)
  }

  // MARK: Calls

  private func call(_ call: PythonOutline.Call) -> CallFact {
    let callee = outline.callee(of: call)
    let resolved = callee.map { resolver.resolved($0, in: call.scope) }
    return CallFact(
      file: file, definition: definition(ofScope: call.scope), location: location(call.offset),
      callee: callee, resolved: resolved, member: outline.member(of: call) ?? "",
      receiver: call.receiver.map { firstCall + $0 },
      arguments: outline.arguments(of: call).map { argument in
        Argument(
          name: argument.kind == .keyword ? outline.text(argument.name) : nil,
          expression: expression(argument.value, in: call.scope))
      }, assignedTo: outline.targets(of: call), isUnderMain: call.isUnderMain,
      range: call.offset..<max(call.offset, call.end))
  }

  private func reads() -> [CallFact] {
    guard !members.isEmpty else { return [] }
    return outline.reads.compactMap { read in
      guard let member = outline.member(of: read.expression), members.contains(member) else {
        return nil
      }
      let written = outline.dottedName(of: read.expression)
      return CallFact(
        file: file, definition: definition(ofScope: read.scope), location: location(read.offset),
        callee: written, resolved: written.map { resolver.resolved($0, in: read.scope) },
        member: member, isRead: true,
        range: outline.stretch(of: read.expression).range)
    }
  }

  private func assigned(_ assignment: PythonOutline.Assignment) -> [AssignmentFact] {
    guard let value = assignment.value else { return [] }
    let read = expression(value, in: assignment.scope)
    return outline.targetNames(of: assignment).map { target in
      AssignmentFact(
        file: file, definition: definition(ofScope: assignment.scope),
        location: location(assignment.offset), target: target, expression: read,
        annotation: assignment.annotation.map { expression($0, in: assignment.scope) })
    }
  }

  // MARK: Conditions and exits

  private func condition(_ condition: PythonOutline.Condition) -> ConditionFact {
    let outcomes = outline.outcomes(of: condition)
    let isAssertion = condition.kind == .assert
    let (holds, calls) = consequence(outcomes.holds)
    let (fails, otherCalls) = consequence(outcomes.fails)
    return ConditionFact(
      file: file, definition: definition(ofScope: condition.scope),
      location: location(condition.offset), kind: isAssertion ? .assertion : .branch,
      comparisons: comparisons(in: condition.test, scope: condition.scope),
      whole: expression(condition.test, in: condition.scope),
      consequence: isAssertion ? .raises : holds == .nothing ? fails : holds,
      bodyCalls: calls + otherCalls, range: outline.stretch(of: condition.test).range)
  }

  private func comparisons(
    in test: PythonOutline.Expression, scope: Int
  ) -> [ConditionFact.Comparison] {
    outline.subtree(of: test).filter { outline.kind(of: $0) == .comparison }.flatMap { node in
      outline.comparisons(of: node).map { comparison in
        ConditionFact.Comparison(
          left: expression(comparison.left, in: scope), symbol: comparison.operator.rawValue,
          right: expression(comparison.right, in: scope))
      }
    }
  }

  private func consequence(
    _ outcome: PythonOutline.Outcome
  ) -> (ConditionFact.Consequence, calls: [String]) {
    switch outcome {
    case .nothing, .leavesLoop: return (.nothing, [])
    case .raises: return (.raises, [])
    case .exits(let code): return (isZero(code) ? .nothing : .exits, [])
    case .returns: return (.returns, [])
    case .calls(let indexes):
      let names = indexes.compactMap { index -> String? in
        let call = outline.calls[index]
        return outline.resolvedCallee(of: call, by: resolver) ?? outline.member(of: call)
      }
      return (.nothing, names)
    }
  }

  private func isZero(_ code: PythonOutline.Expression?) -> Bool {
    guard let code else { return true }
    switch outline.value(of: code) {
    case .integer(0), .none: return true
    default: return false
    }
  }

  /// `self.assertLess(a, b)`, `pytest.raises(E)`, `numpy.testing.assert_allclose(a, b)`: assertions that are calls.
  private func assertion(_ call: PythonOutline.Call) -> ConditionFact? {
    let member = outline.member(of: call) ?? ""
    let resolved = outline.resolvedCallee(of: call, by: resolver) ?? member
    let isAssertion =
      member.hasPrefix("assert") || resolved == "pytest.raises"
      || resolved.hasPrefix("torch.testing.") || resolved.hasPrefix("chex.assert")
    guard isAssertion else { return nil }
    let arguments = outline.arguments(of: call).filter { $0.kind == .positional }
    let read = arguments.map { expression($0.value, in: call.scope) }
    let comparison =
      read.count >= 2
      ? [ConditionFact.Comparison(left: read[0], symbol: member, right: read[1])] : []
    return ConditionFact(
      file: file, definition: definition(ofScope: call.scope), location: location(call.offset),
      kind: .assertion, comparisons: comparison,
      whole: Expression(
        .other, names: [resolved] + read.flatMap(\.names), strings: read.flatMap(\.strings)),
      consequence: .raises, range: call.offset..<max(call.offset, call.end))
  }

  private func exit(_ exit: PythonOutline.Exit) -> ExitFact? {
    let kind: ExitFact.Kind
    var detail: String?
    switch exit.outcome {
    case .raises(let name):
      kind = exit.isAssertion ? .asserts : .raises
      detail = name.map { resolver.resolved($0, in: exit.scope) }
    case .exits(let code):
      guard !isZero(code) else { return nil }
      kind = .exits
      detail = code.map(outline.text(of:))
    case .nothing, .returns, .leavesLoop, .calls: return nil
    }
    return ExitFact(
      file: file, definition: definition(ofScope: exit.scope), location: location(exit.offset),
      kind: kind, detail: detail)
  }
}
