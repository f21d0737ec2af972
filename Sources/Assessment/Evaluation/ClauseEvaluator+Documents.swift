internal import Automation
internal import Facts
internal import Rules
internal import Text

/// Clauses over settings, headings and history.
extension ClauseEvaluator {
  func settings(_ clause: FactClause) -> [Match] {
    let files = clause.fields.filter { $0.path.text == "file" }
    let keys = clause.keyPaths
    var found: [Match] = []
    for index in self.files(matching: files.flatMap(\.globs)) {
      guard case .structured(let structured)? = facts.contents[index], hasRole(index, clause),
        files.allSatisfy({ $0.holds(for: text(facts.files[index].path)) })
      else { continue }
      for document in structured.documents {
        for key in keys {
          found += settings(clause, key, in: document, of: structured, file: index)
        }
      }
    }
    return found + keys.flatMap { assignments(clause, $0, files) }
  }

  private func settings(
    _ clause: FactClause, _ key: KeyPath, in document: Node, of file: StructuredFile,
    file index: Int
  ) -> [Match] {
    key.nodes(in: document).compactMap { found in
      guard nodeHolds(clause, found.value),
        namesHold(clause, in: strings(in: found.value))
      else { return nil }
      let place = found.key ?? found.value
      let value = found.value.scalar.map { ": \($0)" } ?? ""
      let name = found.key?.scalar ?? key.text
      return Match(
        reference: .setting(file: index, offset: place.offset), file: index,
        place: .location(file.location(of: place)), what: name + value, definition: nil,
        anchor: .file(index), literals: strings(in: found.value))
    }
  }

  private func nodeHolds(_ clause: FactClause, _ node: Node) -> Bool {
    let roots = clause.under.map { $0.nodes(in: node).map(\.value) } ?? [node]
    return roots.contains { root in
      clause.valueFields.allSatisfy { test in
        let nodes = test.path.text == "value" ? [(nil, root)] : test.path.nodes(in: root)
        return test.holds(
          for: nodes.flatMap { entry in
            // A list's elements can be tested as its values: `branches: [main]`.
            entry.1.isSequence
              ? [.composite] + entry.1.elements.map(FieldValue.init) : [FieldValue(entry.1)]
          })
      }
    }
  }

  /// Constants of modules and classes are settings too, under their dotted name.
  private func assignments(_ clause: FactClause, _ key: KeyPath, _ files: [FieldTest])
    -> [Match]
  {
    let name = Glob(key.text.replacingStars())
    return constants(named: key).compactMap { index in
      let assignment = facts.assignments[index]
      let definition = facts.definitions[assignment.definition]
      guard definition.kind != .function, hasRole(assignment.file, clause),
        files.allSatisfy({ $0.holds(for: text(facts.files[assignment.file].path)) }),
        name.matchesText(assignment.target)
          || name.matchesText("\(definition.qualname).\(assignment.target)"),
        clause.valueFields.allSatisfy({ test in
          test.path.text == "value" && test.holds(for: scalars(of: assignment.expression))
        }),
        namesHold(
          clause, in: assignment.expression.names + assignment.expression.strings)
      else { return nil }
      return Match(
        reference: .assignment(index), file: assignment.file, place: .location(assignment.location),
        what: assignment.target, definition: assignment.definition,
        anchor: .definition(assignment.definition), literals: assignment.expression.strings)
    }
  }

  /// The constants that a key path may name: by its last step, where that is a plain key.
  private func constants(named key: KeyPath) -> [Int] {
    guard case .key(let last)? = key.steps.last else { return [] }
    return index.constantsByName[last] ?? []
  }

  private func scalars(of expression: Expression) -> [FieldValue] {
    switch expression.value {
    case .number(let number): [.number(number)]
    case .boolean(let truth): [.truth(truth)]
    case .sequence(let elements): [.composite] + elements.compactMap(\.scalar).map(FieldValue.text)
    case .mapping(let members):
      [.composite] + members.compactMap(\.key.scalar).map(FieldValue.text)
    default: expression.value.scalar.map { [.text($0)] } ?? [.composite]
    }
  }

  func headings(_ clause: FactClause) -> [Match] {
    facts.headings.enumerated().compactMap { index, heading in
      guard hasRole(heading.file, clause), headingHolds(clause, heading) else { return nil }
      return Match(
        reference: .heading(index), file: heading.file,
        place: .location(evidencePlace(clause, heading)), what: heading.title, definition: nil,
        anchor: .file(heading.file), literals: heading.sentences.map(\.text))
    }
  }

  /// The table or sentence that was asked for is what a reader would quote, else the heading.
  private func evidencePlace(_ clause: FactClause, _ heading: HeadingFact) -> Location {
    for test in clause.fields {
      switch test.path.text {
      case "header":
        if let table = heading.tables.first(where: { test.holds(for: texts($0.header)) }) {
          return table.location
        }
      case "sentence":
        if let sentence = heading.sentences.first(where: { test.holds(for: text($0.text)) }) {
          return sentence.location
        }
      default: break
      }
    }
    return heading.location
  }

  private func headingHolds(_ clause: FactClause, _ heading: HeadingFact) -> Bool {
    let path = facts.files[heading.file].path
    return clause.fields.allSatisfy { test in
      switch test.path.text {
      case "title": test.holds(for: text(heading.title))
      case "parent": test.holds(for: texts(heading.parents))
      case "under": test.holds(for: texts(heading.parents + [heading.title]))
      case "level": test.holds(for: [.number(Double(heading.level))])
      case "header": heading.tables.contains { test.holds(for: texts($0.header)) }
      case "sentence": heading.sentences.contains { test.holds(for: text($0.text)) }
      case "link": test.holds(for: texts(heading.links.map(\.target)))
      case "has": test.holds(for: texts(contents(of: heading)))
      case "file", "path": test.holds(for: text(path))
      default: false
      }
    } && (clause.names == nil || namesHold(clause, in: heading.sentences.map(\.text)))
  }

