import Assessment
import Automation
import Facts
import Rules
import Text

/// A test of a rubric with nothing to detect, for arithmetic.
func sampleTest(_ id: String, effort: Rubric.Effort = .days) -> Rubric.Test {
  Rubric.Test(
    id: id, title: "Title of \(id)", why: "", passing: "", remedy: "Do \(id).", effort: effort,
    exists: [], runs: [], against: [], traps: [], sight: .partial, examples: nil,
    position: Position(line: 1, column: 1))
}

func sampleRubric(
  id: String = "ml-test-score", total: Rubric.Total = .minimumOfSections,
  bands: [Rubric.Band] = paperBands, sections: [(id: String, tests: [Rubric.Test])]
) -> Rubric {
  Rubric(
    id: id, title: "Title of \(id)", edition: "2017", source: "", manual: 0.5, automated: 1,
    total: total, labels: ["automated": "yes", "manual": "documented", "absent": "no"],
    bands: bands, appliesIf: [],
    sections: sections.map { .init(id: $0.id, title: "Title of \($0.id)", tests: $0.tests) },
    path: "\(id).yaml")
}

/// The readings of the 2017 paper by their short names.
let paperBands: [Rubric.Band] = [
  .init(bound: .above(5), title: "exceptional", meaning: ""),
  .init(bound: .above(3), title: "strong", meaning: ""),
  .init(bound: .above(2), title: "reasonable", meaning: ""),
  .init(bound: .above(1), title: "first-pass", meaning: ""),
  .init(bound: .above(0), title: "holes", meaning: ""),
  .init(bound: .from(0), title: "research", meaning: ""),
]

let joelBands: [Rubric.Band] = [
  .init(bound: .from(12), title: "perfect", meaning: ""),
  .init(bound: .from(11), title: "tolerable", meaning: ""),
  .init(bound: .from(0), title: "serious problems", meaning: ""),
]

/// A result with this verdict; `possible` says what the points could become.
func sampleResult(
  _ test: Rubric.Test, _ verdict: Verdict, in rubric: Rubric, possible: Double? = nil,
  evidence: [Evidence] = [], near: [NearMiss] = []
) -> TestResult {
  let points = Scoring.points(verdict, in: rubric)
  return TestResult(
    test: test, verdict: verdict, label: Scoring.label(verdict, in: rubric), score: points,
    maximum: Scoring.maximum(in: rubric), possible: possible ?? points,
    basis: points > 0 ? .repository : .none, evidence: evidence, foundCount: evidence.count,
    near: near, open: [], remedy: test.remedy)
}

/// A result of sections of seven tests, each section given as its verdicts (the rest are absent).
func sampleScore(_ verdicts: [(section: String, verdicts: [Verdict])]) -> RubricResult {
  let rubric = sampleRubric(
    sections: verdicts.map { row in
      (row.section, (1...7).map { sampleTest("\(row.section)-\($0)") })
    })
  let sections = zip(rubric.sections, verdicts).map { section, row in
    Scoring.section(
      section,
      tests: section.tests.enumerated().map { index, test in
        sampleResult(
          test, index < row.verdicts.count ? row.verdicts[index] : .absent, in: rubric)
      })
  }
  return Scoring.result(of: rubric, sections: sections)
}
