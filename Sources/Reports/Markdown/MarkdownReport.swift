internal import Assessment
internal import Facts
internal import Text

/// The report as a page for people: under 60 kB whatever the repository holds, with a count of what was folded.
package enum MarkdownReport: ReportFormat {
  package static let name = "markdown"
  package static let fileName = "readiness.md"
  /// The page is smaller than this, in bytes: a comment or a job summary takes it, and a person reads it.
  static let limit = 60_000

  package static func render(_ report: Report) -> [UInt8] {
    var page = FoldedPage()
    head(of: report, on: &page)
    gates(report.gates, on: &page)
    policy(report.policy, on: &page)
    for result in report.assessment.rubrics {
      MarkdownRubric(result, in: report).write(on: &page)
    }
    claims(report.claims.sorted(), on: &page)
    waivers(report.waivers.sorted(), on: &page)
    diagnostics(report.sortedDiagnostics, on: &page)
    return Array(page.text(under: limit).utf8)
  }

  private static func head(of report: Report, on page: inout FoldedPage) {
    let project = report.project
    page.frame(
      .frame, "# Readiness of \(project.name.map { MarkdownText.prose($0) } ?? "this repository")")
    page.frame(.frame)
    var words = [
      project.commit.map { "commit \(MarkdownText.code(String($0.prefix(12))))" } ?? "no commit"
    ]
    if project.isDirty { words.append("with changes that are not committed") }
    words.append("\(project.fileCount) files")
    words.append("as of \(MarkdownText.prose(project.asOf))")
    if let kind = project.kind {
      let place = kind.evidence.first.map { " (\(MarkdownRubric.place(of: $0)))" } ?? ""
      words.append("kind: \(MarkdownText.prose(kind.name))\(place)")
    }
    page.add(.frame, words.joined(separator: " · "))
    page.frame(.frame)
  }

  private static func gates(_ gates: [GateResult], on page: inout FoldedPage) {
    guard !gates.isEmpty else { return }
    let failed = gates.count { !$0.passed }
    page.frame(
      .summary, failed == 0 ? "All gates passed:" : "**\(failed) of \(gates.count) gates failed:**")
    page.frame(.summary)
    for gate in gates {
      let state = gate.passed ? "passed" : "**failed**"
      page.add(
        .summary,
        "- \(state): \(MarkdownText.code("--" + gate.gate)): \(MarkdownText.prose(gate.explanation))"
      )
    }
    page.frame(.summary)
  }

  private static func policy(_ policy: Report.Policy?, on page: inout FoldedPage) {
    guard let policy else { return }
    page.add(
      .summary,
      "Policy: \(MarkdownText.code(policy.path)) (\(MarkdownText.prose(policy.origin)))"
        + (policy.isInReach ? "; a change under review could have edited it." : "."))
    page.frame(.summary)
  }

  private static func claims(_ claims: [Report.Claim], on page: inout FoldedPage) {
    guard !claims.isEmpty else { return }
    page.frame(.table, "## Attestations")
    page.frame(.table)
    page.frame(.table, "| Test | State | Claim | By | Until | Days left | Counts |")
    page.frame(.table, "| --- | --- | --- | --- | --- | ---: | --- |")
    for claim in claims {
      let divergence = claim.isDivergent ? ", and the repository shows something else" : ""
      row(
        [
          MarkdownText.code(claim.test), state(of: claim) + divergence,
          MarkdownText.prose(claim.claim),
        ] + standing(claim) + [claim.isCounted ? "yes" : "no"], on: &page)
    }
    origin(of: claims, on: &page)
  }

  private static func waivers(_ waivers: [Report.Claim], on page: inout FoldedPage) {
    guard !waivers.isEmpty else { return }
    page.frame(.table, "## Waivers")
    page.frame(.table)
    page.frame(.table, "| Test | State | By | Until | Days left |")
    page.frame(.table, "| --- | --- | --- | --- | ---: |")
    for waiver in waivers {
      row([MarkdownText.code(waiver.test), state(of: waiver)] + standing(waiver), on: &page)
    }
    origin(of: waivers, on: &page)
  }

  private static func row(_ cells: [String], on page: inout FoldedPage) {
    page.add(.table, "| \(cells.joined(separator: " | ")) |")
  }

  private static func state(of claim: Report.Claim) -> String {
    MarkdownText.prose(claim.state)
      + (claim.explanation.map { ": \(MarkdownText.prose($0, limit: 200))" } ?? "")
  }

  private static func standing(_ claim: Report.Claim) -> [String] {
    [
      MarkdownText.prose(claim.by, limit: 120), MarkdownText.prose(claim.expires),
      claim.daysLeft.map(String.init) ?? "–",
    ]
  }

  /// Says from where they were read, so that nobody trusts what a change says of itself.
  private static func origin(of claims: [Report.Claim], on page: inout FoldedPage) {
    let origins = Set(claims.map(\.origin)).sorted()
    let isInReach = origins.contains { $0.hasPrefix("working tree") }
    page.frame(.table)
    page.add(
      .table,
      "Read from the \(MarkdownText.prose(origins.joined(separator: " and the ")))"
        + (isInReach ? "; a change under review could have edited what stands in its tree." : "."))
    page.frame(.table)
  }

  private static func diagnostics(_ diagnostics: [Diagnostic], on page: inout FoldedPage) {
    guard !diagnostics.isEmpty else { return }
    page.frame(.diagnostic, "## What could not be read")
    page.frame(.diagnostic)
    for diagnostic in diagnostics {
      let place =
        diagnostic.position.map {
          MarkdownText.link(
            to: Location(path: diagnostic.path, line: $0.line, column: $0.column))
        } ?? MarkdownText.code(diagnostic.path)
      page.add(
        .diagnostic,
        "- \(place): \(diagnostic.severity.rawValue): \(MarkdownText.prose(diagnostic.message))")
    }
  }
}
