import Extractors
import Facts
import Repository
import Testing
import Text

/// The facts of files held in memory.
func facts(
  of files: [String: String], members: Set<String> = [], width: Int = 1
) async -> FactTable {
  let paths = files.keys.sorted()
  let extraction = Extraction(
    roles: RoleTable(rows: []), members: members, width: width)
  return await extraction.facts(of: paths.map { FileFact(path: $0) }) { index, limit in
    Contents(bytes: Array((files[paths[index]] ?? "").utf8.prefix(limit)))
  }
}

@Test func `calls are resolved through imports and keep their arguments`() async {
  let table = await facts(of: [
    "src/a.py": """
    import pandas as pd
    from sklearn.model_selection import GridSearchCV as Search

    def tune(model, grid):
        data = pd.read_csv("x.csv", sep=";")
        return Search(model, grid, cv=5).fit(data["country"])
    """
  ])
  #expect(
    table.calls.map { $0.resolved ?? ".\($0.member)" } == [
      "pandas.read_csv", "sklearn.model_selection.GridSearchCV", ".fit",
    ])
  #expect(table.calls[0].assignedTo == ["data"])
  #expect(table.calls[0].arguments.compactMap(\.name) == ["sep"])
  #expect(table.calls[1].arguments.last?.expression.value.number == 5)
  #expect(table.calls[2].receiver == 1)
  #expect(table.calls[2].arguments[0].expression.names.contains("country"))
  #expect(table.definitions.map(\.qualname) == ["", "tune"])
  #expect(table.calls.allSatisfy { $0.definition == 1 })
}

@Test func `conditions say what follows`() async {
  let table = await facts(of: [
    "gate.py": """
    import sys
    def check(accuracy, ok):
        assert accuracy > 0.9, "too low"
        if accuracy < 0.8:
            raise ValueError("no")
        if not ok:
            sys.exit(1)
        if ok:
            sys.exit(0)
        self.assertGreater(accuracy, 0.5)
    """
  ])
  let told = table.conditions.map {
    "\($0.location.line) \($0.kind.rawValue) \($0.consequence.rawValue)"
  }
  #expect(
    told == [
      "3 assertion raises", "4 branch raises", "6 branch exits", "8 branch nothing",
      "10 assertion raises",
    ])
  #expect(table.conditions[0].comparisons[0].left.names == ["accuracy"])
  #expect(table.conditions[0].comparisons[0].symbol == ">")
  #expect(table.conditions[0].comparisons[0].right.value.number == 0.9)
  #expect(table.exits.map(\.location.line) == [3, 5, 7])
}

@Test func `only the reads that rules ask for are kept`() async {
  let files = ["a.py": "x = model.feature_importances_\ny = model.other\n"]
  #expect(await facts(of: files).calls.isEmpty)
  let table = await facts(of: files, members: ["feature_importances_"])
  #expect(table.calls.map(\.member) == ["feature_importances_"])
  #expect(table.calls[0].isRead)
}

@Test func `indexes of later files move behind those of earlier ones`() async {
  let table = await facts(of: [
    "a.py": "def f():\n    g(h())\n", "b.py": "def k():\n    m(n()).o()\n",
  ])
  #expect(table.definitions.map(\.file) == [0, 0, 1, 1])
  #expect(table.calls.map(\.definition) == [1, 1, 3, 3, 3])
  let inner = table.calls.firstIndex { $0.member == "n" }
  let outer = table.calls.first { $0.member == "m" }
  guard case .call(let index)? = outer?.arguments.first?.expression.value else {
    Issue.record("the argument is a call")
    return
  }
  #expect(index == inner)
}

@Test func `the number of hands changes nothing`() async {
  let files = Dictionary(
    uniqueKeysWithValues: (0..<40).map { ("f\($0).py", "import m\(String($0))\nm\($0).f()\n") })
  let alone = await facts(of: files, width: 1)
  let together = await facts(of: files, width: 8)
  #expect(alone.calls.map(\.location) == together.calls.map(\.location))
  #expect(alone.imports.map(\.module) == together.imports.map(\.module))
}

@Test func `a broken file gives what stands before the fault, and a diagnostic`() async {
  let table = await facts(of: ["a.py": "import os\nos.getcwd()\ndef f(:\n"])
  #expect(table.calls.map(\.resolved) == ["os.getcwd"])
  #expect(table.diagnostics.count == 1)
  #expect(table.diagnostics.first?.position?.line == 3)
}
