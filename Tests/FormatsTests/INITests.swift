import Formats
import Testing
import Text

struct INITests {
  @Test func `the lines of a value know their places`() {
    let source = SourceText(
      path: "tox.ini",
      text: "[testenv]\ncommands =\n  pytest -q\n  # not this\n\n  ruff check\nb = 1\n")
    let value = INI.parse(source).value["testenv"]?["commands"] ?? .null
    let lines = INI.lines(of: value, in: source)
    #expect(lines.map(\.string) == ["pytest -q", "ruff check"])
    #expect(lines.map { source.position(of: $0.offset).line } == [3, 6])
    #expect(lines.map { source.position(of: $0.offset).column } == [3, 3])
  }

  @Test func `a value of one line is one line`() {
    let source = SourceText(path: "a.ini", text: "[a]\nb = c\n")
    let lines = INI.lines(of: INI.parse(source).value["a"]?["b"] ?? .null, in: source)
    #expect(lines.map(\.string) == ["c"])
    #expect(lines.map(\.offset) == [8])
  }

  @Test func `sections and keys know their places`() {
    let node = INI.parse(SourceText(path: "a.ini", text: "[a]\nb = c\n")).value
    #expect(node.member("a")?.key.offset == 1)
    #expect(node["a"]?.member("b")?.key.offset == 4)
  }
}
