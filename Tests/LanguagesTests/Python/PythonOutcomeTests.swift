import Languages
import Testing
import Text

/// Each condition of a text: its kind, its comparison, and what follows when it holds and when it fails.
private func conditions(_ text: String) -> [String] {
  let outline = PythonFixtures.outline(of: text)
  return outline.conditions.map { condition in
    let found = outline.comparisons(of: condition.test).map {
      "\(outline.text(of: $0.left)) \($0.operator.rawValue) \(outline.text(of: $0.right))"
    }
    let outcomes = outline.outcomes(of: condition)
    let shown = found.isEmpty ? outline.text(of: condition.test) : found.joined(separator: ", ")
    return
      "\(condition.kind) \(shown): \(describe(outcomes.holds, outline)) / \(describe(outcomes.fails, outline))"
  }
}

private func describe(_ outcome: PythonOutline.Outcome, _ outline: PythonOutline) -> String {
  switch outcome {
  case .nothing: "nothing"
  case .raises(let name): "raises \(name ?? "-")"
  case .exits(let code): "exits \(code.map { outline.text(of: $0) } ?? "-")"
  case .returns(let value): "returns \(value.map { outline.text(of: $0) } ?? "-")"
  case .leavesLoop: "leaves"
  case .calls(let calls):
    "calls " + calls.map { outline.callee(of: outline.calls[$0]) ?? "-" }.joined(separator: "+")
  }
}

@Test func `what follows a condition is known`() {
  let text = """
    if accuracy < 0.9: raise ValueError("low")
    if not ok:
      log()
      sys.exit(1)
    elif a == b != c:
      raise SystemExit(2)
    else:
      deploy(); notify(x())
    assert score > floor
    while queue: break
    y = good() if loss < 1 else bad()
    def f():
      if done: return True
      if other: raise
      if nested:
        if deeper: exit()
    """
  #expect(
    conditions(text) == [
      "if accuracy < 0.9: raises ValueError / nothing",
      "if not ok: exits 1 / nothing",
      "elif a == b, b != c: exits 2 / calls deploy+x+notify",
      "assert score > floor: nothing / raises AssertionError",
      "while queue: leaves / nothing",
      "ternary loss < 1: nothing / nothing",
      "if done: returns True / nothing",
      "if other: raises - / nothing",
      "if nested: nothing / nothing",
      "if deeper: exits - / nothing",
    ])
}

@Test func `an else is linked to the last condition of its chain`() throws {
  let outline = PythonFixtures.outline(of: "if a: b\nelif c: d\nelse: e\nwhile f: g\nelse: h\n")
  #expect(outline.conditions.map(\.next) == [1, nil, nil])
  #expect(outline.conditions.map { $0.otherwise != nil } == [false, true, true])
}

@Test func `the exits of each definition are known`() {
  let outline = PythonFixtures.outline(
    of: """
      def f(x):
        assert x, "no"
        if x > 1: return False
        raise errors.Bad(x) from None
      sys.exit(f(1))
      """)
  let exits = outline.exits.map { exit in
    outline.qualifiedName(ofScope: exit.scope) + ": " + describe(exit.outcome, outline)
  }
  #expect(
    exits == [
      "f: raises AssertionError", "f: returns False", "f: raises errors.Bad", ": exits f(1)",
    ])
}
