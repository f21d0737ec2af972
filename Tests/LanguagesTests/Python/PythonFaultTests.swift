import Languages
import Testing
import Text

@Test(arguments: [
  ("x = 'a\ny()", "1:5: error: string is not closed on its line"),
  ("x = '''a\ny()", "1:5: error: string in triple quotes is never closed"),
  ("x = f'{a", "1:7: error: '{' is never closed"),
  ("x = f'{a:b'", "1:5: error: f-string field is not closed, expected '}'"),
  ("x = f'}'", "1:7: error: found a single '}' in an f-string, expected '}}'"),
  (
    "if a:\n        b\n\tc",
    "3:2: error: tabs and spaces are mixed so that the indent depends on the width of a tab"
  ),
  ("if a:\n    b\n  c", "3:3: error: indent matches no outer block"),
  ("if a:\nb", "2:1: error: expected an indented block"),
  ("a\n  b", "2:3: error: found an indent, expected none"),
  ("f(\ng()\n", "1:2: error: '(' is never closed"),
  ("f(]", "1:3: error: found ']', which does not match the bracket that is open"),
  ("a)", "1:2: error: found ')', which nothing opened"),
  ("a \\", "1:3: error: found the end of the file after '\\', expected a line"),
  ("a \\ \nb", "1:3: error: found more on the line after '\\', expected its end"),
  ("a = 1\0", "1:6: error: found a NUL byte, expected text"),
  ("print x", "1:1: error: found print without parentheses, which is Python 2"),
  ("print >>err, x", "1:1: warning: found 'print >>', which is Python 2"),
  ("x = 0777", "1:5: error: found leading zeros in a number; octal is written 0o"),
  ("x = 10L", "1:5: error: found '10L', which is no number"),
  ("x = `a`", "1:5: error: found '`', which stands in no Python outside strings"),
  ("raise A, b", "1:8: error: found ',', expected another part of a statement"),
  ("f() = 1", "1:1: error: cannot assign to 'f'"),
  ("try: a\nb", "2:1: error: expected 'except' or 'finally' after the body of 'try'"),
  ("@a\nb", "2:1: error: found 'b', expected 'def' or 'class' after a decorator"),
  ("else: a", "1:1: error: found 'else', expected another part of a statement"),
  ("x = (1 +\n)", "2:1: error: found ')', expected an expression"),
  ("match x:\n  y = 1", "2:3: error: found 'y', expected 'case'"),
])
func `a fault is named at its place`(text: String, problem: String) {
  #expect(PythonFixtures.problems(text) == ["a.py:" + problem])
}

@Test func `what comes before a fault is kept`() {
  let outline = PythonFixtures.outline(
    of: """
      import a
      @decorated(1)
      def f(x=g()):
        h(); i = j(); k = = l()
      """)
  #expect(outline.callees == ["decorated", "g", "h", "j"])
  #expect(outline.scopes.indices.map(outline.qualifiedName) == ["", "f"])
  #expect(outline.assignments.map(outline.targetNames) == [["i"]])
}

@Test func `a header whose body is broken is kept`() {
  let outline = PythonFixtures.outline(of: "class A:\n  def f(self):\n    = 1\n  def g(self): pass")
  #expect(outline.scopes.indices.map(outline.qualifiedName) == ["", "A", "A.f"])
  #expect(outline.scopes.map(\.end).allSatisfy { $0 > 0 })
}

@Test func `decorators without their definition leave nothing behind`() {
  let outline = PythonFixtures.outline(of: "a()\n@b()\n@c()\nd()")
  #expect(outline.callees == ["a"])
}

@Test func `bytes that are not UTF-8 need a coding line`() {
  func problems(_ bytes: [UInt8]) -> [String] {
    let source = SourceText(path: "a.py", bytes: bytes)
    return PythonOutline.parse(source).problems.map { Diagnostic($0, in: source).text }
  }
  let latin = Array("f()\n# caf".utf8) + [0xE9, 10]
  #expect(
    problems(latin) == ["a.py:2:6: error: found bytes that are not UTF-8 and no coding line"])
  #expect(problems(Array("# -*- coding: latin-1 -*-\n".utf8) + latin) == [])
  #expect(
    problems([0xFF, 0xFE, 0x61, 0]) == ["a.py:1:1: error: found UTF-16 or UTF-32, expected UTF-8"])
  #expect(problems([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]).count == 1)
  #expect(problems([0xEF, 0xBB, 0xBF] + Array("f()".utf8)) == [])
}
