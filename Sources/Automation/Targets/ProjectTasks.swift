internal import Facts
internal import Text

/// The tasks that package metadata and task tables declare: mise, pdm, poe, hatch, taskipy, pixi, npm, Taskfile.
extension GraphBuilder {
  mutating func addProjectTasks() {
    for (index, file) in facts.files.enumerated() {
      guard let structured = facts.structured(index), let root = structured.documents.first else {
        continue
      }
      let folder = FileIndex.folder(of: file.path)
      switch FileIndex.name(of: file.path) {
      case "mise.toml", ".mise.toml", "mise.local.toml":
        addTasks(root["tasks"], "mise", folder, structured, index)
      case "config.toml" where file.path.contains("mise/"):
        addTasks(root["tasks"], "mise", topFolder(of: file.path), structured, index)
      case "pyproject.toml": addPyproject(root, folder, structured, index)
      case "hatch.toml": addHatch(root["envs"], folder, structured, index)
      case "pixi.toml": addTasks(root["tasks"], "pixi", folder, structured, index)
      case "package.json": addTasks(root["scripts"], "npm", folder, structured, index)
      case "Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml":
        addTasks(root["tasks"], "task", folder, structured, index)
      default:
        if file.path.contains("mise/tasks") || file.path.contains("mise.tasks"),
          file.path.hasSuffix(".toml")
        {
          addTasks(root, "mise", topFolder(of: file.path), structured, index)
        }
      }
    }
    addNox()
    addInvoke()
  }

  /// The folder above `.mise/` or `mise/`.
  private func topFolder(of path: String) -> String {
    var folder = FileIndex.folder(of: path)
    while !folder.isEmpty,
      FileIndex.name(of: folder).contains("mise") || folder.hasSuffix("tasks")
        || folder.hasSuffix(".config")
    { folder = FileIndex.folder(of: folder) }
    return folder
  }

  private mutating func addPyproject(
    _ root: Node, _ folder: String, _ file: StructuredFile, _ index: Int
  ) {
    let tool = root["tool"]
    addTasks(tool?["pdm"]?["scripts"], "pdm", folder, file, index)
    addTasks(tool?["poe"]?["tasks"], "poe", folder, file, index)
    addTasks(tool?["taskipy"]?["tasks"], "taskipy", folder, file, index)
    addTasks(tool?["pixi"]?["tasks"], "pixi", folder, file, index)
    addTasks(tool?["mise"]?["tasks"], "mise", folder, file, index)
    addTasks(tool?["rye"]?["scripts"], "pdm", folder, file, index)
    addHatch(tool?["hatch"]?["envs"], folder, file, index)
  }

  private mutating func addHatch(
    _ envs: Node?, _ folder: String, _ file: StructuredFile, _ index: Int
  ) {
    for member in envs?.members ?? [] {
      guard let env = member.key.scalar else { continue }
      let prefix = env == "default" ? "" : env + ":"
      addTasks(member.value["scripts"], "hatch", folder, file, index, prefix: prefix)
    }
  }

  /// A table of tasks; a task is a line, a list of lines, or a table with its lines and what it needs.
  private mutating func addTasks(
    _ table: Node?, _ family: String, _ folder: String, _ file: StructuredFile, _ index: Int,
    prefix: String = ""
  ) {
    guard let table, table.isMapping else { return }
    var found = TargetTable.TaskFolder(file: index, folder: folder)
    for member in table.members {
      guard let name = member.key.scalar else { continue }
      let node = add(
        .target, at: file.location(of: member.key), what: "\(family) \(prefix)\(name)")
      found.nodes[prefix + name] = node
      found.nodes[name] = found.nodes[name] ?? node
      for alias in (member.value["alias"] ?? member.value["aliases"])?.listed ?? [] {
        if let alias = alias.scalar { found.nodes[alias] = node }
      }
    }
    for member in table.members {
      guard let name = member.key.scalar, let node = found.nodes[prefix + name] else { continue }
      let needs = ["depends", "deps", "depends_on", "needs", "depends-on", "wait_for"]
        .flatMap { member.value[$0]?.listed ?? [] }
        .compactMap { $0.scalar ?? $0["task"]?.scalar }
      let before = needs.flatMap { nodes(matching: $0, in: found) }.map {
        ScriptStep(node: $0, isSeen: true)
      }
      for step in before { connect(node, step.node) }
      let steps = addLines(member.value, node, family, folder, file, index, found)
      sequences.chain(before + steps)
    }
    found.defaults = found.nodes["default"].map { [$0] } ?? []
    targets.define(family, found)
  }

