internal import Text

/// Reading clauses and their joins.
extension RuleReader {
  /// What a join hands down to the facts in it.
  struct Place {
    /// Whether a `not` may stand here: directly in an `all` with a scope.
    var allowsNot = false
    /// The scope of the join around, where it is narrower than the repository.
    var scope: Clause.Scope?
    var depth = 0
    var modifiers = Modifiers()
  }

  static let joins = ["all", "any", "at-least", "not"]
  static let kinds = FactClause.Kind.allCases.map(\.rawValue)

  /// A list of clauses, of which none is left out.
  mutating func clauses(_ node: Node?, _ what: String) -> [Clause] {
    elements(node, what).compactMap { element in
      let clause = clause(element, in: Place())
      if let clause { checkBindings(of: clause, at: element) }
      return clause
    }
  }

  mutating func clause(_ node: Node, in place: Place) -> Clause? {
    guard node.isMapping else {
      report("expected a clause, found \(node.described)", at: node)
      return nil
    }
    guard place.depth < 12 else {
      report("clauses stand in each other more than 12 deep", at: node)
      return nil
    }
    let members = uniqueMembers(of: node, "a clause")
    guard let (key, member) = kind(of: members, at: node) else { return nil }
    let rest = members.filter { $0.key != key }
    if let kind = FactClause.Kind(rawValue: key) {
      return .fact(fact(kind, member, rest, in: place, at: node))
    }
    return join(key, member, rest, in: place, at: node)
  }

  /// The one member that says what the clause is; everything else must be a modifier.
  private mutating func kind(of members: [(key: String, member: Node.Member)], at node: Node)
    -> (key: String, member: Node.Member)?
  {
    let known = RuleReader.kinds + RuleReader.joins
    let found = members.filter { known.contains($0.key) }
    for other in found.dropFirst() {
      report(
        "a clause is of one kind, found '\(found[0].key)' and '\(other.key)'", at: other.member.key,
        notes: ["join two clauses with 'all' or 'any'"])
    }
    if let first = found.first { return first }
    let strange = members.filter { !Modifiers.keys.contains($0.key) && $0.key != "of" }
    for (key, member) in strange {
      report("unknown clause '\(key)'", at: member.key, notes: suggestions(key, among: known))
    }
    if strange.isEmpty {
      report("a clause without a kind", at: node, notes: suggestions("", among: known))
    }
    return nil
  }

  private mutating func join(
    _ key: String, _ member: Node.Member, _ rest: [(key: String, member: Node.Member)],
    in place: Place, at node: Node
  ) -> Clause? {
    let position = position(of: node)
    let modifiers = joinModifiers(rest, of: key, in: place)
    var inner = Place(
      depth: place.depth + 1, modifiers: modifiers.handedDown(over: place.modifiers))
    inner.scope = modifiers.within ?? (key == "any" || key == "not" ? place.scope : nil)
    if inner.scope == .repository { inner.scope = nil }
    switch key {
    case "any": return .any(parts(member.value, key, in: inner), position: position)
    case "not":
      checkNot(member, in: place)
      inner.modifiers = Modifiers(roles: inner.modifiers.roles)
      return clause(member.value, in: inner).map { .not($0, position: position) }
    case "at-least":
      let count = member.value.number.flatMap(Int.init(exactly:)) ?? 0
      let clauses = parts(rest.first { $0.key == "of" }?.member.value, "of", in: inner)
      checkCount(count, member.value, clauses.count, hasList: rest.contains { $0.key == "of" })
      return .atLeast(count, clauses, within: modifiers.within ?? .repository, position: position)
    default:
      inner.allowsNot = modifiers.within != nil
      let clauses = parts(member.value, key, in: inner)
      if !clauses.isEmpty, clauses.allSatisfy({ if case .not = $0 { true } else { false } }) {
        report("an 'all' of 'not' alone matches nothing", at: member.key)
      }
      return .all(clauses, within: modifiers.within ?? .repository, position: position)
    }
  }

  private mutating func parts(_ node: Node?, _ key: String, in place: Place) -> [Clause] {
    elements(node, "'\(key)'").compactMap { clause($0, in: place) }
  }

  private mutating func checkNot(_ member: Node.Member, in place: Place) {
    guard !place.allowsNot else { return }
    report(
      "'not' stands outside an 'all' with 'within'", at: member.key,
      notes: ["absence can only be seen in a scope: {all: […, {not: …}], within: file}"])
  }

  private mutating func checkCount(_ count: Int, _ node: Node, _ parts: Int, hasList: Bool) {
    if !hasList {
      report("'at-least' lacks 'of', the list it counts in", at: node)
    } else if count < 1 {
      report("expected a number from 1 for 'at-least', found \(node.described)", at: node)
    } else if parts > 0, count > parts {
      report("'at-least: \(count)' of \(parts) can never match", at: node)
    }
  }
}
