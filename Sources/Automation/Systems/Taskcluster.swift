internal import Facts
internal import Text

/// Taskcluster: `.taskcluster.yml` on a code host's events, hooks with schedules and bindings, and pipelines of tasks that a
/// hook's command spawns from a file.
enum Taskcluster {
  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ $0 == ".taskcluster.yml" }) {
      guard let root = file.documents.first else { continue }
      addTasks(in: root["tasks"] ?? root, [.push, .pullRequest], false, file, index, &graph)
    }
    for (index, file) in graph.structuredFiles({
      $0.hasSuffix(".json") || $0.hasSuffix(".yml") || $0.hasSuffix(".yaml")
    }) {
      guard let root = file.documents.first else { continue }
      if root["task"]?["payload"] != nil, root["schedule"] != nil || root["bindings"] != nil {
        addHook(root, file, index, &graph)
      } else if file.source.path != ".taskcluster.yml", root["tasks"] != nil {
        addPipeline(root, file, index, &graph)
      }
    }
  }

  /// The tasks below JSON-e's conditions, each with the events under which its conditions hold.
  private static func addTasks(
    in node: Node, _ kinds: Set<TriggerKind>, _ isTag: Bool, _ file: StructuredFile, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    var waiting: [(node: Node, kinds: Set<TriggerKind>, isTag: Bool)] = [(node, kinds, isTag)]
    var count = 0
    while let next = waiting.popLast(), count < 50_000 {
      count += 1
      if let payload = payload(of: next.node) {
        addTask(next.node, payload, next.isTag ? [.release] : next.kinds, file, index, &graph)
        continue
      }
      if let condition = next.node["$if"]?.scalar {
        let narrowed = narrow(next.kinds, by: condition)
        if let then = next.node["then"] {
          waiting.append(
            (
              then, narrowed,
              next.isTag || condition.contains("refs/tags") || condition.contains("github-release")
            ))
        }
        if let otherwise = next.node["else"] { waiting.append((otherwise, next.kinds, next.isTag)) }
        continue
      }
      let inner =
        next.node.elements + next.node.members.filter { $0.key.scalar != "$let" }.map(\.value)
      waiting += inner.reversed().map { ($0, next.kinds, next.isTag) }
    }
  }

  /// The payload of a task, also where `$mergeDeep` puts the task together.
  private static func payload(of node: Node) -> Node? {
    if let command = node["payload"], command["command"] != nil { return command }
    for part in node["$mergeDeep"]?.elements ?? [] {
      if let payload = part["payload"], payload["command"] != nil { return payload }
    }
    return nil
  }

  private static func narrow(_ kinds: Set<TriggerKind>, by condition: String) -> Set<TriggerKind> {
    var found: Set<TriggerKind> = []
    if condition.contains("github-push") { found.insert(.push) }
    if condition.contains("github-pull-request") { found.insert(.pullRequest) }
    if condition.contains("github-release") { found.insert(.release) }
    if condition.contains("cron") { found.insert(.schedule) }
    let both = kinds.intersection(found)
    return both.isEmpty ? (found.isEmpty ? kinds : found) : both
  }

  private static func addTask(
    _ task: Node, _ payload: Node, _ kinds: Set<TriggerKind>, _ file: StructuredFile, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    let metadata =
      task["metadata"] ?? task["$mergeDeep"]?.elements.lazy.compactMap { $0["metadata"] }.first
    let node = graph.job("task \(metadata?["name"]?.scalar ?? "")", at: file.location(of: task))
    addCommand(payload, node, file, index, &graph)
    for kind in kinds.sorted() {
      let trigger = graph.trigger(kind, at: file.location(of: task), file: index)
      graph.connect(trigger, node)
      graph.connect(trigger, index)
    }
  }

  /// `["/bin/bash", "-cx", "…"]`, or a program with its arguments.
  private static func addCommand(
    _ payload: Node, _ node: Int, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    guard let command = payload["command"] else { return }
    var context = CommandContext(folder: "", file: index, origin: .step)
    context.variables = graph.variables(payload["env"])
    let words = command.listed.compactMap(\.scalar)
    if let last = command.elements.last, words.count > 1, words[0].hasSuffix("sh"),
      words[1].hasPrefix("-"),
      words[1].contains("c"), let text = last.scalar
    {
      graph.addScript(
        ScriptText(text, like: last, in: file), below: node, context: context,
        shell: ShellDefaults(errexit: words[1].contains("e")))
      return
    }
    // The programs that an image of this repository finds under `/code/` stand in some folder here.
    let located = words.map { word -> String in
      guard word.hasPrefix("/"), let found = graph.files.named(FileIndex.name(of: word)).first
      else { return word }
      return graph.files.paths[found]
    }
    let added = graph.command(
      CommandNode(
        origin: .step, words: located, text: words.joined(separator: " "),
        location: file.location(of: command), file: index), context: context)
    graph.connect(node, added)
    // A pipeline file among the arguments is what the program spawns.
    for word in located.dropFirst() {
      if let other = graph.files[word], graph.facts.structured(other) != nil {
        graph.connect(added, other)
      }
    }
  }

  private static func addHook(
    _ root: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    let name = root["metadata"]?["name"]?.scalar ?? file.source.path
    guard let payload = root["task"]?["payload"] else { return }
    let node = graph.job("hook \(name)", at: file.location(of: root))
    addCommand(payload, node, file, index, &graph)
    for cron in root["schedule"]?.listed ?? [] {
      let trigger = graph.trigger(
        .schedule, cadence: cron.scalar, at: file.location(of: cron), file: index)
      graph.connect(trigger, node)
      graph.connect(trigger, index)
    }
    for binding in root["bindings"]?.listed ?? [] {
      let trigger = graph.trigger(
        .event, cadence: binding["routingKeyPattern"]?.scalar, at: file.location(of: binding),
        file: index)
      graph.connect(trigger, node)
      graph.connect(trigger, index)
    }
    if (root["schedule"]?.listed ?? []).isEmpty, (root["bindings"]?.listed ?? []).isEmpty {
      graph.connect(graph.trigger(.manual, at: Location(path: file.source.path), file: index), node)
    }
  }

  /// A file of tasks with `ID` and `dependencies`, run when something spawns it.
  private static func addPipeline(
    _ root: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    var tasks = root["tasks"] ?? .null
    var depth = 0
    while !tasks.isSequence, let inner = tasks["in"] ?? tasks["$let"], depth < 5 {
      tasks = inner
      depth += 1
    }
    let listed = tasks.elements.filter { $0["ID"] != nil && $0["payload"]?["command"] != nil }
    guard !listed.isEmpty else { return }
    var nodes: [String: Int] = [:]
    for task in listed {
      guard let id = task["ID"]?.scalar, let payload = task["payload"] else { continue }
      let node = graph.job("task \(id)", at: file.location(of: task))
      nodes[id] = node
      graph.connect(index, node)
      addCommand(payload, node, file, index, &graph)
    }
    for task in listed {
      guard let node = task["ID"]?.scalar.flatMap({ nodes[$0] }) else { continue }
      for need in (task["dependencies"]?.listed ?? []).compactMap(\.scalar) {
        if let earlier = nodes[need] { graph.sequences.add(earlier, before: node) }
      }
    }
  }
}
