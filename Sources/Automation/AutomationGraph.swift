package import Facts
package import Text

/// What runs what in a repository: from triggers through jobs, commands, scripts and tests to functions.
///
/// Built once from the facts; all questions are answered from tables made then.
package struct AutomationGraph: AutomationView {
  package let commands: [CommandNode]
  package let triggers: [TriggerNode]
  package let tests: [TestNode]
  package let openEnds: [OpenEnd]
  /// What was bounded or could not be followed.
  package let diagnostics: [Diagnostic]

  let facts: FactTable
  let code: CodeIndex
  let nodes: [GraphNode]
  let edges: [[GraphEdge]]
  let sequences: Sequences
  let searches: [(kind: TriggerKind, search: ReachSearch)]
  let entryNodes: Set<Int>
  /// By call, the definitions it may lead to.
  let calleesOfCall: [[Int]]
  /// By command, its node.
  let nodeOfCommand: [Int]
  let isTestCode: [Bool]
  let callers: Callers

  package init(facts: FactTable, runners: RunnerTable) {
    var graph = GraphBuilder(facts: facts, runners: runners)
    let code = CodeIndex(facts: facts)
    let finder = ModuleFinder(
      facts: facts, files: graph.files, standardLibrary: runners.list("standard-library"))
    let names = NameResolver(facts: facts, code: code, finder: finder)
    let calls = CallResolver(facts: facts, code: code, names: names, runners: runners)

    AutomationGraph.addPlaces(to: &graph)
    AutomationGraph.addSystems(to: &graph)
    var python = PythonReach(facts: facts, code: code, calls: calls, runners: runners)
    python.add(to: &graph)
    let constants = Constants(facts: facts, code: code)
    var commands = PythonCommands(
      facts: facts, code: code, runners: runners, constants: constants)
    commands.add(to: &graph, python, &python.calls.names)
    PythonSchedules(
      facts: facts, code: code, runners: runners, constants: constants, commands: commands
    ).add(to: &graph, &python.calls)
    var serving = Serving(facts: facts, code: code, runners: runners)
    serving.add(to: &graph, &python.calls)
    RequestedRoutes(facts: facts, code: code).add(serving.all, serving.routes, to: &graph, python)
    let started = StartedApplications(facts: facts, code: code, runners: runners)
    started.addProcfiles(to: &graph)
    var tests = TestCollection(facts: facts, code: code, files: graph.files, runners: runners)
    let allTests = tests.all()
    var linker = CommandLinker(
      facts: facts, code: code, runners: runners, tests: tests, names: python.calls.names,
      consoleScripts: ConsoleScripts(facts: facts, files: graph.files).entries)
    for (entry, file, node) in graph.pendingEntries {
      linker.runEntry(entry, from: file, node, &graph)
    }
    linker.link(&graph)
    linker.tests.addNeeds(to: &graph)
    started.add(to: &graph)
    ManualRoots.add(to: &graph, code: code, tests: allTests)

    self.facts = facts
    self.code = code
    self.tests = allTests
    self.commands = graph.commands
    triggers = graph.triggers
    openEnds = graph.openEnds
    diagnostics = graph.diagnostics
    nodes = graph.nodes
    edges = graph.edges
    sequences = graph.sequences
    calleesOfCall = facts.calls.indices.map { python.calls.callees(of: $0) }
    var nodeOfCommand = Array(repeating: 0, count: graph.commands.count)
    for (node, value) in graph.nodes.enumerated() {
      if case .command(let command) = value.kind { nodeOfCommand[command] = node }
    }
    self.nodeOfCommand = nodeOfCommand
    isTestCode = AutomationGraph.testCode(graph)
    searches = AutomationGraph.search(graph, isTestCode, later: serving.handlers)
    entryNodes = graph.entries
    callers = Callers(edges: graph.edges)
  }

  /// Scripts, targets, stages, images, notebooks: what can be run.
  private static func addPlaces(to graph: inout GraphBuilder) {
    graph.addShellFiles()
    graph.addTaskFiles()
    graph.addTox()
    graph.addProjectTasks()
    graph.addDvcStages()
    graph.addImages()
    graph.addComposeFiles()
    graph.addLooseCommands()
  }

  /// What starts things: CI systems and schedulers.
  private static func addSystems(to graph: inout GraphBuilder) {
    GitHubActions.add(to: &graph)
    GitLab.add(to: &graph)
    AzurePipelines.add(to: &graph)
    CircleCI.add(to: &graph)
    Travis.add(to: &graph)
    Taskcluster.add(to: &graph)
    Jenkins.add(to: &graph)
    Bitbucket.add(to: &graph)
    StepLists.add(to: &graph)
    PreCommit.add(to: &graph)
    FileSchedules.add(to: &graph)
    DocumentedSchedules.add(to: &graph)
    Deployments.add(to: &graph)
  }

  /// By node, whether it is a test's own code, from which product code is only exercised.
  private static func testCode(_ graph: GraphBuilder) -> [Bool] {
    let facts = graph.facts
    let isTestFile = facts.files.map { file in
      file.role == .test || file.role == .fixture || file.name == "conftest.py"
        || file.name.hasPrefix("test_") && file.name.hasSuffix(".py")
    }
    return graph.nodes.map { node in
      switch node.kind {
      case .file(let file), .script(let file): isTestFile[file]
      case .definition(let index): isTestFile[facts.definitions[index].file]
      case .session: true
      default: false
      }
    }
  }

  private static func search(_ graph: GraphBuilder, _ isTestCode: [Bool], later: [Int])
    -> [(kind: TriggerKind, search: ReachSearch)]
  {
    var roots: [TriggerKind: [Int]] = [:]
    for (node, value) in graph.nodes.enumerated() {
      if case .trigger(let index) = value.kind {
        roots[graph.triggers[index].kind, default: []].append(node)
      }
    }
    return TriggerKind.allCases.compactMap { kind in
      let own = roots[kind] ?? []
      let handlers = kind == .serving ? later : []
      guard !own.isEmpty || !handlers.isEmpty else { return nil }
      return (
        kind,
        ReachSearch(
          from: own, edges: graph.edges, isTestCode: isTestCode, kind: kind, later: handlers)
      )
    }
  }

  // MARK: Questions

  /// The node that an anchor stands for.
  func node(_ anchor: Anchor) -> Int? {
    switch anchor {
    case .file(let file): facts.files.indices.contains(file) ? file : nil
    case .definition(let index):
      facts.definitions.indices.contains(index) ? facts.files.count + index : nil
    case .command(let index): commands.indices.contains(index) ? nodeOfCommand[index] : nil
    case .script(let file):
      facts.files.indices.contains(file)
        ? facts.files.count + facts.definitions.count + file : nil
    }
  }

  package func reaches(_ anchor: Anchor) -> [Reach] {
    guard let node = node(anchor) else { return [] }
    return searches.flatMap { kind, search in
      search.states(node).map { reach(node, kind, search, $0) }
    }
  }

  private func reach(
    _ node: Int, _ kind: TriggerKind, _ search: ReachSearch, _ state: ReachState
  ) -> Reach {
    let chain = search.chain(to: node, in: state)
    var cadence: String?
    if let first = chain.first, case .trigger(let index) = nodes[Int(first.node)].kind {
      cadence = triggers[index].cadence
    }
    let way: Reach.By =
      switch state.way {
      case .runs: .runs
      case .calls: .calls
      case .imports: .imports
      }
    return Reach(
      trigger: kind, cadence: cadence, isFailureSeen: !state.isHidden,
      through: state.passage == .exercise ? .exercise : .run, by: way,
      chain: shortened(chain).map { hop($0, kind) })
  }

  /// A chain without hops that say nothing new: a file before its own body, a command before its session.
  private func shortened(_ chain: [ReachSearch.Visit]) -> [ReachSearch.Visit] {
    var kept: [ReachSearch.Visit] = []
    for (place, visit) in chain.enumerated() {
      let node = nodes[Int(visit.node)]
      if case .session = node.kind, place + 1 < chain.count { continue }
      if case .file = node.kind, place + 1 < chain.count {
        let next = nodes[Int(chain[place + 1].node)]
        if next.location.path == node.location.path, next.kind != node.kind { continue }
      }
      kept.append(visit)
    }
    return kept
  }

  private func hop(_ visit: ReachSearch.Visit, _ kind: TriggerKind) -> Hop {
    let node = nodes[Int(visit.node)]
    let verb =
      switch visit.way {
      case .runs: "runs"
      case .calls: "calls"
      case .imports: "imports"
      }
    let what =
      switch node.kind {
      case .definition(let index) where facts.definitions[index].kind == .module:
        "\(visit.way == .runs ? "runs" : "imports") \(node.what)"
      case .definition: visit.way == .imports ? "defines \(node.what)" : "\(verb) \(node.what)"
      case .file: "\(verb) \(node.what)"
      case .script: "runs \(node.what) as a script"
      default: node.what
      }
    return Hop(location: node.location, what: what)
  }

  package func callees(ofCall call: Int) -> [Int] {
    calleesOfCall.indices.contains(call) ? calleesOfCall[call] : []
  }

  package func entries(reaching anchor: Anchor) -> Set<Int> {
    node(anchor).map { callers.entries(above: $0, among: entryNodes) } ?? []
  }
}
