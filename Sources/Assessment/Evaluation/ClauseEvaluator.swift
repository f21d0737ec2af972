internal import Automation
internal import Facts
internal import Rules
internal import Text

/// Finds the facts that clauses select.
///
/// Pure: the same facts, graph and clause give the same matches, in the order of the facts.
struct ClauseEvaluator {
  // Stored beside the index: a computed property would copy the whole table at each look.
  let facts: FactTable
  let index: FactIndex
  let graph: any AutomationView
  /// Names of calls that stop a run (`$stops-run` of the vocabulary).
  let stopsRun: NamePatterns
  let memory = EvaluationMemory()

  init(facts: FactTable, graph: any AutomationView, vocabulary: [String: [String]]) {
    self.facts = facts
    index = FactIndex(facts)
    self.graph = graph
    stopsRun = NamePatterns(vocabulary["stops-run"] ?? [])
  }

  /// The facts that a clause selects; of an `all`, those of its first part.
  func matches(_ clause: Clause) -> [Match] {
    if let known = memory.matches[clause.position] { return known }
    let found = evaluated(clause)
    memory.matches[clause.position] = found
    return found
  }

  private func evaluated(_ clause: Clause) -> [Match] {
    switch clause {
    case .fact(let clause): return matches(clause)
    case .any(let clauses, _): return unique(clauses.flatMap { matches($0) })
    case .all(let clauses, let scope, _): return joined(clauses, scope).primary
    case .atLeast(let count, let clauses, let scope, _):
      return atLeast(count, clauses, scope)
    case .not: return []
    }
  }

  private func matches(_ clause: FactClause) -> [Match] {
    candidates(clause).compactMap { qualified($0, by: clause) }
  }

  /// The match with its reach, where it meets `reached-by`, `gates` and `shared-by`.
  private func qualified(_ match: Match, by clause: FactClause) -> Match? {
    var match = match
    match.isManualOnly = clause.worthManual
    match.what = clause.what ?? match.what
    if let wanted = clause.reachedBy {
      guard let reach = reach(of: match, wanted) else { return nil }
      match.reach = reach
      match.isReached = true
    }
    if let gate = clause.gates {
      guard let reach = gated(match, gate) else { return nil }
      match.reach = match.reach ?? reach.reach
      match.isReached = true
    }
    if !clause.sharedBy.isEmpty {
      guard isShared(match, by: clause.sharedBy.map(users(of:))) else { return nil }
    }
    return match
  }

  /// The best chain by which a match is reached as asked, or nil.
  func reach(of match: Match, _ wanted: ReachedBy) -> Reach? {
    guard let anchor = match.anchor else { return nil }
    return reaches(anchor).first { wanted.accepts($0) }
  }

  func unique(_ matches: [Match]) -> [Match] {
    var seen: Set<FactReference> = []
    return matches.filter { seen.insert($0.reference).inserted }
  }
}

extension ReachedBy {
  func accepts(_ reach: Reach) -> Bool {
    triggers.contains(reach.trigger)
      && (failure == .any || reach.isFailureSeen)
      && (through == .exercise || reach.through == .run)
      && (by == .imports || reach.by != .imports)
  }
}

extension Clause {
  /// Where the clause stands in its rule file; no two clauses of a file share a place.
  fileprivate var position: Position {
    switch self {
    case .fact(let clause): clause.position
    case .any(_, let position), .all(_, _, let position), .not(_, let position): position
    case .atLeast(_, _, _, let position): position
    }
  }
}
