import Assessment
import Automation
import Facts
import Rules
import Testing
import Text

/// A graph of what a test says, for clauses that ask about nothing else.
struct StubGraph: AutomationView {
  var commands: [CommandNode] = []
  var triggers: [TriggerNode] = []
  var tests: [TestNode] = []
  var reached: [Anchor: [Reach]] = [:]
  var called: [Int: [Int]] = [:]
  var entered: [Anchor: Set<Int>] = [:]
  var stopped: [FailurePoint: Stops] = [:]
  var openEnds: [OpenEnd] = []

  func reaches(_ anchor: Anchor) -> [Reach] { reached[anchor] ?? [] }
  func callees(ofCall call: Int) -> [Int] { called[call] ?? [] }
  func entries(reaching anchor: Anchor) -> Set<Int> { entered[anchor] ?? [] }
  func stops(_ failure: FailurePoint) -> Stops { stopped[failure] ?? Stops() }
  func nearestMiss(_ anchor: Anchor) -> String? { nil }
}

/// Two modules and a function in each, with whatever calls a test adds.
struct SmallProject {
  var facts = FactTable()

  init() {
    for (file, path) in ["src/train.py", "src/serve.py"].enumerated() {
      facts.files.append(FileFact(path: path, role: .source))
      let module = facts.definitions.count
      facts.definitions.append(
        Definition(
          file: file, kind: .module, name: path, qualname: "", parent: nil,
          location: Location(path: path), lastLine: 20))
      facts.definitions.append(
        Definition(
          file: file, kind: .function, name: "run", qualname: "run", parent: module,
          location: Location(path: path, line: 3), lastLine: 9,
          parameters: [Parameter(name: "value")]))
    }
  }

  mutating func call(
    _ name: String, in definition: Int, line: Int, arguments: [Argument] = [],
    assignedTo: [String] = []
  ) {
    let file = facts.definitions[definition].file
    facts.calls.append(
      CallFact(
        file: file, definition: definition,
        location: Location(path: facts.files[file].path, line: line), callee: name, resolved: name,
        member: name.split(separator: ".").last.map(String.init) ?? name, arguments: arguments,
        assignedTo: assignedTo))
  }

  func lines(of clause: Clause, graph: StubGraph = StubGraph()) -> [String] {
    Assessor(facts: facts, graph: graph, vocabulary: [:]).locations(of: clause).map(\.text)
  }
}

/// Clauses are told apart by their place, here that of the test's own text.
private func place(_ line: Int = #line, _ column: Int = #column) -> Position {
  Position(line: line, column: column)
}

private func call(
  _ names: String..., fields: [FieldTest] = [], words: [String]? = nil, binds: String? = nil,
  has: String? = nil, reachedBy: ReachedBy? = nil, line: Int = #line, column: Int = #column
) -> Clause {
  .fact(
    FactClause(
      kind: .call, patterns: names, fields: fields, names: words?.map { WordPhrase($0) },
      binds: binds, has: has, reachedBy: reachedBy, position: place(line, column)))
}

@Test func `a call is found by its full name, a prefix, its last name or as a member`() {
  var project = SmallProject()
  project.call("pandera.DataFrameSchema", in: 1, line: 4)
  project.call("model.fit", in: 1, line: 5)
  #expect(project.lines(of: call("pandera.DataFrameSchema")) == ["src/train.py:4"])
  #expect(project.lines(of: call("pandera.*")) == ["src/train.py:4"])
  #expect(project.lines(of: call("DataFrameSchema")) == ["src/train.py:4"])
  #expect(project.lines(of: call(".fit")) == ["src/train.py:5"])
  #expect(project.lines(of: call("pandera.Schema", "andera.DataFrameSchema", "pan.*")) == [])
}

@Test func `all within a definition asks for one definition that has every part`() {
  var project = SmallProject()
  project.call("load", in: 1, line: 4)
  project.call("save", in: 1, line: 5)
  project.call("load", in: 3, line: 4)
  let clause = Clause.all([call("load"), call("save")], within: .definition, position: place())
  #expect(project.lines(of: clause) == ["src/train.py:4"])
  let without = Clause.all(
    [call("load"), .not(call("save"), position: place())], within: .file, position: place())
  #expect(project.lines(of: without) == ["src/serve.py:4"])
}

