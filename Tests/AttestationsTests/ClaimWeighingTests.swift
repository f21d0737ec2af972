import Assessment
import Attestations
import Rules
import Testing
import Text

/// A rubric of two sections with two tests each, whose scale is given.
private func rubric(_ total: Rubric.Total = .sum, manual: Double = 0.5) -> Rubric {
  func test(_ id: String) -> Rubric.Test {
    Rubric.Test(
      id: id, title: id, why: "", passing: "", remedy: "", effort: .days, exists: [], runs: [],
      against: [], traps: [], sight: .partial, examples: nil,
      position: Position(line: 1, column: 1))
  }
  return Rubric(
    id: "r", title: "r", edition: "1", source: "", manual: manual, automated: 1, total: total,
    labels: ["manual": "documented"], bands: [], appliesIf: [],
    sections: [
      .init(id: "a", title: "a", tests: [test("a-1"), test("a-2")]),
      .init(id: "b", title: "b", tests: [test("b-1"), test("b-2")]),
    ], path: "r.yaml")
}

/// What was found: a verdict for each test that is named, `unseen` for the others.
private func found(_ verdicts: [String: Verdict], _ rubric: Rubric = rubric()) -> Assessment {
  let sections = rubric.sections.map { section in
    Scoring.section(
      section,
      tests: section.tests.map { test in
        let verdict = verdicts[test.id] ?? .unseen
        let points = Scoring.points(verdict, in: rubric)
        let isFound = verdict == .manual || verdict == .automated
        return TestResult(
          test: test, verdict: verdict, label: Scoring.label(verdict, in: rubric), score: points,
          maximum: 1, possible: verdict == .unseen ? 1 : points,
          basis: points > 0 ? .repository : .none,
          evidence: isFound
            ? [Evidence(place: .tag("v1"), what: "", isAutomated: false, reach: nil)] : [],
          foundCount: isFound ? 1 : 0, near: [], open: [], remedy: "")
      })
  }
  return Assessment(rubrics: [Scoring.result(of: rubric, sections: sections)])
}

private func vouched(
  _ test: String, _ level: Attestation.Level, _ state: ClaimState = .valid, daysLeft: Int = 10
) -> CheckedClaim {
  CheckedClaim(
    test: test, claim: level.rawValue, by: "Jane", expires: "", daysLeft: daysLeft, state: state,
    explanation: nil, origin: .workingTree,
    attestation: Attestation(
      test: test, level: level, statement: "", evidence: [], by: "Jane", on: Day(number: 0),
      expires: Day(number: 1)))
}

/// Verdict, points, possible points and basis of a test after weighing, and what became of the claim.
private func weighed(
  _ verdict: Verdict, _ level: Attestation.Level, _ state: ClaimState = .valid,
  _ rubric: Rubric = rubric()
) -> String {
  let weighing = ClaimWeighing(
    found(["a-1": verdict], rubric), claims: [vouched("a-1", level, state)], caps: Policy.Caps())
  let test = weighing.assessment.rubrics[0].tests[0]
  let claim = weighing.claims[0]
  return "\(test.label) \(plain(test.score))/\(plain(test.possible)) \(test.basis.rawValue)"
    + (claim.isCounted ? " counted" : "") + (claim.isDivergent ? " divergent" : "")
}

@Test func `a test has the higher of evidence and claim`() {
  #expect(weighed(.unseen, .manual) == "documented 0.5/1 attestation counted")
  #expect(weighed(.unseen, .automated) == "automated 1/1 attestation counted")
  #expect(weighed(.absent, .manual) == "documented 0.5/0.5 attestation counted divergent")
  #expect(weighed(.absent, .automated) == "automated 1/1 attestation counted divergent")
  #expect(weighed(.manual, .manual) == "documented 0.5/0.5 repository")
  #expect(weighed(.manual, .automated) == "automated 1/1 attestation counted divergent")
  #expect(weighed(.automated, .manual) == "automated 1/1 repository divergent")
  #expect(weighed(.automated, .automated) == "automated 1/1 repository")
}

