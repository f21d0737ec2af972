internal import Assessment
internal import Rules

/// Rubrics, sections and tests as lists for a terminal.
enum RubricList {
  /// One line: id, title, edition, how many tests, and how they are summed.
  static func line(of rubric: Rubric) -> String {
    let total =
      switch rubric.total {
      case .minimumOfSections: "the smallest of \(rubric.sections.count) sections"
      case .sum: "the sum"
      }
    return
      "\(rubric.id)  \(rubric.title) (\(rubric.edition)), \(rubric.tests.count) tests, \(total)\n"
  }

  static func text(of rubric: Rubric) -> String {
    let head = line(of: rubric) + (rubric.source.isEmpty ? "" : "\(rubric.source)\n")
    let bands = rubric.bands.map { band in
      let bound =
        switch band.bound {
        case .above(let least): "above \(plain(least))"
        case .from(let least): "from \(plain(least))"
        }
      return "  \(bound): \(band.title). \(band.meaning)\n"
    }
    return head + "\n" + bands.joined() + "\n"
      + rubric.sections.map(text).joined(separator: "\n")
  }

  static func text(of section: Rubric.Section) -> String {
    "\(section.id)  \(section.title)\n"
      + section.tests.map { "  \($0.id)  \($0.title)\n" }.joined()
  }
}
