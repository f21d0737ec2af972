internal import Assessment
internal import Automation
internal import Facts
internal import Rules
internal import Text

/// One rubric's part of the page: what decides the score, the tables, the evidence.
struct MarkdownRubric {
  /// How many pieces of evidence a test shows here; the others are counted.
  private static let evidenceShown = 5

  private let result: RubricResult
  private let steps: [PlanStep]
  private let claims: [String: Report.Claim]

  init(_ result: RubricResult, in report: Report) {
    self.result = result
    steps = report.plan.filter { $0.rubric == result.rubric.id }
    claims = Dictionary(
      report.claims.filter(\.isCounted).map { ($0.test, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  func write(on page: inout FoldedPage) {
    let rubric = result.rubric
    page.frame(
      .summary, "## \(MarkdownText.prose(rubric.title)) (\(MarkdownText.prose(rubric.edition)))")
    page.frame(.summary)
    if let reason = result.inapplicable {
      page.add(.summary, "This rubric does not apply: \(MarkdownText.prose(reason))")
      page.frame(.summary)
      score(on: &page)
      return
    }
    bars(on: &page)
    binding(on: &page)
    nearest(on: &page)
    score(on: &page)
    for section in result.sections { table(of: section, on: &page) }
    evidence(on: &page)
  }

  // MARK: What decides

  /// One block, so that folding never leaves it open.
  private func bars(on page: inout FoldedPage) {
    let shown = result.sections.prefix(40)
    let width = shown.map { MarkdownText.preformatted($0.section.title).count }.max() ?? 0
    var lines = shown.map { section in
      let title = MarkdownText.preformatted(section.section.title)
      let gap = String(repeating: " ", count: width - title.count + 2)
      let binds = result.binding.contains(section.section.id) ? "  ← binds" : ""
      return "\(title)\(gap)\(bar(section))  \(plain(section.score)) of \(plain(section.maximum))"
        + ", possible \(plain(section.possible))\(binds)"
    }
    if result.sections.count > shown.count {
      lines.append("and \(result.sections.count - shown.count) sections more")
    }
    page.add(.summary, (["```text"] + lines + ["```"]).joined(separator: "\n"))
    page.frame(.summary)
  }

  /// Two cells a point, at most 40: proven, possible, and the rest.
  private func bar(_ section: SectionResult) -> String {
    let scale = section.maximum > 0 ? min(2, 40 / section.maximum) : 0
    let (all, possible, proven) = (
      Int(section.maximum * scale), Int(section.possible * scale), Int(section.score * scale)
    )
    return String(repeating: "█", count: proven)
      + String(repeating: "▒", count: max(0, possible - proven))
      + String(repeating: "░", count: max(0, all - max(possible, proven)))
  }

  private func binding(on page: inout FoldedPage) {
    let sections = result.sections.filter { result.binding.contains($0.section.id) }
    guard !sections.isEmpty else { return }
    let names = sections.map { "**\(MarkdownText.prose($0.section.title))**" }
    page.add(
      .summary,
      "\(listed(names)) \(names.count == 1 ? "binds" : "bind") at "
        + "\(plain(result.score)): the score is the smallest section, so "
        + (names.count == 1
          ? "points in other sections leave it as it is."
          : "it rises when each of these has risen."))
    page.frame(.summary)
  }

  private func nearest(on page: inout FoldedPage) {
    guard !steps.isEmpty else { return }
    page.frame(.summary, "The nearest half points:")
    page.frame(.summary)
    for (index, step) in steps.prefix(3).enumerated() {
      page.add(.summary, "\(index + 1). \(sentence(on: step))")
    }
    page.frame(.summary)
  }

  private func sentence(on step: PlanStep) -> String {
    var text =
      "**\(MarkdownText.prose(step.test))** \(MarkdownText.prose(step.title))"
      + " (+\(plain(step.gain)), \(step.effort.rawValue)): "
    let test = result.tests.first { $0.test.id == step.test }
    if let miss = test?.near.first {
      text += "\(nearText(miss)). "
    } else if let place = step.place {
      text += "\(MarkdownText.link(to: place)) is there, and nothing runs it again and again. "
    }
    return text + MarkdownText.prose(step.action)
  }

  private func score(on page: inout FoldedPage) {
    var text = "**Score \(plain(result.score)) of \(plain(result.maximum))**"
    text += " (possible \(plain(result.possible)))"
    if result.rubric.total == .sum {
      let whole = result.tests.count { $0.maximum > 0 && $0.score >= $0.maximum }
      text += ", \(whole) of \(result.tests.count) in full"
    }
    if let band = result.band {
      text += ": *\(MarkdownText.prose(band.title))*"
      if !band.meaning.isEmpty { text += " – \(MarkdownText.prose(band.meaning))" }
    }
    page.add(.summary, text)
    page.frame(.summary)
  }

  // MARK: Tables

  private func table(of section: SectionResult, on page: inout FoldedPage) {
    page.frame(
      .table,
      "### \(MarkdownText.prose(section.section.title)): \(plain(section.score)) of "
        + plain(section.maximum))
    page.frame(.table)
    page.frame(.table, "| Test | Verdict | Points | Seen |")
    page.frame(.table, "| --- | --- | ---: | --- |")
    for test in section.tests {
      let cells = [
        "**\(MarkdownText.prose(test.test.id))** \(MarkdownText.prose(test.test.title))",
        MarkdownText.prose(test.label), plain(test.score), seen(of: test),
      ]
      page.add(.table, "| \(cells.joined(separator: " | ")) |")
    }
    page.frame(.table)
  }

  private func seen(of test: TestResult) -> String {
    var parts: [String] = []
    if test.basis == .attestation, let claim = claims[test.test.id] {
      parts.append(
        "vouched for by \(MarkdownText.prose(claim.by, limit: 120)) until "
          + MarkdownText.prose(claim.expires))
    }
    if let first = test.evidence.first {
      let more = test.foundCount > 1 ? " and \(test.foundCount - 1) more" : ""
      parts.append("\(Self.place(of: first)) \(MarkdownText.code(first.what, limit: 80))\(more)")
    }
    if test.verdict == .unseen {
      parts.append("unseen: files do not show it; somebody who knows can attest it")
    }
    if test.verdict == .notApplicable { parts.append("does not apply here; it counts 0") }
    if parts.isEmpty, let miss = test.near.first {
      parts.append("nearest: \(MarkdownText.link(to: miss.location))")
    }
    return parts.isEmpty ? "nothing found" : parts.joined(separator: "; ")
  }

  // MARK: Evidence

  private func evidence(on page: inout FoldedPage) {
    let told = result.tests.filter {
      !$0.evidence.isEmpty || !$0.near.isEmpty || !$0.open.isEmpty
    }
    guard !told.isEmpty else { return }
    page.frame(.evidence, "### Evidence: \(MarkdownText.prose(result.rubric.title))")
    page.frame(.evidence)
    for test in told {
      page.frame(
        .evidence, "**\(MarkdownText.prose(test.test.id))** (\(MarkdownText.prose(test.label)))")
      page.frame(.evidence)
      let shown = test.evidence.prefix(Self.evidenceShown)
      var before: [Hop] = []
      for (index, found) in shown.enumerated() {
        let chain = hops(of: found)
        page.add(
          index == 0 ? .evidence : .moreEvidence, "- \(line(of: found, chain, after: before))")
        before = chain
      }
      if test.foundCount > shown.count {
        page.frame(
          .moreEvidence, "- and \(test.foundCount - shown.count) more: see the JSON report")
      }
      for miss in test.near { page.add(.near, "- near: \(nearText(miss))") }
      for end in test.open {
        page.add(
          .open, "- open end: \(MarkdownText.link(to: end.location)) \(MarkdownText.code(end.what))"
        )
      }
      page.frame(.evidence)
    }
  }

  private func nearText(_ miss: NearMiss) -> String {
    "\(MarkdownText.link(to: miss.location)) \(MarkdownText.code(miss.what)), but "
      + MarkdownText.prose(miss.missing)
  }

  private func line(of evidence: Evidence, _ chain: [Hop], after before: [Hop]) -> String {
    let text = "\(Self.place(of: evidence)) \(MarkdownText.code(evidence.what))"
    guard let reach = evidence.reach else { return text }
    guard reach.trigger != .manual else { return "\(text) ← by hand" }
    var notes: [String] = []
    if let cadence = reach.cadence { notes.append(MarkdownText.code(cadence, limit: 60)) }
    if reach.through == .exercise { notes.append("exercised by a test") }
    if reach.by == .imports { notes.append("imported only") }
    if !reach.isFailureSeen { notes.append("a failure is not seen") }
    let details = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
    let way = chain.isEmpty ? "" : ": \(self.chain(chain, after: before))"
    return "\(text) ← \(reach.trigger.rawValue)\(details)\(way)"
  }

  /// The way to a piece of evidence, without the place of the evidence itself.
  private func hops(of evidence: Evidence) -> [Hop] {
    guard let chain = evidence.reach?.chain, let last = chain.last else { return [] }
    return last.location == evidence.location ? chain.dropLast() : chain
  }

  /// One line; what it shares with the line above is not said again.
  private func chain(_ hops: [Hop], after before: [Hop]) -> String {
    let shared = zip(hops, before).prefix { $0 == $1 }.count
    if shared >= 3 {
      let rest = hops.dropFirst(shared)
      return
        (["as above to \(MarkdownText.link(to: hops[shared - 1].location))"] + rest.map(text(of:)))
        .joined(separator: " → ")
    }
    // Beginning and end say most; what is between stands in the JSON report.
    guard hops.count > 8 else { return hops.map(text(of:)).joined(separator: " → ") }
    return
      (hops.prefix(4).map(text(of:)) + ["… \(hops.count - 8) more …"]
      + hops.suffix(4).map(text(of:)))
      .joined(separator: " → ")
  }

  private func text(of hop: Hop) -> String {
    "\(MarkdownText.link(to: hop.location)) \(MarkdownText.code(hop.what, limit: 80))"
  }

  static func place(of evidence: Evidence) -> String {
    switch evidence.place {
    case .location(let location): MarkdownText.link(to: location)
    case .commit(let hash): "commit \(MarkdownText.code(String(hash.prefix(12))))"
    case .tag(let name): "tag \(MarkdownText.code(name))"
    }
  }
}

/// `a`, `b and c`, `a, b and c`.
private func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
