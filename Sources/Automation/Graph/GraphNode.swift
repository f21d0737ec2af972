internal import Facts

/// A thing that runs or is run.
///
/// Files, definitions and scripts stand at fixed places (see `GraphBuilder`), so that facts find their nodes without a table.
struct GraphNode: Sendable {
  enum Kind: Sendable, Equatable {
    /// Index into the graph's triggers.
    case trigger(Int)
    case job, target, service, stage
    /// A part of something that cannot be started alone: a guarded step, a shell function.
    case part
    /// A test session: one selection of tests, as one command makes it.
    case session
    /// Index into the graph's commands.
    case command(Int)
    /// Index into `FactTable.files`.
    case file(Int)
    /// Index into `FactTable.definitions`.
    case definition(Int)
    /// What a Python file does only when it is run as a script, by file.
    case script(Int)
    /// Index into `FactTable.resources`.
    case resource(Int)
  }

  let kind: Kind
  let location: Location
  /// `job test`, `make lint`, `pytest tests/`: what a chain says here.
  let what: String
}

/// One node starts, calls or imports another.
struct GraphEdge: Sendable, Hashable {
  enum Way: UInt8, Sendable { case runs, calls, imports }

  let target: Int32
  let way: Way
  /// A failure behind this edge does not show before it.
  var hidesFailure = false
  /// From a test runner to what it collects: what follows is inside a test.
  var entersTest = false
  /// The kinds of trigger under which the edge is followed.
  var kinds = TriggerMask.all
}

/// A set of trigger kinds, small enough for every edge.
struct TriggerMask: OptionSet, Sendable, Hashable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ kind: TriggerKind) {
    rawValue = 1 << UInt16(TriggerKind.allCases.firstIndex(of: kind) ?? 0)
  }

  static let all = TriggerMask(rawValue: .max)
  static let served = TriggerMask(.serving)
}
