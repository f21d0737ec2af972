internal import Facts

/// Which of the project's classes a variable, attribute or parameter holds, where assignments or annotations say so.
struct ValueTypes {
  /// By definition, the class each local name holds.
  private var locals: [Int: [String: Int]] = [:]
  /// By class, the class each attribute holds.
  private var attributes: [Int: [String: Int]] = [:]
  /// By definition, the local names that hold what a foreign call gave.
  private var foreign: [Int: Set<String>] = [:]
  /// By class, the attributes that do.
  private var foreignAttributes: [Int: Set<String>] = [:]

  init(facts: FactTable, code: CodeIndex, resolver: inout NameResolver) {
    readAnnotations(facts, &resolver)
    readCalls(facts, &resolver)
    readAssignments(facts, &resolver)
  }

  /// The class a name holds inside a definition, seen from the innermost scope outwards.
  func type(of name: String, in definition: Int, facts: FactTable) -> Int? {
    for scope in facts.scopes(of: definition) {
      if let found = locals[scope]?[name] { return found }
    }
    return nil
  }

  /// The class that an attribute of a class, or of one it inherits from, holds.
  func type(ofAttribute name: String, in type: Int, resolver: inout NameResolver) -> Int? {
    var waiting = [type]
    var seen: Set<Int> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, seen.count < 50 else { continue }
      if let found = attributes[next]?[name] { return found }
      waiting += resolver.bases(of: next)
    }
    return nil
  }

  /// Whether a name holds an object that some other package made.
  func isForeign(_ name: String, in definition: Int, facts: FactTable) -> Bool {
    let parts = name.split(separator: ".").map(String.init)
    if parts.first == "self", parts.count > 1, let owner = facts.enclosingType(of: definition) {
      return foreignAttributes[owner]?.contains(parts[1]) ?? false
    }
    guard let first = parts.first else { return false }
    return facts.scopes(of: definition).contains { foreign[$0]?.contains(first) ?? false }
  }

  private mutating func noteForeign(_ call: CallFact, _ facts: FactTable) {
    // A name that an import binds and that is none of the project's.
    guard let resolved = call.resolved, let callee = call.callee,
      resolved != callee || callee.contains(".")
    else { return }
    guard !callee.hasPrefix("self."), !callee.hasPrefix("cls.") else { return }
    for target in call.assignedTo {
      if target.hasPrefix("self."), let owner = facts.enclosingType(of: call.definition) {
        foreignAttributes[owner, default: []].insert(String(target.dropFirst(5)))
      } else {
        foreign[call.definition, default: []].insert(target)
      }
    }
  }

  private mutating func readAnnotations(_ facts: FactTable, _ resolver: inout NameResolver) {
    for (index, definition) in facts.definitions.enumerated() {
      for parameter in definition.parameters {
        guard let annotation = parameter.annotation else { continue }
        if let type = firstType(annotation, in: definition.parent ?? index, facts, &resolver) {
          locals[index, default: [:]][parameter.name] = type
        }
      }
    }
  }

  private mutating func readCalls(_ facts: FactTable, _ resolver: inout NameResolver) {
    for call in facts.calls where !call.assignedTo.isEmpty && !call.isRead {
      guard facts.definitions.indices.contains(call.definition), let callee = call.callee else {
        continue
      }
      guard let resolution = resolver.resolve(callee, in: call.definition),
        let found = resolution.definition
      else {
        if resolver.isImported(callee, in: call.definition) { noteForeign(call, facts) }
        continue
      }
      var type = facts.definitions[found].kind == .type ? found : nil
      // An alternative constructor: `Model.load(path)` gives a Model.
      if type == nil, let owner = facts.definitions[found].parent,
        facts.definitions[owner].kind == .type, resolution.rest.isEmpty,
        ["load", "create", "build"].contains(where: { facts.definitions[found].name.hasPrefix($0) })
          || facts.definitions[found].name.hasPrefix("from_")
      {
        type = owner
      }
      guard let type else { continue }
      for target in call.assignedTo { bind(target, type, call.definition, facts) }
    }
  }

  private mutating func readAssignments(_ facts: FactTable, _ resolver: inout NameResolver) {
    for fact in facts.assignments where facts.definitions.indices.contains(fact.definition) {
      if let annotation = fact.annotation,
        let type = firstType(annotation, in: fact.definition, facts, &resolver)
      {
        bind(fact.target, type, fact.definition, facts)
        if facts.definitions[fact.definition].kind == .type {
          attributes[fact.definition, default: [:]][fact.target] = type
        }
      } else if let name = fact.expression.value.name,
        let type = self.type(of: name, in: fact.definition, facts: facts)
      {
        bind(fact.target, type, fact.definition, facts)
      }
    }
  }

  private mutating func bind(_ target: String, _ type: Int, _ definition: Int, _ facts: FactTable) {
    if target.hasPrefix("self.") || target.hasPrefix("cls.") {
      guard let owner = facts.enclosingType(of: definition) else { return }
      let name = target.split(separator: ".").dropFirst().joined(separator: ".")
      attributes[owner, default: [:]][name] = type
    } else {
      locals[definition, default: [:]][target] = type
      if facts.definitions[definition].kind == .type {
        attributes[definition, default: [:]][target] = type
      }
    }
  }

  private func firstType(
    _ annotation: Expression, in definition: Int, _ facts: FactTable,
    _ resolver: inout NameResolver
  ) -> Int? {
    for name in annotation.names + annotation.strings {
      if let resolution = resolver.resolve(full: name, in: definition), resolution.rest.isEmpty,
        let found = resolution.definition, facts.definitions[found].kind == .type
      {
        return found
      }
    }
    return nil
  }
}