@Test func `not does not hold where a file of the scope could not be read`() {
  var project = SmallProject()
  project.call("load", in: 3, line: 4)
  project.facts.diagnostics = [Diagnostic(path: "src/serve.py", message: "expected ')'")]
  let clause = Clause.all(
    [call("load"), .not(call("save"), position: place())], within: .file, position: place())
  #expect(project.lines(of: clause) == [])
}

@Test func `a literal that one part binds must stand in the other`() {
  var project = SmallProject()
  func argument(_ text: String) -> [Argument] {
    [Argument(expression: Expression(.string(text), strings: [text]))]
  }
  project.call("dump", in: 1, line: 4, arguments: argument("scaler.pkl"))
  project.call("load", in: 3, line: 4, arguments: argument("models/scaler.pkl"))
  let clause = Clause.all(
    [call("dump", binds: "x"), call("load", has: "x")], within: .repository, position: place())
  #expect(project.lines(of: clause) == ["src/train.py:4"])
  project.facts.calls.removeLast()
  project.call("load", in: 3, line: 4, arguments: argument("model.pkl"))
  #expect(project.lines(of: clause) == [])
}

@Test func `words are followed through an assignment and to a caller's argument`() {
  var project = SmallProject()
  let local = Argument(expression: Expression(.name("x"), names: ["x"]))
  let parameter = Argument(expression: Expression(.name("value"), names: ["value"]))
  project.call("check", in: 1, line: 5, arguments: [local])
  project.call("check", in: 3, line: 6, arguments: [parameter])
  #expect(project.lines(of: call("check", words: ["train loss"])) == [])
  project.facts.assignments.append(
    AssignmentFact(
      file: 0, definition: 1, location: Location(path: "src/train.py", line: 4), target: "x",
      expression: Expression(.other, names: ["trainLoss"])))
  project.call(
    "run", in: 0, line: 12,
    arguments: [Argument(expression: Expression(.other, names: ["train_loss"]))])
  #expect(
    project.lines(of: call("check", words: ["train loss"])) == ["src/train.py:5", "src/serve.py:6"])
}

@Test func `a call must be reached as the clause asks`() {
  var project = SmallProject()
  project.call("tune", in: 1, line: 4)
  func graph(_ through: Reach.Through, seen: Bool) -> StubGraph {
    let reach = Reach(
      trigger: .push, cadence: nil, isFailureSeen: seen, through: through, by: .calls, chain: [])
    return StubGraph(reached: [.definition(1): [reach]])
  }
  let strict = call("tune", reachedBy: ReachedBy(triggers: [.push]))
  let lenient = call(
    "tune", reachedBy: ReachedBy(triggers: [.push], through: .exercise, failure: .any))
  #expect(project.lines(of: strict, graph: graph(.run, seen: true)) == ["src/train.py:4"])
  #expect(project.lines(of: strict, graph: graph(.exercise, seen: true)) == [])
  #expect(project.lines(of: strict, graph: graph(.run, seen: false)) == [])
  #expect(project.lines(of: lenient, graph: graph(.exercise, seen: false)) == ["src/train.py:4"])
}

@Test func `a field of a call is tested by value`() {
  var project = SmallProject()
  project.call(
    "seed", in: 1, line: 4,
    arguments: [Argument(name: "value", expression: Expression(.number(42)))])
  func field(_ name: String, _ condition: FieldTest.Condition) -> FieldTest {
    FieldTest(path: KeyPath(name), conditions: [condition])
  }
  #expect(
    project.lines(of: call("seed", fields: [field("keyword.value", .above(41))])) == [
      "src/train.py:4"
    ])
  #expect(project.lines(of: call("seed", fields: [field("keyword.value", .below(41))])) == [])
  #expect(project.lines(of: call("seed", fields: [field("keyword.other", .present(true))])) == [])
}
