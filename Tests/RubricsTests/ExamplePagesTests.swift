import Rules
import Testing
import Text

@testable import Command

@Test func `every example of the built-in rules gets the verdict that its page gives`() async throws
{
  let book = try LoadedRules.load(BuiltInRules.ids).book
  let results = await ExampleRun(book: book, pages: BuiltInRules.pages).results()
  #expect(results.flatMap(\.failures).map(\.text) == [])
  #expect(!results.isEmpty)
  for result in results { #expect(result.scenarios >= 4, "\(result.test)") }
}

@Test func `a test with a page of examples shows what earns its points and what does not`() throws {
  for (path, bytes) in BuiltInRules.pages {
    let page = ExamplePage.parse(SourceText(path: path, bytes: bytes))
    #expect(page.problems.isEmpty, "\(path)")
    let scenarios = page.value.scenarios
    #expect(scenarios.contains { $0.verdict == .automated }, "\(path)")
    #expect(scenarios.contains { [.absent, .unseen].contains($0.verdict) }, "\(path)")
    #expect(scenarios.filter { $0.verdict != .automated }.count >= 3, "\(path)")
  }
}
