import Assessment
import Facts
import Rules
import Testing

@Test func `only the binding section is planned for, the least effort first`() {
  let rubric = sampleRubric(sections: [
    ("data", [sampleTest("data-1", effort: .hours), sampleTest("data-2")]),
    (
      "monitor",
      [
        sampleTest("monitor-1", effort: .weeks), sampleTest("monitor-2", effort: .hours),
        sampleTest("monitor-3"),
      ]
    ),
  ])
  let result = Scoring.result(
    of: rubric,
    sections: [
      Scoring.section(
        rubric.sections[0],
        tests: rubric.sections[0].tests.map { sampleResult($0, .manual, in: rubric) }),
      Scoring.section(
        rubric.sections[1],
        tests: rubric.sections[1].tests.map { sampleResult($0, .absent, in: rubric) }),
    ])
  let steps = Plan.steps(for: result)
  #expect(steps.map(\.test) == ["monitor-2", "monitor-3", "monitor-1"])
  #expect(
    steps.first
      == PlanStep(
        rubric: "ml-test-score", section: "monitor", test: "monitor-2",
        title: "Title of monitor-2", gain: 0.5, effort: .hours, place: nil, action: "Do monitor-2.")
  )
}

@Test func `of equal effort, what is begun comes before what is missing and what is unseen`() {
  let tests = (1...4).map { sampleTest("joel-\($0)") }
  let rubric = sampleRubric(total: .sum, sections: [("joel", tests)])
  let place = Location(path: "tests/test_schema.py", line: 14)
  let evidence = Evidence(place: .location(place), what: "", isAutomated: false, reach: nil)
  let section = Scoring.section(
    rubric.sections[0],
    tests: [
      sampleResult(tests[0], .unseen, in: rubric), sampleResult(tests[1], .absent, in: rubric),
      sampleResult(tests[2], .manual, in: rubric, evidence: [evidence]),
      sampleResult(tests[3], .automated, in: rubric),
    ])
  let steps = Plan.steps(for: Scoring.result(of: rubric, sections: [section]))
  #expect(steps.map(\.test) == ["joel-3", "joel-2", "joel-1"])
  #expect(steps.map(\.gain) == [0.5, 0.5, 0.5])
  #expect(steps.map(\.place) == [place, nil, nil])
}

@Test func `sections that bind together take turns`() {
  let steps = Plan.steps(
    for: sampleScore([("data", []), ("model", []), ("infra", [.manual]), ("monitor", [.manual])]))
  #expect(steps.prefix(4).map(\.test) == ["data-1", "model-1", "data-2", "model-2"])
  #expect(steps.count == 14)
}

@Test func `what is not applicable or full has no step`() {
  let all = Array(repeating: Verdict.automated, count: 7)
  #expect(Plan.steps(for: sampleScore([("data", all)])).isEmpty)
  let excused = [Verdict.notApplicable] + all.dropLast()
  #expect(Plan.steps(for: sampleScore([("data", excused)])).isEmpty)
}
