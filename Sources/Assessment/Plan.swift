package import Facts
package import Rules

/// One step that raises a score: a test, what it would gain, and where to begin.
package struct PlanStep: Sendable, Equatable {
  package let rubric: String
  package let section: String
  package let test: String
  package let title: String
  /// The points that the test gains.
  package let gain: Double
  package let effort: Rubric.Effort
  /// What was found on the way to it: the nearest miss, else the evidence that nothing runs yet.
  package let place: Location?
  package let action: String

  package init(
    rubric: String, section: String, test: String, title: String, gain: Double,
    effort: Rubric.Effort, place: Location?, action: String
  ) {
    self.rubric = rubric
    self.section = section
    self.test = test
    self.title = title
    self.gain = gain
    self.effort = effort
    self.place = place
    self.action = action
  }
}

/// The steps that raise a score, the cheapest first.
///
/// Where the total is the smallest section, only the binding sections have steps: work elsewhere leaves the score as
/// it is. Where several bind, their steps take turns, since the score rises only when each of them has.
package enum Plan {
  package static func steps(for assessment: Assessment) -> [PlanStep] {
    assessment.rubrics.flatMap(steps(for:))
  }

  package static func steps(for result: RubricResult) -> [PlanStep] {
    guard result.inapplicable == nil else { return [] }
    switch result.rubric.total {
    case .minimumOfSections:
      return takingTurns(
        result.sections.filter { result.binding.contains($0.section.id) }
          .map { ranked($0.tests.compactMap(candidate(in: $0, of: result))) })
    case .sum:
      return ranked(result.sections.flatMap { $0.tests.compactMap(candidate(in: $0, of: result)) })
    }
  }

  private struct Candidate {
    let step: PlanStep
    let nearness: Int
  }

  private static func candidate(
    in section: SectionResult, of result: RubricResult
  ) -> (TestResult) -> Candidate? {
    { found in
      guard found.verdict != .notApplicable, found.score < found.maximum else { return nil }
      let levels = [result.rubric.manual, result.rubric.automated].sorted()
      guard let next = levels.first(where: { $0 > found.score }) else { return nil }
      let place = found.near.first?.location ?? found.evidence.lazy.compactMap(\.location).first
      return Candidate(
        step: PlanStep(
          rubric: result.rubric.id, section: section.section.id, test: found.test.id,
          title: found.test.title, gain: next - found.score, effort: found.test.effort,
          place: place, action: found.remedy),
        nearness: place != nil ? 0 : found.verdict == .unseen ? 2 : 1)
    }
  }

  /// Less effort first; of equal effort what is begun, then what is missing, then what a repository cannot show.
  private static func ranked(_ candidates: [Candidate]) -> [PlanStep] {
    candidates.enumerated()
      .sorted { a, b in
        (a.element.step.effort.rank, a.element.nearness, a.offset)
          < (b.element.step.effort.rank, b.element.nearness, b.offset)
      }
      .map(\.element.step)
  }

  private static func takingTurns(_ lists: [[PlanStep]]) -> [PlanStep] {
    let longest = lists.map(\.count).max() ?? 0
    return (0..<longest).flatMap { turn in lists.compactMap { turn < $0.count ? $0[turn] : nil } }
  }
}

extension Rubric.Effort {
  fileprivate var rank: Int {
    switch self {
    case .hours: 0
    case .days: 1
    case .weeks: 2
    }
  }
}

extension Evidence {
  /// Where it stands in a file; nil for a commit or a tag.
  package var location: Location? {
    if case .location(let location) = place { location } else { nil }
  }
}
