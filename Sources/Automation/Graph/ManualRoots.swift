internal import Facts

/// What a person can start: targets, stages, scripts, notebooks and tests, so that "only by hand" is told from "never".
enum ManualRoots {
  static func add(to graph: inout GraphBuilder, code: CodeIndex, tests: [TestNode]) {
    for node in graph.nodes.indices {
      switch graph.nodes[node].kind {
      case .target, .stage, .service:
        start(node, graph.nodes[node].location, &graph)
      default: break
      }
    }
    for (index, file) in graph.facts.files.enumerated() {
      let isRun =
        code.mainGuardLine[index] != nil || file.path.hasSuffix(".ipynb")
        || file.path.hasSuffix("__main__.py") || isShell(graph.facts.contents[index])
        || hasTopLevelCalls(index, code, graph.facts)
      guard isRun, file.role != .test else { continue }
      start(index, Location(path: file.path), &graph)
      graph.markEntry(index)
    }
    guard !tests.isEmpty else { return }
    addSession(tests, code, &graph)
  }

  private static func start(_ node: Int, _ location: Location, _ graph: inout GraphBuilder) {
    let files = graph.files
    guard let file = files[location.path] else { return }
    let trigger = graph.trigger(.manual, at: location, file: file)
    graph.connect(trigger, node)
  }

  private static func isShell(_ contents: FileContents?) -> Bool {
    if case .shell? = contents { true } else { false }
  }

  /// A script without a main guard: calls that stand in its module body, and nothing imports it as a library would.
  private static func hasTopLevelCalls(_ file: Int, _ code: CodeIndex, _ facts: FactTable) -> Bool {
    guard let body = code.module(ofFile: file), facts.files[file].name != "__init__.py" else {
      return false
    }
    return code.calls[body].count > 2
  }

  /// All tests together, as somebody runs them who types `pytest`.
  private static func addSession(
    _ tests: [TestNode], _ code: CodeIndex, _ graph: inout GraphBuilder
  ) {
    let facts = graph.facts
    guard let first = tests.first else { return }
    let location = Location(path: facts.files[facts.definitions[first.definition].file].path)
    let session = graph.add(.session, at: location, what: "all tests")
    for test in tests where !test.isSkipped {
      graph.connect(session, graph.node(ofDefinition: test.definition), entersTest: true)
      let file = facts.definitions[test.definition].file
      if let body = code.module(ofFile: file) {
        graph.connect(session, graph.node(ofDefinition: body), .calls, entersTest: true)
      }
      graph.connect(session, file, entersTest: true)
    }
    start(session, location, &graph)
  }
}
