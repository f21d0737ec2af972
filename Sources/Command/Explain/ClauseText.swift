internal import Facts
internal import Rules
internal import Text

/// Clauses as people read them: `a call of pandera.DataFrameSchema or 12 more, in the same function as …`.
enum ClauseText {
  /// One line for each thing that counts, those of an `any` each for itself.
  static func lines(_ clauses: [Clause]) -> [String] { unique(clauses.flatMap(lines)) }

  /// One line for each way to `automated`.
  static func lines(_ ways: [Rubric.Runs]) -> [String] {
    unique(
      ways.flatMap { way -> [String] in
        switch way {
        case .existing(let reach): ["any of the above, \(text(reach))"]
        case .own(let clause): lines(clause)
        }
      })
  }

  private static func lines(_ clause: Clause) -> [String] {
    if case .any(let parts, _) = clause { parts.flatMap(lines) } else { [text(clause)] }
  }

  private static func text(_ clause: Clause) -> String { body(clause) + tail(of: clause) }

  /// What is asked of the facts, without how they must be started.
  private static func body(_ clause: Clause) -> String {
    switch clause {
    case .fact(let fact): body(fact)
    case .any(let parts, _): "(\(parts.map(body).joined(separator: ", or ")))"
    case .all(let parts, let scope, _):
      "\(parts.map(body).joined(separator: "; and ")) – \(text(scope))"
    case .atLeast(let count, let parts, let scope, _):
      "at least \(count) of: \(parts.map(body).joined(separator: "; ")) – \(text(scope))"
    case .not(let part, _): "not \(body(part))"
    }
  }

  /// What the loader handed down from a join to its parts is said once, behind all of them.
  private static func tail(of clause: Clause) -> String {
    switch clause {
    case .fact(let fact): tail(fact)
    case .not: ""
    case .any(let parts, _), .all(let parts, _, _), .atLeast(_, let parts, _, _):
      parts.lazy.map(tail(of:)).first { !$0.isEmpty } ?? ""
    }
  }

  private static func text(_ scope: Clause.Scope) -> String {
    switch scope {
    case .definition: "in one function or class"
    case .file: "in one file"
    case .folder: "in one folder"
    case .run: "in one run"
    case .repository: "anywhere in the repository"
    }
  }

  private static func body(_ fact: FactClause) -> String {
    if let what = fact.what { return what }
    var text = noun(fact.kind)
    if !fact.patterns.isEmpty { text += " " + some(fact.patterns) }
    let tests = fact.fields.map(Self.text)
    if !tests.isEmpty { text += " with " + tests.joined(separator: " and ") }
    if let under = fact.under { text += ", all in one of `\(under.text)`" }
    if let names = fact.names {
      text += ", about " + some(names.map { $0.words.joined(separator: " ") })
    }
    if let to = fact.to {
      let target = (to.file.map { [$0.pattern] } ?? []) + to.names
      text += ", defined in this repository" + (target.isEmpty ? "" : " as \(some(target))")
    }
    if fact.roles != Role.evidence {
      text += ", in files of the kind " + some(fact.roles.map(\.rawValue).sorted())
    }
    switch fact.gates {
    case .names(let names): text += ", whose failure stops \(some(names))"
    case .ci: text += ", whose failure fails CI"
    case nil: break
    }
    return text
  }

  private static func tail(_ fact: FactClause) -> String {
    var text = ""
    if let reach = fact.reachedBy { text += ", \(self.text(reach))" }
    if fact.worthManual { text += " (never more than by hand)" }
    return text
  }

  private static func text(_ reach: ReachedBy) -> String {
    var text = "started by " + alternatives(reach.triggers.sorted().map(\.rawValue))
    if reach.through == .exercise { text += ", through a test too" }
    if reach.by == .imports { text += ", an import is enough" }
    if reach.failure == .seen { text += ", its failure seen" }
    return text
  }

  private static func text(_ test: FieldTest) -> String {
    let conditions = test.conditions.map { condition in
      switch condition {
      case .equals(let values), .anyOf(let values): "\(some(values))"
      case .above(let bound): "above \(bound)"
      case .below(let bound): "below \(bound)"
      case .like(let globs), .path(let globs): "like \(some(globs.map(\.pattern)))"
      case .present(let isThere): isThere ? "there" : "not there"
      case .not(let values): "not \(some(values))"
      case .words(let phrases): "about \(some(phrases.map { $0.words.joined(separator: " ") }))"
      }
    }
    return "\(test.path.text) \(conditions.joined(separator: " and "))"
  }

  private static func noun(_ kind: FactClause.Kind) -> String {
    switch kind {
    case .file: "the file"
    case .dependency: "the dependency"
    case .import: "an import of"
    case .call: "a call of"
    case .defines: "a definition"
    case .asserts: "an assertion"
    case .compares: "a comparison"
    case .fails: "something that fails"
    case .setting: "a setting"
    case .command: "the command"
    case .trigger: "the trigger"
    case .resource: "a declared resource"
    case .registry: "a registry's entry"
    case .heading: "a heading"
    case .history: "history"
    case .test: "a test"
    }
  }

  /// The first few, and how many more.
  private static func some(_ words: [String]) -> String {
    let shown = words.prefix(4)
    return words.count > shown.count
      ? shown.joined(separator: ", ") + " or \(words.count - shown.count) more"
      : alternatives(Array(shown))
  }

  private static func unique(_ lines: [String]) -> [String] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }
}
