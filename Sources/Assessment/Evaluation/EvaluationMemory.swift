internal import Automation
internal import Facts
internal import Rules
internal import Text

/// What an evaluation has already worked out, so that no clause and no identifier is looked at twice.
///
/// A class because it fills while clauses are being read; it belongs to one evaluator and one thread.
final class EvaluationMemory {
  /// Matches by the clause's place in its rule file; a rubric has one file.
  var matches: [Position: [Match]] = [:]
  var words: [String: [String]] = [:]
  var reaches: [Anchor: [Reach]] = [:]
  /// Files by the globs that select them, a line each.
  var files: [String: [Int]] = [:]
  /// The words of every name in a condition, followed, by the condition.
  var conditionNames: [Int: [String]] = [:]
  /// The names in a call's arguments and around it, followed, by the call.
  var callNames: [Int: [String]] = [:]
  /// Conditions by each word of their followed names; empty until it is asked for.
  var conditionsByWord: [String: [Int]] = [:]
  /// The definitions that a test's body leads to, through one helper.
  var exercised: [Int: Set<Int>] = [:]
  /// Files and entries that use one of some names, by the names.
  var users: [String: Users] = [:]

  /// Where names are used: files, and the entries that reach them.
  struct Users {
    var files: Set<Int> = []
    var entries: Set<Int> = []
  }
}

extension ClauseEvaluator {
  func words(of name: String) -> [String] {
    if let known = memory.words[name] { return known }
    let found = Text.words(of: name)
    memory.words[name] = found
    return found
  }

  func reaches(_ anchor: Anchor) -> [Reach] {
    if let known = memory.reaches[anchor] { return known }
    let found = graph.reaches(anchor)
    memory.reaches[anchor] = found
    return found
  }

  /// The files that match one of the globs, in path order; all of them for none.
  func files(matching globs: [Glob]) -> [Int] {
    let key = globs.map(\.pattern).joined(separator: "\n")
    if let known = memory.files[key] { return known }
    let found = facts.files.indices.filter { index in
      globs.isEmpty || globs.contains { $0.matches(facts.files[index].path) }
    }
    memory.files[key] = found
    return found
  }

  func followedNames(ofCondition index: Int) -> [String] {
    if let known = memory.conditionNames[index] { return known }
    let condition = facts.conditions[index]
    let found = self.index.followedNames(of: condition.whole, in: condition.definition)
    memory.conditionNames[index] = found
    return found
  }

  /// The conditions that may hold one of some phrases, in order; all of them where none is asked for.
  func conditions(named phrases: [WordPhrase]?) -> [Int] {
    guard let phrases else { return Array(facts.conditions.indices) }
    if memory.conditionsByWord.isEmpty { fillConditionsByWord() }
    return Set(phrases.flatMap { memory.conditionsByWord[$0.words.first ?? ""] ?? [] }).sorted()
  }

  private func fillConditionsByWord() {
    for index in facts.conditions.indices {
      for word in Set(followedNames(ofCondition: index).flatMap(words(of:))) {
        memory.conditionsByWord[word, default: []].append(index)
      }
    }
  }

  /// The definitions that a test calls, itself or through one helper of the project.
  func exercised(byTest definition: Int) -> Set<Int> {
    if let known = memory.exercised[definition] { return known }
    func callees(_ definition: Int) -> [Int] {
      (index.callsByDefinition[definition] ?? []).flatMap { graph.callees(ofCall: $0) }
    }
    let direct = Set(callees(definition))
    let found = direct.union(direct.flatMap(callees))
    memory.exercised[definition] = found
    return found
  }
}
