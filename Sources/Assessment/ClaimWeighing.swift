package import Attestations
internal import Rules

/// Weighs what people vouch for into what was found.
///
/// A test has the higher of evidence and claim, and a claim never lowers it. That a test does not apply counts only
/// where nothing was found, and only as often in a section as the policy allows, in the order of the file.
package struct ClaimWeighing: Sendable {
  /// The assessment with the claims that count.
  package let assessment: Assessment
  /// Each claim, in the order given.
  package let claims: [WeighedClaim]

  package init(_ found: Assessment, claims: [CheckedClaim], caps: Policy.Caps) {
    let capped = ClaimWeighing.applying(caps, to: claims, in: found)
    let best = ClaimWeighing.best(of: capped)
    var counted: Set<Int> = []
    assessment = Assessment(
      rubrics: found.rubrics.map { result in
        let sections = result.sections.map { section in
          Scoring.section(
            section.section,
            tests: section.tests.map { test in
              guard let place = best[test.test.id],
                let raised = test.raised(by: capped[place], in: result.rubric)
              else { return test }
              counted.insert(place)
              return raised
            })
        }
        return Scoring.result(
          of: result.rubric, sections: sections, inapplicable: result.inapplicable)
      })
    let tests = Dictionary(
      found.rubrics.flatMap(\.tests).map { ($0.test.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.claims = capped.enumerated().map { place, claim in
      WeighedClaim(
        claim: claim, isCounted: counted.contains(place),
        isDivergent: tests[claim.test].map { claim.isContradicted(by: $0) } ?? false)
    }
  }

  /// Lets only so many valid claims of a section say that a test does not apply.
  private static func applying(
    _ caps: Policy.Caps, to claims: [CheckedClaim], in found: Assessment
  ) -> [CheckedClaim] {
    let sections = Dictionary(
      found.rubrics.flatMap(\.sections).flatMap { section in
        section.tests.map { ($0.test.id, section.section.id) }
      }, uniquingKeysWith: { first, _ in first })
    var excused: [String: Set<String>] = [:]
    return claims.map { claim in
      guard claim.validLevel == .notApplicable, let section = sections[claim.test],
        let most = caps.most(in: section)
      else { return claim }
      let tests = excused[section, default: []].union([claim.test])
      guard tests.count <= most else {
        return claim.standing(
          .overCap,
          because: "the policy lets \(most) of section \(section) be not applicable")
      }
      excused[section] = tests
      return claim
    }
  }

  /// The place of the claim that speaks for each test: the highest level, then the one that holds longest.
  private static func best(of claims: [CheckedClaim]) -> [String: Int] {
    var best: [String: Int] = [:]
    for (place, claim) in claims.enumerated() where claim.state == .valid {
      if let other = best[claim.test], claims[other].weight >= claim.weight { continue }
      best[claim.test] = place
    }
    return best
  }
}

/// A claim, whether the verdict of its test rests on it, and whether the repository shows something else.
package struct WeighedClaim: Sendable, Equatable {
  package let claim: CheckedClaim
  package let isCounted: Bool
  package let isDivergent: Bool
}

extension CheckedClaim {
  /// By which of two claims on one test is chosen.
  fileprivate var weight: (Int, Int) {
    let level =
      switch validLevel {
      case .automated: 2
      case .manual: 1
      case .notApplicable, nil: 0
      }
    return (level, daysLeft ?? 0)
  }

  /// Whether what was found says more or less than this; what a repository cannot show contradicts nothing.
  fileprivate func isContradicted(by found: TestResult) -> Bool {
    guard let level = attestation?.level else { return false }
    return switch found.verdict {
    case .unseen, .notApplicable: false
    case .absent: level != .notApplicable
    case .manual: level != .manual
    case .automated: level != .automated
    }
  }
}

extension TestResult {
  /// The result that a claim makes of this one, or nil where it changes nothing.
  fileprivate func raised(by claim: CheckedClaim, in rubric: Rubric) -> TestResult? {
    guard let verdict = claim.validLevel.map(Verdict.init) else { return nil }
    let points = Scoring.points(verdict, in: rubric)
    if verdict == .notApplicable {
      guard score == 0, evidence.isEmpty, self.verdict != .notApplicable else { return nil }
    } else {
      guard points > score || (score == 0 && self.verdict.isLower(than: verdict)) else {
        return nil
      }
    }
    return TestResult(
      test: test, verdict: verdict, label: Scoring.label(verdict, in: rubric), score: points,
      maximum: maximum, possible: verdict == .notApplicable ? 0 : max(possible, points),
      basis: .attestation, evidence: evidence, foundCount: foundCount,
      near: verdict == .manual ? near : [], open: verdict == .manual ? open : [], remedy: remedy)
  }
}

extension Verdict {
  fileprivate init(_ level: Attestation.Level) {
    self =
      switch level {
      case .manual: .manual
      case .automated: .automated
      case .notApplicable: .notApplicable
      }
  }

  /// Whether a claim of another verdict says more, where a scale gives both no points.
  fileprivate func isLower(than other: Verdict) -> Bool {
    switch self {
    case .absent, .unseen, .notApplicable: other == .manual || other == .automated
    case .manual: other == .automated
    case .automated: false
    }
  }
}
