import Languages
import Testing
import Text

private let markdown = """
  ---
  title: X
  ---
  <h1 align="center"><img src="logo.png"> The *Model*</h1>

  [![CI](https://img.shields.io/x.svg)](https://ci) ![plot](a.png "t")
  Recall is **0.91** on 1,000 rows. See [the docs](docs/a.md), e.g. `train.py`!
  <!-- # Not a heading
  secret -->
  ## Results {#results} ##
  | metric | value |
  |--------|-------|
  | AUC    | 0.87 at 3.10.1 |
  | F1     | 12% |

  - [x] done with 5 things
  - [ ] open
    more text
  * plain

    ```bash title="x"
    make test
    # no heading
    ```

  1. first
  2. second

  Setext
  ======
  Text here https://example.org/word. And [ref], [^1] and ![img][ref].

      indented code

  ```{r, fig.cap="Importance"}
  ggplot(x)
  ```
  > quoted **words**

  <details><summary>More</summary>

  #### Deep

  <table><tr><th>Name</th><th>N</th></tr><tr><td>a</td><td>7</td></tr></table>

  </details>

  [ref]: https://ref.org "t"
  """

private func outline(_ text: String, path: String = "x.md") -> ProseOutline {
  ProseOutline.parse(SourceText(path: path, text: text)).value
}

@Test func `a Markdown document's sections hold what stands under them`() {
  let source = SourceText(path: "x.md", text: markdown)
  let outline = ProseOutline.parse(source).value
  let sections = outline.sections
  #expect(outline.frontMatter.map { source.text($0) } == "title: X\n")
  #expect(sections.map(\.title) == ["The Model", "Results", "Setext", "Deep"])
  #expect(sections.map(\.level) == [1, 2, 1, 4])
  #expect(sections.map(\.parent) == [nil, 0, nil, 2])
  #expect(sections.map(\.lines) == [4...9, 10...28, 29...41, 42...48])
  #expect(sections[0].figures.map(\.target) == ["logo.png", "a.png"])
  #expect(
    sections[0].sentences.map(\.text) == [
      "Recall is 0.91 on 1,000 rows.", "See the docs, e.g. train.py!",
    ])
  #expect(sections[0].sentences.map { source.position(of: $0.offset).line } == [7, 7])
  #expect(sections[0].numbers == 2)
  #expect(sections[0].links.map(\.target) == ["https://ci", "docs/a.md"])
  #expect(sections[1].tables.map(\.header) == [["metric", "value"]])
  #expect(sections[1].tables.map(\.rows) == [2])
  #expect(sections[1].numbers == 3)
  #expect(
    sections[1].lists.map(\.text) == [
      "done with 5 things", "open more text", "plain", "first", "second",
    ])
  #expect(sections[1].lists.map(\.isChecked) == [true, false, nil, nil, nil])
  #expect(sections[1].code.map(\.language) == ["bash"])
  #expect(sections[1].code.map(\.text) == ["make test\n# no heading\n"])
  #expect(
    sections[2].sentences.map(\.text) == ["Text here .", "And ref, and .", "quoted words", "More"])
  #expect(sections[2].code.map(\.text) == ["indented code", "ggplot(x)\n"])
  #expect(sections[2].code.map(\.isExecutable) == [false, true])
  #expect(sections[2].figures.map(\.target) == ["https://ref.org", ""])
  #expect(sections[3].tables == [ProseTable(header: ["Name", "N"], rows: 1, offset: 705)])
  #expect(sections[3].numbers == 1)
}

@Test(arguments: [
  ("a 0.91, 12% and 30ms", 3), ("v2, python3, ResNet-50, F1", 0), ("3.10.2 on 2024-01-02", 0),
  ("the 1st and 2nd", 0), ("5e-3 or -0.5 or (7)", 3), ("1,000,000 rows", 1), ("#12", 0),
])
func `numbers are quantities, not parts of names`(text: String, count: Int) {
  #expect(outline(text).sections[0].numbers == count)
}

@Test func `what stands before any heading has a section of its own`() {
  let sections = outline("text\n\n# A\n").sections
  #expect(sections.map(\.title) == ["", "A"])
  #expect(sections.map(\.level) == [0, 1])
}

@Test func `broken Markdown is read without a fault`() {
  var mutations = Mutations()
  for bytes in mutations.of(markdown, count: 300) {
    _ = ProseOutline.parse(SourceText(path: "x.md", bytes: bytes))
  }
  for part in [
    "[", "![", "](", "<", "<pre\n", "<!--", "`", "{{", "a|b\n-|-\n", "> ", "<h1>\n", "<table>", "*",
  ] {
    _ = outline(String(repeating: part, count: 1000))
  }
}
