internal import OperatingSystem
internal import Rules
internal import Text

/// `readiness rubrics test [FILE]`: runs the examples of a rule file, or of the built-in rules.
enum RubricsTestCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "rubrics test", summary: "run the examples of the rules; status 1 where one fails",
      operands: [
        Operand("FILE", isRequired: false, help: "a rule file; by default the built-in rules")
      ])
  ) { (arguments, surroundings) throws(RunFault) in
    try await test(arguments.operands.first, surroundings)
  }

  private static func test(
    _ path: String?, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let book = try LoadedRules.load(path.map { [$0] } ?? BuiltInRules.ids).book
    let pages = path == nil ? BuiltInRules.pages : Self.pages(of: book)
    let results = await ExampleRun(book: book, pages: pages).results()
    guard !results.isEmpty else {
      throw RunFault([
        Diagnostic(path: path ?? "rubrics", message: "no test names a page of examples")
      ])
    }
    let lines = results.map { result in
      "\(result.test): \(result.scenarios) examples, "
        + (result.failures.isEmpty ? "all hold\n" : "\(result.failures.count) failures\n")
    }
    let status = surroundings.print(lines.joined())
    surroundings.report(results.flatMap(\.failures))
    return status.combined(
      with: results.allSatisfy { $0.failures.isEmpty } ? .done : .gateFailed)
  }

  /// The pages beside a user's rule file; one that cannot be read is missed where it is asked for.
  private static func pages(of book: RuleBook) -> [String: [UInt8]] {
    var pages: [String: [UInt8]] = [:]
    for rubric in book.rubrics {
      for page in rubric.tests.compactMap(\.examples).map(rubric.path(below:)) {
        pages[page] = try? readFile(page, limit: 1 << 20)
      }
    }
    return pages
  }
}
