internal import Rules

/// `readiness rubrics list`: the built-in rubrics, and what is in a rule file.
enum RubricsListCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "rubrics list", summary: "list the rubrics, or the tests of one",
      operands: [
        Operand("RUBRIC", isRequired: false, help: "a rubric by its id, or a rule file")
      ])
  ) { (arguments, surroundings) throws(RunFault) in
    let asked = arguments.operands
    let book = try LoadedRules.load(asked.isEmpty ? BuiltInRules.ids : asked).book
    return surroundings.print(
      book.rubrics.map(asked.isEmpty ? RubricList.line : RubricList.text).joined())
  }
}
