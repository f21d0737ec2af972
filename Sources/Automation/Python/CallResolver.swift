internal import Facts

/// Finds the definitions of this project that a call may lead to.
struct CallResolver {
  let facts: FactTable
  let code: CodeIndex
  var names: NameResolver
  let types: ValueTypes
  private let commonMethods: Set<String>
  private let builtinMethods: Set<String>
  private var known: [[Int]?]
  private var closures: [Int: Set<Int>] = [:]
  private var importsOfFile: [Int: [Int]] = [:]
  private var importFacts: [Int: [Int]] = [:]

  /// A method name that more classes than this share says nothing about which is meant.
  private static let sharedLimit = 3

  init(facts: FactTable, code: CodeIndex, names: NameResolver, runners: RunnerTable) {
    self.facts = facts
    self.code = code
    var names = names
    types = ValueTypes(facts: facts, code: code, resolver: &names)
    self.names = names
    commonMethods = runners.list("common-methods")
    builtinMethods = runners.list("builtin-methods")
    known = Array(repeating: nil, count: facts.calls.count)
  }

  mutating func callees(of index: Int) -> [Int] {
    if let found = known[index] { return found }
    known[index] = []
    let call = facts.calls[index]
    guard facts.definitions.indices.contains(call.definition) else { return [] }
    let found = call.callee.map { named($0, call) } ?? hanging(call)
    known[index] = found
    return found
  }

  /// A call by a dotted name.
  private mutating func named(_ name: String, _ call: CallFact) -> [Int] {
    let parts = name.split(separator: ".").map(String.init)
    guard let first = parts.first else { return [] }
    if first == "self" || first == "cls", let type = facts.enclosingType(of: call.definition),
      parts.count > 1
    {
      return onSelf(type, Array(parts.dropFirst()), call)
    }
    if let resolution = names.resolve(name, in: call.definition) {
      switch resolution.meaning {
      case .definition(let found):
        // `Schema.validate` that the class inherits, `task.delay()`: the thing itself is at work.
        return [found]
      case .module(let module):
        guard case .file(let file) = module, let body = code.module(ofFile: file),
          let variable = resolution.rest.first
        else { return [] }
        return members(
          Array(resolution.rest.dropFirst()), of: types.types(of: variable, in: body, facts: facts))
      }
    }
    let held = types.types(of: first, in: call.definition, facts: facts)
    if !held.isEmpty { return members(Array(parts.dropFirst()), of: held) }
    let imported = importedVariable(first, call.definition)
    if !imported.isEmpty { return members(Array(parts.dropFirst()), of: imported) }
    guard parts.count > 1, call.resolved == nil || call.resolved == call.callee else { return [] }
    return byName(call)
  }

  /// `from app.state import model` where `model` is an object.
  private mutating func importedVariable(_ name: String, _ definition: Int) -> [Int] {
    for scope in facts.scopes(of: definition) {
      guard let index = code.bindings[scope][name] else { continue }
      let fact = facts.imports[index]
      guard let imported = fact.name,
        case .file(let file)? = names.finder.module(fact.module, importer: fact.file),
        let body = code.module(ofFile: file)
      else { return [] }
      return types.types(of: imported, in: body, facts: facts)
    }
    return []
  }

  private mutating func onSelf(_ type: Int, _ parts: [String], _ call: CallFact) -> [Int] {
    if parts.count == 1 {
      if let method = names.method(parts[0], of: type) {
        return [method] + names.overrides(of: parts[0], in: type)
      }
      let overrides = names.overrides(of: parts[0], in: type)
      if !overrides.isEmpty { return overrides }
    }
    let held = types.types(ofAttribute: parts[0], in: type, resolver: &names)
    guard !held.isEmpty else { return parts.count > 1 ? byName(call) : [] }
    return members(Array(parts.dropFirst()), of: held)
  }

  private mutating func members(_ parts: [String], of types: [Int]) -> [Int] {
    types.flatMap { members(parts, of: $0) }
  }

