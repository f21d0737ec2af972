internal import Automation
internal import Facts
internal import Rules
internal import Text

/// Clauses over code: imports, calls, definitions, conditions, exits, tests.
extension ClauseEvaluator {
  func imports(_ clause: FactClause) -> [Match] {
    facts.imports.enumerated().compactMap { index, fact in
      let full = fact.name.map { "\(fact.module).\($0)" } ?? fact.module
      guard hasRole(fact.file, clause), !fact.isForTypesOnly,
        clause.patterns.isEmpty
          || clause.patterns.contains(where: { full == $0 || full.hasPrefix($0 + ".") }),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "module": text(fact.module)
            case "name": text(fact.name)
            case "path": text(facts.files[fact.file].path)
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .imported(index), file: fact.file, place: .location(fact.location),
        what: "import \(full)", definition: fact.definition, anchor: .definition(fact.definition))
    }
  }

  func calls(_ clause: FactClause) -> [Match] {
    let patterns = NamePatterns(clause.patterns)
    let pool = patterns.isEmpty ? Array(facts.calls.indices) : index.calls(patterns)
    let callees = clause.to.map(definitions(of:))
    return pool.compactMap { call(at: $0, clause, patterns, callees) }
  }

  private func call(
    at index: Int, _ clause: FactClause, _ patterns: NamePatterns, _ callees: Set<Int>?
  ) -> Match? {
    // Field by field first: a copy of the whole fact is dear, and most candidates fall here.
    guard hasRole(facts.calls[index].file, clause),
      patterns.isEmpty
        ? !facts.calls[index].isRead
        : patterns.match(
          resolved: facts.calls[index].resolved, member: facts.calls[index].member,
          isRead: facts.calls[index].isRead),
      callees.map({ wanted in graph.callees(ofCall: index).contains { wanted.contains($0) } })
        != false
    else { return nil }
    let call = facts.calls[index]
    guard fieldsHold(clause, { field($0, of: call) }),
      clause.names == nil || namesHold(clause, in: names(ofCall: index, call))
    else { return nil }
    return Match(
      reference: .call(index), file: call.file, place: .location(call.location),
      what: call.resolved ?? call.callee ?? ".\(call.member)", definition: call.definition,
      anchor: .definition(call.definition), literals: call.arguments.flatMap(\.expression.strings))
  }

  /// A call's names, worked out once.
  private func names(ofCall index: Int, _ call: CallFact) -> [String] {
    if let known = memory.callNames[index] { return known }
    let found = callNames(call)
    memory.callNames[index] = found
    return found
  }

  /// Words of the arguments and of what the result is bound to.
  private func callNames(_ call: CallFact) -> [String] {
    call.arguments.flatMap { argument in
      (argument.name.map { [$0] } ?? [])
        + index.followedNames(of: argument.expression, in: call.definition)
    } + call.assignedTo + receiverNames(call)
  }

  private func receiverNames(_ call: CallFact) -> [String] {
    var names = call.callee.map { [String($0.dropLast(call.member.count))] } ?? []
    var receiver = call.receiver
    var depth = 0
    while let index = receiver, depth < 8 {
      let inner = facts.calls[index]
      names += inner.arguments.flatMap { $0.expression.names + $0.expression.strings }
      names.append(inner.callee ?? inner.member)
      receiver = inner.receiver
      depth += 1
    }
    return names
  }

  private func field(_ name: String, of call: CallFact) -> [FieldValue]? {
    switch name {
    case "callee": text(call.resolved ?? call.callee)
    case "member": text(call.member)
    case "keywords": texts(call.arguments.compactMap(\.name))
    case "strings": texts(call.arguments.flatMap(\.expression.strings))
    case "under-main": [.truth(call.isUnderMain)]
    case "assigned-to": texts(call.assignedTo)
    case "path": text(facts.files[call.file].path)
    case _ where name.hasPrefix("keyword."):
      call.arguments.filter { $0.name == String(name.dropFirst(8)) }
        .flatMap { values(of: $0.expression) }
    case _ where name.hasPrefix("argument."):
      Int(name.dropFirst(9)).flatMap { position in
        let positional = call.arguments.filter { $0.name == nil }
        return position < positional.count ? values(of: positional[position].expression) : []
      }
    default: nil
    }
  }

  private func values(of expression: Expression) -> [FieldValue] {
    switch expression.value {
    case .number(let number): [.number(number)]
    case .boolean(let truth): [.truth(truth)]
    case .sequence(let elements): elements.compactMap(\.scalar).map(FieldValue.text) + [.composite]
    case .mapping(let members): members.compactMap(\.key.scalar).map(FieldValue.text) + [.composite]
    case .none, .string, .name, .call, .other:
      expression.value.scalar.map { [.text($0)] } ?? [.composite]
    }
  }

  /// The definitions of this repository that a clause's `to:` means.
  private func definitions(of callee: FactClause.Callee) -> Set<Int> {
    let globs = callee.file.map { [$0] } ?? []
    let phrases = callee.names.map { WordPhrase($0) }
    let files = Set(
      self.files(matching: globs).filter { callee.roles?.contains(facts.files[$0].role) != false })
    return Set(
      facts.definitions.indices.filter { definition in
        guard files.contains(facts.definitions[definition].file) else { return false }
        if phrases.isEmpty { return true }
        let found = words(of: facts.definitions[definition].qualname)
        return phrases.contains { $0.occurs(in: found) }
      })
  }

  func definitions(_ clause: FactClause) -> [Match] {
    let globs = clause.patterns.map { Glob($0) }
    let tests = clause.fields.map(NamedTest.init)
    return facts.definitions.enumerated().compactMap { index, definition in
      guard definition.kind != .module, hasRole(definition.file, clause),
        globs.isEmpty
          || globs.contains(where: {
            $0.matchesText(definition.name) || $0.matchesText(definition.qualname)
          }),
        tests.allSatisfy({ holds($0, index, definition) }),
        namesHold(clause, in: [definition.qualname] + definition.parameters.map(\.name))
      else { return nil }
      return Match(
        reference: .definition(index), file: definition.file, place: .location(definition.location),
        what: definition.kind == .type
          ? "class \(definition.qualname)" : "\(definition.qualname)()",
        definition: index, anchor: .definition(index), literals: [definition.name])
    }
  }

  private func holds(_ test: NamedTest, _ index: Int, _ definition: Definition) -> Bool {
    switch test.field {
    case "base": test.holds(for: Array(self.index.bases(of: index)))
    case "decorator": test.holds(for: definition.decorators.flatMap { Array($0.names.prefix(1)) })
    case "annotation":
      test.holds(for: definition.parameters.compactMap(\.annotation).flatMap(\.names))
    case "name": test.plain.holds(for: text(definition.name))
    case "kind": test.plain.holds(for: text(definition.kind == .type ? "class" : "function"))
    case "parameter": test.plain.holds(for: texts(definition.parameters.map(\.name)))
    case "path": test.plain.holds(for: text(facts.files[definition.file].path))
    default: false
    }
  }

  func conditions(_ clause: FactClause) -> [Match] {
    let tests = clause.fields.map(NamedTest.init)
    return conditions(named: clause.names).compactMap { index in
      guard hasRole(facts.conditions[index].file, clause),
        clause.kind == .compares
          ? !facts.conditions[index].comparisons.isEmpty
          : facts.conditions[index].kind == .assertion
      else { return nil }
      let condition = facts.conditions[index]
      guard
        clause.patterns.isEmpty
          || clause.patterns.contains(where: { pattern in
            condition.comparisons.contains { $0.symbol == pattern }
          }),
        tests.allSatisfy({ holds($0, condition) }),
        clause.names == nil || namesHold(clause, in: followedNames(ofCondition: index))
      else { return nil }
      return Match(
        reference: .condition(index), file: condition.file, place: .location(condition.location),
        what: text(of: condition), definition: condition.definition,
        anchor: .definition(condition.definition), literals: condition.whole.strings)
    }
  }

  private func text(of condition: ConditionFact) -> String {
    let names = condition.whole.names.prefix(4).joined(separator: ", ")
    let verb = condition.kind == .assertion ? "assert" : "if"
    if let comparison = condition.comparisons.first {
      let left = comparison.left.names.first ?? comparison.left.value.scalar ?? "…"
      let right = comparison.right.value.scalar ?? comparison.right.names.first ?? "…"
      return "\(verb) \(left) \(comparison.symbol) \(right)"
    }
    return "\(verb) \(names)"
  }

  private func holds(_ named: NamedTest, _ condition: ConditionFact) -> Bool {
    let test = named.plain
    let followed: (Expression) -> [String] = {
      self.index.followedNames(of: $0, in: condition.definition)
    }
    switch test.path.text {
    case "symbol": return test.holds(for: texts(condition.comparisons.map(\.symbol)))
    case "left": return test.holds(for: texts(condition.comparisons.flatMap { followed($0.left) }))
    case "right":
      return test.holds(
        for: condition.comparisons.flatMap { values(of: $0.right) + texts(followed($0.right)) })
    case "operand":
      return test.holds(
        for: condition.comparisons.flatMap { values(of: $0.left) + values(of: $0.right) }
          + texts(followed(condition.whole)))
    case "consequence": return test.holds(for: texts(consequences(of: condition)))
    case "call":
      let inside = (self.index.callsByDefinition[condition.definition] ?? [])
        .map { facts.calls[$0] }
        .filter { condition.range.contains($0.range.lowerBound) || isNamed($0, in: condition) }
      return named.holds(for: inside.compactMap { $0.resolved ?? $0.member })
    case "path": return test.holds(for: text(facts.files[condition.file].path))
    default: return false
    }
  }

  /// `score = f1_score(…)` and later `assert score > 0.8`: the call is inside, one assignment away.
  private func isNamed(_ call: CallFact, in condition: ConditionFact) -> Bool {
    call.assignedTo.contains { condition.whole.names.contains($0) }
  }

  private func consequences(of condition: ConditionFact) -> [String] {
    var found = [condition.consequence.rawValue]
    let stops = condition.bodyCalls.contains {
      stopsRun.match(resolved: $0, member: lastComponent(of: $0))
    }
    if stops { found.append("stops") }
    let fails = stops || [.raises, .exits, .stops].contains(condition.consequence)
    if fails || condition.kind == .assertion { found.append("fails") }
    return found
  }

  func exits(_ clause: FactClause) -> [Match] {
    let raised: [Match] = facts.exits.enumerated().compactMap { index, exit in
      guard hasRole(exit.file, clause),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "kind": text(exit.kind.rawValue)
            case "detail": text(exit.detail)
            case "path": text(facts.files[exit.file].path)
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .exit(index), file: exit.file, place: .location(exit.location),
        what: [exit.kind.rawValue, exit.detail].compactMap { $0 }.joined(separator: " "),
        definition: exit.definition, anchor: .definition(exit.definition))
    }
    guard clause.fields.isEmpty else { return raised }
    let stopping: [Match] = facts.calls.enumerated().compactMap { index, call in
      guard !call.isRead, hasRole(call.file, clause),
        stopsRun.match(resolved: call.resolved, member: call.member)
      else { return nil }
      return Match(
        reference: .call(index), file: call.file, place: .location(call.location),
        what: call.resolved ?? call.member, definition: call.definition,
        anchor: .definition(call.definition))
    }
    return raised + stopping
  }

  func tests(_ clause: FactClause) -> [Match] {
    let callees = clause.to.map(definitions(of:))
    return graph.tests.enumerated().compactMap { index, test in
      let definition = facts.definitions[test.definition]
      guard hasRole(definition.file, clause) || facts.files[definition.file].role == .source,
        clause.patterns.isEmpty
          || clause.patterns.contains(where: { Glob($0).matchesText(test.name) }),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "name": text(test.name)
            case "framework": text(test.framework)
            case "skipped": [.truth(test.isSkipped)]
            case "file", "path": text(facts.files[definition.file].path)
            default: nil
            }
          }),
        clause.names == nil || namesHold(clause, in: bodyNames(test.definition)),
        callees.map({ !exercised(byTest: test.definition).isDisjoint(with: $0) }) != false
      else { return nil }
      return Match(
        reference: .test(index), file: definition.file, place: .location(definition.location),
        what: test.name, definition: test.definition, anchor: .definition(test.definition))
    }
  }

  private func bodyCalls(_ definition: Int) -> [Int] { index.callsByDefinition[definition] ?? [] }

  private func bodyNames(_ definition: Int) -> [String] {
    [facts.definitions[definition].qualname]
      + bodyCalls(definition).flatMap { call in
        let call = facts.calls[call]
        return [call.callee ?? call.member] + call.arguments.flatMap(\.expression.strings)
      }
  }
}
