import Rules
import Testing
import Text

private let page = """
  # Schemas

  Shared by all:

  ``` requirements.txt
  pandera
  ```

  ## A schema that CI runs

  verdict: automated

  ```yaml .github/workflows/ci.yml
  on: push

  jobs: {}
  ```

  ````markdown docs/my notes.md
  ```python
  pass
  ```
  ````

  ### Not a scenario

  history:
  - 2026-03-02 Merge pull request #7 from team/schema
  - Declare the schema

  ## A schema that nothing runs

  - verdict: manual
  - missing: no trigger runs it

  ~~~ requirements.txt
  ~~~
  """

@Test func `a page holds trees of files and their verdicts`() {
  let parsed = ExamplePage.parse(SourceText(path: "data-1.md", text: page))
  #expect(parsed.problems.map(\.message) == [])
  let scenarios = parsed.value.scenarios
  #expect(scenarios.map(\.title) == ["A schema that CI runs", "A schema that nothing runs"])
  #expect(scenarios.map(\.verdict) == [.automated, .manual])
  #expect(scenarios.map(\.missing) == [nil, "no trigger runs it"])
  #expect(
    scenarios.map(\.position) == [Position(line: 9, column: 1), Position(line: 31, column: 1)])
  #expect(
    scenarios[0].files.map { [$0.path, $0.text] } == [
      ["requirements.txt", "pandera\n"],
      [".github/workflows/ci.yml", "on: push\n\njobs: {}\n"],
      ["docs/my notes.md", "```python\npass\n```\n"],
    ])
  #expect(
    scenarios[0].history.map { [$0.day ?? "", $0.subject] } == [
      ["2026-03-02", "Merge pull request #7 from team/schema"], ["", "Declare the schema"],
    ])
  #expect(scenarios[1].files.map { [$0.path, $0.text] } == [["requirements.txt", ""]])
}

@Test func `a page with line ends of two bytes reads the same`() {
  let windows = page.replacing("\n", with: "\r\n")
  let expected = ExamplePage.parse(SourceText(path: "data-1.md", text: page)).value
  #expect(ExamplePage.parse(SourceText(path: "data-1.md", text: windows)).value == expected)
}

@Test(arguments: [
  ("no headings", "1:1: error: a page without a scenario: no '## heading'"),
  ("## a\n\nprose", "1:1: error: scenario 'a' lacks a verdict"),
  (
    "verdict: manual\n## a\nverdict: absent",
    "1:1: error: 'verdict' stands before the first scenario"
  ),
  (
    "## a\nverdict: manul", "2:1: error: unknown verdict 'manul'; did you mean 'manual'?"
  ),
  ("## a\nverdict: manual\nverdict: absent", "3:1: error: a scenario has one verdict"),
  (
    "## a\nverdict: manual\n```yaml\nx\n```",
    "3:1: error: a fenced block without a file's path; write '``` PATH' or '```LANGUAGE PATH'"
  ),
  ("## a\nverdict: manual\n``` x\n``` \n``` x\n```", "5:1: error: 'x' stands twice in one tree"),
  ("## a\nverdict: manual\n``` ../x\n```", "3:1: error: '../x' is no path below the tree's root"),
  ("## a\nverdict: manual\n``` x\ny", "3:1: error: a fenced block without an end"),
])
func `a mistake on a page is reported at its line`(text: String, expected: String) {
  let source = SourceText(path: "p.md", text: text)
  let found = ExamplePage.parse(source).problems.map { Diagnostic($0, in: source).text }
  #expect(found.first == "p.md:" + expected)
}