  /// What a chain of members leads to on an object of a class; the object itself called where there is none.
  private mutating func members(_ parts: [String], of type: Int) -> [Int] {
    guard let first = parts.first else {
      return ["__call__", "forward"].compactMap { names.method($0, of: type) }.prefix(1).map { $0 }
    }
    if parts.count == 1 {
      let overrides = names.overrides(of: first, in: type)
      if let method = names.method(first, of: type) { return [method] + overrides }
      return overrides.isEmpty ? [type] : overrides
    }
    let held = types.types(ofAttribute: first, in: type, resolver: &names)
    guard !held.isEmpty else { return [type] }
    return members(Array(parts.dropFirst()), of: held)
  }

  /// A call on the result of another: `Model().fit()`, `super().setUp()`.
  private mutating func hanging(_ call: CallFact) -> [Int] {
    guard let receiver = call.receiver, facts.calls.indices.contains(receiver) else {
      return byName(call)
    }
    if facts.calls[receiver].callee == "super", let type = facts.enclosingType(of: call.definition)
    {
      for base in names.bases(of: type) {
        if let method = names.method(call.member, of: base) { return [method] }
      }
      return []
    }
    for found in callees(of: receiver) where facts.definitions[found].kind == .type {
      return members([call.member], of: found)
    }
    let root = facts.calls[receiver]
    guard root.resolved == nil || root.resolved == root.callee else { return [] }
    return byName(call)
  }

  /// By the method's name alone, where few classes have it or all that have it share one base.
  private mutating func byName(_ call: CallFact) -> [Int] {
    guard !call.isRead, let candidates = code.methods[call.member], !call.member.hasPrefix("__"),
      !builtinMethods.contains(call.member)
    else { return [] }
    if let callee = call.callee, types.isForeign(callee, in: call.definition, facts: facts) {
      return []
    }
    let isTest = CallResolver.isTest(facts.files[call.file])
    let fitting = candidates.filter {
      isTest || !CallResolver.isTest(facts.files[facts.definitions[$0].file])
    }
    let roots = Set(
      fitting.compactMap { facts.definitions[$0].parent }
        .map { names.root(of: $0, having: call.member) })
    guard roots.count == 1 || fitting.count <= CallResolver.sharedLimit else { return [] }
    guard commonMethods.contains(call.member) else { return fitting }
    guard roots.count == 1 else {
      return fitting.filter { isNear(facts.definitions[$0].file, call.file) }
    }
    return fitting.filter { closure(of: call.file).contains(facts.definitions[$0].file) }
  }

  /// The files that a file imports, and those that they import.
  private mutating func closure(of file: Int) -> Set<Int> {
    if let known = closures[file] { return known }
    var seen: Set<Int> = [file]
    var waiting = [file]
    while let next = waiting.popLast() {
      for other in imported(by: next) where seen.insert(other).inserted { waiting.append(other) }
    }
    closures[file] = seen
    return seen
  }

  private mutating func imported(by file: Int) -> [Int] {
    if let known = importsOfFile[file] { return known }
    var found: [Int] = []
    if importFacts.isEmpty {
      for (index, fact) in facts.imports.enumerated() {
        importFacts[fact.file, default: []].append(index)
      }
    }
    for index in importFacts[file] ?? [] {
      let fact = facts.imports[index]
      guard let module = names.finder.module(fact.module, importer: file) else { continue }
      if case .file(let other) = module { found.append(other) }
      if let name = fact.name, case .file(let other)? = names.finder.submodule(name, of: module) {
        found.append(other)
      }
    }
    importsOfFile[file] = found
    return found
  }

  /// Whether a file is the caller's own or imported by it.
  private mutating func isNear(_ file: Int, _ caller: Int) -> Bool {
    file == caller || imported(by: caller).contains(file)
  }

  static func isTest(_ file: FileFact) -> Bool { file.role == .test || file.role == .fixture }
}
