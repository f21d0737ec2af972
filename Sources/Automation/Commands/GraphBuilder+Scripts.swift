internal import Facts
internal import Languages
internal import Text

/// What a shell starts with, before the script says anything.
struct ShellDefaults: Sendable {
  var errexit = false
  var pipefail = false

  /// `sh -c`, one line of a recipe, a script started by name.
  static let plain = ShellDefaults()
  /// `bash -e`.
  static let stopping = ShellDefaults(errexit: true)
  /// `bash -eo pipefail`.
  static let strict = ShellDefaults(errexit: true, pipefail: true)
}

/// A command in the order of its script, and whether its failure ends the script.
struct ScriptStep: Sendable {
  let node: Int
  let isSeen: Bool
}

extension GraphBuilder {
  /// Adds the commands of a shell text below the node that runs it; gives those that run in order.
  @discardableResult
  mutating func addScript(
    _ script: ScriptText, below owner: Int, context: CommandContext, shell: ShellDefaults,
    hidesFailure: Bool = false
  ) -> [ScriptStep] {
    let (steps, _) = runScript(
      script, below: owner, context: context, shell: shell, hidesFailure: hidesFailure)
    sequences.chain(steps)
    return steps
  }

  /// As `addScript`, with where the script leaves its shell, and nothing chained yet.
  mutating func runScript(
    _ script: ScriptText, below owner: Int, context: CommandContext, shell: ShellDefaults,
    hidesFailure: Bool = false
  ) -> (steps: [ScriptStep], after: CommandContext) {
    let parsed = ShellScript.parse(script.source, in: script.range).value
    var reader = ScriptReader(context: context, owner: owner)
    for function in parsed.functions {
      reader.functions[function.name] = add(
        .part, at: script.location(of: function.offset), what: "\(function.name)()")
    }
    if context.origin == .script {
      for (name, node) in reader.functions {
        shellFunctions[name, default: []].append((context.file, node))
      }
    }
    for (index, command) in parsed.commands.enumerated() {
      let failure = parsed.failure(of: index, errexit: shell.errexit, pipefail: shell.pipefail)
      let isSeen = failure == .seen && !hidesFailure
      addCommand(command, of: script, &reader, isSeen: isSeen)
    }
    return (reader.steps, reader.context)
  }

  private struct ScriptReader {
    var context: CommandContext
    let owner: Int
    var functions: [String: Int] = [:]
    var steps: [ScriptStep] = []
    var pushed: [[String]] = []
    /// Folders into which the repository itself was cloned; nil in it where the name is not known.
    var clones: Set<String?> = []
  }

  private mutating func addCommand(
    _ command: ShellCommand, of script: ScriptText, _ reader: inout ScriptReader, isSeen: Bool
  ) {
    if command.words.isEmpty || command.name == "export" {
      for assignment in command.assignments {
        reader.context.variables[assignment.name] = reader.context.expand(assignment.value.text)
      }
    }
    guard !command.words.isEmpty else { return }
    let words = command.words.map { reader.context.expand($0.text) }
    if words[0] == "export" { export(words, &reader) }
    var context = reader.context
    for assignment in command.assignments {
      context.variables[assignment.name] = context.expand(assignment.value.text)
    }
    let node = self.command(
      CommandNode(
        origin: context.origin, words: words, text: script.text(command.range),
        location: script.location(of: command.offset), file: context.file),
      context: context)
    let parent = command.function.flatMap { reader.functions[$0] } ?? reader.owner
    connect(parent, node, hidesFailure: !isSeen)
    if let called = reader.functions[words[0]] { connect(node, called) }
    if command.function == nil { reader.steps.append(ScriptStep(node: node, isSeen: isSeen)) }
    changeFolder(words, &reader)
  }

  private func export(_ words: [String], _ reader: inout ScriptReader) {
    for word in words.dropFirst() {
      guard let equals = word.firstIndex(of: "=") else { continue }
      reader.context.variables[String(word[..<equals])] =
        String(word[word.index(after: equals)...])
    }
  }

  private func changeFolder(_ words: [String], _ reader: inout ScriptReader) {
    switch words[0] {
    case "git" where words.contains("clone"): reader.clones.insert(cloneFolder(words))
    case "cd"
    where words.count > 1 && (reader.clones.contains(words[1]) || reader.clones.contains(nil)):
      reader.context.folders = [""]
      reader.clones = []
    case "cd" where words.count > 1: reader.context.enter(words[1], files: files)
    case "pushd" where words.count > 1:
      reader.pushed.append(reader.context.folders)
      reader.context.enter(words[1], files: files)
    case "popd":
      if let folders = reader.pushed.popLast() { reader.context.folders = folders }
    default: break
    }
  }

  /// `git clone https://host/owner/name` → `name`; nil where the address is a variable.
  private func cloneFolder(_ words: [String]) -> String? {
    let free = words.drop { $0 != "clone" }.dropFirst().filter { !$0.hasPrefix("-") }
    guard let address = free.first(where: { $0.contains("/") || $0.contains("$") }) else {
      return nil
    }
    if let folder = free.last, folder != address { return folder }
    guard !address.contains("$") else { return nil }
    let name = FileIndex.name(of: address)
    return name.hasSuffix(".git") ? String(name.dropLast(4)) : name
  }

  /// Adds every shell script of the repository below its file.
  mutating func addShellFiles() {
    for (index, file) in facts.files.enumerated() {
      guard case .shell(let source)? = facts.contents[index] else { continue }
      var context = CommandContext(folder: "", file: index, origin: .script)
      context.folders = ["", FileIndex.folder(of: file.path)]
      let first = String(decoding: source.line(1), as: UTF8.self)
      let errexit = first.hasPrefix("#!") && first.contains(" -e")
      addScript(
        ScriptText(file: source), below: index, context: context,
        shell: errexit ? .stopping : .plain)
    }
  }

  /// Adds the commands of notebooks and documents, which a person runs.
  mutating func addLooseCommands() {
    for loose in facts.looseCommands {
      let isNotebook = loose.origin == .notebook
      var context = CommandContext(
        folder: "", file: loose.file, origin: isNotebook ? .notebook : .document)
      context.folders = ["", FileIndex.folder(of: facts.files[loose.file].path)]
      let owner =
        isNotebook ? loose.file : trigger(.manual, at: loose.location, file: loose.file)
      addScript(
        ScriptText(loose.text, at: loose.location), below: owner, context: context,
        shell: isNotebook ? .plain : .stopping)
    }
  }
}
