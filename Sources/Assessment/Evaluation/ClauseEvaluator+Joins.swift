internal import Automation
internal import Facts
internal import Rules

/// What two facts must share to stand together.
enum ScopeKey: Hashable {
  case definition(Int)
  case file(Int)
  case folder(Substring)
  case run(Int)
  case repository
}

/// Matches by scope, the scopes in the order of their first match, so that no output depends on hashing.
private struct MatchGroups {
  private(set) var order: [ScopeKey] = []
  private var matches: [ScopeKey: [Match]] = [:]

  subscript(key: ScopeKey) -> [Match]? { matches[key] }

  mutating func add(_ match: Match, under key: ScopeKey) {
    if matches[key] == nil { order.append(key) }
    matches[key, default: []].append(match)
  }
}

/// How an `all` went: the facts of its first part where all hold, and where only some do.
struct Join {
  var primary: [Match] = []
  /// Matches of a scope in which some but not all parts hold, with the clauses that are missing.
  var partial: [(match: Match, missing: [Clause])] = []
}

extension ClauseEvaluator {
  func joined(_ clauses: [Clause], _ scope: Clause.Scope) -> Join {
    var positive: [Clause] = []
    var negative: [Clause] = []
    for clause in clauses {
      if case .not(let inner, _) = clause {
        negative.append(inner)
      } else {
        positive.append(clause)
      }
    }
    let found = positive.map { grouped(matches($0), scope) }
    let excluded = negative.map { Set(grouped(matches($0), scope).order) }
    guard let first = found.first else { return Join() }
    var join = Join()
    var bestPartial: (match: Match, missing: [Clause])?
    for key in first.order {
      let matches = first[key] ?? []
      let missing = zip(positive, found).dropFirst().filter { $0.1[key] == nil }.map(\.0)
      guard missing.isEmpty else {
        if let match = matches.first,
          missing.count < bestPartial?.missing.count ?? positive.count - 1
        {
          bestPartial = (match, missing)
        }
        continue
      }
      if excluded.contains(where: { $0.contains(key) }) { continue }
      if !negative.isEmpty, isBroken(key) { continue }
      let parts = found.map { $0[key] ?? [] }
      guard hasConsistentBindings(positive, parts) else { continue }
      // The weakest part decides whether the whole earns more than `manual`.
      let isManualOnly = parts.contains { $0.allSatisfy(\.isManualOnly) }
      let reach = parts.lazy.flatMap { $0 }.compactMap(\.reach).first
      let isReached = parts.contains { $0.contains(where: \.isReached) }
      join.primary += matches.map {
        var match = $0
        match.isManualOnly = match.isManualOnly || isManualOnly
        match.reach = match.reach ?? reach
        match.isReached = match.isReached || isReached
        return match
      }
    }
    join.primary = inOrder(unique(join.primary))
    if join.primary.isEmpty, let bestPartial { join.partial = [bestPartial] }
    return join
  }

  func atLeast(_ count: Int, _ clauses: [Clause], _ scope: Clause.Scope) -> [Match] {
    let found = clauses.map { grouped(matches($0), scope) }
    let enough = found.flatMap(\.order).filter { key in found.count { $0[key] != nil } >= count }
    return inOrder(unique(enough.flatMap { key in found.flatMap { $0[key]?.prefix(1) ?? [] } }))
  }

  private func grouped(_ matches: [Match], _ scope: Clause.Scope) -> MatchGroups {
    var groups = MatchGroups()
    for match in matches {
      for key in keys(of: match, scope) { groups.add(match, under: key) }
    }
    return groups
  }

  private func keys(of match: Match, _ scope: Clause.Scope) -> [ScopeKey] {
    switch scope {
    case .repository: return [.repository]
    case .definition:
      if let definition = match.definition { return enclosing(definition) }
      return match.file.map { [.file($0)] } ?? []
    case .file: return match.file.map { [.file($0)] } ?? []
    case .folder: return match.file.map { [.folder(folder(of: facts.files[$0].path))] } ?? []
    case .run:
      return match.anchor.map { graph.entries(reaching: $0).sorted().map(ScopeKey.run) } ?? []
    }
  }

  /// A class body holds its methods: facts of a method stand in the class as well, not in the module.
  private func enclosing(_ definition: Int) -> [ScopeKey] {
    var keys: [ScopeKey] = [.definition(definition)]
    var parent = facts.definitions[definition].parent
    while let current = parent, facts.definitions[current].kind != .module {
      keys.append(.definition(current))
      parent = facts.definitions[current].parent
    }
    return keys
  }

  private func isBroken(_ key: ScopeKey) -> Bool {
    switch key {
    case .file(let file): index.brokenFiles.contains(file)
    case .definition(let definition): index.brokenFiles.contains(facts.definitions[definition].file)
    case .folder(let folder):
      index.brokenFiles.contains { self.folder(of: facts.files[$0].path) == folder }
    case .run, .repository: false
    }
  }

  func folder(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[..<$0] } ?? ""
  }

  /// `as: ?x` in one part and `has: ?x` in another: some literal of the first occurs in one of the second.
  private func hasConsistentBindings(_ clauses: [Clause], _ parts: [[Match]]) -> Bool {
    var bound: [String: Set<String>] = [:]
    for (clause, matches) in zip(clauses, parts) {
      if case .fact(let fact) = clause, let name = fact.binds {
        bound[name, default: []].formUnion(matches.flatMap(\.literals).filter { $0.utf8.count > 1 })
      }
    }
    return zip(clauses, parts).allSatisfy { clause, matches in
      guard case .fact(let fact) = clause, let name = fact.has else { return true }
      let wanted = bound[name] ?? []
      return matches.contains { match in
        match.literals.contains { literal in wanted.contains { contains(literal, $0) } }
      }
    }
  }

  private func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard part.count <= text.count, !part.isEmpty else { return false }
    return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)] == part[...] }
  }

  func inOrder(_ matches: [Match]) -> [Match] {
    matches.sorted { a, b in
      switch (a.location, b.location) {
      case (let a?, let b?): a < b
      case (nil, _?): true
      default: false
      }
    }
  }
}
