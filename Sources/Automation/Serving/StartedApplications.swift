internal import Facts
internal import Languages
internal import Text

/// Containers, services and Procfile lines that go on answering requests: what they start is served.
struct StartedApplications {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  private let starts: Set<String>

  init(facts: FactTable, code: CodeIndex, runners: RunnerTable) {
    self.facts = facts
    self.code = code
    self.runners = runners
    starts = runners.list("application-starts")
  }

  /// Adds Procfiles; to be called before commands are linked.
  func addProcfiles(to graph: inout GraphBuilder) {
    for (index, file) in facts.files.enumerated() {
      guard case .lines(let source)? = facts.contents[index],
        FileIndex.name(of: file.path).hasPrefix("Procfile")
      else { continue }
      for number in 1...max(1, source.lineCount) {
        let line = String(decoding: source.line(number), as: UTF8.self)
        guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") else { continue }
        let location = Location(path: file.path, line: number)
        let name = String(line[..<colon])
        let node = graph.job("process \(name)", at: location)
        let kind: TriggerKind = name == "release" ? .release : .serving
        graph.connect(graph.trigger(kind, at: location, file: index), node)
        let context = CommandContext(
          folder: FileIndex.folder(of: file.path), file: index, origin: .docker)
        graph.addScript(
          ScriptText(String(line[line.index(after: colon)...]), at: location), below: node,
          context: context, shell: .stopping)
      }
    }
  }

  /// Adds the trigger of each container and compose service that serves; to be called when commands are linked.
  func add(to graph: inout GraphBuilder) {
    var nodes = graph.images.images.values.filter(\.hasStart).map { ($0.start, $0.file) }
    nodes += graph.images.services.map { ($0.node, $0.file) }
    for (node, file) in nodes.sorted(by: { $0.0 < $1.0 })
    where Deployments.isCounted(facts.files[file].role) && serves(node, graph) {
      let trigger = graph.trigger(.serving, at: graph.nodes[node].location, file: file)
      graph.connect(trigger, node)
      graph.connect(trigger, file)
      graph.markEntry(node)
    }
  }

  /// Whether something that a node runs is a server, by its command or by a call in its code.
  private func serves(_ node: Int, _ graph: GraphBuilder) -> Bool {
    var waiting = [node]
    var seen: Set<Int> = [node]
    while let next = waiting.popLast(), seen.count < 2000 {
      switch graph.nodes[next].kind {
      case .command(let index):
        if runners.row(for: graph.commands[index].words)?.row.serves ?? false { return true }
      case .definition(let index) where startsServer(index): return true
      case .script(let file):
        if let body = code.module(ofFile: file), startsServer(body) { return true }
      default: break
      }
      for edge in graph.edges[next]
      where edge.way != .imports && seen.insert(Int(edge.target)).inserted {
        waiting.append(Int(edge.target))
      }
    }
    return false
  }

  private func startsServer(_ definition: Int) -> Bool {
    code.calls[definition].contains { index in
      let call = facts.calls[index]
      guard !call.isRead, let name = call.resolved ?? call.callee else { return false }
      if starts.contains(name) { return true }
      let parts = name.split(separator: ".")
      return parts.count > 1 && starts.contains(parts.suffix(2).joined(separator: "."))
    }
  }
}
