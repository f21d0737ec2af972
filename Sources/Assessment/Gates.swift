internal import Facts
internal import Rules

/// A demand on an assessment that a caller makes; the run fails where one is not met.
package enum Gate: Sendable, Hashable {
  /// How much a required test must have.
  package enum Level: String, Sendable, CaseIterable { case any, manual, automated }

  /// At least this score; without a rubric, of the first one audited.
  case score(rubric: String?, least: Double)
  case section(id: String, least: Double)
  case require(test: String, level: Level)
  /// No test below its score in an earlier report, by test id.
  case baseline([String: Double])

  /// The name of the flag that asks for it.
  package var name: String {
    switch self {
    case .score: "min-score"
    case .section: "min-section"
    case .require: "require"
    case .baseline: "baseline"
    }
  }
}

/// Whether a gate was met, and what stands in the way where it was not.
package struct GateResult: Sendable, Equatable {
  package let gate: String
  /// The rubric, section or test it is about; nil for a baseline, which is about all of them.
  package let subject: String?
  /// Points; for a baseline the number of its tests.
  package let required: Double
  /// Points; for a baseline the number of tests that hold.
  package let found: Double
  package let passed: Bool
  /// The tests that fall short and are excused by a waiver.
  package let waived: [String]
  /// The sections or tests that make it fail.
  package let failing: [String]
  /// One line: what was required, what was found, what is in the way, and the next step.
  package let explanation: String
}

/// Holds an assessment against the demands made on it.
///
/// A waiver excuses its test from `require` and `baseline`; scores and sections are never waived.
package struct Gates {
  private let assessment: Assessment
  private let waived: Set<String>
  private let plan: [PlanStep]

  package init(assessment: Assessment, waived: Set<String>, plan: [PlanStep]) {
    self.assessment = assessment
    self.waived = waived
    self.plan = plan
  }

  /// The result of a gate, or nil where it speaks of a rubric, section or test that was not audited.
  package func judge(_ gate: Gate) -> GateResult? {
    switch gate {
    case .score(let rubric, let least): score(of: rubric, least, gate.name)
    case .section(let id, let least): section(id, least, gate.name)
    case .require(let test, let level): require(test, level, gate.name)
    case .baseline(let scores): baseline(scores, gate.name)
    }
  }

  private func score(of id: String?, _ least: Double, _ name: String) -> GateResult? {
    let results = assessment.rubrics
    guard let result = id == nil ? results.first : results.first(where: { $0.rubric.id == id })
    else { return nil }
    let passed = result.score >= least
    var text = "\(result.rubric.id) must have \(plain(least)) and has \(plain(result.score))"
    if !passed {
      if !result.binding.isEmpty { text += "; " + binding(result) }
      if least > result.maximum { text += "; it cannot pass \(plain(result.maximum))" }
      text += next { $0.rubric == result.rubric.id }
    }
    return GateResult(
      gate: name, subject: result.rubric.id, required: least, found: result.score, passed: passed,
      waived: [], failing: passed ? [] : result.binding, explanation: text)
  }

  private func section(_ id: String, _ least: Double, _ name: String) -> GateResult? {
    for result in assessment.rubrics {
      guard let section = result.sections.first(where: { $0.section.id == id }) else { continue }
      let passed = section.score >= least
      var text = "section \(id) must have \(plain(least)) and has \(plain(section.score))"
      if !passed {
        if least > section.maximum { text += "; it cannot pass \(plain(section.maximum))" }
        let steps = Plan.steps(for: result.narrowed(to: section))
        text += nextStep(steps.first)
      }
      return GateResult(
        gate: name, subject: id, required: least, found: section.score, passed: passed,
        waived: [], failing: passed ? [] : [id], explanation: text)
    }
    return nil
  }

  private func require(_ id: String, _ level: Gate.Level, _ name: String) -> GateResult? {
    for result in assessment.rubrics {
      guard let test = result.tests.first(where: { $0.test.id == id }) else { continue }
      let least = level.points(in: result.rubric)
      let holds = test.score >= least
      let isWaived = !holds && waived.contains(id)
      var text = "\(id) must have \(plain(least)) and has \(plain(test.score)) (\(test.label))"
      if isWaived { text += "; waived" }
      if !holds && !isWaived { text += "; next: \(test.remedy)" }
      return GateResult(
        gate: name, subject: id, required: least, found: test.score, passed: holds || isWaived,
        waived: isWaived ? [id] : [], failing: holds || isWaived ? [] : [id], explanation: text)
    }
    return nil
  }

  private func baseline(_ scores: [String: Double], _ name: String) -> GateResult? {
    let tests = assessment.rubrics.flatMap(\.tests).filter { scores[$0.test.id] != nil }
    guard !tests.isEmpty else { return nil }
    let fallen = tests.filter { $0.score < scores[$0.test.id] ?? 0 }
    let excused = fallen.map(\.test.id).filter(waived.contains)
    let failing = fallen.filter { !waived.contains($0.test.id) }
    var text = "\(tests.count - fallen.count) of \(tests.count) tests hold their baseline"
    for test in failing {
      text +=
        "; \(test.test.id) fell from \(plain(scores[test.test.id] ?? 0)) to \(plain(test.score))"
    }
    if let first = failing.first { text += "; next: \(first.remedy)" }
    return GateResult(
      gate: name, subject: nil, required: Double(tests.count),
      found: Double(tests.count - fallen.count), passed: failing.isEmpty, waived: excused,
      failing: failing.map(\.test.id), explanation: text)
  }

  private func binding(_ result: RubricResult) -> String {
    let names = result.binding.joined(separator: ", ")
    return result.binding.count == 1
      ? "section \(names) binds" : "sections \(names) bind, and each must rise"
  }

  private func next(where isMeant: (PlanStep) -> Bool) -> String {
    nextStep(plan.first(where: isMeant))
  }

  private func nextStep(_ step: PlanStep?) -> String {
    guard let step else { return "" }
    let place = step.place.map { " at \($0.text)" } ?? ""
    return "; next: \(step.test)\(place) (+\(plain(step.gain)), \(step.effort.rawValue)): "
      + step.action
  }
}

extension Gate.Level {
  /// The points that satisfy it on the rubric's scale.
  fileprivate func points(in rubric: Rubric) -> Double {
    switch self {
    case .any: min(rubric.manual, rubric.automated)
    case .manual: rubric.manual
    case .automated: rubric.automated
    }
  }
}

extension RubricResult {
  /// The same result as if one section were all of it, so that a plan is for that section.
  fileprivate func narrowed(to section: SectionResult) -> RubricResult {
    Scoring.result(of: rubric, sections: [section], inapplicable: inapplicable)
  }
}

/// A number of points as people write it: `1.5`, `2`, `0`.
package func plain(_ number: Double) -> String {
  let text = String(number)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
