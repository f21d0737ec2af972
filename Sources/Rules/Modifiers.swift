internal import Facts
internal import Text

/// What stands beside a clause's kind.
struct Modifiers {
  var within: Clause.Scope?
  var roles: Set<Role>?
  var isWorthManual = false
  var reachedBy: ReachedBy?
  var gates: FactClause.Gate?
  var what: String?
  var under: KeyPath?
  var names: [WordPhrase]?
  var callee: FactClause.Callee?
  var binds: String?
  var has: String?
  var sharedBy: [[String]] = []

  static let keys = [
    "where", "under", "names", "to", "as", "has", "roles", "within", "worth", "reached-by", "gates",
    "shared-by", "what",
  ]

  /// These, and where they are silent what a join around says; only what may be handed down.
  func handedDown(over outer: Modifiers) -> Modifiers {
    var result = Modifiers()
    result.roles = roles ?? outer.roles
    result.isWorthManual = isWorthManual || outer.isWorthManual
    result.reachedBy = reachedBy ?? outer.reachedBy
    result.gates = gates ?? outer.gates
    result.what = what ?? outer.what
    return result
  }
}

extension RuleReader {
  /// The modifiers of a join; those that only a fact can have are reported.
  mutating func joinModifiers(
    _ members: [(key: String, member: Node.Member)], of join: String, in place: Place
  ) -> Modifiers {
    var modifiers = Modifiers()
    for (key, member) in members where !isKind(key) {
      switch key {
      case "within" where join == "all" || join == "at-least":
        modifiers.within = scope(member.value)
      case "within":
        report(
          "'within' means nothing on '\(join)'", at: member.key,
          notes: ["it says how near the parts of an 'all' stand to each other"])
      case "of" where join == "at-least": break
      case "gates" where join != "any" && join != "not":
        report(
          "'gates' on '\(join)' does not say which part stops the run", at: member.key,
          notes: ["put it on the part that fails"])
      case "roles", "worth", "reached-by", "gates", "what":
        set(key, member, in: &modifiers)
      case _ where Modifiers.keys.contains(key):
        report("'\(key)' belongs to one fact, not to '\(join)'", at: member.key)
      default: unknownModifier(key, member, of: join)
      }
    }
    return modifiers
  }

  /// The modifiers of a clause that selects facts, but `where`.
  mutating func modifiers(
    _ members: [(key: String, member: Node.Member)], of kind: FactClause.Kind, _ shape: ClauseShape
  ) -> Modifiers {
    var modifiers = Modifiers()
    for (key, member) in members where !isKind(key) {
      switch key {
      case "within":
        report(
          "'within' means nothing on one fact", at: member.key,
          notes: ["join clauses with 'all', and put 'within' there"])
      case "under" where !shape.isOpen, "names" where !shape.takesNames,
        "to" where !shape.takesCallee:
        report("'\(key)' means nothing on '\(kind)'", at: member.key)
      case "where": break
      case _ where Modifiers.keys.contains(key): set(key, member, in: &modifiers)
      default: unknownModifier(key, member, of: kind.rawValue)
      }
    }
    return modifiers
  }

  private func isKind(_ key: String) -> Bool {
    RuleReader.kinds.contains(key) || RuleReader.joins.contains(key)
  }

  private mutating func unknownModifier(_ key: String, _ member: Node.Member, of what: String) {
    report(
      "unknown key '\(key)' beside '\(what)'", at: member.key,
      notes: suggestions(key, among: Modifiers.keys))
  }

  private mutating func set(_ key: String, _ member: Node.Member, in modifiers: inout Modifiers) {
    let node = member.value
    switch key {
    case "roles": modifiers.roles = roles(node)
    case "worth": modifiers.isWorthManual = isWorthManual(node)
    case "reached-by": modifiers.reachedBy = reachedBy(node)
    case "gates": modifiers.gates = gate(node)
    case "what": modifiers.what = text(node, "'what'")
    case "under": modifiers.under = keyPaths(node, "'under'").first.map(KeyPath.init)
    case "names": modifiers.names = phrases(node, "'names'")
    case "to": modifiers.callee = callee(node)
    case "as": modifiers.binds = variable(node, key)
    case "has": modifiers.has = variable(node, key)
    default: modifiers.sharedBy = sharers(node)
    }
  }

  private mutating func scope(_ node: Node) -> Clause.Scope? { choice(node, "scope") }

  private mutating func roles(_ node: Node) -> Set<Role>? {
    let found = choices(node, "'roles'", Role.allCases.map(\.rawValue))
    return found.isEmpty ? nil : Set(found.compactMap(Role.init(rawValue:)))
  }

  private mutating func isWorthManual(_ node: Node) -> Bool {
    if node.string != "manual" {
      report(
        "unknown worth \(node.quoted)", at: node, notes: ["only 'manual' can be said of a clause"])
    }
    return true
  }

  /// `[schedule]`, `automatic` (every kind but `manual`), or the mapping form.
  mutating func reachedBy(_ node: Node) -> ReachedBy? {
    guard node.isMapping else {
      return triggers(node).map { ReachedBy(triggers: $0) }
    }
    let values = values(
      of: node, "'reached-by'", keys: ["triggers", "failure", "through", "by"],
      required: ["triggers"])
    return ReachedBy(
      triggers: values["triggers"].flatMap { triggers($0) } ?? [],
      through: choice(values["through"], "way for 'through'") ?? .run,
      by: choice(values["by"], "way for 'by'") ?? .calls,
      failure: choice(values["failure"], "value of 'failure'") ?? .seen)
  }

  private mutating func triggers(_ node: Node) -> Set<TriggerKind>? {
    if node.string == "automatic" { return Set(TriggerKind.allCases).subtracting([.manual]) }
    let known = TriggerKind.allCases.map(\.rawValue)
    let found = choices(node, "a trigger", known + (node.isSequence ? [] : ["automatic"]))
    return found.isEmpty ? nil : Set(found.compactMap(TriggerKind.init(rawValue:)))
  }

  private mutating func gate(_ node: Node) -> FactClause.Gate? {
    if node.string == "ci" { return .ci }
    let found = entries(node, "'gates'").map(\.text)
    return found.isEmpty ? nil : .names(found)
  }

  private mutating func callee(_ node: Node) -> FactClause.Callee? {
    let values = values(of: node, "'to'", keys: ["file", "name", "role"])
    if node.isMapping, node.members.isEmpty { report("'to' says nothing of the callee", at: node) }
    let files = values["file"].map { globs($0, "'to.file'") } ?? []
    return FactClause.Callee(
      file: files.isEmpty
        ? nil : Glob(files.count == 1 ? files[0] : "{\(files.joined(separator: ","))}"),
      names: values["name"].map { entries($0, "'to.name'").map(\.text) } ?? [],
      roles: values["role"].flatMap { roles($0) })
  }

  /// `?x`, without its mark.
  private mutating func variable(_ node: Node, _ key: String) -> String? {
    guard let text = node.string, text.hasPrefix("?"), String(text.dropFirst()).isIdentifier else {
      report("expected a variable such as '?x' for '\(key)', found \(node.described)", at: node)
      return nil
    }
    return String(text.dropFirst())
  }

  private mutating func sharers(_ node: Node) -> [[String]] {
    let lists = elements(node, "'shared-by'").map { names($0, "'shared-by'", .below) }
    if lists.count == 1 { report("'shared-by' needs two lists or more", at: node) }
    return lists
  }
}