@Test func `that a test does not apply counts only where nothing was found`() {
  #expect(weighed(.unseen, .notApplicable) == "not-applicable 0/0 attestation counted")
  #expect(weighed(.absent, .notApplicable) == "not-applicable 0/0 attestation counted")
  #expect(weighed(.manual, .notApplicable) == "documented 0.5/0.5 repository divergent")
  #expect(weighed(.automated, .notApplicable) == "automated 1/1 repository divergent")
  let halfless = rubric(manual: 0)
  #expect(weighed(.manual, .notApplicable, .valid, halfless) == "documented 0/0 none divergent")
}

@Test func `a rubric that does not apply can still be vouched for`() {
  #expect(weighed(.notApplicable, .manual) == "documented 0.5/0.5 attestation counted")
  #expect(weighed(.notApplicable, .notApplicable) == "not-applicable 0/0 none")
}

@Test(arguments: ClaimState.allCases.filter { $0 != .valid })
func `no claim counts that is not valid`(state: ClaimState) {
  #expect(weighed(.unseen, .automated, state) == "unseen 0/1 none")
  #expect(weighed(.unseen, .notApplicable, state) == "unseen 0/1 none")
}

@Test func `a scale that gives a hand-made test nothing still names it`() {
  let rubric = rubric(manual: 0)
  #expect(weighed(.unseen, .manual, .valid, rubric) == "documented 0/1 attestation counted")
}

@Test func `sums, totals and what binds are worked out anew`() {
  let rubric = rubric(.minimumOfSections)
  let before = found(["a-1": .manual], rubric)
  let after = ClaimWeighing(
    before, claims: [vouched("b-1", .automated), vouched("b-2", .manual)], caps: Policy.Caps()
  ).assessment.rubrics[0]
  #expect(before.rubrics[0].score == 0)
  #expect(after.sections.map(\.score) == [0.5, 1.5])
  #expect(after.score == 0.5)
  #expect(after.binding == ["a"])
}

@Test func `of several claims on a test the highest speaks, then the longest`() {
  let claims = [
    vouched("a-1", .notApplicable), vouched("a-1", .manual, daysLeft: 3),
    vouched("a-1", .manual, daysLeft: 9), vouched("a-1", .automated, .expired),
  ]
  let weighing = ClaimWeighing(found([:]), claims: claims, caps: Policy.Caps())
  #expect(weighing.claims.map(\.isCounted) == [false, false, true, false])
  #expect(weighing.assessment.rubrics[0].tests[0].score == 0.5)
}

@Test func `a policy caps how many tests of a section may not apply`() {
  let claims = ["a-1", "a-2", "b-1", "b-2"].map { vouched($0, .notApplicable) }
  func states(_ caps: Policy.Caps) -> [ClaimState] {
    ClaimWeighing(found([:]), claims: claims, caps: caps).claims.map(\.claim.state)
  }
  #expect(states(Policy.Caps()) == [.valid, .valid, .valid, .valid])
  #expect(states(Policy.Caps(everySection: 1)) == [.valid, .overCap, .valid, .overCap])
  #expect(states(Policy.Caps(sections: ["a": 0])) == [.overCap, .overCap, .valid, .valid])
  #expect(
    states(Policy.Caps(everySection: 0, sections: ["b": 2]))
      == [.overCap, .overCap, .valid, .valid])
  let weighing = ClaimWeighing(
    found([:]), claims: claims, caps: Policy.Caps(everySection: 1))
  #expect(
    weighing.assessment.rubrics[0].tests.map(\.verdict)
      == [.notApplicable, .unseen, .notApplicable, .unseen])
  #expect(
    weighing.claims[1].claim.explanation == "the policy lets 1 of section a be not applicable")
}
