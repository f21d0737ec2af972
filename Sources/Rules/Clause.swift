package import Facts
package import Text

/// A question about the facts, as a rule file asks it.
///
/// Modifiers that a rule file writes on a join (`roles`, `worth`, `reached-by`, `what`, and `gates` on `any`) are handed
/// down by the loader to the facts in it that do not set their own; what stands in a `not` only gets `roles`.
package indirect enum Clause: Sendable {
  case fact(FactClause)
  case any([Clause], position: Position)
  case all([Clause], within: Scope, position: Position)
  case atLeast(Int, [Clause], within: Scope, position: Position)
  /// Only inside `all` with a scope; does not match where a file of that scope has a diagnostic.
  case not(Clause, position: Position)

  /// How near to each other the parts of an `all` must stand.
  package enum Scope: String, Sendable, CaseIterable {
    case definition, file, folder, run, repository
  }
}

/// A clause that selects facts of one kind.
package struct FactClause: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case file, dependency, `import`, call, defines, asserts, compares, fails, setting, command
    case trigger, resource, registry, heading, history, test
  }

  package let kind: Kind
  /// What the clause names: globs for `file`, names for `call` …, command patterns; vocabulary is already in place.
  /// Any of them. Empty where the fields say it all (always for `asserts`, `compares`, `fails`, `setting`, `heading`,
  /// `history` and `test`; a heading's short form is a test of its `title`).
  package let patterns: [String]
  /// Tests of fields, from the mapping form and from `where:`, all of which must hold; the key is a field's name
  /// (`key`, `keyword.dtype`, `last-change.within-days`) or a key path; the fact's own file is `path`, for a setting
  /// `file`. How a plain value is read depends on the field: paths become `.path`, words `.words`, truth values
  /// `.equals(["true"])`, all else `.equals`, or `.anyOf` for a list. See `ClauseShape`.
  package let fields: [FieldTest]
  /// The prefix under which all `fields` must hold in one element (`updates[]`); nil for none.
  package let under: KeyPath?
  /// Identifier words, in the arguments or the whole condition; phrases of words, any of which.
  package let names: [WordPhrase]?
  /// The callee is defined in this repository, there.
  package let to: Callee?
  /// Binds a literal (`as: ?x`) or asks for it (`has: ?x`).
  package let binds: String?
  package let has: String?
  package let roles: Set<Role>
  package let worthManual: Bool
  package let reachedBy: ReachedBy?
  package let gates: Gate?
  package let sharedBy: [[String]]
  /// A short phrase to show as the evidence's text; nil for the fact's own.
  package let what: String?
  package let position: Position

  package struct Callee: Sendable {
    package let file: Glob?
    package let names: [String]
    package let roles: Set<Role>?

    package init(file: Glob?, names: [String], roles: Set<Role>?) {
      self.file = file
      self.names = names
      self.roles = roles
    }
  }

  /// What a failure must stop.
  package enum Gate: Sendable {
    /// A later statement, command, task or job that calls or runs one of these names.
    case names([String])
    /// A push or pull-request run.
    case ci
  }

  package init(
    kind: Kind, patterns: [String], fields: [FieldTest] = [], under: KeyPath? = nil,
    names: [WordPhrase]? = nil, to: Callee? = nil, binds: String? = nil, has: String? = nil,
    roles: Set<Role> = Role.evidence, worthManual: Bool = false, reachedBy: ReachedBy? = nil,
    gates: Gate? = nil, sharedBy: [[String]] = [], what: String? = nil, position: Position
  ) {
    self.kind = kind
    self.patterns = patterns
    self.fields = fields
    self.under = under
    self.names = names
    self.to = to
    self.binds = binds
    self.has = has
    self.roles = roles
    self.worthManual = worthManual
    self.reachedBy = reachedBy
    self.gates = gates
    self.sharedBy = sharedBy
    self.what = what
    self.position = position
  }
}

/// One identifier word or several in a row, each in lower case (`feature importance`).
package struct WordPhrase: Sendable, Hashable {
  package let words: [String]

  package init(_ text: String) { words = Text.words(of: text) }

  /// Whether the words of an identifier hold this phrase in a row.
  package func occurs(in identifier: [String]) -> Bool {
    guard let first = words.first, identifier.contains(first) else { return false }
    guard words.count > 1, identifier.count >= words.count else { return words.count == 1 }
    return (0...(identifier.count - words.count)).contains { start in
      identifier[start..<(start + words.count)].elementsEqual(words)
    }
  }
}

/// A test of one field of a fact, or of the value at a key path of a structured file.
package struct FieldTest: Sendable {
  package enum Condition: Sendable {
    case equals([String])
    case anyOf([String])
    case above(Double)
    case below(Double)
    /// Over text that is no path: `Glob.matchesText`.
    case like([Glob])
    /// Over paths: `Glob.matches`.
    case path([Glob])
    case present(Bool)
    case not([String])
    case words([WordPhrase])
  }

  package let path: KeyPath
  package let conditions: [Condition]

  package init(path: KeyPath, conditions: [Condition]) {
    self.path = path
    self.conditions = conditions
  }
}

/// By which triggers a fact must be reached, and how.
package struct ReachedBy: Sendable {
  /// Whether a chain may go on from a unit test into the product code it calls.
  package enum Through: String, Sendable, CaseIterable { case run, exercise }
  /// Whether a call must lead there, or an import is enough.
  package enum By: String, Sendable, CaseIterable { case calls, imports }
  /// Whether a failure must be seen.
  package enum Failure: String, Sendable, CaseIterable { case seen, any }

  /// Kinds of trigger; `manual` is never among them unless named.
  package let triggers: Set<TriggerKind>
  package let through: Through
  package let by: By
  package let failure: Failure

  package init(
    triggers: Set<TriggerKind>, through: Through = .run, by: By = .calls, failure: Failure = .seen
  ) {
    self.triggers = triggers
    self.through = through
    self.by = by
    self.failure = failure
  }
}
