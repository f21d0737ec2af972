import Rubrics
import Rules
import Testing
import Text

private let files = RubricFiles.all.map {
  RuleFile(path: "rubrics/" + $0.path, bytes: Array($0.text.utf8))
}

@Test func `the built-in rules are without a mistake, and every list is used`() throws {
  let (book, diagnostics) = RuleLoader.load(files)
  #expect(diagnostics.map(\.text) == [])
  let pages = Set(files.filter { $0.kind == .page }.map(\.path))
  let findings = try #require(book).lint(pages: pages, usedElsewhere: ["stops-run"])
  #expect(findings.map(\.text) == [])
}

@Test func `a rubric of one's own may use the built-in vocabulary`() throws {
  let own = """
    rubric: own
    title: My own
    sections:
      - id: mine
        title: Mine
        tests:
          - id: mine-1
            title: It trains
            why: w
            passing: p
            remedy: r
            effort: days
            exists: [{call: $trains}]
            sight: full
    """
  let builtIn = files.filter { $0.kind != .rubric }
  let (book, diagnostics) = RuleLoader.load(
    builtIn + [RuleFile(path: "/home/me/own.yaml", bytes: Array(own.utf8))])
  #expect(diagnostics.map(\.text) == [])
  let clause = try #require(book?.rubrics.first?.tests.first?.exists.first?.facts.first)
  #expect(clause.patterns.count > 3)
  #expect(book?.usedLists.contains("trains") == true)
}

@Test func `a list that no rule names and a page that is missing are reported`() throws {
  let rubric = """
    rubric: own
    title: My own
    sections:
      - id: mine
        title: Mine
        tests:
          - id: mine-1
            title: It trains
            why: w
            passing: p
            remedy: r
            effort: days
            exists: [{call: $used}]
            sight: full
            examples: examples/mine-1.md
    """
  let lists = "used: [$inner]\ninner: [a]\nidle: [b]\nelsewhere: [d]\n"
  let (book, _) = RuleLoader.load([
    RuleFile(path: "rules/own.yaml", bytes: Array(rubric.utf8)),
    RuleFile(path: "rules/vocabulary/words.yaml", bytes: Array(lists.utf8)),
  ])
  let found = try #require(book).lint(
    pages: ["rules/examples/other.md"], usedElsewhere: ["elsewhere", "nowhere"])
  #expect(
    found.map(\.text) == [
      "vocabulary: error: the program reads the list 'nowhere', and there is none",
      "rules/vocabulary/words.yaml:3:1: error: no rule uses the list 'idle'",
      "rules/own.yaml:7:9: error: the examples of 'mine-1' are missing: rules/examples/mine-1.md",
      "rules/examples/other.md: error: no test has this page as its examples",
    ])
}

@Test func `the questions of the built-in rules to other rooms are not empty`() throws {
  let book = try #require(RuleLoader.load(files).book)
  #expect(book.lastChangeGlobs.contains { $0.matches("ROADMAP.md") })
  #expect(!book.memberNames.isEmpty)
}
