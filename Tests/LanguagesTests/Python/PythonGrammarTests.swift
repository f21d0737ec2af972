import Formats
import Foundation
import Languages
import Testing
import Text

/// The expected trees were written by CPython 3.13's ast module (`compare-with-ast` says how).
@Test(arguments: PythonFixtures.names)
func `a Python file reads as CPython reads it`(name: String) throws {
  let parsed = try PythonFixtures.outline(name + ".py")
  #expect(parsed.problems == [])
  let expected = JSON.parse(
    SourceText(path: name, bytes: try PythonFixtures.bytes(name + ".json")))
  let found = JSONPrinter.indented(parsed.value.json)
  let wanted = JSONPrinter.indented(expected.value)
  let lines = String(decoding: found, as: UTF8.self).split(separator: "\n")
  let wantedLines = String(decoding: wanted, as: UTF8.self).split(separator: "\n")
  #expect(lines.difference(from: wantedLines).map { "\($0)" } == [])
}

@Test func `nothing in strings and comments is a call`() {
  let outline = PythonFixtures.outline(
    of: #"""
      # a()
      x = 'b()' "c()" + r"\"d()" + '\'e()' + b'''f()
      g()'''
      'h() "i()'
      f"j() {{k()}} {l()} {m!r:n()}"
      """#)
  #expect(outline.callees == ["l"])
}

@Test func `what only 3.14 knows is read`() {
  let text = """
    greeting = t"hello {name()!r:>{width()}} {{no()}}" rt'\\d{again()}'
    try: pass
    except A, B: late()
    """
  #expect(PythonFixtures.problems(text) == [])
  #expect(PythonFixtures.outline(of: text).callees == ["name", "width", "again", "late"])
}

@Test func `names beyond ASCII are names and look-alike signs are not`() {
  #expect(PythonFixtures.outline(of: "größe = mäß(π)").callees == ["mäß"])
  #expect(
    PythonFixtures.problems("x = 1\nprint(“text”)") == [
      "a.py:2:7: error: found '“text”', which stands in no Python outside strings"
    ])
}

@Test func `soft keywords stay names where no statement follows`() {
  let text = """
    match(x)
    match[x].case(y)
    type(x)
    case = match.type = print
    match x:
      case type(y): z()
    """
  #expect(PythonFixtures.problems(text) == [])
  #expect(PythonFixtures.outline(of: text).callees == ["match", "-", "type", "z"])
}

@Test func `two operators of one comparison and one in an operand are kept apart`() throws {
  let outline = PythonFixtures.outline(of: "assert a < (b == c) <= d")
  let test = try #require(outline.conditions.first).test
  let found = outline.comparisons(of: test).map {
    [outline.text(of: $0.left), $0.operator.rawValue, outline.text(of: $0.right)]
  }
  #expect(found == [["a", "<", "b == c"], ["b == c", "<=", "d"]])
}
