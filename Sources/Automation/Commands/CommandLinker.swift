internal import Facts
internal import Text

/// Links each command to what it runs, as the rows of the runner table say.
struct CommandLinker {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  var tests: TestCollection
  var names: NameResolver
  /// Names of console scripts and what they run, `module:function`.
  let consoleScripts: [String: ConsoleScripts.Entry]

  static let depthLimit = 12

  /// Links all commands, also those that linking adds.
  mutating func link(_ graph: inout GraphBuilder) {
    var next = 0
    while next < graph.pending.count {
      let pending = graph.pending[next]
      next += 1
      link(pending, &graph)
    }
  }

  private mutating func link(_ pending: PendingCommand, _ graph: inout GraphBuilder) {
    var words = graph.commands[pending.command].words
    for _ in 0..<CommandLinker.depthLimit {
      words = CommandLinker.normalised(words)
      guard let first = words.first else { return }
      guard let (row, taken) = runners.row(for: words) else {
        graph.setWords(words, ofCommand: pending.command)
        runByName(first, words, pending, &graph)
        return
      }
      if row.action == .command {
        guard let inner = CommandLinker.unwrap(words, row, taken), !inner.isEmpty else { return }
        words = inner
        continue
      }
      if row.action == .module, row.arguments.isEmpty {
        let rest = Array(words[taken...].drop { $0.hasPrefix("-") })
        guard let module = rest.first else { return }
        words = rest
        if runners.row(for: rest) != nil { continue }
        graph.setWords(rest, ofCommand: pending.command)
        runModule(module, pending, &graph)
        return
      }
      graph.setWords(words, ofCommand: pending.command)
      run(row, Array(words[taken...]), pending, &graph)
      return
    }
  }

  /// `.venv/bin/pytest` → `pytest`, `A=b cmd` → `cmd`.
  private static func normalised(_ words: [String]) -> [String] {
    var words = words[...]
    while words.count > 1, let first = words.first, let equals = first.firstIndex(of: "="),
      equals != first.startIndex,
      first[..<equals].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    { words = words.dropFirst() }
    guard let first = words.first else { return [] }
    if first.contains("/bin/") || first.contains("/Scripts/") {
      return [FileIndex.name(of: first)] + words.dropFirst()
    }
    return Array(words)
  }

  /// The words behind a wrapper and its options.
  private static func unwrap(_ words: [String], _ row: RunnerTable.Row, _ taken: Int) -> [String]? {
    var rest = words[taken...]
    if row.arguments.contains("--") {
      guard let dashes = rest.firstIndex(of: "--") else { return nil }
      return Array(rest[(dashes + 1)...])
    }
    var skipped = row.arguments.compactMap { Int($0) }.max() ?? 0
    while let word = rest.first {
      if word == "--" { return Array(rest.dropFirst()) }
      if word.hasPrefix("-"), word.utf8.count > 1 {
        let takesValue = row.valued.contains(word)
        if word == "-m", !takesValue { return ["python"] + rest }
        rest = rest.dropFirst(takesValue ? 2 : 1)
      } else if row.patterns.contains(["env"]), word.contains("="), !word.hasPrefix("/") {
        rest = rest.dropFirst()
      } else if skipped > 0 {
        skipped -= 1
        rest = rest.dropFirst()
      } else {
        return Array(rest)
      }
    }
    return nil
  }

  /// A command that no row knows: a console script, or a file by its path.
  private mutating func runByName(
    _ name: String, _ words: [String], _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    if let script = consoleScripts[name] {
      runEntry(script.target, from: script.file, pending.node, &graph)
      return
    }
    // A function that another script defines and this one has sourced; by its name, where one file has it.
    if pending.context.origin == .script, let defined = graph.shellFunctions[name] {
      let homes = Set(defined.map(\.file))
      if homes.count == 1 || homes.contains(pending.context.file) {
        for function in defined where homes.count == 1 || function.file == pending.context.file {
          graph.connect(pending.node, function.node)
        }
        return
      }
    }
    if name.contains("/") || name.hasSuffix(".sh") || name.hasSuffix(".py"),
      let file = graph.files.file(name, from: folders(pending))
    {
      graph.connect(pending.node, file)
      return
    }
    if name.contains("$") {
      graph.leaveOpen(
        "runs '\(name)', which is not known before the run",
        at: graph.commands[pending.command].location)
    }
  }

