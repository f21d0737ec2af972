internal import Automation
internal import Facts
internal import Rules
internal import Text

extension ClauseEvaluator {
  /// The facts of a clause's kind that fit its patterns, fields, names and roles.
  func candidates(_ clause: FactClause) -> [Match] {
    switch clause.kind {
    case .file: files(clause)
    case .dependency: dependencies(clause)
    case .import: imports(clause)
    case .call: calls(clause)
    case .defines: definitions(clause)
    case .asserts, .compares: conditions(clause)
    case .fails: exits(clause)
    case .setting: settings(clause)
    case .command: commands(clause)
    case .trigger: triggers(clause)
    case .resource: resources(clause)
    case .registry: registry(clause)
    case .heading: headings(clause)
    case .history: history(clause)
    case .test: tests(clause)
    }
  }

  func hasRole(_ file: Int, _ clause: FactClause) -> Bool {
    clause.roles.contains(facts.files[file].role)
  }

  func patternGlobs(_ clause: FactClause) -> [Glob] {
    clause.patterns.map { Glob($0, ignoresCase: true) }
  }

  /// Whether every field test holds, each for the values of its field.
  func fieldsHold(_ clause: FactClause, _ values: (String) -> [FieldValue]?) -> Bool {
    clause.fields.allSatisfy { test in
      test.holds(for: values(test.path.text) ?? [])
    }
  }

  func texts(_ values: [String]) -> [FieldValue] { values.map(FieldValue.text) }
  func text(_ value: String?) -> [FieldValue] { value.map { [.text($0)] } ?? [] }

  // MARK: Files, dependencies, registry, resources

