internal import Rules
internal import Text

/// `readiness explain TEST`: what a test asks, what counts, what does not, how to get there.
enum ExplainCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "explain", summary: "say what a test asks, what counts, what does not, and how to get there",
      operands: [
        Operand("TEST", isRequired: true, help: "the id of a test, of a section or of a rubric")
      ],
      flags: [rubric])
  ) { (arguments, surroundings) throws(RunFault) in
    try explain(arguments.operands[0], arguments.all(rubric), surroundings)
  }

  private static let rubric = Flag(
    "--rubric", "ID|FILE", isRepeatable: true,
    help: "look in this rubric; by default in all built-in ones")

  private static func explain(
    _ id: String, _ rubrics: [String], _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let book = try LoadedRules.load(rubrics.isEmpty ? BuiltInRules.ids : rubrics).book
    for rubric in book.rubrics {
      if rubric.id == id { return surroundings.print(RubricList.text(of: rubric)) }
      for section in rubric.sections {
        if section.id == id { return surroundings.print(RubricList.text(of: section)) }
        guard let test = section.tests.first(where: { $0.id == id }) else { continue }
        return surroundings.print(TestPage.text(of: test, in: section, of: rubric))
      }
    }
    let known = book.rubrics.flatMap { [$0.id] + $0.sections.map(\.id) + $0.tests.map(\.id) }
    throw RunFault(UsageFault("unknown test '\(id)'", meant: nearest(to: id, among: known)))
  }
}
