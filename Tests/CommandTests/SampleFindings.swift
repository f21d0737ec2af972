import Assessment
import Command
import Reports
import Rules
import Text

/// Findings for the rubrics of a request, the verdicts as given by test id, all else absent.
func sampleFindings(
  _ request: AuditRequest, _ verdicts: [String: Verdict] = [:], waived: Set<String> = [],
  faults: [Diagnostic] = []
) -> AuditFindings {
  let results = request.rules.rubrics.map { rubric in
    Scoring.result(
      of: rubric,
      sections: rubric.sections.map { section in
        Scoring.section(
          section, tests: section.tests.map { result($0, verdicts[$0.id] ?? .absent, rubric) })
      })
  }
  return AuditFindings(
    assessment: Assessment(rubrics: results),
    project: Report.Project(
      name: "sample", commit: nil, isDirty: false, fileCount: 3, asOf: request.asOf, kind: nil),
    waived: waived, faults: faults)
}

private func result(_ test: Rubric.Test, _ verdict: Verdict, _ rubric: Rubric) -> TestResult {
  let points = Scoring.points(verdict, in: rubric)
  return TestResult(
    test: test, verdict: verdict, label: Scoring.label(verdict, in: rubric), score: points,
    maximum: Scoring.maximum(in: rubric), possible: points,
    basis: points > 0 ? .repository : .none, evidence: [], foundCount: 0, near: [], open: [],
    remedy: test.remedy)
}
