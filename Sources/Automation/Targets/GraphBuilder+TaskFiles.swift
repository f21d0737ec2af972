internal import Facts
internal import Languages
internal import Text

extension GraphBuilder {
  /// Adds the targets of Makefiles and justfiles, each with its prerequisites and its commands.
  mutating func addTaskFiles() {
    for (index, file) in facts.files.enumerated() {
      guard case .tasks(let source)? = facts.contents[index] else { continue }
      let isJust = FileIndex.name(of: file.path).lowercased().contains("just")
      addTaskFile(TaskFile.parse(source).value, source, index, family: isJust ? "just" : "make")
    }
  }

  private mutating func addTaskFile(
    _ tasks: TaskFile, _ source: SourceText, _ file: Int, family: String
  ) {
    let folder = FileIndex.folder(of: source.path)
    var found = TargetTable.TaskFolder(file: file, folder: folder)
    for target in tasks.targets where found.nodes[target.name] == nil {
      let place = source.position(of: target.offset)
      let location = Location(path: source.path, line: place.line, column: place.column)
      found.nodes[target.name] = add(.target, at: location, what: "\(family) \(target.name)")
    }
    for target in tasks.targets {
      guard let node = found.nodes[target.name] else { continue }
      var before: [ScriptStep] = []
      for dependency in target.dependencies {
        guard let needed = found.nodes[dependency] else { continue }
        connect(node, needed)
        before.append(ScriptStep(node: needed, isSeen: true))
      }
      let steps = addRecipe(target, source, node, file, folder, tasks)
      sequences.chain(before + steps)
    }
    found.defaults = tasks.defaultTarget.flatMap { found.nodes[$0.name] }.map { [$0] } ?? []
    targets.define(family, found)
    for include in tasks.includes {
      guard let other = files.file(include.path, from: [folder]), other != file else { continue }
      for known in targets.families[family] ?? [] where known.file == other {
        var merged = known
        merged = TargetTable.TaskFolder(file: file, folder: folder, nodes: known.nodes)
        targets.define(family, merged)
      }
    }
  }

  private mutating func addRecipe(
    _ target: TaskTarget, _ source: SourceText, _ node: Int, _ file: Int, _ folder: String,
    _ tasks: TaskFile
  ) -> [ScriptStep] {
    var context = CommandContext(folder: folder, file: file, origin: .target)
    for variable in tasks.variables { context.variables[variable.name] = variable.value }
    var steps: [ScriptStep] = []
    let shell = tasks.shell ?? ""
    let defaults = ShellDefaults(
      errexit: shell.contains(" -e"), pipefail: shell.contains("pipefail"))
    for line in target.recipe {
      let place = source.position(of: line.offset)
      let location = Location(path: source.path, line: place.line, column: place.column)
      let added = addScript(
        ScriptText(line.text, at: location), below: node, context: context, shell: defaults,
        hidesFailure: line.ignoresFailure)
      steps += added
      if tasks.runsOneShell, let last = added.last,
        case .command(let index) = nodes[last.node].kind,
        commands[index].words.first == "cd", commands[index].words.count > 1
      {
        context.enter(commands[index].words[1], files: files)
      }
    }
    return steps
  }
}
