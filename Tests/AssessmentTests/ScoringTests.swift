import Assessment
import Rules
import Testing

@Test(arguments: [
  (0, "research"), (0.5, "holes"), (1, "holes"), (1.5, "first-pass"), (2, "first-pass"),
  (2.5, "reasonable"), (3, "reasonable"), (3.5, "strong"), (4, "strong"), (4.5, "strong"),
  (5, "strong"), (5.5, "exceptional"), (6, "exceptional"), (6.5, "exceptional"),
  (7, "exceptional"),
])
func `each half point reads as the paper says`(score: Double, title: String) {
  let rubric = sampleRubric(sections: [])
  #expect(Scoring.band(of: score, full: 0, in: rubric)?.title == title)
}

@Test(arguments: [
  (12, 12, "perfect"), (11.5, 11, "tolerable"), (11, 11, "tolerable"),
  (11, 10, "serious problems"), (10.5, 10, "serious problems"), (10, 10, "serious problems"),
  (9.5, 9, "serious problems"), (9, 9, "serious problems"), (0, 0, "serious problems"),
])
func `the Joel test reads whole answers`(score: Double, full: Int, title: String) {
  let rubric = sampleRubric(total: .sum, bands: joelBands, sections: [])
  #expect(Scoring.band(of: score, full: full, in: rubric)?.title == title)
}

@Test func `bands are found whatever their order in the file`() {
  let rubric = sampleRubric(bands: paperBands.reversed(), sections: [])
  #expect(Scoring.band(of: 5.5, full: 0, in: rubric)?.title == "exceptional")
  #expect(
    Scoring.band(of: -1, full: 0, in: sampleRubric(bands: paperBands, sections: [])) == nil)
}

@Test func `the score is the smallest section, and that section binds`() {
  let result = sampleScore([
    ("data", [.automated, .automated, .manual]), ("model", [.automated, .manual]),
    ("infra", [.automated, .manual, .unseen]), ("monitor", Array(repeating: .automated, count: 7)),
  ])
  #expect(result.sections.map(\.score) == [2.5, 1.5, 1.5, 7])
  #expect(result.score == 1.5)
  #expect(result.maximum == 7)
  #expect(result.binding == ["model", "infra"])
  #expect(result.band?.title == "first-pass")
}

@Test func `a full score is bound by nothing`() {
  let all = Array(repeating: Verdict.automated, count: 7)
  let result = sampleScore([("data", all), ("model", all)])
  #expect(result.score == 7)
  #expect(result.binding.isEmpty)
}

@Test func `what does not count stays in the denominator`() {
  let result = sampleScore([("data", [.notApplicable, .unseen, .absent, .automated])])
  #expect(result.score == 1)
  #expect(result.maximum == 7)
}

@Test func `possible is the smallest possible section and never below the score`() {
  let rubric = sampleRubric(sections: [
    ("data", [sampleTest("data-1"), sampleTest("data-2")]), ("model", [sampleTest("model-1")]),
  ])
  let data = Scoring.section(
    rubric.sections[0],
    tests: [
      sampleResult(rubric.sections[0].tests[0], .automated, in: rubric, possible: 0),
      sampleResult(rubric.sections[0].tests[1], .unseen, in: rubric, possible: 1),
    ])
  let model = Scoring.section(
    rubric.sections[1],
    tests: [sampleResult(rubric.sections[1].tests[0], .unseen, in: rubric, possible: 0.5)])
  #expect(data.possible == 1)
  let result = Scoring.result(of: rubric, sections: [data, model])
  #expect(result.possible == 0.5)
  #expect(result.score == 0)
}

@Test func `a sum adds its sections and nothing binds`() {
  let tests = (1...3).map { sampleTest("joel-\($0)") }
  let rubric = sampleRubric(total: .sum, bands: joelBands, sections: [("joel", tests)])
  let section = Scoring.section(
    rubric.sections[0],
    tests: zip(tests, [Verdict.automated, .manual, .absent]).map {
      sampleResult($0, $1, in: rubric)
    })
  let result = Scoring.result(of: rubric, sections: [section])
  #expect(result.score == 1.5)
  #expect(result.maximum == 3)
  #expect(result.binding.isEmpty)
  #expect(section.tests.map(\.label) == ["yes", "documented", "no"])
}
