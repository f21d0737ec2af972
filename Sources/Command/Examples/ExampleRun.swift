internal import Assessment
internal import Facts
internal import Repository
internal import Rules
internal import Text

/// Runs the pages of examples: each small tree of files through the whole audit, its verdict beside the one expected.
struct ExampleRun: Sendable {
  let book: RuleBook
  /// The pages by path.
  let pages: [String: [UInt8]]

  /// What came of one test's page.
  struct Result: Sendable {
    let test: String
    let scenarios: Int
    /// What did not come out as the page says, and what is wrong with the page itself.
    let failures: [Diagnostic]
  }

  /// One result for each test that names a page, in the order of the rubrics.
  func results() async -> [Result] {
    var results: [Result] = []
    for rubric in book.rubrics {
      for test in rubric.tests {
        guard let page = test.examples else { continue }
        results.append(await result(of: test, in: rubric, page: rubric.path(below: page)))
      }
    }
    return results
  }

  private func result(of test: Rubric.Test, in rubric: Rubric, page: String) async -> Result {
    guard let bytes = pages[page] else {
      let missing = Diagnostic(
        path: rubric.path, position: test.position,
        message: "the examples of '\(test.id)' are missing: \(page)")
      return Result(test: test.id, scenarios: 0, failures: [missing])
    }
    let source = SourceText(path: page, bytes: bytes)
    let parsed = ExamplePage.parse(source)
    var failures = parsed.problems.map { Diagnostic($0, in: source) }
    for scenario in parsed.value.scenarios {
      let found = await verdict(on: test, in: rubric, scenario)
      failures += complaints(about: found, scenario, page)
    }
    return Result(
      test: test.id, scenarios: parsed.value.scenarios.count, failures: failures)
  }

  private func verdict(
    on test: Rubric.Test, in rubric: Rubric, _ scenario: ExamplePage.Scenario
  ) async -> TestResult? {
    let rules = RuleBook(
      rubrics: [rubric.narrowed(to: test)], roles: book.roles, runners: book.runners,
      vocabulary: book.vocabulary, lists: book.lists, usedLists: book.usedLists)
    let findings = await AuditPipeline().findings(
      in: scenario.checkout,
      for: AuditRequest(path: ".", rules: rules, asOf: scenario.asOf, readsClaims: false))
    return findings.assessment.rubrics.first?.tests.first
  }

  private func complaints(
    about found: TestResult?, _ scenario: ExamplePage.Scenario, _ page: String
  ) -> [Diagnostic] {
    guard let found else { return [] }
    var complaints: [Diagnostic] = []
    if found.verdict.rawValue != scenario.verdict.rawValue {
      let evidence = found.evidence.compactMap { $0.location.map { "\($0.text)" } }
      complaints.append(
        Diagnostic(
          path: page, position: scenario.position,
          message: "'\(scenario.title)' must be \(scenario.verdict.rawValue) and is "
            + found.verdict.rawValue,
          notes: evidence.prefix(3).map { "evidence: \($0)" }
            + found.near.prefix(3).map { "near: \($0.location.text): \($0.missing)" }))
    }
    if let part = scenario.missing, !found.near.contains(where: { $0.missing.contains(part) }) {
      complaints.append(
        Diagnostic(
          path: page, position: scenario.position,
          message: "'\(scenario.title)': no near miss says '\(part)'",
          notes: found.near.prefix(3).map { "near: \($0.location.text): \($0.missing)" }))
    }
    return complaints
  }
}

extension Rubric {
  /// The rubric with one test alone; whether it applies is asked all the same.
  fileprivate func narrowed(to test: Test) -> Rubric {
    let sections = sections.compactMap { section in
      section.tests.contains { $0.id == test.id }
        ? Section(id: section.id, title: section.title, tests: [test]) : nil
    }
    return Rubric(
      id: id, title: title, edition: edition, source: source, manual: manual,
      automated: automated, total: total, labels: labels, bands: bands, appliesIf: appliesIf,
      sections: sections, path: path)
  }
}

extension ExamplePage.Scenario {
  /// The day of the newest commit, so that an example does not age.
  fileprivate var asOf: String { history.lazy.compactMap(\.day).first ?? "2026-01-01" }

  /// The files in memory, each last changed by the newest commit.
  fileprivate var checkout: Checkout {
    let contents = Dictionary(
      files.map { ($0.path, Array($0.text.utf8)) }, uniquingKeysWith: { _, last in last })
    guard !history.isEmpty else { return Checkout(files: contents) }
    let commits = history.enumerated().map { index, commit in
      Commit(
        name: String(repeating: "0", count: 36) + String(1000 + index),
        day: commit.day ?? asOf, authorName: "Somebody", authorEmail: "somebody@example.org",
        message: commit.subject)
    }
    return Checkout(
      files: contents,
      revision: Revision(
        commit: commits.first?.name, history: .seen(CommitLog(commits: commits))),
      lastChanges: commits.first.map { first in contents.mapValues { _ in first } } ?? [:])
  }
}
