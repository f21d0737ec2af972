internal import Text

extension RuleReader {
  /// Reports `has: ?x` without an `as: ?x` in another part of the same clause, and the other way round.
  mutating func checkBindings(of clause: Clause, at node: Node) {
    var bound: [String: Int] = [:]
    var asked: [String: Int] = [:]
    for fact in clause.facts {
      if let name = fact.binds { bound[name, default: 0] += 1 }
      if let name = fact.has { asked[name, default: 0] += 1 }
    }
    for name in asked.keys.sorted() where bound[name] == nil {
      report(
        "'has: ?\(name)' without an 'as: ?\(name)' in another part", at: node,
        notes: suggestions(name, among: bound.keys.sorted()).filter { $0.hasPrefix("did") })
    }
    for name in bound.keys.sorted() where asked[name] == nil {
      report("'as: ?\(name)' is bound and never asked for", at: node)
    }
  }
}

extension Clause {
  /// The clauses below, in order, that select facts.
  package var facts: [FactClause] {
    switch self {
    case .fact(let fact): [fact]
    case .any(let clauses, _), .all(let clauses, _, _), .atLeast(_, let clauses, _, _):
      clauses.flatMap(\.facts)
    case .not(let clause, _): clause.facts
    }
  }
}
