package import Automation
package import Facts
package import Rules

/// Puts rubrics to a repository's facts and graph.
///
/// Pure: no clock, no disk; the order of all lists follows the facts.
package struct Assessor {
  private let evaluator: ClauseEvaluator

  package init(facts: FactTable, graph: any AutomationView, vocabulary: [String: [String]]) {
    evaluator = ClauseEvaluator(facts: facts, graph: graph, vocabulary: vocabulary)
  }

  package func assess(_ rubrics: [Rubric]) -> Assessment {
    Assessment(rubrics: rubrics.map(assess))
  }

  /// The verdicts from the repository alone; claims are weighed in afterwards.
  private func assess(_ rubric: Rubric) -> RubricResult {
    // Clauses are remembered by their place in the rubric's own file.
    evaluator.memory.matches = [:]
    let applies =
      rubric.appliesIf.isEmpty
      || rubric.appliesIf.contains { !evaluator.matches($0).isEmpty }
    let sections = rubric.sections.map { section in
      Scoring.section(
        section,
        tests: section.tests.map { test in
          applies ? result(of: test, in: rubric) : inapplicable(test, in: rubric)
        })
    }
    return Scoring.result(
      of: rubric, sections: sections,
      inapplicable: applies ? nil : "the repository has none of what this rubric judges")
  }

  private func inapplicable(_ test: Rubric.Test, in rubric: Rubric) -> TestResult {
    TestResult(
      test: test, verdict: .notApplicable, label: Scoring.label(.notApplicable, in: rubric),
      score: 0, maximum: Scoring.maximum(in: rubric), possible: 0, basis: .none, evidence: [],
      foundCount: 0, near: [], open: [], remedy: test.remedy)
  }

  private func result(of test: Rubric.Test, in rubric: Rubric) -> TestResult {
    let trapped = Trapped(test.traps.flatMap(evaluator.matches))
    let existing = evaluator.unique(test.exists.flatMap(evaluator.matches))
      .filter { !trapped.holds($0) }
    let automated = automated(test, existing, trapped)
    let evidence = evidence(existing, automated)
    let verdict = verdict(test, hasManual: !existing.isEmpty, hasAutomated: !automated.isEmpty)
    let score = Scoring.points(verdict, in: rubric)
    let maximum = Scoring.maximum(in: rubric)
    let near = verdict == .automated ? [] : nearMisses(test, existing, trapped)
    return TestResult(
      test: test, verdict: verdict, label: Scoring.label(verdict, in: rubric), score: score,
      maximum: maximum, possible: verdict == .unseen ? maximum : score,
      basis: score > 0 ? .repository : .none, evidence: Array(evidence.prefix(24)),
      foundCount: evidence.count, near: near, open: [], remedy: test.remedy)
  }

  private func verdict(_ test: Rubric.Test, hasManual: Bool, hasAutomated: Bool) -> Verdict {
    if hasAutomated { return .automated }
    if hasManual { return .manual }
    let isContradicted = test.against.contains { !evaluator.matches($0).isEmpty }
    return isContradicted || test.sight == .full ? .absent : .unseen
  }

  /// The matches that earn `automated`, each with the reach that shows it.
  private func automated(_ test: Rubric.Test, _ existing: [Match], _ trapped: Trapped) -> [Match] {
    let found = test.runs.flatMap { way -> [Match] in
      switch way {
      case .existing(let wanted):
        existing.compactMap { match in
          guard !match.isManualOnly, let reach = evaluator.reach(of: match, wanted) else {
            return nil
          }
          var match = match
          match.reach = reach
          return match
        }
      case .own(let clause):
        evaluator.matches(clause).filter { !trapped.holds($0) && !$0.isManualOnly }
      }
    }
    return evaluator.unique(found)
  }

  private func evidence(_ existing: [Match], _ automated: [Match]) -> [Evidence] {
    let references = Set(automated.map(\.reference))
    let best = automated.map {
      Evidence(place: $0.place, what: $0.what, isAutomated: true, reach: $0.reach)
    }
    let rest = existing.filter { !references.contains($0.reference) }.map { match in
      Evidence(
        place: match.place, what: match.what, isAutomated: false,
        reach: match.reach ?? match.anchor.flatMap { evaluator.reaches($0).first })
    }
    return best + rest
  }

  /// What was found and is not worth more yet, at most three, in the project's own terms.
  private func nearMisses(
    _ test: Rubric.Test, _ existing: [Match], _ trapped: Trapped
  ) -> [NearMiss] {
    let unreached: [NearMiss] = existing.prefix(3).compactMap { match in
      guard let location = match.location, let anchor = match.anchor else { return nil }
      let missing =
        match.isManualOnly
        ? "this kind of evidence counts as done by hand"
        : evaluator.graph.nearestMiss(anchor) ?? "no trigger runs it"
      return NearMiss(location: location, what: match.what, missing: missing)
    }
    guard existing.isEmpty else { return unreached }
    let partial = test.exists.flatMap(partialMatches).filter { !trapped.holds($0.match) }
    return partial.prefix(3).compactMap { match, missing in
      match.location.map { NearMiss(location: $0, what: match.what, missing: missing) }
    }
  }

  private func partialMatches(_ clause: Clause) -> [(match: Match, missing: String)] {
    guard case .all(let clauses, let scope, _) = clause else { return [] }
    return evaluator.joined(clauses, scope).partial.map { partial in
      let missing = partial.missing.map(describe).joined(separator: ", and ")
      return (partial.match, "no \(missing) in the same \(scope.rawValue)")
    }
  }

  private func describe(_ clause: Clause) -> String {
    switch clause {
    case .fact(let fact):
      let names = fact.patterns.prefix(3).joined(separator: ", ")
      return names.isEmpty ? fact.kind.rawValue : "\(fact.kind.rawValue) of \(names)"
    case .any(let clauses, _), .all(let clauses, _, _), .atLeast(_, let clauses, _, _):
      return clauses.first.map(describe) ?? "evidence"
    case .not(let clause, _): return "lack of \(describe(clause))"
    }
  }
}

/// The facts that a test's traps take away: a `file` trap takes all facts of its file.
private struct Trapped {
  private let files: Set<Int>
  private let references: Set<FactReference>

  init(_ matches: [Match]) {
    var files: Set<Int> = []
    for match in matches {
      if case .file(let file) = match.reference { files.insert(file) }
    }
    self.files = files
    references = Set(matches.map(\.reference))
  }

  func holds(_ match: Match) -> Bool {
    references.contains(match.reference) || match.file.map(files.contains) == true
  }
}

extension Assessor {
  /// The first kind of project whose clauses hold, with the facts that show it; nil where none does.
  package func kind(among kinds: [ProjectKind]) -> (name: String, evidence: [Evidence])? {
    evaluator.memory.matches = [:]
    for kind in kinds {
      let found = kind.when.flatMap(evaluator.matches)
      guard !found.isEmpty else { continue }
      let evidence = found.prefix(3).map {
        Evidence(place: $0.place, what: $0.what, isAutomated: false, reach: nil)
      }
      return (kind.name, evidence)
    }
    return nil
  }

  /// Where the facts stand that a clause selects, in the order of the facts.
  package func locations(of clause: Clause) -> [Location] {
    evaluator.matches(clause).compactMap(\.location)
  }
}
