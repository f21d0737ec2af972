import Languages
import Testing
import Text

/// Every callee of a text, resolved.
private func resolved(_ text: String, module: String? = nil, isPackage: Bool = false) -> [String] {
  let outline = PythonFixtures.outline(of: text)
  let resolver = PythonResolver(outline, module: module, isPackage: isPackage)
  return outline.calls.map { outline.resolvedCallee(of: $0, by: resolver) ?? "-" }
}

@Test func `callees are resolved through imports and aliases`() {
  let text = """
    import pandas as pd, os.path
    from sklearn import metrics as m
    from sklearn.model_selection import train_test_split
    pd.read_csv(); os.path.join(); m.f1_score(); train_test_split(); self.model.fit(); f()()
    def g():
      from h import i as j
      j(); pd.concat()
    j()
    """
  #expect(
    resolved(text) == [
      "pandas.read_csv", "os.path.join", "sklearn.metrics.f1_score",
      "sklearn.model_selection.train_test_split", "self.model.fit", "f", "-", "h.i",
      "pandas.concat", "j",
    ])
}

@Test func `relative imports are resolved against the module`() {
  let text = "from . import a\nfrom ..b import c\nfrom .d import e as f\na.x(); c(); f()"
  #expect(resolved(text) == [".a.x", "..b.c", ".d.e"])
  #expect(resolved(text, module: "p.q.m") == ["p.q.a.x", "p.b.c", "p.q.d.e"])
  #expect(resolved(text, module: "p.q", isPackage: true) == ["p.q.a.x", "p.b.c", "p.q.d.e"])
}
