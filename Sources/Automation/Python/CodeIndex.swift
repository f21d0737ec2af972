internal import Facts

/// Definitions, imports and calls of the project's Python, by where they stand.
struct CodeIndex: Sendable {
  /// By file, its module's definition; -1 for what is no code.
  private(set) var moduleOfFile: [Int]
  /// By definition, those directly inside by name; the last of one name counts.
  private(set) var children: [[String: Int]]
  /// By definition, those directly inside, all.
  private(set) var inside: [[Int]]
  /// By definition, the imports that stand there.
  private(set) var imports: [[Int]]
  /// By definition, the imports there by the name that each binds; the last of one name counts.
  private(set) var bindings: [[String: Int]]
  /// By definition, the `from module import *` there.
  private(set) var stars: [[Int]]
  /// By definition, the calls that stand there.
  private(set) var calls: [[Int]]
  private(set) var assignments: [[Int]]
  /// By file, the line of `if __name__ == "__main__":`, or nil.
  private(set) var mainGuardLine: [Int: Int] = [:]
  /// Methods by name, over the whole project.
  private(set) var methods: [String: [Int]] = [:]

  init(facts: FactTable) {
    let count = facts.definitions.count
    moduleOfFile = Array(repeating: -1, count: facts.files.count)
    children = Array(repeating: [:], count: count)
    inside = Array(repeating: [], count: count)
    imports = Array(repeating: [], count: count)
    bindings = Array(repeating: [:], count: count)
    stars = Array(repeating: [], count: count)
    calls = Array(repeating: [], count: count)
    assignments = Array(repeating: [], count: count)
    for (index, definition) in facts.definitions.enumerated() {
      if definition.kind == .module { moduleOfFile[definition.file] = index }
      guard let parent = definition.parent, facts.definitions.indices.contains(parent) else {
        continue
      }
      children[parent][definition.name] = index
      inside[parent].append(index)
      if definition.kind == .function, facts.definitions[parent].kind == .type {
        methods[definition.name, default: []].append(index)
      }
    }
    for (index, fact) in facts.imports.enumerated()
    where imports.indices.contains(fact.definition) {
      imports[fact.definition].append(index)
      if fact.name == "*" {
        stars[fact.definition].append(index)
      } else {
        let bound = fact.alias ?? fact.name ?? String(fact.module.prefix { $0 != "." })
        bindings[fact.definition][bound] = index
      }
    }
    for (index, fact) in facts.calls.enumerated() where calls.indices.contains(fact.definition) {
      calls[fact.definition].append(index)
      if fact.isUnderMain { noteMain(fact.file, line: fact.location.line) }
    }
    for (index, fact) in facts.assignments.enumerated()
    where assignments.indices.contains(fact.definition) {
      assignments[fact.definition].append(index)
    }
    for condition in facts.conditions
    where condition.whole.names.contains("__name__")
      && condition.whole.strings.contains("__main__")
    {
      mainGuardLine[condition.file] = condition.location.line
    }
  }

  private mutating func noteMain(_ file: Int, line: Int) {
    mainGuardLine[file] = min(mainGuardLine[file] ?? line, line)
  }

  func module(ofFile file: Int) -> Int? {
    moduleOfFile[file] >= 0 ? moduleOfFile[file] : nil
  }
}

extension FactTable {
  /// The class around a method, or around a function inside one.
  func enclosingType(of definition: Int) -> Int? {
    var current: Int? = definition
    while let index = current, definitions.indices.contains(index) {
      if definitions[index].kind == .type { return index }
      current = definitions[index].parent
    }
    return nil
  }

  /// A definition and those around it, the innermost first, the module last.
  func scopes(of definition: Int) -> [Int] {
    var scopes: [Int] = []
    var current: Int? = definition
    while let index = current, definitions.indices.contains(index), scopes.count < 64 {
      scopes.append(index)
      current = definitions[index].parent
    }
    return scopes
  }
}
