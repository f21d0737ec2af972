package import Facts

/// What rules ask of the automation graph; a protocol so that clauses are tested from facts alone.
package protocol AutomationView: Sendable {
  /// Every simple command of workflows, scripts, targets, images, notebooks and documents.
  var commands: [CommandNode] { get }
  var triggers: [TriggerNode] { get }
  /// The test functions that a framework would collect.
  var tests: [TestNode] { get }
  /// How a place is started: for each kind of trigger its best chain (failure seen before hidden, run before
  /// exercise, calls before imports, then the shorter). `manual` is among them.
  func reaches(_ anchor: Anchor) -> [Reach]
  /// The definitions of this repository that a call may lead to, by its index in `FactTable.calls`.
  func callees(ofCall call: Int) -> [Int]
  /// The entries (a job, a DAG, a script, a test session, a served app) whose run includes a place.
  func entries(reaching anchor: Anchor) -> Set<Int>
  /// What a failure at a condition or command keeps from happening.
  func stops(_ failure: FailurePoint) -> Stops
  /// In the project's own terms, why no trigger reaches a place: what comes nearest, and what is missing.
  func nearestMiss(_ anchor: Anchor) -> String?
  /// Places that could not be resolved and might lead to a place or to its kind.
  var openEnds: [OpenEnd] { get }
}

/// Where a check fails.
package enum FailurePoint: Sendable, Hashable {
  /// Index into `FactTable.conditions`.
  case condition(Int)
  /// Index into the graph's commands.
  case command(Int)
  /// Index into `FactTable.calls`: a call that raises or stops by itself.
  case call(Int)
}

/// What a failure stops: the later calls and commands of its run, and whether a push or pull-request run fails.
package struct Stops: Sendable {
  /// Indexes into `FactTable.calls` of calls that would have come later.
  package var calls: Set<Int>
  /// Indexes into the graph's commands.
  package var commands: Set<Int>
  /// The chain of a push or pull-request run that fails, where one does.
  package var ci: Reach?

  package init(calls: Set<Int> = [], commands: Set<Int> = [], ci: Reach? = nil) {
    self.calls = calls
    self.commands = commands
    self.ci = ci
  }
}

/// One simple command, wrappers (`uv run`, `poetry run`) removed.
package struct CommandNode: Sendable {
  package enum Origin: String, Sendable { case step, script, target, docker, notebook, document }

  package let origin: Origin
  package let words: [String]
  /// As written, on one line.
  package let text: String
  package let location: Location
  package let file: Int

  package init(
    origin: Origin, words: [String], text: String, location: Location, file: Int
  ) {
    self.origin = origin
    self.words = words
    self.text = text
    self.location = location
    self.file = file
  }
}

/// One trigger as a file states it.
package struct TriggerNode: Sendable {
  package let kind: TriggerKind
  package let cadence: String?
  package let location: Location
  package let file: Int

  package init(kind: TriggerKind, cadence: String?, location: Location, file: Int) {
    self.kind = kind
    self.cadence = cadence
    self.location = location
    self.file = file
  }
}

/// A test function that a framework would collect.
package struct TestNode: Sendable {
  /// Index into `FactTable.definitions`.
  package let definition: Int
  package let name: String
  package let framework: String
  package let isSkipped: Bool

  package init(definition: Int, name: String, framework: String, isSkipped: Bool) {
    self.definition = definition
    self.name = name
    self.framework = framework
    self.isSkipped = isSkipped
  }
}