  /// `check:*` names all tasks that begin so.
  private func nodes(matching name: String, in table: TargetTable.TaskFolder) -> [Int] {
    if let node = table.nodes[name] { return [node] }
    guard name.hasSuffix("*") else { return [] }
    return table.nodes.filter { $0.key.hasPrefix(name.dropLast()) }.sorted { $0.key < $1.key }
      .map(\.value)
  }

  private mutating func addLines(
    _ task: Node, _ node: Int, _ family: String, _ folder: String, _ file: StructuredFile,
    _ index: Int, _ table: TargetTable.TaskFolder
  ) -> [ScriptStep] {
    var context = CommandContext(folder: folder, file: index, origin: .target)
    if let own = (task["dir"] ?? task["cwd"] ?? task["working_dir"])?.scalar {
      context.enter(own, files: files)
    }
    let keys = [
      "run", "cmd", "shell", "script", "composite", "sequence", "cmds", "command", "call", "expr",
    ]
    let lines = task.isMapping ? keys.flatMap { task[$0]?.listed ?? [] } : task.listed
    let ignores = task["ignore_error"]?.truth ?? task["ignore_fail"]?.truth ?? false
    var steps: [ScriptStep] = []
    for line in lines {
      if let other = line["task"]?.scalar ?? line["ref"]?.scalar, let called = table.nodes[other] {
        connect(node, called)
        steps.append(ScriptStep(node: called, isSeen: true))
        continue
      }
      guard let value = line.isMapping ? line["cmd"] ?? line["shell"] : line,
        let text = value.scalar
      else { continue }
      if let called = table.nodes[text], called != node {
        connect(node, called)
        steps.append(ScriptStep(node: called, isSeen: true))
        continue
      }
      if family == "poe", text.contains(":"), !text.contains(" "), task["script"] != nil {
        connect(node, index, .imports)
        pendingEntries.append((text, index, node))
        continue
      }
      // hatch and pdm call another script by its name within a line.
      let ignoring = ignores || text.hasPrefix("- ")
      steps += addScript(
        ScriptText(text.hasPrefix("- ") ? String(text.dropFirst(2)) : text, like: value, in: file),
        below: node, context: context, shell: .stopping, hidesFailure: ignoring)
    }
    return steps
  }

  /// Nox's sessions are functions of `noxfile.py` that run commands through `session.run(…)`.
  private mutating func addNox() {
    for file in files.named("noxfile.py") {
      var found = TargetTable.TaskFolder(
        file: file, folder: FileIndex.folder(of: files.paths[file]))
      for (index, definition) in facts.definitions.enumerated() where definition.file == file {
        guard definition.decorators.contains(where: { facts.name(of: $0)?.lastPart == "session" })
        else { continue }
        let node = add(.target, at: definition.location, what: "nox \(definition.name)")
        connect(node, self.node(ofDefinition: index), .calls)
        found.nodes[definition.name] = node
        addSessionRuns(of: index, file, node, found.folder)
        found.defaults.append(node)
      }
      targets.define("nox", found)
    }
  }

  private mutating func addSessionRuns(
    of definition: Int, _ file: Int, _ node: Int, _ folder: String
  ) {
    var steps: [ScriptStep] = []
    for call in facts.calls where call.definition == definition && call.member == "run" {
      let words = call.arguments.filter { $0.name == nil }.compactMap { $0.expression.value.string }
      guard !words.isEmpty else { continue }
      let isSeen = !call.arguments.contains { $0.name == "success_codes" }
      let command = self.command(
        CommandNode(
          origin: .target, words: words, text: words.joined(separator: " "),
          location: call.location, file: file),
        context: CommandContext(folder: folder, file: file, origin: .target))
      connect(node, command, hidesFailure: !isSeen)
      steps.append(ScriptStep(node: command, isSeen: isSeen))
    }
    sequences.chain(steps)
  }

  /// Invoke's and doit's tasks are functions of `tasks.py` and `dodo.py`.
  private mutating func addInvoke() {
    for (name, family) in [("tasks.py", "invoke"), ("fabfile.py", "invoke"), ("dodo.py", "doit")] {
      for file in files.named(name) {
        var found = TargetTable.TaskFolder(
          file: file, folder: FileIndex.folder(of: files.paths[file]))
        for (index, definition) in facts.definitions.enumerated() where definition.file == file {
          let isTask = definition.decorators.contains { facts.name(of: $0)?.lastPart == "task" }
          guard isTask || definition.name.hasPrefix("task_") else { continue }
          let node = add(.target, at: definition.location, what: "\(family) \(definition.name)")
          connect(node, self.node(ofDefinition: index), .calls)
          found.nodes[definition.name] = node
          found.nodes[definition.name.replacing("_", with: "-")] = node
        }
        if !found.nodes.isEmpty { targets.define(family, found) }
      }
    }
  }
}
