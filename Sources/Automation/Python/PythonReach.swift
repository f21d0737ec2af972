internal import Facts

/// Adds what Python code runs: files by imports, functions by calls, callables by being handed over.
struct PythonReach {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  var calls: CallResolver
  private let hooks: Set<String>
  private let validators: Set<String>
  private let commandDecorators: Set<String>
  private let selfRegistering: Set<String>

  init(facts: FactTable, code: CodeIndex, calls: CallResolver, runners: RunnerTable) {
    self.facts = facts
    self.code = code
    self.calls = calls
    self.runners = runners
    hooks = runners.list("hooks")
    validators = runners.list("validator-decorators")
    commandDecorators = runners.list("command-decorators")
    selfRegistering = runners.list("registering-decorators")
  }

  mutating func add(to graph: inout GraphBuilder) {
    for file in facts.files.indices { addFile(file, &graph) }
    for index in facts.imports.indices { addImport(index, &graph) }
    for index in facts.calls.indices { addCall(index, &graph) }
    for index in facts.assignments.indices { addAssignment(index, &graph) }
    for index in facts.definitions.indices { addDefinition(index, &graph) }
  }

  /// The node in which a fact of a definition happens: the script, for what stands below the main guard.
  func node(_ definition: Int, line: Int, isUnderMain: Bool, _ graph: GraphBuilder) -> Int {
    let owner = facts.definitions[definition]
    if owner.kind == .module {
      if isUnderMain || code.mainGuardLine[owner.file].map({ line > $0 }) ?? false {
        return graph.node(ofScript: owner.file)
      }
    }
    return graph.node(ofDefinition: definition)
  }

  private func addFile(_ file: Int, _ graph: inout GraphBuilder) {
    guard let body = code.module(ofFile: file) else { return }
    graph.connect(file, graph.node(ofDefinition: body))
    graph.connect(file, graph.node(ofScript: file))
  }

  private mutating func addImport(_ index: Int, _ graph: inout GraphBuilder) {
    let fact = facts.imports[index]
    guard !fact.isForTypesOnly, facts.definitions.indices.contains(fact.definition),
      let module = calls.names.finder.module(fact.module, importer: fact.file)
    else { return }
    let source = node(
      fact.definition, line: fact.location.line, isUnderMain: false, graph)
    importModule(module, from: source, fact.file, &graph)
    guard let name = fact.name, name != "*",
      let submodule = calls.names.finder.submodule(name, of: module)
    else { return }
    importModule(submodule, from: source, fact.file, &graph)
  }

  /// The module's body runs, and those of the packages around it.
  private func importModule(
    _ module: ModuleFinder.Module, from source: Int, _ importer: Int, _ graph: inout GraphBuilder
  ) {
    guard case .file(let file) = module, file != importer else { return }
    importFile(file, from: source, &graph)
    var folder = FileIndex.folder(of: graph.files.paths[file])
    while let initial = graph.files[folder.isEmpty ? "__init__.py" : folder + "/__init__.py"] {
      if initial != file, initial != importer { importFile(initial, from: source, &graph) }
      guard !folder.isEmpty else { break }
      folder = FileIndex.folder(of: folder)
    }
  }

  private func importFile(_ file: Int, from source: Int, _ graph: inout GraphBuilder) {
    guard let body = code.module(ofFile: file) else { return }
    graph.connect(source, graph.node(ofDefinition: body), .calls)
    graph.connect(source, file, .imports)
  }

  private mutating func addCall(_ index: Int, _ graph: inout GraphBuilder) {
    let call = facts.calls[index]
    guard facts.definitions.indices.contains(call.definition) else { return }
    let source = node(
      call.definition, line: call.location.line, isUnderMain: call.isUnderMain, graph)
    for callee in calls.callees(of: index) { reach(callee, from: source, &graph) }
    for argument in call.arguments {
      mention(argument.expression, in: call.definition, from: source, &graph)
    }
    if call.resolved == "importlib.import_module" || call.callee == "__import__",
      call.arguments.first?.expression.value.string == nil
    {
      graph.leaveOpen("imports a module whose name is not known before the run", at: call.location)
    }
  }

