internal import Facts

/// Finds what a dotted name in a Python file means among the project's own modules, classes and functions.
struct NameResolver {
  enum Meaning: Sendable, Hashable {
    case definition(Int)
    case module(ModuleFinder.Module)
  }

  /// What could be found, and the parts of the name behind it that could not.
  struct Resolution: Sendable {
    let meaning: Meaning
    let rest: [String]

    var definition: Int? { if case .definition(let index) = meaning { index } else { nil } }
  }

  let facts: FactTable
  let code: CodeIndex
  var finder: ModuleFinder
  private var cache: [Key: Resolution?] = [:]
  private var baseCache: [Int: [Int]] = [:]
  /// By class, those that inherit from it directly; filled on first use.
  private(set) var subclasses: [Int: [Int]] = [:]

  private struct Key: Hashable {
    let definition: Int
    let name: String
  }

  /// How many re-exports and aliases are followed.
  private static let depthLimit = 10

  init(facts: FactTable, code: CodeIndex, finder: ModuleFinder) {
    self.facts = facts
    self.code = code
    self.finder = finder
    for index in facts.definitions.indices where facts.definitions[index].kind == .type {
      for base in bases(of: index) { subclasses[base, default: []].append(index) }
    }
  }

  /// What a name as written means inside a definition.
  mutating func resolve(_ name: String, in definition: Int) -> Resolution? {
    let key = Key(definition: definition, name: name)
    if let known = cache[key] { return known }
    cache[key] = .some(nil)
    let parts = name.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    let found = name.hasPrefix(".") ? nil : look(parts, definition, depth: 0)
    cache[key] = .some(found)
    return found
  }

  /// What a name means that an extractor has already seen through the file's imports (`pkg.mod.f`, `.mod.f`).
  mutating func resolve(full name: String, in definition: Int) -> Resolution? {
    if !name.hasPrefix("."), let found = resolve(name, in: definition) { return found }
    let key = Key(definition: definition, name: "=" + name)
    if let known = cache[key] { return known }
    let file = facts.definitions[definition].file
    let dots = String(name.prefix { $0 == "." })
    let parts = name.dropFirst(dots.count).split(separator: ".").map(String.init)
    let found =
      parts.count > 1 || !dots.isEmpty ? dotted(parts, file, 0, dots: dots) : nil
    cache[key] = .some(found)
    return found
  }

  /// Whether an import binds the first part of a name.
  func isImported(_ name: String, in definition: Int) -> Bool {
    let first = String(name.prefix { $0 != "." })
    return facts.scopes(of: definition).contains { code.bindings[$0][first] != nil }
  }

