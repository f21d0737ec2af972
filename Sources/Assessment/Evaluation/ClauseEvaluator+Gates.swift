internal import Automation
internal import Facts
internal import Rules

/// What a failure stops, and what two users share.
extension ClauseEvaluator {
  /// Whether a failure of the match stops what the gate names, and the run that shows it.
  func gated(_ match: Match, _ gate: FactClause.Gate) -> (reach: Reach?, isGate: Bool)? {
    guard let point = failurePoint(of: match) else { return nil }
    let stops = graph.stops(point)
    switch gate {
    case .ci: return stops.ci.map { ($0, true) }
    case .names(let names):
      let patterns = NamePatterns(names.filter { !$0.contains(" ") })
      let commands = names.map(CommandPattern.init)
      let stopsCall = stops.calls.contains { index in
        let call = facts.calls[index]
        return patterns.match(resolved: call.resolved, member: call.member)
      }
      let stopsCommand = stops.commands.contains { index in
        commands.contains { $0.matches(graph.commands[index].words) }
      }
      guard stopsCall || stopsCommand else { return nil }
      return (match.anchor.flatMap { reaches($0).first }, true)
    }
  }

  private func failurePoint(of match: Match) -> FailurePoint? {
    switch match.reference {
    case .condition(let index): .condition(index)
    case .command(let index): .command(index)
    case .call(let index): .call(index)
    default: nil
    }
  }

  /// Whether each of the user groups uses the matched definition (for a call: what it leads to), directly or
  /// somewhere in a run that holds them.
  func isShared(_ match: Match, by users: [EvaluationMemory.Users]) -> Bool {
    let targets: [Int]
    switch match.reference {
    case .definition(let definition): targets = [definition]
    case .call(let call): targets = graph.callees(ofCall: call)
    default: return false
    }
    return targets.contains { target in
      let callers = callers(of: target)
      return users.allSatisfy { group in callers.contains { uses($0, group) } }
    }
  }

  private func callers(of definition: Int) -> Set<Int> {
    let name = facts.definitions[definition].name
    let direct = (index.callsByMember[name] ?? [])
      .filter { graph.callees(ofCall: $0).contains(definition) }
      .map { facts.calls[$0].definition }
    return Set(direct)
  }

  /// Whether a run that a definition belongs to, or its file where no entry is known, calls one of the names.
  private func uses(_ definition: Int, _ users: EvaluationMemory.Users) -> Bool {
    users.files.contains(facts.definitions[definition].file)
      || !users.entries.isDisjoint(with: graph.entries(reaching: .definition(definition)))
  }

  /// Where some names are called.
  func users(of names: [String]) -> EvaluationMemory.Users {
    let key = names.joined(separator: "\n")
    if let known = memory.users[key] { return known }
    let patterns = NamePatterns(names)
    var users = EvaluationMemory.Users()
    var definitions: Set<Int> = []
    for candidate in index.calls(patterns) {
      let call = facts.calls[candidate]
      guard patterns.match(resolved: call.resolved, member: call.member, isRead: call.isRead) else {
        continue
      }
      users.files.insert(call.file)
      if definitions.insert(call.definition).inserted {
        users.entries.formUnion(graph.entries(reaching: .definition(call.definition)))
      }
    }
    memory.users[key] = users
    return users
  }
}