  /// The working folders, then the folder of the file the command stands in, then the root.
  func folders(_ pending: PendingCommand) -> [String] {
    let own = FileIndex.folder(of: facts.files[pending.context.file].path)
    var folders = pending.context.folders
    for folder in [own, ""] where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  private mutating func run(
    _ row: RunnerTable.Row, _ words: [String], _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let arguments = Arguments(words, valued: row.valued)
    switch row.action {
    case .command, .nothing: break
    case .line: runLine(row, words, pending, &graph)
    case .script, .notebook, .shell: runFile(row, arguments, pending, &graph)
    case .module:
      if let module = named(row, arguments) { runModule(module, pending, &graph) }
    case .function:
      if let entry = named(row, arguments) {
        runEntry(entry, from: pending.context.file, pending.node, &graph)
      }
    case .application: runApplication(row, arguments, pending, &graph)
    case .tests: runTests(words, row, pending, &graph)
    case .unittest: runUnittest(arguments, pending, &graph)
    case .otherTests: runOtherTests(pending, &graph)
    case .target: runTarget(row, arguments, pending, &graph)
    case .stages: runStages(arguments, pending, &graph)
    case .imageBuild: buildImage(row, arguments, pending, &graph)
    case .imageRun: runImage(arguments, pending, &graph)
    case .compose: runCompose(arguments, pending, &graph)
    case .file: runConfiguration(row, arguments, pending, &graph)
    case .deploy: deploy(row, arguments, pending, &graph)
    case .hooks: runHooks(pending, &graph)
    case .pipeline: runPipeline(row, arguments, pending, &graph)
    case .project: runProject(row, arguments, pending, &graph)
    }
  }

  /// What a row's `argument` names: an option's value, or a free word by its position.
  func named(_ row: RunnerTable.Row, _ arguments: Arguments) -> String? {
    if row.arguments.isEmpty { return arguments.free.first ?? arguments.trailing.first }
    for name in row.arguments {
      if let position = Int(name) {
        if position < arguments.free.count { return arguments.free[position] }
      } else if let value = arguments.value(name) {
        return value
      }
    }
    return nil
  }

  func leaveOpen(_ what: String, _ pending: PendingCommand, _ graph: inout GraphBuilder) {
    graph.leaveOpen(
      "runs '\(what)', which is not known before the run",
      at: graph.commands[pending.command].location)
  }

  private func runLine(
    _ row: RunnerTable.Row, _ words: [String], _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    guard pending.context.depth < CommandLinker.depthLimit,
      let text = row.arguments.isEmpty
        ? words.first(where: { !$0.hasPrefix("-") })
        : named(row, Arguments(words, valued: Set(row.arguments)))
    else { return }
    var context = pending.context
    context.depth += 1
    let flags = graph.commands[pending.command].words.prefix { $0 != text }
      .filter { $0.hasPrefix("-") }.joined()
    let isStrict = graph.commands[pending.command].words.contains("pipefail")
    graph.addScript(
      ScriptText(text, at: graph.commands[pending.command].location), below: pending.node,
      context: context, shell: ShellDefaults(errexit: flags.contains("e"), pipefail: isStrict))
  }

  /// A script, notebook or shell script by its path; notebooks may be several.
  private func runFile(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let candidates =
      row.arguments.isEmpty
      ? arguments.free + arguments.trailing : named(row, arguments).map { [$0] } ?? []
    var isFound = false
    for word in candidates {
      let path = word.split(separator: ":", maxSplits: 1).first.map(String.init) ?? word
      if let file = graph.files.file(path, from: folders(pending)) {
        graph.connect(pending.node, file)
        isFound = true
      } else if path.contains("*"), row.action == .notebook {
        let glob = Glob(path)
        for (index, candidate) in graph.files.paths.enumerated() where glob.matches(candidate) {
          graph.connect(pending.node, index)
        }
      }
      if row.action != .notebook, isFound || !word.hasPrefix("-") { break }
    }
    if !isFound, let first = candidates.first, first.contains("$") {
      leaveOpen(first, pending, &graph)
    }
  }
}
