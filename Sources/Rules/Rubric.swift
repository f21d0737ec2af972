package import Text

/// A rubric as its rule file says it, checked.
package struct Rubric: Sendable {
  /// How section sums become the score.
  package enum Total: String, Sendable, CaseIterable {
    case minimumOfSections = "minimum-of-sections"
    case sum
  }

  /// A reading of the score: the first band whose bound the score passes, from the top.
  package struct Band: Sendable {
    package enum Bound: Sendable {
      /// The score must be greater.
      case above(Double)
      /// The score must be at least this; the Joel test's bands.
      case from(Double)
    }

    package let bound: Bound
    package let title: String
    package let meaning: String

    package init(bound: Bound, title: String, meaning: String) {
      self.bound = bound
      self.title = title
      self.meaning = meaning
    }
  }

  package struct Section: Sendable {
    package let id: String
    package let title: String
    package let tests: [Test]

    package init(id: String, title: String, tests: [Test]) {
      self.id = id
      self.title = title
      self.tests = tests
    }
  }

  /// What a repository can show of a test.
  package enum Sight: String, Sendable, CaseIterable { case full, partial, none }

  package enum Effort: String, Sendable, CaseIterable { case hours, days, weeks }

  package struct Test: Sendable {
    package let id: String
    package let title: String
    package let why: String
    package let passing: String
    package let remedy: String
    package let effort: Effort
    /// Any of these is worth `manual`.
    package let exists: [Clause]
    /// What makes it `automated`.
    package let runs: [Runs]
    /// Any of these makes it `absent` where nothing else counted, whatever its sight.
    package let against: [Clause]
    /// Facts that are never evidence here.
    package let traps: [Clause]
    package let sight: Sight
    /// Path of the page of examples below the rule file's folder.
    package let examples: String?
    package let position: Position

    package init(
      id: String, title: String, why: String, passing: String, remedy: String, effort: Effort,
      exists: [Clause], runs: [Runs], against: [Clause], traps: [Clause], sight: Sight,
      examples: String?, position: Position
    ) {
      self.id = id
      self.title = title
      self.why = why
      self.passing = passing
      self.remedy = remedy
      self.effort = effort
      self.exists = exists
      self.runs = runs
      self.against = against
      self.traps = traps
      self.sight = sight
      self.examples = examples
      self.position = position
    }
  }

  /// One way to `automated`: the evidence of `exists` being reached, or evidence of its own.
  package enum Runs: Sendable {
    case existing(ReachedBy)
    case own(Clause)
  }

  package let id: String
  package let title: String
  package let edition: String
  /// Where it comes from, as one line for people.
  package let source: String
  package let manual: Double
  package let automated: Double
  package let total: Total
  /// The labels of the verdicts, by verdict.
  package let labels: [String: String]
  package let bands: [Band]
  /// What a repository must have for the rubric to apply.
  package let appliesIf: [Clause]
  package let sections: [Section]
  /// The path of the rule file, for diagnostics and for its examples.
  package let path: String

  package init(
    id: String, title: String, edition: String, source: String, manual: Double, automated: Double,
    total: Total, labels: [String: String], bands: [Band], appliesIf: [Clause], sections: [Section],
    path: String
  ) {
    self.id = id
    self.title = title
    self.edition = edition
    self.source = source
    self.manual = manual
    self.automated = automated
    self.total = total
    self.labels = labels
    self.bands = bands
    self.appliesIf = appliesIf
    self.sections = sections
    self.path = path
  }

  package var tests: [Test] { sections.flatMap(\.tests) }
}
