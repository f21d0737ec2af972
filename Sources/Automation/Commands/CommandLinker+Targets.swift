internal import Facts
internal import Text

extension CommandLinker {
  /// `make test`, `tox -e py311`, `mise run check` …
  func runTarget(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    var folders = folders(pending)
    if let folder = arguments.value(
      "-C", "--directory", "--prefix", "--cwd", "-d", "--dir", "--cd"),
      let found = graph.files.folder(folder, from: folders)
    {
      folders = [found]
    }
    let fileOptions =
      row.family == "tox"
      ? ["-c", "--conf"]
      : [
        "-f", "--file", "--makefile", "--justfile", "-t", "--taskfile", "--noxfile",
        "--manifest-path",
      ]
    let path = arguments.values(row.family == "nox" ? ["-f", "--noxfile"] : fileOptions).last
    let tables = graph.targets.find(row.family, from: folders, files: graph.files, named: path)
    guard !tables.isEmpty else { return }
    for name in names(row, arguments) ?? [] {
      link(name, tables, pending, &graph)
    }
    guard names(row, arguments) == nil else { return }
    for table in tables { for node in table.defaults { graph.connect(pending.node, node) } }
  }

  /// The targets a command names; nil where it names none.
  private func names(_ row: RunnerTable.Row, _ arguments: Arguments) -> [String]? {
    var names: [String]
    switch row.family {
    case "tox":
      names = arguments.values(["-e"]).flatMap { $0.split(separator: ",").map(String.init) }
      if names.contains("ALL") { return nil }
    case "nox":
      names =
        arguments.values(["-s", "-e", "--session", "--sessions"])
        .flatMap { $0.split(separator: ",").map(String.init) } + arguments.free
    case "hatch", "pdm", "poe", "pixi", "npm", "taskipy", "mise":
      names = Array(arguments.free.prefix(1))
      if row.family == "hatch", let env = arguments.value("-e", "--env"), let first = names.first {
        names = ["\(env):\(first)", first]
      }
    default: names = arguments.free.filter { !$0.contains("=") }
    }
    return names.isEmpty ? nil : names
  }

  private func link(
    _ name: String, _ tables: [TargetTable.TaskFolder], _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    for table in tables {
      if let node = table.nodes[name] {
        graph.connect(pending.node, node)
        return
      }
      if name.hasPrefix("test:"), let node = table.nodes[String(name.dropFirst(5))] {
        graph.connect(pending.node, node)
        return
      }
    }
    // `py311-{matrix}` and environments without a section run the base one.
    if let node = tables.compactMap(\.fallback).first {
      graph.connect(pending.node, node)
      return
    }
    if name.contains("$") {
      leaveOpen(name, pending, &graph)
      return
    }
    // `hatch run pytest`, `pdm run pytest`: no script of that name, so a command.
    let words = graph.commands[pending.command].words
    if let at = words.firstIndex(of: name), at > 0, pending.context.depth < CommandLinker.depthLimit
    {
      var context = pending.context
      context.depth += 1
      let command = graph.commands[pending.command]
      let inner = graph.command(
        CommandNode(
          origin: command.origin, words: Array(words[at...]), text: command.text,
          location: command.location, file: command.file), context: context)
      graph.connect(pending.node, inner)
    }
  }

  /// `dvc repro [stage]`: the stages and what they need.
  func runStages(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    var folders = folders(pending)
    if let folder = arguments.value("-C", "--cwd"),
      let found = graph.files.folder(folder, from: folders)
    {
      folders = [found]
    }
    for table in graph.targets.find("dvc", from: folders, files: graph.files) {
      let named = arguments.free.compactMap { name in
        table.nodes[name.split(separator: ":").last.map(String.init) ?? name]
          ?? table.nodes[name.split(separator: "@").first.map(String.init) ?? name]
      }
      for node in named.isEmpty ? table.defaults : named { graph.connect(pending.node, node) }
    }
  }
}
