package import Automation
package import Facts
package import Rules

/// What the rubrics say of one repository.
package struct Assessment: Sendable {
  package let rubrics: [RubricResult]

  package init(rubrics: [RubricResult]) { self.rubrics = rubrics }
}

/// A rubric's score, with the sections that decide it.
package struct RubricResult: Sendable {
  package let rubric: Rubric
  package let score: Double
  package let possible: Double
  package let maximum: Double
  package let band: Rubric.Band?
  /// The sections that hold the score down, by id; empty where the total is a sum.
  package let binding: [String]
  package let sections: [SectionResult]
  /// Why the rubric does not apply, where it does not.
  package let inapplicable: String?

  package init(
    rubric: Rubric, score: Double, possible: Double, maximum: Double, band: Rubric.Band?,
    binding: [String], sections: [SectionResult], inapplicable: String? = nil
  ) {
    self.rubric = rubric
    self.score = score
    self.possible = possible
    self.maximum = maximum
    self.band = band
    self.binding = binding
    self.sections = sections
    self.inapplicable = inapplicable
  }

  package var tests: [TestResult] { sections.flatMap(\.tests) }
}

package struct SectionResult: Sendable {
  package let section: Rubric.Section
  package let score: Double
  package let possible: Double
  package let maximum: Double
  package let tests: [TestResult]

  package init(
    section: Rubric.Section, score: Double, possible: Double, maximum: Double, tests: [TestResult]
  ) {
    self.section = section
    self.score = score
    self.possible = possible
    self.maximum = maximum
    self.tests = tests
  }
}

/// What was decided on one test.
package enum Verdict: String, Sendable {
  case automated, manual, absent, unseen
  case notApplicable = "not-applicable"
}

/// One test's verdict and everything that led to it.
package struct TestResult: Sendable {
  /// Where the points come from.
  package enum Basis: String, Sendable { case repository, attestation, none }

  package let test: Rubric.Test
  package let verdict: Verdict
  package let label: String
  package let score: Double
  package let maximum: Double
  package let possible: Double
  package let basis: Basis
  /// The best first, at most a few dozen; `foundCount` counts all.
  package let evidence: [Evidence]
  package let foundCount: Int
  package let near: [NearMiss]
  package let open: [OpenEnd]
  /// The next step in the project's own terms.
  package let remedy: String

  package init(
    test: Rubric.Test, verdict: Verdict, label: String, score: Double, maximum: Double,
    possible: Double, basis: Basis, evidence: [Evidence], foundCount: Int, near: [NearMiss],
    open: [OpenEnd], remedy: String
  ) {
    self.test = test
    self.verdict = verdict
    self.label = label
    self.score = score
    self.maximum = maximum
    self.possible = possible
    self.basis = basis
    self.evidence = evidence
    self.foundCount = foundCount
    self.near = near
    self.open = open
    self.remedy = remedy
  }
}

/// A fact that earned points, and the way from a trigger to it where one reaches it.
package struct Evidence: Sendable {
  package enum Place: Sendable, Hashable {
    case location(Location)
    case commit(String)
    case tag(String)
  }

  package let place: Place
  package let what: String
  /// Whether this is worth `automated`.
  package let isAutomated: Bool
  package let reach: Reach?

  package init(place: Place, what: String, isAutomated: Bool, reach: Reach?) {
    self.place = place
    self.what = what
    self.isAutomated = isAutomated
    self.reach = reach
  }
}

/// Something found that is not worth more yet, and what is missing.
package struct NearMiss: Sendable {
  package let location: Location
  package let what: String
  package let missing: String

  package init(location: Location, what: String, missing: String) {
    self.location = location
    self.what = what
    self.missing = missing
  }
}