  private func files(_ clause: FactClause) -> [Match] {
    files(matching: patternGlobs(clause)).compactMap { index in
      let file = facts.files[index]
      guard file.kind == .regular || file.kind == .executable, hasRole(index, clause),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "path": text(file.path)
            case "role": text(file.role.rawValue)
            case "size": [.number(Double(file.size))]
            case "name": text(String(file.name))
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .file(index), file: index, place: .location(Location(path: file.path)),
        what: String(file.name), definition: nil, anchor: .file(index))
    }
  }

  private func dependencies(_ clause: FactClause) -> [Match] {
    let globs = clause.patterns.map { Glob($0, ignoresCase: true) }
    return facts.dependencies.enumerated().compactMap { index, dependency in
      guard hasRole(dependency.file, clause),
        globs.isEmpty || globs.contains(where: { $0.matchesText(dependency.name) }),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "name": text(dependency.name)
            case "ecosystem": text(dependency.ecosystem)
            case "requirement": text(dependency.requirement)
            case "pinned": [.truth(dependency.isPinned)]
            case "locked": [.truth(dependency.isLocked)]
            case "group": text(dependency.group)
            case "path": text(facts.files[dependency.file].path)
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .dependency(index), file: dependency.file, place: .location(dependency.location),
        what: dependency.name + dependency.requirement, definition: nil,
        anchor: .file(dependency.file))
    }
  }

  private func resources(_ clause: FactClause) -> [Match] {
    let globs = clause.patterns.map { Glob($0) }
    return facts.resources.enumerated().compactMap { index, resource in
      declared(
        Declaration(
          reference: .resource(index), file: resource.file, location: resource.location,
          system: resource.system, kind: resource.kind, name: resource.name, body: resource.body,
          what: "\(resource.kind) \(resource.name)"), clause, globs)
    }
  }

  private func registry(_ clause: FactClause) -> [Match] {
    let globs = clause.patterns.map { Glob($0) }
    return facts.registry.enumerated().compactMap { index, entry in
      declared(
        Declaration(
          reference: .registry(index), file: entry.file, location: entry.location,
          system: entry.system, kind: entry.kind, name: entry.name, body: entry.body,
          what: "\(entry.system) \(entry.kind) \(entry.name)"), clause, globs)
    }
  }

  /// The match of something that a file declares with a body, where its kind, fields and words fit.
  private func declared(
    _ declaration: Declaration, _ clause: FactClause, _ globs: [Glob]
  ) -> Match? {
    guard hasRole(declaration.file, clause),
      globs.isEmpty || globs.contains(where: { $0.matchesText(declaration.kind) }),
      bodyHolds(
        clause, declaration.body,
        [
          "system": declaration.system, "kind": declaration.kind, "name": declaration.name,
          "path": facts.files[declaration.file].path,
        ])
    else { return nil }
    let literals = strings(in: declaration.body)
    guard namesHold(clause, in: literals + [declaration.name]) else { return nil }
    return Match(
      reference: declaration.reference, file: declaration.file,
      place: .location(declaration.location), what: declaration.what, definition: nil,
      anchor: .file(declaration.file), literals: literals)
  }

  /// Field tests over named fields, else over key paths into a body; with `under`, in one element of it.
  private func bodyHolds(_ clause: FactClause, _ body: Node, _ named: [String: String]) -> Bool {
    let roots = clause.under.map { $0.nodes(in: body).map(\.value) } ?? [body]
    let (own, inner) = clause.fields.partitioned { named[$0.path.text] != nil }
    guard own.allSatisfy({ $0.holds(for: text(named[$0.path.text])) }) else { return false }
    return roots.contains { root in
      inner.allSatisfy { test in
        test.holds(for: test.path.nodes(in: root).map { FieldValue($0.value) })
      }
    }
  }

  /// Every key and string below a node, at most 2,000.
  func strings(in node: Node) -> [String] {
    var found: [String] = []
    var pending = [node]
    while let next = pending.popLast(), found.count < 2_000 {
      if let text = next.scalar { found.append(text) }
      for member in next.members {
        if let key = member.key.scalar { found.append(key) }
        pending.append(member.value)
      }
      pending += next.elements
    }
    return found
  }

  /// Whether one of the names holds one of the clause's phrases; true where it asks for none.
  func namesHold(_ clause: FactClause, in names: @autoclosure () -> [String]) -> Bool {
    guard let phrases = clause.names else { return true }
    return names().contains { name in
      let found = words(of: name)
      return phrases.contains { $0.occurs(in: found) }
    }
  }

  // MARK: Automation

  private func commands(_ clause: FactClause) -> [Match] {
    let patterns = clause.patterns.map(CommandPattern.init)
    return graph.commands.enumerated().compactMap { index, command in
      guard hasRole(command.file, clause) || command.origin == .step,
        patterns.isEmpty || patterns.contains(where: { $0.matches(command.words) }),
        namesHold(clause, in: command.words),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "origin": text(command.origin.rawValue)
            case "text": text(command.text)
            case "word": texts(command.words)
            case "option":
              texts(command.words.map { String($0.prefix { $0 != "=" }) })
            case "path", "file": text(command.location.path)
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .command(index), file: command.file, place: .location(command.location),
        what: command.text, definition: nil, anchor: .command(index), literals: command.words)
    }
  }

  private func triggers(_ clause: FactClause) -> [Match] {
    graph.triggers.enumerated().compactMap { index, trigger in
      guard
        clause.patterns.isEmpty || clause.patterns.contains(trigger.kind.rawValue),
        fieldsHold(
          clause,
          { name in
            switch name {
            case "cadence": text(trigger.cadence)
            case "file", "path": text(trigger.location.path)
            default: nil
            }
          })
      else { return nil }
      return Match(
        reference: .trigger(index), file: trigger.file, place: .location(trigger.location),
        what: trigger.cadence.map { "\(trigger.kind.rawValue) \($0)" } ?? trigger.kind.rawValue,
        definition: nil, anchor: .file(trigger.file))
    }
  }
}

extension Array {
  fileprivate func partitioned(by isFirst: (Element) -> Bool) -> (first: [Element], rest: [Element])
  {
    (filter(isFirst), filter { !isFirst($0) })
  }
}

/// The words a command begins with: `dvc repro`, `soda scan *`, `pytest`.
struct CommandPattern {
  private let words: [Glob]

  init(_ pattern: String) {
    words = pattern.split(separator: " ").map { Glob(String($0)) }
  }

  /// Options between the words are passed over (`dvc --quiet repro`).
  func matches(_ command: [String]) -> Bool {
    var rest = command[...]
    for (position, word) in words.enumerated() {
      if position > 0 {
        while let next = rest.first, next.hasPrefix("-"), !word.matchesText(next) {
          rest = rest.dropFirst()
        }
      }
      guard let next = rest.first else { return false }
      // The program may be given by a path: `.venv/bin/pytest`.
      let name = position == 0 ? next.split(separator: "/").last.map(String.init) ?? next : next
      guard word.matchesText(name) || word.matchesText(next) else { return false }
      rest = rest.dropFirst()
    }
    return !words.isEmpty
  }
}

/// A resource or a registry entry, as both are matched alike.
private struct Declaration {
  let reference: FactReference
  let file: Int
  let location: Location
  let system: String
  let kind: String
  let name: String
  let body: Node
  let what: String
}
