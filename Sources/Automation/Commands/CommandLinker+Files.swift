internal import Facts
internal import Text

extension CommandLinker {
  /// A structured file whose keys name commands, scripts and functions: `anyscale job submit --config-file job.yaml`.
  mutating func runConfiguration(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let folders = folders(pending)
    let names = [named(row, arguments)].compactMap { $0 } + arguments.free
    guard let file = graph.files.first(of: names, from: folders) else {
      if let name = names.first, name.contains("$") { leaveOpen(name, pending, &graph) }
      return
    }
    graph.connect(pending.node, file)
    guard let structured = facts.structured(file) else { return }
    for document in structured.documents {
      for key in row.keys {
        for node in document.nodes(at: key) {
          run(node, in: structured, file, pending, &graph)
        }
      }
    }
  }

  /// One value of such a file: a command line, a path, or `module:name`.
  private mutating func run(
    _ node: Node, in structured: StructuredFile, _ file: Int, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    guard pending.context.depth < CommandLinker.depthLimit else { return }
    let text =
      node.isSequence
      ? node.elements.compactMap(\.scalar).map(shellQuoted).joined(separator: " ")
      : node.scalar ?? ""
    guard !text.isEmpty else { return }
    let own = FileIndex.folder(of: structured.source.path)
    let path = text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
    if let inner = graph.files.file(path, from: [own, ""]) {
      graph.connect(pending.node, inner)
      // Azure ML: a component's own file names its command.
      for key in ["command", "code"] {
        guard let other = facts.structured(inner), let command = other.documents.first?[key],
          let script = ScriptText(command, in: other)
        else { continue }
        var context = CommandContext(
          folder: FileIndex.folder(of: other.source.path), file: inner, origin: .script)
        context.depth = pending.context.depth + 1
        graph.addScript(script, below: pending.node, context: context, shell: .stopping)
      }
      return
    }
    if !text.contains(" "), text.contains(":"), !text.contains("/") {
      runEntry(text, from: file, pending.node, folders: pending.context.folders, &graph)
      return
    }
    var context = pending.context
    context.folders += [own]
    context.depth += 1
    let script =
      node.isSequence
      ? ScriptText(text, at: structured.location(of: node))
      : ScriptText(text, like: node, in: structured)
    graph.addScript(script, below: pending.node, context: context, shell: .stopping)
  }

  /// Files that are applied to a cluster or cloud: everything in them is deployed.
  func deploy(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let folders = folders(pending)
    var names = arguments.values(row.arguments.filter { $0.hasPrefix("-") })
    names += arguments.free
    for name in names {
      let name = name.hasPrefix("file://") ? String(name.dropFirst(7)) : name
      if let file = graph.files.file(name, from: folders), !name.isEmpty {
        graph.connect(pending.node, file)
      } else if !name.isEmpty, let folder = graph.files.folder(name, from: folders), !folder.isEmpty
      {
        // What is applied is described, not run: code that lies in between stays where it is.
        for file in graph.files.below(folder) where isDescription(graph.files.paths[file]) {
          graph.connect(pending.node, file)
        }
      }
    }
  }

  private func isDescription(_ path: String) -> Bool {
    [".yaml", ".yml", ".json", ".tf", ".bicep", ".tpl"].contains { path.hasSuffix($0) }
  }

  /// pre-commit: each hook of the configuration that runs here.
  func runHooks(_ pending: PendingCommand, _ graph: inout GraphBuilder) {
    for folder in folders(pending) {
      for name in [".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml"] {
        guard let file = graph.files.file(name, from: [folder]) else { continue }
        graph.connect(pending.node, file)
        return
      }
    }
  }

  /// A CI system's own file given to a command: `gcloud builds submit --config cloudbuild.yaml`.
  func runPipeline(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let path = named(row, arguments) ?? "cloudbuild.yaml"
    guard let file = graph.files.file(path, from: folders(pending)) else { return }
    graph.connect(pending.node, file)
  }

  /// A framework's project, whose entry is found by convention.
  mutating func runProject(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    switch row.family {
    case "mlflow": runMlproject(arguments, pending, &graph)
    case "kedro": runKedro(pending, &graph)
    case "dbt": runDbt(arguments, pending, &graph)
    case "feast": runFeast(arguments, pending, &graph)
    default: break
    }
  }

  private mutating func runMlproject(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    let place = arguments.free.first ?? "."
    guard let folder = graph.files.folder(place, from: folders(pending)),
      let file = graph.files.file("MLproject", from: [folder]),
      let structured = facts.structured(file),
      let entries = structured.documents.first?["entry_points"]
    else { return }
    let name = arguments.value("-e", "--entry-point") ?? "main"
    graph.connect(pending.node, file)
    guard let command = entries[name]?["command"], let script = ScriptText(command, in: structured),
      pending.context.depth < CommandLinker.depthLimit
    else { return }
    var context = CommandContext(folder: folder, file: file, origin: .script)
    context.depth = pending.context.depth + 1
    graph.addScript(script, below: pending.node, context: context, shell: .stopping)
  }

  /// Kedro finds the pipelines in `pipeline_registry.py` and every `create_pipeline`.
  private func runKedro(_ pending: PendingCommand, _ graph: inout GraphBuilder) {
    for (index, definition) in facts.definitions.enumerated()
    where ["register_pipelines", "create_pipeline"].contains(definition.name) {
      graph.connect(pending.node, graph.node(ofDefinition: index))
      if let body = code.module(ofFile: definition.file) {
        graph.connect(pending.node, graph.node(ofDefinition: body), .calls)
      }
    }
  }

  /// dbt runs the models and tests of its project's folder.
  private func runDbt(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    let verbs = graph.commands[pending.command].words.dropFirst()
    let runsTests = verbs.contains("test") || verbs.contains("build")
    var folders = folders(pending)
    if let folder = arguments.value("--project-dir"),
      let found = graph.files.folder(folder, from: folders)
    {
      folders.insert(found, at: 0)
    }
    let projects = graph.files.named("dbt_project.yml")
    let own = folders.compactMap { graph.files.file("dbt_project.yml", from: [$0]) }.first
    guard let project = own ?? (projects.count == 1 ? projects.first : nil) else { return }
    graph.connect(pending.node, project)
    for file in graph.files.below(FileIndex.folder(of: graph.files.paths[project])) {
      let path = graph.files.paths[file]
      let isModel = path.hasSuffix(".sql") || path.hasSuffix(".py") || path.hasSuffix(".csv")
      let isProperties = path.hasSuffix(".yml") || path.hasSuffix(".yaml")
      let isTest = path.contains("/tests/") || isProperties
      if isTest ? runsTests : isModel { graph.connect(pending.node, file) }
    }
  }

  /// Feast reads every Python file of its repository folder.
  private func runFeast(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    var folders = folders(pending)
    if let folder = arguments.value("-c", "--chdir"),
      let found = graph.files.folder(folder, from: folders)
    {
      folders.insert(found, at: 0)
    }
    let own = folders.compactMap { graph.files.file("feature_store.yaml", from: [$0]) }.first
    let all = graph.files.named("feature_store.yaml")
    guard let project = own ?? (all.count == 1 ? all.first : nil) else { return }
    graph.connect(pending.node, project)
    for file in graph.files.below(FileIndex.folder(of: graph.files.paths[project]))
    where graph.files.paths[file].hasSuffix(".py") { graph.connect(pending.node, file) }
  }
}