  private func contents(of heading: HeadingFact) -> [String] {
    var found: [String] = []
    if !heading.tables.isEmpty { found.append("table") }
    if heading.figures > 0 { found.append("figure") }
    if heading.listItems > 0 { found.append("list") }
    if heading.numbers > 0 { found.append("number") }
    if !heading.sentences.isEmpty { found.append("sentence") }
    if heading.sentences.contains(where: { isRule($0.text) }) { found.append("rule") }
    if heading.sentences.contains(where: { hasDate($0.text) }) { found.append("date") }
    return found
  }

  /// A sentence that binds: it says what must or must not be.
  private func isRule(_ sentence: String) -> Bool {
    let found = Text.words(of: sentence)
    let modal: Set = ["must", "shall", "required", "never", "always", "forbidden", "prohibited"]
    return found.contains { modal.contains($0) }
  }

  /// An ISO day or month, a quarter, or a year of this century.
  private func hasDate(_ sentence: String) -> Bool {
    let found = Text.words(of: sentence)
    return found.contains { $0.utf8.count == 4 && $0.hasPrefix("20") && Int($0) != nil }
  }

  func history(_ clause: FactClause) -> [Match] {
    let history = facts.history
    guard history.unseen == nil else { return [] }
    if let change = lastChange(clause, in: history) { return change }
    var matches: [Match] = []
    for test in clause.fields {
      guard let aspect = aspect(test, of: history) else { return [] }
      matches.append(aspect)
    }
    return Array(matches.prefix(1))
  }

  /// `last-change.file` and `last-change.within-days`: the files that were changed so shortly before the last commit;
  /// nil where the clause does not ask for that.
  private func lastChange(_ clause: FactClause, in history: HistoryFact) -> [Match]? {
    let files = clause.fields.filter { $0.path.text == "last-change.file" }
    guard !files.isEmpty else { return nil }
    let within = clause.fields.filter { $0.path.text == "last-change.within-days" }
    guard let newest = history.commits.first.flatMap({ Day($0.day) }) else { return [] }
    return facts.files.enumerated().compactMap { index, file in
      guard hasRole(index, clause), files.allSatisfy({ $0.holds(for: text(file.path)) }),
        let changed = history.lastChanges[file.path], let day = Day(changed)
      else { return nil }
      let age = newest.number - day.number
      guard within.allSatisfy({ $0.isAtMost(age) }) else { return nil }
      return Match(
        reference: .file(index), file: index, place: .location(Location(path: file.path)),
        what: "\(file.name), last changed \(changed)", definition: nil, anchor: .file(index))
    }
  }

  /// The commit or tag that shows an aspect of the history, where the test holds.
  private func aspect(_ test: FieldTest, of history: HistoryFact) -> Match? {
    let name = test.path.text
    let commits: [HistoryFact.Commit]
    switch name {
    case "reviewed-commits": commits = history.commits.filter(\.isReviewed)
    case "commits": commits = history.commits
    case "merges": commits = history.commits.filter { $0.parents > 1 }
    case "authors":
      let authors = Set(history.commits.map(\.author))
      guard test.holds(for: [.number(Double(authors.count))]) else { return nil }
      return match(history.commits.first, name, "\(authors.count) authors")
    case "subject":
      let found = history.commits.first { test.holds(for: text($0.subject)) }
      return match(found, name, found?.subject ?? "")
    case "tags":
      guard test.holds(for: [.number(Double(history.tags.count))]), let tag = history.tags.first
      else { return nil }
      return Match(
        reference: .history(name), file: nil, place: .tag(tag.name), what: "tag \(tag.name)",
        definition: nil, anchor: nil)
    default: return nil
    }
    guard test.holds(for: [.number(Double(commits.count))]) else { return nil }
    return match(commits.first, name, "\(commits.count) \(name): \(commits.first?.subject ?? "")")
  }

  private func match(_ commit: HistoryFact.Commit?, _ name: String, _ what: String) -> Match? {
    guard let commit else { return nil }
    return Match(
      reference: .history(name), file: nil, place: .commit(commit.hash), what: what,
      definition: nil, anchor: nil)
  }
}

extension String {
  /// `**.random_state` of a key path as a pattern over a dotted name.
  fileprivate func replacingStars() -> String {
    hasPrefix("**.") ? "{,*.}" + dropFirst(3) : self
  }
}

extension FieldTest {
  /// The globs of a test of paths; none where it asks for something else.
  fileprivate var globs: [Glob] {
    conditions.flatMap { condition -> [Glob] in
      if case .like(let globs) = condition { globs } else { [] }
    }
  }

  /// A plain number under `within-days` is a bound, not a value to equal.
  fileprivate func isAtMost(_ days: Int) -> Bool {
    conditions.allSatisfy { condition in
      if case .equals(let texts) = condition, let bound = texts.first.flatMap({ Int($0) }) {
        return days <= bound
      }
      return holds(for: [.number(Double(days))])
    }
  }
}

extension FactClause {
  /// The key paths that a setting clause asks for.
  fileprivate var keyPaths: [KeyPath] {
    fields.filter { $0.path.text == "key" }.flatMap(\.conditions).flatMap {
      condition -> [KeyPath] in
      switch condition {
      case .equals(let keys), .anyOf(let keys): return keys.map { KeyPath($0) }
      default: return []
      }
    }
  }

  /// The tests of the value that a setting has, without those that say where it stands.
  fileprivate var valueFields: [FieldTest] {
    fields.filter { $0.path.text != "file" && $0.path.text != "key" }
  }
}