  /// The topmost of the project's classes, from a class upwards, that has a method.
  mutating func root(of type: Int, having method: String) -> Int {
    var top = type
    var waiting = bases(of: type)
    var seen: Set<Int> = [type]
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, seen.count < 100 else { continue }
      if code.children[next][method] != nil { top = next }
      waiting += bases(of: next)
    }
    return top
  }

  /// The project's classes that a class inherits from directly.
  mutating func bases(of type: Int) -> [Int] {
    if let known = baseCache[type] { return known }
    baseCache[type] = []
    let definition = facts.definitions[type]
    var found: [Int] = []
    for base in definition.bases {
      guard let name = base.value.name ?? base.names.first else { continue }
      let scope = definition.parent ?? type
      if let resolution = resolve(full: name, in: scope), resolution.rest.isEmpty,
        let index = resolution.definition, index != type, facts.definitions[index].kind == .type
      {
        found.append(index)
      }
    }
    baseCache[type] = found
    return found
  }

  /// Whether a class has a base that is not this project's own.
  mutating func hasForeignBase(_ type: Int) -> Bool {
    var waiting = [type]
    var seen: Set<Int> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, seen.count < 100 else { continue }
      let own = bases(of: next)
      let plain: Set<String> = [
        "object", "ABC", "abc.ABC", "Protocol", "Generic", "typing.Protocol",
      ]
      let named = facts.definitions[next].bases.filter {
        !plain.contains($0.value.name ?? $0.names.first ?? "object")
      }
      if named.count > own.count { return true }
      waiting += own
    }
    return false
  }

  /// A method of a class or of the classes it inherits from.
  mutating func method(_ name: String, of type: Int) -> Int? {
    var waiting = [type]
    var seen: Set<Int> = []
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      guard seen.insert(next).inserted, seen.count < 100 else { continue }
      if let found = code.children[next][name] { return found }
      waiting += bases(of: next)
    }
    return nil
  }

  /// The same method in classes that inherit from a class.
  func overrides(of name: String, in type: Int) -> [Int] {
    var found: [Int] = []
    var waiting = subclasses[type] ?? []
    var seen: Set<Int> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, seen.count < 500 else { continue }
      if let method = code.children[next][name] { found.append(method) }
      waiting += subclasses[next] ?? []
    }
    return found
  }

  private mutating func look(_ parts: [String], _ definition: Int, depth: Int) -> Resolution? {
    guard let first = parts.first, depth < NameResolver.depthLimit else { return nil }
    for (level, scope) in facts.scopes(of: definition).enumerated() {
      let isOwnClass = level > 0 && facts.definitions[scope].kind == .type
      if !isOwnClass, let found = code.children[scope][first] {
        return follow(.definition(found), Array(parts.dropFirst()), depth)
      }
      if let found = imported(parts, scope, depth) { return found }
    }
    return nil
  }

  /// What the imports of one scope bind the first part of a name to.
  private mutating func imported(_ parts: [String], _ scope: Int, _ depth: Int) -> Resolution? {
    let file = facts.definitions[scope].file
    if let index = code.bindings[scope][parts[0]] {
      let fact = facts.imports[index]
      if let name = fact.name { return from(fact, name, Array(parts.dropFirst()), depth) }
      guard fact.alias != nil else { return dotted(parts, file, depth) }
      return finder.module(fact.module, importer: file).flatMap {
        follow(.module($0), Array(parts.dropFirst()), depth)
      }
    }
    for index in code.stars[scope] {
      if let found = fromStar(facts.imports[index], parts, depth) { return found }
    }
    return nil
  }

  private mutating func from(
    _ fact: ImportFact, _ name: String, _ rest: [String], _ depth: Int
  ) -> Resolution? {
    guard let module = finder.module(fact.module, importer: fact.file) else { return nil }
    let found = follow(.module(module), [name] + rest, depth)
    return found.flatMap { $0.rest.count > rest.count ? nil : $0 }
  }

  private mutating func fromStar(_ fact: ImportFact, _ parts: [String], _ depth: Int) -> Resolution?
  {
    guard case .file(let file)? = finder.module(fact.module, importer: fact.file),
      let module = code.module(ofFile: file), file != fact.file
    else { return nil }
    let found = look(parts, module, depth: depth + 1)
    return found
  }

  /// `import a.b` and a use `a.b.c.f`: the longest module, then what is in it.
  private mutating func dotted(
    _ parts: [String], _ file: Int, _ depth: Int, dots: String = ""
  ) -> Resolution? {
    for length in stride(from: parts.count, through: dots.isEmpty ? 1 : 0, by: -1) {
      let name = dots + parts[..<length].joined(separator: ".")
      if let module = finder.module(name, importer: file) {
        return follow(.module(module), Array(parts[length...]), depth)
      }
    }
    return nil
  }

  /// Goes on from a module or class into what the rest of a name says.
  private mutating func follow(_ start: Meaning, _ rest: [String], _ depth: Int) -> Resolution? {
    guard let next = rest.first, depth < NameResolver.depthLimit else {
      return Resolution(meaning: start, rest: rest)
    }
    let behind = Array(rest.dropFirst())
    switch start {
    case .definition(let index):
      guard facts.definitions[index].kind == .type, let method = method(next, of: index) else {
        return Resolution(meaning: start, rest: rest)
      }
      return follow(.definition(method), behind, depth + 1)
    case .module(let module):
      if case .file(let file) = module, let body = code.module(ofFile: file) {
        if let found = code.children[body][next] {
          return follow(.definition(found), behind, depth + 1)
        }
        if let found = imported(rest, body, depth + 1) { return found }
      }
      if let submodule = finder.submodule(next, of: module) {
        return follow(.module(submodule), behind, depth + 1)
      }
      return Resolution(meaning: start, rest: rest)
    }
  }
}
