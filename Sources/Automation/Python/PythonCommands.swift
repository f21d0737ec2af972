internal import Facts
internal import Text

/// Commands and scripts that Python code starts: `subprocess.run([...])`, operators, pipeline steps, modules by name.
struct PythonCommands {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  let constants: Constants
  /// By call, the nodes of what it starts.
  private(set) var nodesOfCall: [Int: [Int]] = [:]
  private let commandCalls: Set<String>
  private let commandKeywords: Set<String>
  private let scriptKeywords: Set<String>
  private let folderKeywords: Set<String>
  private let moduleWords: Set<String>

  init(facts: FactTable, code: CodeIndex, runners: RunnerTable, constants: Constants) {
    self.facts = facts
    self.code = code
    self.runners = runners
    self.constants = constants
    commandCalls = runners.list("command-calls")
    commandKeywords = runners.list("command-keywords")
    scriptKeywords = runners.list("script-keywords")
    folderKeywords = runners.list("folder-keywords")
    moduleWords = runners.list("module-runner-words")
  }

  mutating func add(to graph: inout GraphBuilder, _ reach: PythonReach, _ names: inout NameResolver)
  {
    for (index, call) in facts.calls.enumerated() where !call.isRead && !call.arguments.isEmpty {
      guard facts.definitions.indices.contains(call.definition) else { continue }
      let owner = reach.node(
        call.definition, line: call.location.line, isUnderMain: call.isUnderMain, graph)
      addCommands(index, call, owner, &graph, &names)
      addScripts(index, call, owner, &graph, &names)
      addModules(index, call, owner, &graph, &names)
    }
    addOrder(to: &graph)
  }

  /// Steps that one function starts run in the order of its text, as far as a failure is concerned.
  private func addOrder(to graph: inout GraphBuilder) {
    var byDefinition: [Int: [(location: Location, node: Int)]] = [:]
    for (index, nodes) in nodesOfCall {
      let call = facts.calls[index]
      byDefinition[call.definition, default: []] += nodes.map { (call.location, $0) }
    }
    for (_, started) in byDefinition where started.count > 1 {
      let ordered = started.sorted { ($0.location, $0.node) < ($1.location, $1.node) }
      graph.sequences.chain(ordered.map { ScriptStep(node: $0.node, isSeen: true) })
    }
  }

  private mutating func addCommands(
    _ index: Int, _ call: CallFact, _ owner: Int, _ graph: inout GraphBuilder,
    _ names: inout NameResolver
  ) {
    let isRunner = commandCalls.contains(call.resolved ?? "") || commandCalls.contains(call.member)
    for (position, argument) in call.arguments.enumerated() {
      let isNamed =
        argument.name.map { commandKeywords.contains($0) } ?? (isRunner && position == 0)
      guard let line = line(argument.expression.value, in: call.definition, &names) else {
        continue
      }
      guard isNamed || namesOwnFile(line, call, graph) else { continue }
      let script = ScriptText(line, at: call.location)
      var context = CommandContext(folder: "", file: call.file, origin: .script)
      if let folder = folder(call, graph, &names) { context.enter(folder, files: graph.files) }
      let steps = graph.addScript(
        script, below: owner, context: context, shell: .stopping,
        hidesFailure: isRunner && losesFailure(call))
      nodesOfCall[index, default: []] += steps.map(\.node)
    }
  }

  /// A string or list of words as one command line; nil for anything else.
  private func line(_ value: Expression.Value, in definition: Int, _ names: inout NameResolver)
    -> String?
  {
    switch constants.value(value, in: definition, &names) {
    case .string(let text): return text.contains(" ") || text.hasSuffix(".sh") ? text : nil
    case .sequence(let elements):
      guard elements.count > 1 else { return nil }
      let words = elements.map { element -> String in
        if let name = element.name, name == "sys.executable" { return "python" }
        return constants.text(element, in: definition, &names) ?? "$ARGUMENT"
      }
      return words.map { $0 == "$ARGUMENT" ? $0 : shellQuoted($0) }.joined(separator: " ")
    default: return nil
    }
  }

