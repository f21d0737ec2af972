internal import Rules
internal import Text

/// `readiness rubrics check [FILE]`: every mistake of a rule file, or of the built-in rules.
enum RubricsCheckCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "rubrics check", summary: "report every mistake of a rule file, with its place",
      operands: [
        Operand("FILE", isRequired: false, help: "a rule file; by default the built-in rules")
      ])
  ) { (arguments, surroundings) throws(RunFault) in
    try check(arguments.operands.first, surroundings)
  }

  private static func check(
    _ path: String?, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    var files = BuiltInRules.files
    if let path {
      let bytes = try RunFault.read(path, limit: 8 << 20).bytes
      files = BuiltInRules.vocabulary + [RuleFile(path: path, bytes: bytes)]
    }
    let (book, diagnostics) = RuleLoader.load(files)
    var found = diagnostics
    if let book, path == nil {
      found += book.lint(
        pages: Set(BuiltInRules.pages.keys), usedElsewhere: BuiltInRules.listsOfTheProgram)
    }
    surroundings.report(found)
    guard !found.contains(where: { $0.severity == .error }), let book else { return .badInput }
    let tests = book.rubrics.map(\.tests.count).reduce(0, +)
    return surroundings.print("\(book.rubrics.count) rubrics, \(tests) tests: no mistake\n")
  }
}
