internal import Facts

/// Which of the project's classes a variable, attribute or parameter holds, where assignments or annotations say so.
struct ValueTypes {
  /// By definition, the classes each local name may hold; several where branches assign it differently.
  private var locals: [Int: [String: [Int]]] = [:]
  /// By class, the classes each attribute may hold.
  private var attributes: [Int: [String: [Int]]] = [:]
  /// By definition, the local names that hold what a foreign call gave.
  private var foreign: [Int: Set<String>] = [:]
  /// By class, the attributes that do.
  private var foreignAttributes: [Int: Set<String>] = [:]

  init(facts: FactTable, code: CodeIndex, resolver: inout NameResolver) {
    readAnnotations(facts, &resolver)
    readCalls(facts, &resolver)
    readAssignments(facts, &resolver)
  }

  /// The classes a name may hold inside a definition, seen from the innermost scope outwards.
  func types(of name: String, in definition: Int, facts: FactTable) -> [Int] {
    for scope in facts.scopes(of: definition) {
      if let found = locals[scope]?[name] { return found }
    }
    return []
  }

  /// The classes that an attribute of a class, or of one it inherits from, may hold.
  func types(ofAttribute name: String, in type: Int, resolver: inout NameResolver) -> [Int] {
    var waiting = [type]
    var seen: Set<Int> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, seen.count < 50 else { continue }
      if let found = attributes[next]?[name] { return found }
      waiting += resolver.bases(of: next)
    }
    return []
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
        for type in types(in: annotation, in: definition.parent ?? index, facts, &resolver) {
          locals[index, default: [:]][parameter.name, default: []].append(type)
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
      let annotated =
        fact.annotation.map { types(in: $0, in: fact.definition, facts, &resolver) } ?? []
      for type in annotated { bind(fact.target, type, fact.definition, facts) }
      if annotated.isEmpty, let name = fact.expression.value.name {
        for type in types(of: name, in: fact.definition, facts: facts) {
          bind(fact.target, type, fact.definition, facts)
        }
      }
    }
  }

  private mutating func bind(_ target: String, _ type: Int, _ definition: Int, _ facts: FactTable) {
    if target.hasPrefix("self.") || target.hasPrefix("cls.") {
      guard let owner = facts.enclosingType(of: definition) else { return }
      let name = target.split(separator: ".").dropFirst().joined(separator: ".")
      ValueTypes.note(type, in: &attributes[owner, default: [:]][name, default: []])
    } else {
      ValueTypes.note(type, in: &locals[definition, default: [:]][target, default: []])
      if facts.definitions[definition].kind == .type {
        ValueTypes.note(type, in: &attributes[definition, default: [:]][target, default: []])
      }
    }
  }

  private static func note(_ type: Int, in list: inout [Int]) {
    if !list.contains(type), list.count < 8 { list.append(type) }
  }

  /// The project's classes that an annotation names.
  private func types(
    in annotation: Expression, in definition: Int, _ facts: FactTable,
    _ resolver: inout NameResolver
  ) -> [Int] {
    (annotation.names + annotation.strings).compactMap { name in
      guard let resolution = resolver.resolve(full: name, in: definition),
        resolution.rest.isEmpty, let found = resolution.definition,
        facts.definitions[found].kind == .type
      else { return nil }
      return found
    }
  }
}
