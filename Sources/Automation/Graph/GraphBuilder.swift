internal import Facts
internal import Text

/// Grows the graph: nodes, edges, commands and triggers, each system and language adding its own.
///
/// The first nodes are fixed: file `i` is node `i`, definition `d` is `files + d`, the script of file `i` is
/// `files + definitions + i`. All others are appended.
struct GraphBuilder {
  let facts: FactTable
  let runners: RunnerTable
  let files: FileIndex
  private(set) var nodes: [GraphNode] = []
  private(set) var edges: [[GraphEdge]] = []
  private(set) var commands: [CommandNode] = []
  private(set) var triggers: [TriggerNode] = []
  /// Commands with where they stand, to be linked to what they run once everything has its node.
  var pending: [PendingCommand] = []
  /// Targets by task file and name.
  var targets = TargetTable()
  /// `module:function` references of task tables, with their file and the node that runs them.
  var pendingEntries: [(entry: String, file: Int, node: Int)] = []
  /// What comes before what: jobs, tasks, stages and commands in order, for what a failure stops.
  var sequences = Sequences()
  var images = ImageTable()
  /// Shell functions by name, with the file that defines each: scripts that `source` it call them.
  var shellFunctions: [String: [(file: Int, node: Int)]] = [:]
  /// Test sessions by what they select, so that equal commands share one.
  var sessions: [String: Int] = [:]
  /// The nodes that stand for an entry of their own: a job, a DAG, a script, a test session, a served app.
  private(set) var entries: Set<Int> = []
  private(set) var openEnds: [OpenEnd] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var edgeCount = 0
  private var isFull = false

  /// Beyond this many edges nothing more is added; real repositories stay far below.
  private static let edgeLimit = 3_000_000
  private static let nodeLimit = 1_000_000

  init(facts: FactTable, runners: RunnerTable) {
    self.facts = facts
    self.runners = runners
    files = FileIndex(facts: facts)
    nodes.reserveCapacity(facts.files.count * 2 + facts.definitions.count + 1024)
    for (index, file) in facts.files.enumerated() {
      nodes.append(
        GraphNode(kind: .file(index), location: Location(path: file.path), what: file.path))
    }
    for (index, definition) in facts.definitions.enumerated() {
      let what =
        definition.kind == .module ? facts.files[definition.file].path : definition.qualname
      nodes.append(
        GraphNode(kind: .definition(index), location: definition.location, what: what))
    }
    for (index, file) in facts.files.enumerated() {
      nodes.append(
        GraphNode(kind: .script(index), location: Location(path: file.path), what: file.path))
    }
    edges = Array(repeating: [], count: nodes.count)
  }

  func node(ofFile file: Int) -> Int { file }
  func node(ofDefinition definition: Int) -> Int { facts.files.count + definition }
  func node(ofScript file: Int) -> Int { facts.files.count + facts.definitions.count + file }

  mutating func add(_ kind: GraphNode.Kind, at location: Location, what: String) -> Int {
    guard nodes.count < GraphBuilder.nodeLimit else {
      fill("more than \(GraphBuilder.nodeLimit) jobs, targets and commands", at: location)
      return nodes.count - 1
    }
    nodes.append(GraphNode(kind: kind, location: location, what: what))
    edges.append([])
    return nodes.count - 1
  }

  mutating func connect(
    _ source: Int, _ target: Int, _ way: GraphEdge.Way = .runs, hidesFailure: Bool = false,
    entersTest: Bool = false, kinds: TriggerMask = .all
  ) {
    guard source != target, !isFull else { return }
    let edge = GraphEdge(
      target: Int32(truncatingIfNeeded: target), way: way, hidesFailure: hidesFailure,
      entersTest: entersTest, kinds: kinds)
    // The same module imported for several names, the same function called again.
    guard !edges[source].suffix(16).contains(edge) else { return }
    edgeCount += 1
    guard edgeCount < GraphBuilder.edgeLimit else {
      fill("more than \(GraphBuilder.edgeLimit) connections", at: nodes[source].location)
      return
    }
    edges[source].append(edge)
  }

  /// A trigger's node; equal triggers of one file share it.
  mutating func trigger(
    _ kind: TriggerKind, cadence: String? = nil, at location: Location, file: Int
  ) -> Int {
    let index = triggers.count
    triggers.append(TriggerNode(kind: kind, cadence: cadence, location: location, file: file))
    let what = cadence.map { "\(kind.rawValue) (\($0))" } ?? kind.rawValue
    return add(.trigger(index), at: location, what: what)
  }

  /// A command's node, not yet linked to what it runs.
  mutating func command(_ command: CommandNode, context: CommandContext) -> Int {
    let index = commands.count
    commands.append(command)
    let node = add(.command(index), at: command.location, what: command.text)
    pending.append(PendingCommand(command: index, node: node, context: context))
    return node
  }

  /// The words of a command once wrappers are off.
  mutating func setWords(_ words: [String], ofCommand index: Int) {
    let old = commands[index]
    commands[index] = CommandNode(
      origin: old.origin, words: words, text: old.text, location: old.location, file: old.file)
  }

  /// Failures of all that a node runs do not show.
  mutating func setHidden(behind node: Int) {
    for index in edges[node].indices { edges[node][index].hidesFailure = true }
  }

  mutating func markEntry(_ node: Int) { entries.insert(node) }

  mutating func leaveOpen(_ what: String, at location: Location) {
    guard openEnds.count < 5000 else { return }
    openEnds.append(OpenEnd(location: location, what: what))
  }

  mutating func report(_ message: String, at location: Location) {
    guard diagnostics.count < 1000 else { return }
    diagnostics.append(
      Diagnostic(
        path: location.path, position: Position(line: location.line, column: location.column),
        severity: .warning, message: message))
  }

  private mutating func fill(_ what: String, at location: Location) {
    guard !isFull else { return }
    isFull = true
    report("\(what); what lies beyond is left out of the automation graph", at: location)
  }
}
