package import Rules

/// The arithmetic of a rubric: points of a verdict, sums, the total, its band and what holds it down.
///
/// Denominators are fixed: what is unseen or not applicable stays in the maximum and counts 0 (Breck et al. 2017, §VI).
package enum Scoring {
  /// The points of a verdict on the rubric's scale; everything but `manual` and `automated` is worth 0.
  package static func points(_ verdict: Verdict, in rubric: Rubric) -> Double {
    switch verdict {
    case .automated: rubric.automated
    case .manual: rubric.manual
    case .absent, .unseen, .notApplicable: 0
    }
  }

  /// The most that one test can be worth.
  package static func maximum(in rubric: Rubric) -> Double { max(rubric.automated, rubric.manual) }

  /// The rubric's own word for a verdict, or the verdict's name where it gives none.
  package static func label(_ verdict: Verdict, in rubric: Rubric) -> String {
    rubric.labels[verdict.rawValue] ?? verdict.rawValue
  }

  /// Sums the tests of a section, which are given in the section's order.
  package static func section(_ section: Rubric.Section, tests: [TestResult]) -> SectionResult {
    let score = sum(tests.map(\.score))
    return SectionResult(
      section: section, score: score, possible: max(score, sum(tests.map(\.possible))),
      maximum: sum(tests.map(\.maximum)), tests: tests)
  }

  /// The rubric's result from the results of its sections.
  package static func result(
    of rubric: Rubric, sections: [SectionResult], inapplicable: String? = nil
  ) -> RubricResult {
    let score = total(sections.map(\.score), by: rubric.total)
    let maximum = total(sections.map(\.maximum), by: rubric.total)
    let full = sections.flatMap(\.tests).filter { $0.maximum > 0 && $0.score >= $0.maximum }
    return RubricResult(
      rubric: rubric, score: score,
      possible: max(score, total(sections.map(\.possible), by: rubric.total)), maximum: maximum,
      band: band(of: score, full: full.count, in: rubric),
      binding: binding(sections, score: score, maximum: maximum, in: rubric), sections: sections,
      inapplicable: inapplicable)
  }

  /// The sum or the smallest of the sections' figures; 0 where there is no section.
  package static func total(_ figures: [Double], by total: Rubric.Total) -> Double {
    switch total {
    case .minimumOfSections: figures.min() ?? 0
    case .sum: sum(figures)
    }
  }

  /// The highest band whose bound is passed, or nil.
  ///
  /// Where the total is a sum, `from` bounds count whole answers, the tests with all their points: eleven and two
  /// halves are eleven to the Joel test's reading, not twelve. All other bounds measure the score.
  package static func band(of score: Double, full: Int, in rubric: Rubric) -> Rubric.Band? {
    rubric.bands
      .filter { $0.isPassed(by: score, whole: rubric.total == .sum ? Double(full) : score) }
      .max { $0.rank < $1.rank }
  }

  private static func binding(
    _ sections: [SectionResult], score: Double, maximum: Double, in rubric: Rubric
  ) -> [String] {
    guard rubric.total == .minimumOfSections, score < maximum else { return [] }
    return sections.filter { $0.score <= score }.map(\.section.id)
  }

  /// Adds, and takes away what binary fractions leave over (0.1 + 0.2) on scales of a user's own.
  private static func sum(_ figures: [Double]) -> Double {
    (figures.reduce(0, +) * 10_000).rounded() / 10_000
  }
}

extension Rubric.Band {
  fileprivate func isPassed(by score: Double, whole: Double) -> Bool {
    switch bound {
    case .above(let least): score > least
    case .from(let least): whole >= least
    }
  }

  /// Orders bands by their bound; of two at one number, `above` is the stricter.
  fileprivate var rank: (Double, Int) {
    switch bound {
    case .above(let least): (least, 1)
    case .from(let least): (least, 0)
    }
  }
}
