import Assessment
import Testing

private let assessment = Assessment(rubrics: [
  sampleScore([
    ("data", [.automated, .automated]), ("model", [.automated, .manual]),
    ("infra", [.automated, .automated, .manual]), ("monitor", [.manual, .automated]),
  ])
])

private func judge(_ gate: Gate, waived: Set<String> = []) -> GateResult? {
  Gates(assessment: assessment, waived: waived, plan: Plan.steps(for: assessment)).judge(gate)
}

@Test(arguments: [(0, true), (1, true), (1.5, true), (2, false), (7, false)])
func `a score passes at its bound and not below`(least: Double, passes: Bool) {
  #expect(judge(.score(rubric: nil, least: least))?.passed == passes)
  #expect(judge(.score(rubric: "ml-test-score", least: least))?.passed == passes)
}

@Test func `a score that fails names what binds and what is next`() {
  let result = judge(.score(rubric: nil, least: 2))
  #expect(result?.subject == "ml-test-score")
  #expect(result?.found == 1.5)
  #expect(result?.failing == ["model", "monitor"])
  #expect(
    result?.explanation
      == "ml-test-score must have 2 and has 1.5; sections model, monitor bind, and each must rise"
      + "; next: model-2 (+0.5, days): Do model-2.")
}

@Test func `a score that cannot be reached says so`() {
  #expect(
    judge(.score(rubric: nil, least: 8))?.explanation.contains("it cannot pass 7") == true)
}

@Test(arguments: [("data", 2, true), ("data", 2.5, false), ("infra", 2.5, true)])
func `a section passes at its bound and not below`(id: String, least: Double, passes: Bool) {
  let result = judge(.section(id: id, least: least), waived: ["data-1", "data-3"])
  #expect(result?.passed == passes)
  #expect(result?.failing == (passes ? [] : [id]))
  #expect(result?.waived == [])
}

@Test func `a section that does not bind is planned for when it is asked for`() {
  #expect(
    judge(.section(id: "data", least: 2.5))?.explanation
      == "section data must have 2.5 and has 2; next: data-3 (+0.5, days): Do data-3.")
}

@Test(arguments: [
  ("data-1", Gate.Level.automated, true), ("model-2", .automated, false),
  ("model-2", .manual, true), ("model-2", .any, true), ("model-3", .any, false),
  ("model-3", .manual, false),
])
func `a required test has its level or fails`(test: String, level: Gate.Level, passes: Bool) {
  #expect(judge(.require(test: test, level: level))?.passed == passes)
}

@Test func `a waiver excuses a required test and stays visible`() {
  let result = judge(.require(test: "model-3", level: .any), waived: ["model-3", "data-1"])
  #expect(result?.passed == true)
  #expect(result?.waived == ["model-3"])
  #expect(result?.failing == [])
  #expect(judge(.require(test: "data-1", level: .any), waived: ["data-1"])?.waived == [])
}

@Test func `a baseline holds where no test fell`() {
  let result = judge(.baseline(["data-1": 1, "model-2": 0.5, "model-3": 0, "other-1": 1]))
  #expect(result?.passed == true)
  #expect(result?.required == 3)
  #expect(result?.found == 3)
}

@Test func `a test below its baseline fails although others rose`() {
  let scores = ["data-1": 0.5, "model-2": 1, "model-3": 0.5, "infra-1": 0]
  let result = judge(.baseline(scores))
  #expect(result?.passed == false)
  #expect(result?.failing == ["model-2", "model-3"])
  #expect(
    result?.explanation
      == "2 of 4 tests hold their baseline; model-2 fell from 1 to 0.5; model-3 fell from 0.5 to 0"
      + "; next: Do model-2.")
  let excused = judge(.baseline(scores), waived: ["model-2", "model-3"])
  #expect(excused?.passed == true)
  #expect(excused?.waived == ["model-2", "model-3"])
}

@Test func `what was not audited is no gate`() {
  #expect(judge(.score(rubric: "joel-test", least: 1)) == nil)
  #expect(judge(.section(id: "joel", least: 1)) == nil)
  #expect(judge(.require(test: "joel-1", level: .any)) == nil)
  #expect(judge(.baseline(["joel-1": 1])) == nil)
}

@Test(arguments: [(0.0, "0"), (0.5, "0.5"), (1, "1"), (1.5, "1.5"), (12, "12")])
func `points are written plainly`(number: Double, text: String) {
  #expect(plain(number) == text)
}
