internal import Facts

/// What answers requests: route handlers, model servers, and the commands that start them.
struct Serving {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  /// Handlers in product code, served even where nothing in the repository starts the application.
  private(set) var handlers: [Int] = []
  /// The definitions of all handlers.
  private(set) var all: [Int] = []
  /// Paths that lead to a handler by a file, not by its decorator.
  private(set) var routes: [(path: String, handler: Int)] = []

  init(facts: FactTable, code: CodeIndex, runners: RunnerTable) {
    self.facts = facts
    self.code = code
    self.runners = runners
  }

  mutating func add(to graph: inout GraphBuilder, _ calls: inout CallResolver) {
    let applications = applicationVariables()
    let decorators = runners.list("route-decorators")
    for (index, definition) in facts.definitions.enumerated() where definition.kind == .function {
      guard
        definition.decorators.contains(where: {
          isRoute($0, definition.file, decorators, applications)
        }
        )
      else { continue }
      addHandler(index, &graph)
    }
    addServers(&graph, &calls)
    for operation in OpenAPI.operations(in: graph, code, &calls.names) {
      addHandler(operation.handler, &graph)
      routes.append((operation.path, operation.handler))
      for call in facts.calls where call.member == "add_api" {
        let name = call.arguments.first?.expression.value.string ?? ""
        guard !name.isEmpty, graph.files.paths[operation.file].hasSuffix(name) else { continue }
        graph.connect(
          graph.node(ofDefinition: call.definition), graph.node(ofDefinition: operation.handler),
          .calls, kinds: .served)
      }
    }
  }

  private mutating func addHandler(_ index: Int, _ graph: inout GraphBuilder) {
    let definition = facts.definitions[index]
    let node = graph.node(ofDefinition: index)
    all.append(index)
    if let parent = definition.parent {
      graph.connect(graph.node(ofDefinition: parent), node, .calls, kinds: .served)
    }
    let role = facts.files[definition.file].role
    if role == .source || role == .other || role == .deployment { handlers.append(node) }
  }

  /// Variables that hold an application or a router, by file.
  private func applicationVariables() -> [Int: Set<String>] {
    let classes = runners.list("application-classes")
    var found: [Int: Set<String>] = [:]
    for call in facts.calls where !call.assignedTo.isEmpty {
      guard let name = call.resolved ?? call.callee, classes.contains(name.lastPart) else {
        continue
      }
      found[call.file, default: []].formUnion(call.assignedTo)
    }
    return found
  }

  private func isRoute(
    _ decorator: Expression, _ file: Int, _ routes: Set<String>, _ applications: [Int: Set<String>]
  ) -> Bool {
    guard let name = facts.name(of: decorator) else { return false }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count > 1, let last = parts.last, routes.contains(last) else { return false }
    let holder = parts.dropLast().joined(separator: ".")
    if applications[file]?.contains(holder) ?? false { return true }
    let short = parts[parts.count - 2]
    return ["app", "router", "api", "bp", "blueprint", "application"].contains { part in
      short == part || short.hasSuffix("_" + part) || short.hasPrefix(part + "_")
    }
  }

  /// Classes whose methods a model server calls.
  private mutating func addServers(_ graph: inout GraphBuilder, _ calls: inout CallResolver) {
    let bases = runners.list("server-classes")
    let decorators = runners.list("server-decorators")
    for (index, definition) in facts.definitions.enumerated() {
      let isServer =
        definition.kind == .type
        && definition.bases.contains { base in
          let name = facts.name(of: base) ?? ""
          return bases.contains(name) || bases.contains(name.lastPart)
        }
      let isDecorated = definition.decorators.contains { decorator in
        let name = facts.name(of: decorator) ?? ""
        return decorators.contains(name)
          || decorators.contains(name.split(separator: ".").suffix(2).joined(separator: "."))
      }
      guard isServer || isDecorated else { continue }
      addHandler(index, &graph)
      for method in code.inside[index] where !facts.definitions[method].name.hasPrefix("_") {
        graph.connect(
          graph.node(ofDefinition: index), graph.node(ofDefinition: method), .calls, kinds: .served)
      }
    }
  }
}