  /// A function, or a class with what making an object of it runs.
  private mutating func reach(_ definition: Int, from source: Int, _ graph: inout GraphBuilder) {
    graph.connect(source, graph.node(ofDefinition: definition), .calls)
  }

  /// Functions and classes that an expression hands over, to be called by whoever gets them.
  private mutating func mention(
    _ expression: Expression, in definition: Int, from source: Int, _ graph: inout GraphBuilder
  ) {
    for name in expression.names {
      guard let resolution = calls.names.resolve(full: name, in: definition),
        let found = resolution.definition, facts.definitions[found].kind != .module
      else {
        if name.hasPrefix("self."), let type = facts.enclosingType(of: definition),
          let method = calls.names.method(String(name.dropFirst(5)), of: type)
        {
          graph.connect(source, graph.node(ofDefinition: method), .calls)
        }
        continue
      }
      graph.connect(source, graph.node(ofDefinition: found), .calls)
    }
  }

  private mutating func addAssignment(_ index: Int, _ graph: inout GraphBuilder) {
    let fact = facts.assignments[index]
    guard facts.definitions.indices.contains(fact.definition) else { return }
    let source = node(fact.definition, line: fact.location.line, isUnderMain: false, graph)
    mention(fact.expression, in: fact.definition, from: source, &graph)
    if let annotation = fact.annotation, facts.definitions[fact.definition].kind == .type {
      mention(annotation, in: fact.definition, from: source, &graph)
    }
  }

  private mutating func addDefinition(_ index: Int, _ graph: inout GraphBuilder) {
    let definition = facts.definitions[index]
    guard let parent = definition.parent, facts.definitions.indices.contains(parent) else { return }
    let own = graph.node(ofDefinition: index)
    let around = graph.node(ofDefinition: parent)
    graph.connect(around, own, wayInto(index, of: parent))
    for decorator in definition.decorators {
      mention(decorator, in: parent, from: own, &graph)
    }
    addCommands(definition, own, &graph)
    for parameter in definition.parameters {
      if let fallback = parameter.fallback { mention(fallback, in: parent, from: own, &graph) }
      if !definition.decorators.isEmpty, let annotation = parameter.annotation {
        mention(annotation, in: parent, from: own, &graph)
      }
    }
    guard definition.kind == .type else { return }
    for base in calls.names.bases(of: index) {
      graph.connect(own, graph.node(ofDefinition: base), .calls)
    }
  }

  /// Whether running what is around a definition runs it too, or only makes its name known.
  private mutating func wayInto(_ index: Int, of parent: Int) -> GraphEdge.Way {
    let definition = facts.definitions[index]
    let decorators = definition.decorators.compactMap { lastPart(of: $0) }
    switch facts.definitions[parent].kind {
    case .function: return .calls
    case .module:
      return decorators.contains { selfRegistering.contains($0) } ? .calls : .imports
    case .type:
      if definition.kind == .type { return .imports }
      if definition.name.hasPrefix("__") && definition.name.hasSuffix("__") { return .calls }
      if decorators.contains(where: { validators.contains($0) }) { return .calls }
      guard hooks.contains(definition.name) else { return .imports }
      return calls.names.hasForeignBase(parent) ? .calls : .imports
    }
  }

  /// Click and Typer commands run where their file is run.
  private func addCommands(_ definition: Definition, _ own: Int, _ graph: inout GraphBuilder) {
    guard definition.kind == .function,
      definition.decorators.contains(where: { commandDecorators.contains(lastPart(of: $0) ?? "") })
    else { return }
    graph.connect(graph.node(ofScript: definition.file), own, .calls)
  }

  /// `route` of `@app.route("/predict")`.
  func lastPart(of decorator: Expression) -> String? { facts.name(of: decorator)?.lastPart }
}

extension FactTable {
  /// The dotted name of a decorator or base, with or without arguments.
  func name(of expression: Expression) -> String? {
    switch expression.value {
    case .name(let name): name
    case .call(let index) where calls.indices.contains(index):
      calls[index].resolved ?? calls[index].callee
    default: expression.names.first
    }
  }
}

extension String {
  /// What stands behind the last dot.
  var lastPart: String { split(separator: ".").last.map(String.init) ?? self }
}