  /// Whether a line plainly runs a file of this repository: `python -m package.module`, `bash scripts/run.sh`.
  private func namesOwnFile(_ line: String, _ call: CallFact, _ graph: GraphBuilder) -> Bool {
    let words = line.split(separator: " ", maxSplits: 3).map(String.init)
    guard words.count > 1,
      words[0].hasPrefix("python") || ["bash", "sh", "Rscript"].contains(words[0])
    else {
      return false
    }
    if words[1] == "-m", words.count > 2 {
      let path = words[2].split(separator: ".").joined(separator: "/")
      return [path + ".py", path + "/__main__.py"].contains { end in
        graph.files.named(FileIndex.name(of: end)).contains {
          graph.files.paths[$0] == end || graph.files.paths[$0].hasSuffix("/" + end)
        }
      }
    }
    return graph.files.file(
      words[1], from: [FileIndex.folder(of: facts.files[call.file].path), ""]) != nil
  }

  /// `subprocess.run` without `check=True` goes on after a failure, unless the return code is looked at.
  private func losesFailure(_ call: CallFact) -> Bool {
    if call.member.hasPrefix("check_") { return false }
    guard (call.resolved ?? "").hasPrefix("subprocess.") || (call.resolved ?? "").hasPrefix("os.")
    else {
      return false
    }
    if call.arguments.contains(where: { $0.name == "check" && $0.expression.value.scalar == "True" }
    ) {
      return false
    }
    let looksAtCode = facts.conditions.contains { condition in
      condition.definition == call.definition
        && condition.whole.names.contains { name in
          name.hasSuffix("returncode") || name.contains("return_code") || name.contains("exit_code")
            || call.assignedTo.contains(name)
        }
    }
    let passesOn = code.calls[call.definition].contains {
      ["sys.exit", "check_returncode", "exit"].contains(
        facts.calls[$0].resolved ?? facts.calls[$0].member)
        || facts.calls[$0].member == "check_returncode"
    }
    return !looksAtCode && !passesOn
  }

  /// `entry_point="train.py", source_dir="src"` and what other frameworks call them.
  private mutating func addScripts(
    _ index: Int, _ call: CallFact, _ owner: Int, _ graph: inout GraphBuilder,
    _ names: inout NameResolver
  ) {
    for argument in call.arguments {
      guard let name = argument.name, scriptKeywords.contains(name),
        let path = constants.text(argument.expression.value, in: call.definition, &names),
        let file = file(path, call, graph, &names)
      else { continue }
      graph.connect(owner, file)
      nodesOfCall[index, default: []].append(file)
    }
  }

  private func folder(_ call: CallFact, _ graph: GraphBuilder, _ names: inout NameResolver)
    -> String?
  {
    for argument in call.arguments {
      guard let name = argument.name, folderKeywords.contains(name),
        let text = constants.text(argument.expression.value, in: call.definition, &names)
      else { continue }
      return text
    }
    return nil
  }

  /// A file by its path below the folder that the call names, the caller's folder or the root; else by its unique end.
  private func file(
    _ path: String, _ call: CallFact, _ graph: GraphBuilder, _ names: inout NameResolver
  ) -> Int? {
    let suffix = path.split(separator: ".").last.map(String.init) ?? ""
    guard ["py", "ipynb", "sh", "R", "r", "sql", "yaml", "yml"].contains(suffix) else { return nil }
    let own = FileIndex.folder(of: facts.files[call.file].path)
    var folders = [own, ""]
    if let folder = folder(call, graph, &names) {
      folders = [own, ""].compactMap { FileIndex.join($0, folder) } + folders
    }
    if let found = graph.files.file(path, from: folders) { return found }
    let clean = FileIndex.join("", path) ?? path
    let ending = graph.files.named(FileIndex.name(of: clean)).filter {
      graph.files.paths[$0].hasSuffix("/" + clean)
    }
    return ending.count == 1 ? ending[0] : nil
  }

  /// `run_module("package.module")`: a module by its name, handed to something that runs modules.
  private mutating func addModules(
    _ index: Int, _ call: CallFact, _ owner: Int, _ graph: inout GraphBuilder,
    _ names: inout NameResolver
  ) {
    guard !moduleWords.isDisjoint(with: words(of: call.member)) else { return }
    for argument in call.arguments {
      guard let name = argument.expression.value.string, name.contains("."), !name.contains(" "),
        !name.contains("/"), case .file(let file)? = names.finder.module(name, importer: call.file)
      else { continue }
      let isImport = call.member == "import_module"
      graph.connect(owner, file, isImport ? .imports : .runs)
      if isImport, let body = code.module(ofFile: file) {
        graph.connect(owner, graph.node(ofDefinition: body), .calls)
      }
      nodesOfCall[index, default: []].append(file)
    }
  }
}
