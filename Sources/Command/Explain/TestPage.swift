internal import Assessment
internal import Rules

/// What a rubric's test asks, as one page for a terminal.
enum TestPage {
  static func text(of test: Rubric.Test, in section: Rubric.Section, of rubric: Rubric) -> String {
    var page = """
      \(test.id): \(test.title)
      \(rubric.title) (\(rubric.edition)), \(section.title)

      """
    page += part("What it asks", [test.passing])
    page += part("Why", [test.why])
    page += part(
      "What counts as \(label(.manual, rubric)) (\(plain(rubric.manual)))",
      list: ClauseText.lines(test.exists))
    page += part(
      "What makes it \(label(.automated, rubric)) (\(plain(rubric.automated)))",
      list: ClauseText.lines(test.runs))
    page += part("What speaks against it", list: ClauseText.lines(test.against))
    page += part("What does not count", list: ClauseText.lines(test.traps))
    page += part("What a repository shows of it", [sight(test.sight)])
    page += part("How to get there (\(test.effort.rawValue))", [test.remedy])
    return page
  }

  private static func part(_ title: String, _ paragraphs: [String]) -> String {
    paragraphs.allSatisfy(\.isEmpty)
      ? "" : "\n\(title)\n" + paragraphs.map { lines($0, "  ") }.joined()
  }

  private static func part(_ title: String, list: [String]) -> String {
    list.isEmpty ? "" : "\n\(title)\n" + list.map { lines($0, "  - ") }.joined()
  }

  /// The text broken into lines, the later ones below the first.
  private static func lines(_ text: String, _ lead: String) -> String {
    let indent = String(repeating: " ", count: lead.count)
    return lead
      + HelpText.wrapped(text, to: 100 - lead.count).joined(separator: "\n" + indent) + "\n"
  }

  private static func label(_ verdict: Verdict, _ rubric: Rubric) -> String {
    Scoring.label(verdict, in: rubric)
  }

  private static func sight(_ sight: Rubric.Sight) -> String {
    switch sight {
    case .full: "All of it: what is not found is taken to be absent."
    case .partial: "Some of it: where nothing is found it is unseen, and somebody can attest it."
    case .none: "Nothing: somebody who knows can attest it."
    }
  }
}
