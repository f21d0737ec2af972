internal import Facts
internal import Text

/// Reading clauses that select facts of one kind.
extension RuleReader {
  /// A modifier stands beside the kind, or inside it where its value is a mapping.
  mutating func fact(
    _ kind: FactClause.Kind, _ member: Node.Member, _ beside: [(key: String, member: Node.Member)],
    in place: Place, at node: Node
  ) -> FactClause {
    let shape = ClauseShape.of(kind)
    let rest = beside + inside(member.value, of: kind, shape, beside: beside)
    var (patterns, fields) = value(member.value, of: kind, shape)
    let own = modifiers(rest, of: kind, shape)
    if let tests = rest.first(where: { $0.key == "where" }) {
      fields += whereFields(tests.member.value, of: kind, shape)
    }
    if own.under != nil, rest.allSatisfy({ $0.key != "where" }) {
      report("'under' without 'where' tests nothing", at: member.key)
    } else if kind == .setting, own.under != nil, !fields.contains(where: { $0.path.text == "key" })
    {
      // The element is looked for in the whole document, which is where the empty path leads.
      fields.append(FieldTest(path: KeyPath("key"), conditions: [.equals([""])]))
    }
    checkSaysEnough(kind, shape, patterns, fields, own, member)
    checkPlace(kind, fields, own, member, in: place)
    let all = own.handedDown(over: place.modifiers)
    return FactClause(
      kind: kind, patterns: patterns, fields: fields, under: own.under, names: own.names,
      to: own.callee, binds: own.binds, has: own.has, roles: all.roles ?? Role.evidence,
      worthManual: all.isWorthManual, reachedBy: all.reachedBy, gates: all.gates,
      sharedBy: own.sharedBy, what: all.what, position: position(of: node))
  }

  /// The modifiers that stand among the fields.
  private mutating func inside(
    _ node: Node, of kind: FactClause.Kind, _ shape: ClauseShape,
    beside: [(key: String, member: Node.Member)]
  ) -> [(key: String, member: Node.Member)] {
    let found = node.members.compactMap { member in
      member.key.scalar.flatMap { shape.isModifier($0) ? ($0, member) : nil }
    }
    for (key, member) in found where beside.contains(where: { $0.key == key }) {
      report("'\(key)' stands both beside '\(kind)' and inside it", at: member.key)
    }
    return found
  }

  /// The value of the kind's key: patterns alone, or a mapping of fields with the patterns under `is`.
  private mutating func value(_ node: Node, of kind: FactClause.Kind, _ shape: ClauseShape) -> (
    patterns: [String], fields: [FieldTest]
  ) {
    guard node.isMapping else { return short(node, of: kind, shape) }
    var patterns: [String] = []
    var fields: [FieldTest] = []
    for (key, member) in uniqueMembers(of: node, "'\(kind)'") {
      if key == "is", shape.hasShortForm {
        let found = short(member.value, of: kind, shape)
        patterns += found.patterns
        fields += found.fields
      } else if key == "last-change", kind == .history {
        fields += lastChange(member.value)
      } else if shape.isModifier(key) {
        continue
      } else {
        fields += field(key, member, of: kind, shape).map { [$0] } ?? []
      }
    }
    return (patterns, fields)
  }

  private mutating func short(_ node: Node, of kind: FactClause.Kind, _ shape: ClauseShape) -> (
    patterns: [String], fields: [FieldTest]
  ) {
    let what = "'\(kind)'"
    switch shape.patterns {
    case .paths: return (globs(node, what), [])
    case .names: return (names(node, what, .anywhere), [])
    case .callees: return (names(node, what, .below), [])
    case .modules: return (names(node, what, .nowhere), [])
    case .commands: return (commands(node, what), [])
    case .oneOf(let known): return (choices(node, what, known), [])
    case .phrases(let field):
      return ([], fieldTest(field, node, as: .phrases).map { [$0] } ?? [])
    case .none:
      let example = "\(kind): {\(shape.fieldNames.first ?? ""): …}"
      report(
        "expected a mapping of fields for \(what), found \(node.described)", at: node,
        notes: [example])
      return ([], [])
    }
  }

