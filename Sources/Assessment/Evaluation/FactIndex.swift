internal import Facts
internal import Text

/// Indexes over the fact table, so that a clause looks only at what it could match.
struct FactIndex: Sendable {
  let facts: FactTable
  /// Calls and reads by the last component of their callee.
  let callsByMember: [String: [Int]]
  /// Calls by the first component of their callee's full name.
  let callsByRoot: [String: [Int]]
  /// Calls by the definition they stand in.
  let callsByDefinition: [Int: [Int]]
  let assignmentsByDefinition: [Int: [Int]]
  /// Assignments outside functions by the last component of their target.
  let constantsByName: [String: [Int]]
  private let ancestors: [Int: Set<String>]
  /// Files that could not be read whole, by index.
  let brokenFiles: Set<Int>

  init(_ facts: FactTable) {
    self.facts = facts
    var byMember: [String: [Int]] = [:]
    var byRoot: [String: [Int]] = [:]
    var byDefinition: [Int: [Int]] = [:]
    for (index, call) in facts.calls.enumerated() {
      byMember[call.member, default: []].append(index)
      let last = call.resolved.map(lastComponent(of:)) ?? call.member
      if last != call.member { byMember[last, default: []].append(index) }
      if let resolved = call.resolved, let root = firstComponent(of: resolved) {
        byRoot[root, default: []].append(index)
      }
      byDefinition[call.definition, default: []].append(index)
    }
    callsByMember = byMember
    callsByRoot = byRoot
    callsByDefinition = byDefinition
    var assignments: [Int: [Int]] = [:]
    for (index, assignment) in facts.assignments.enumerated() {
      assignments[assignment.definition, default: []].append(index)
    }
    assignmentsByDefinition = assignments
    constantsByName = Dictionary(
      grouping: facts.assignments.indices.filter {
        facts.definitions[facts.assignments[$0].definition].kind != .function
      }, by: { lastComponent(of: facts.assignments[$0].target) })
    ancestors = Self.ancestors(of: facts.definitions)
    let paths = Dictionary(
      facts.files.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    brokenFiles = Set(
      facts.diagnostics.filter { $0.severity == .error }.compactMap { paths[$0.path] })
  }

  /// The calls that may match patterns, in order; those that do not must still be sorted out.
  func calls(_ patterns: NamePatterns) -> [Int] {
    let found =
      patterns.keys.flatMap { callsByMember[$0] ?? [] }
      + patterns.roots.flatMap { callsByRoot[$0] ?? [] }
    return Set(found).sorted()
  }

  /// The names of all bases of a class, its own and those of the project's classes among them.
  func bases(of definition: Int) -> Set<String> { ancestors[definition] ?? [] }

  private static func ancestors(of definitions: [Definition]) -> [Int: Set<String>] {
    var byName: [String: [Int]] = [:]
    for (index, definition) in definitions.enumerated() where definition.kind == .type {
      byName[definition.name, default: []].append(index)
    }
    var found: [Int: Set<String>] = [:]
    for (index, definition) in definitions.enumerated() where definition.kind == .type {
      var names: Set<String> = []
      var pending = definition.bases.flatMap(\.names)
      // A hierarchy deeper than this is a cycle or hostile.
      while let name = pending.popLast(), names.count < 200 {
        guard names.insert(name).inserted else { continue }
        for parent in byName[lastComponent(of: name)] ?? [] {
          pending += definitions[parent].bases.flatMap(\.names)
        }
      }
      found[index] = names
    }
    return found
  }
}

extension FactIndex {
  /// The names in an expression, followed through one assignment, and from a parameter to its callers' arguments.
  func followedNames(of expression: Expression, in definition: Int) -> [String] {
    var names = expression.names + expression.strings
    for name in expression.names {
      let root = name.split(separator: ".").first.map(String.init) ?? name
      names += assignedNames(root, whole: name, in: definition)
      names += callerNames(root, of: definition)
    }
    return names
  }

  private func assignedNames(_ root: String, whole: String, in definition: Int) -> [String] {
    var scope: Int? = definition
    while let current = scope {
      let found = (assignmentsByDefinition[current] ?? []).lazy
        .map { facts.assignments[$0] }
        .filter { $0.target == root || $0.target == whole }
      if let first = found.first { return first.expression.names + first.expression.strings }
      scope = facts.definitions[current].parent
    }
    return []
  }

  private func callerNames(_ parameter: String, of definition: Int) -> [String] {
    let function = facts.definitions[definition]
    guard function.kind == .function,
      let position = function.parameters.firstIndex(where: { $0.name == parameter })
    else { return [] }
    let offset = ["self", "cls"].contains(function.parameters.first?.name) ? 1 : 0
    var names: [String] = []
    for index in (callsByMember[function.name] ?? []).prefix(20) {
      let arguments = facts.calls[index].arguments
      let positional = arguments.filter { $0.name == nil }
      if let named = arguments.first(where: { $0.name == parameter }) {
        names += named.expression.names + named.expression.strings
      } else if position - offset >= 0, position - offset < positional.count {
        let expression = positional[position - offset].expression
        names += expression.names + expression.strings
      }
    }
    return names
  }
}
