import Assessment
import Automation
import Facts
import Reports
import Rules
import Text

/// A report with one of everything, its names given so that they can be hostile.
struct SampleReport {
  var path = "src/schema.py"
  var text = "pandera.DataFrameSchema"
  var prose = "no workflow runs `tests/`"
  var evidenceCount = 1
  var inapplicable: String?
  /// How many tests the second rubric has, two of them as small as can be; a rubric may be anybody's.
  var testCount = 2
  var diagnosticCount = 1

  var report: Report {
    let assessment = Assessment(rubrics: [paper, joel])
    let plan = Plan.steps(for: assessment)
    let gates = Gates(assessment: assessment, waived: ["model-1"], plan: plan)
    return Report(
      tool: .init(version: "1.2.3", rules: "sha256:" + String(repeating: "0a", count: 32)),
      project: .init(
        name: text, commit: String(repeating: "ab", count: 20), isDirty: true, fileCount: 110,
        asOf: "2026-11-20", kind: .init(name: "service", evidence: [evidence])),
      assessment: assessment, plan: plan,
      gates: [
        Gate.score(rubric: nil, least: 2), .section(id: "data", least: 1),
        .require(test: "model-1", level: .any), .baseline(["data-1": 1, "data-2": 1]),
      ].compactMap(gates.judge),
      claims: [
        .init(
          test: "model-2", state: "valid", claim: "manual", by: prose, expires: "2027-01-01",
          daysLeft: 42, isCounted: true, isDivergent: false),
        .init(
          test: "model-1", state: "expired", claim: "automated", by: text, expires: "2026-11-19",
          daysLeft: -1, isCounted: false, isDivergent: true,
          explanation: "its last day was 2026-11-19: \(text)", origin: "commit 0a1b2c"),
      ],
      waivers: [
        .init(
          test: "model-1", state: "valid", claim: "waiver", by: prose, expires: "2026-12-01",
          daysLeft: 11, isCounted: false, isDivergent: false)
      ],
      policy: .init(path: path, origin: "working tree", isInReach: true),
      diagnostics: (0..<diagnosticCount).map { number in
        Diagnostic(
          path: path, position: Position(line: 3 + number, column: 1), severity: .warning,
          message: prose)
      } + [Diagnostic(path: ".git", severity: .note, message: "history was not read")])
  }

  private var place: Location { Location(path: path, line: 12, column: 5) }

  private var evidence: Evidence {
    Evidence(
      place: .location(place), what: text, isAutomated: true,
      reach: Reach(
        trigger: .push, cadence: "0 3 * * *", isFailureSeen: true, through: .exercise, by: .calls,
        chain: [
          Hop(
            location: Location(path: ".github/workflows/ci.yml", line: 31), what: "push → \(text)"),
          Hop(location: place, what: text),
        ]))
  }

  private var paper: RubricResult {
    let rubric = Self.rubric(
      "ml-test-score", .minimumOfSections,
      [.init(bound: .above(0), title: "Holes", meaning: "Serious holes are likely.")],
      [("data", "Features and data", 2), ("model", "Model", 3)])
    let (data, model) = (rubric.sections[0].tests, rubric.sections[1].tests)
    let commit = Evidence(
      place: .commit(String(repeating: "cd", count: 20)), what: text, isAutomated: false, reach: nil
    )
    let tag = Evidence(place: .tag(text), what: text, isAutomated: false, reach: nil)
    return Scoring.result(
      of: rubric,
      sections: [
        Scoring.section(
          rubric.sections[0],
          tests: [
            result(data[0], .automated, Array(repeating: evidence, count: evidenceCount)),
            result(data[1], .manual, [commit, tag], found: 40),
          ]),
        Scoring.section(
          rubric.sections[1],
          tests: [
            result(model[0], .absent, []),
            result(model[1], .manual, [], basis: .attestation),
            result(model[2], .unseen, [], possible: 1),
          ]),
      ], inapplicable: inapplicable)
  }

  private var joel: RubricResult {
    let rubric = Self.rubric(
      "joel-test", .sum, [.init(bound: .from(0), title: "Serious problems", meaning: "")],
      [("joel", "The Joel test", testCount)])
    return Scoring.result(
      of: rubric,
      sections: [
        Scoring.section(
          rubric.sections[0],
          tests: [
            result(rubric.sections[0].tests[0], .automated, [evidence]),
            result(rubric.sections[0].tests[1], .notApplicable, []),
          ]
            + rubric.sections[0].tests.dropFirst(2).map {
              result($0, .manual, Array(repeating: evidence, count: evidenceCount))
            })
      ])
  }

  private func result(
    _ test: Rubric.Test, _ verdict: Verdict, _ evidence: [Evidence], found: Int? = nil,
    possible: Double = 0, basis: TestResult.Basis? = nil
  ) -> TestResult {
    let points = verdict == .automated ? 1 : verdict == .manual ? 0.5 : 0
    let isFull = verdict == .automated
    return TestResult(
      test: test, verdict: verdict, label: verdict.rawValue, score: points, maximum: 1,
      possible: max(points, possible), basis: basis ?? (points > 0 ? .repository : .none),
      evidence: evidence, foundCount: found ?? evidence.count,
      near: isFull || verdict == .notApplicable
        ? []
        : [
          NearMiss(
            location: Location(path: path + ".ipynb", cell: 3, line: 14, column: 2), what: text,
            missing: prose)
        ],
      open: verdict == .unseen ? [OpenEnd(location: place, what: text)] : [], remedy: prose)
  }

  private static func rubric(
    _ id: String, _ total: Rubric.Total, _ bands: [Rubric.Band],
    _ sections: [(id: String, title: String, count: Int)]
  ) -> Rubric {
    Rubric(
      id: id, title: "Title of \(id)", edition: "2017", source: "", manual: 0.5, automated: 1,
      total: total, labels: [:], bands: bands, appliesIf: [],
      sections: sections.map { section in
        .init(
          id: section.id, title: section.title,
          tests: (1...section.count).map { number in
            Rubric.Test(
              id: "\(section.id)-\(number)", title: "Title of \(section.id)-\(number)", why: "",
              passing: "", remedy: "", effort: .days, exists: [], runs: [], against: [], traps: [],
              sight: .partial, examples: nil, position: Position(line: 1, column: 1))
          })
      }, path: "\(id).yaml")
  }
}