  private mutating func commands(_ node: Node, _ what: String) -> [String] {
    entries(node, what).map { entry in
      if entry.text.utf8.contains(where: { "|&;<>".utf8.contains($0) }) {
        report(
          "\(entry.named) matches no command: it holds an operator of the shell", at: entry.node,
          notes: ["a pattern is the first words of one command"])
      }
      return entry.text.trimmed
    }
  }

  private mutating func lastChange(_ node: Node) -> [FieldTest] {
    let keys = ["file", "within-days"]
    let values = values(of: node, "'last-change'", keys: keys, required: keys)
    let file = values["file"].flatMap { fieldTest("last-change.file", $0, as: .paths) }
    let days = values["within-days"].flatMap {
      fieldTest("last-change.within-days", $0, as: .number)
    }
    return [file, days].compactMap { $0 }
  }

  private mutating func field(
    _ key: String, _ member: Node.Member, of kind: FactClause.Kind, _ shape: ClauseShape
  ) -> FieldTest? {
    // Every fact but history stands in a file; the model calls it `path`, a setting's `file`.
    if key == "file" || key == "path", kind != .file, kind != .history {
      return fieldTest(kind == .setting ? "file" : "path", member.value, as: .paths)
    }
    guard let field = shape.field(key) else {
      let place = kind == .file || kind == .history ? [] : ["path"]
      report(
        "unknown field '\(key)' of '\(kind)'", at: member.key,
        notes: suggestions(key, among: shape.fieldNames + place))
      return nil
    }
    if shape.isOpen, shape.fields[key] == nil, let fault = KeyPath.fault(in: key) {
      report("'\(key)' is no key path: \(fault)", at: member.key)
    }
    return fieldTest(key, member.value, as: field)
  }

  private mutating func whereFields(
    _ node: Node, of kind: FactClause.Kind, _ shape: ClauseShape
  ) -> [FieldTest] {
    let members = uniqueMembers(of: node, "'where'")
    if node.isMapping, members.isEmpty { report("'where' is empty", at: node) }
    return members.compactMap { field($0.key, $0.member, of: kind, shape) }
  }

  private mutating func checkSaysEnough(
    _ kind: FactClause.Kind, _ shape: ClauseShape, _ patterns: [String], _ fields: [FieldTest],
    _ modifiers: Modifiers, _ member: Node.Member
  ) {
    guard diagnosticsAreEmpty(inside: member) else { return }
    if kind == .setting, !fields.contains(where: { $0.path.text == "key" }) {
      report("'setting' lacks 'key'", at: member.key, notes: ["the whole file is 'file: …'"])
    } else if patterns.isEmpty, fields.isEmpty, !shape.mayBeBare {
      report("'\(kind)' without a pattern or field selects everything", at: member.key)
    } else if kind == .call, patterns.isEmpty, fields.isEmpty, modifiers.callee == nil,
      modifiers.names == nil
    {
      report(
        "'call' without a name selects every call", at: member.key,
        notes: ["give names, or 'to:' where the callee is defined, or 'names:' of words in it"])
    }
  }

  /// Whether the value holds no mistake already, so that its emptiness is one of its own.
  private func diagnosticsAreEmpty(inside member: Node.Member) -> Bool {
    let start = position(of: member.value)
    return !diagnostics.contains { ($0.position ?? start) >= start && $0.severity == .error }
  }

  private mutating func checkPlace(
    _ kind: FactClause.Kind, _ fields: [FieldTest], _ own: Modifiers, _ member: Node.Member,
    in place: Place
  ) {
    guard kind == .history else { return }
    let isOfFile = fields.contains { $0.path.text == "last-change.file" }
    if let scope = place.scope, !isOfFile {
      report("history stands in no \(scope), so this can never match", at: member.key)
    }
    if own.reachedBy != nil {
      report("nothing runs history, so 'reached-by' can never match", at: member.key)
    }
  }
}

extension ClauseShape {
  /// Whether a key among the fields is a modifier; a heading's `has` is a field.
  func isModifier(_ key: String) -> Bool { Modifiers.keys.contains(key) && fields[key] == nil }

  var hasShortForm: Bool { if case .none = patterns { false } else { true } }
}
