import Languages
import Testing
import Text

/// A cell's IPython lines as `kind text @offset`, and its calls.
private func cell(_ text: String) -> (lines: [String], callees: [String], problems: [String]) {
  let source = SourceText(path: "a.ipynb#1", text: text)
  let parsed = PythonOutline.parse(cell: source)
  let lines = parsed.value.shellLines.map { line in
    let kind = if case .cell(let body) = line.kind { "cell[\(body)]" } else { "\(line.kind)" }
    return "\(kind) \(line.text) @\(line.offset)"
  }
  return (lines, parsed.value.callees, parsed.problems.map(\.message))
}

@Test func `magics and commands are lines of their own`() {
  let found = cell(
    """
    %matplotlib inline
    !pip install x \\
      y
    if a():
        !ls {b()}
    files = !find .
    n = %env HOME
    ?print
    model.fit??
    c(d % e)
    """)
  #expect(found.problems == [])
  #expect(
    found.lines == [
      "magic matplotlib inline @1", "command pip install x \\\n  y @20", "command ls {b()} @53",
      "command find . @71", "magic env HOME @83", "help print @93", "help model.fit @99",
    ])
  #expect(found.callees == ["a", "c"])
}

@Test func `a timed line is Python`() {
  #expect(cell("%time model.fit(x)\n%timeit -n 10 -r3 f(1)\n%time").callees == ["model.fit", "f"])
  let timed = cell("%%time\nf()\n")
  #expect(timed.callees == ["f"])
  #expect(timed.lines == ["magic time @2"])
}

@Test func `a cell for the shell has no Python`() {
  let found = cell("\n%%bash -e\npip install x\nif [ a ]; then b; fi\n")
  #expect(found.lines == ["cell[pip install x\nif [ a ]; then b; fi\n] bash -e @3"])
  #expect(found.callees == [])
  #expect(found.problems == [])
}

@Test func `IPython's lines are faults in a file`() {
  #expect(PythonFixtures.problems("%matplotlib inline").count == 1)
  #expect(PythonFixtures.problems("!ls").count == 1)
}
