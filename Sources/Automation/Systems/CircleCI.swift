internal import Facts
internal import Text

/// CircleCI: jobs, commands with parameters, workflows with schedules, filters and approvals; orbs are left open.
///
/// Keys as CircleCI's "Configuration reference" has them.
struct CircleCI {
  private let file: StructuredFile
  private let index: Int
  private let root: Node
  private var parts: [String: Int] = [:]

  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({
      $0 == ".circleci/config.yml" || $0 == ".circleci/config.yaml"
        || $0 == ".circleci/continue_config.yml"
    }) {
      guard let root = file.documents.first else { continue }
      var system = CircleCI(file: file, index: index, root: root)
      system.addWorkflows(&graph)
    }
  }

  private init(file: StructuredFile, index: Int, root: Node) {
    self.file = file
    self.index = index
    self.root = root
  }

  private mutating func addWorkflows(_ graph: inout GraphBuilder) {
    let workflows = (root["workflows"]?.members ?? []).filter { $0.value.isMapping }
    if workflows.isEmpty, let build = root["jobs"]?.member("build") {
      let node = graph.job("job build", at: file.location(of: build.key))
      addJob(build.value, node, [:], &graph)
      start(node, .push, nil, file.location(of: build.key), &graph)
    }
    for workflow in workflows { addWorkflow(workflow, &graph) }
  }

  private mutating func addWorkflow(_ member: Node.Member, _ graph: inout GraphBuilder) {
    var nodes: [String: Int] = [:]
    var waits: [String: [String]] = [:]
    var approvals: Set<String> = []
    var filters: [String: Node] = [:]
    for entry in member.value["jobs"]?.elements ?? [] {
      let call = entry.members.first
      guard let name = entry.scalar ?? call?.key.scalar else { continue }
      let body = call?.value ?? .null
      let shown = body["name"]?.scalar ?? name
      let place = call?.key ?? entry
      if body["type"]?.scalar == "approval" { approvals.insert(shown) }
      let node = graph.job(
        "job \(shown)",
        at: root["jobs"]?.member(name).map { file.location(of: $0.key) } ?? file.location(of: place)
      )
      nodes[shown] = node
      waits[shown] = body["requires"]?.listed.compactMap {
        $0.scalar ?? $0.members.first?.key.scalar
      }
      filters[shown] = body["filters"]
      if let job = root["jobs"]?[name] {
        addJob(job, node, parameters(job, body), &graph)
      } else if name.contains("/") {
        graph.leaveOpen("runs the orb job '\(name)'", at: file.location(of: place))
      }
    }
    for (name, needs) in waits {
      for need in needs {
        if let first = nodes[need], let second = nodes[name] {
          graph.sequences.add(first, before: second)
        }
      }
    }
    for (name, node) in nodes.sorted(by: { $0.key < $1.key }) {
      let isHeld = isBehindApproval(name, waits, approvals)
      addTriggers(member, node, isHeld, filters[name], &graph)
    }
  }

  /// Whether somebody has to approve before a job, or before one it waits for.
  private func isBehindApproval(
    _ name: String, _ waits: [String: [String]], _ approvals: Set<String>
  ) -> Bool {
    var waiting = waits[name] ?? []
    var seen: Set<String> = []
    while let next = waiting.popLast() {
      if approvals.contains(next) { return true }
      if seen.insert(next).inserted { waiting += waits[next] ?? [] }
    }
    return false
  }

  private func addTriggers(
    _ workflow: Node.Member, _ node: Int, _ isHeld: Bool, _ filters: Node?,
    _ graph: inout GraphBuilder
  ) {
    if isHeld || workflow.value["when"]?.truth == false {
      start(node, .manual, nil, file.location(of: workflow.key), &graph)
      return
    }
    let triggers = workflow.value["triggers"]?.elements ?? []
    for trigger in triggers {
      guard let cron = trigger["schedule"]?["cron"] else { continue }
      start(node, .schedule, cron.scalar, file.location(of: cron), &graph)
    }
    if triggers.isEmpty {
      let onlyTags = filters?["tags"]?["only"] != nil && filters?["branches"]?["ignore"] != nil
      start(node, onlyTags ? .release : .push, nil, file.location(of: workflow.key), &graph)
    }
  }

  private func start(
    _ node: Int, _ kind: TriggerKind, _ cadence: String?, _ location: Location,
    _ graph: inout GraphBuilder
  ) {
    let trigger = graph.trigger(kind, cadence: cadence, at: location, file: index)
    graph.connect(trigger, node)
    graph.connect(trigger, index)
  }

  private func parameters(_ definition: Node, _ call: Node) -> [String: String] {
    var found: [String: String] = [:]
    for member in definition["parameters"]?.members ?? [] {
      guard let key = member.key.scalar else { continue }
      found[key] = call[key]?.scalar ?? member.value["default"]?.scalar
    }
    return found
  }

  private func addJob(
    _ job: Node, _ node: Int, _ parameters: [String: String], _ graph: inout GraphBuilder
  ) {
    var context = CommandContext(folder: "", file: index, origin: .step)
    context.variables = graph.variables(job["environment"])
    if let folder = job["working_directory"]?.scalar {
      context.enter(CircleCI.belowCheckout(fill(folder, parameters)), files: graph.files)
    }
    graph.sequences.chain(addSteps(job["steps"], node, context, parameters, depth: 0, &graph))
  }

  /// `~/project/packages/api` → `packages/api`: the checkout is `~/project` by default.
  private static func belowCheckout(_ path: String) -> String {
    var parts = path.split(separator: "/")[...]
    if parts.first == "~" { parts = parts.dropFirst() }
    if ["project", "repo"].contains(parts.first ?? "") { parts = parts.dropFirst() }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private func addSteps(
    _ steps: Node?, _ node: Int, _ context: CommandContext, _ parameters: [String: String],
    depth: Int, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    var order: [ScriptStep] = []
    for step in steps?.elements ?? [] {
      if let run = step["run"] {
        order += addRun(run, node, context, parameters, &graph)
      } else if let condition = step["when"] ?? step["unless"] {
        order += addSteps(condition["steps"], node, context, parameters, depth: depth, &graph)
      } else if let name = step.scalar ?? step.members.first?.key.scalar {
        order += addCommand(name, step, node, context, depth, &graph)
      }
    }
    return order
  }

  private func addRun(
    _ run: Node, _ node: Int, _ context: CommandContext, _ parameters: [String: String],
    _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    guard let command = run["command"] ?? (run.isMapping ? nil : run), let text = command.scalar
    else {
      return []
    }
    var own = context
    own.variables.merge(graph.variables(run["environment"])) { $1 }
    if let folder = run["working_directory"]?.scalar {
      own.enter(CircleCI.belowCheckout(fill(folder, parameters)), files: graph.files)
    }
    let isLate = ["always", "on_fail"].contains(run["when"]?.scalar ?? "")
    let steps = graph.addScript(
      ScriptText(fill(text, parameters), like: command, in: file), below: node, context: own,
      shell: .strict)
    return isLate ? [] : steps
  }

  /// A command of this file; an orb's is left open.
  private func addCommand(
    _ name: String, _ step: Node, _ node: Int, _ context: CommandContext, _ depth: Int,
    _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    guard let command = root["commands"]?[name] else {
      if name.contains("/") {
        graph.leaveOpen("runs the orb command '\(name)'", at: file.location(of: step))
      }
      return []
    }
    guard depth < 15 else {
      graph.report("the command '\(name)' uses itself", at: file.location(of: step))
      return []
    }
    return addSteps(
      command["steps"], node, context, parameters(command, step[name] ?? .null), depth: depth + 1,
      &graph)
  }

  /// Puts in `<< parameters.x >>`.
  private func fill(_ text: String, _ parameters: [String: String]) -> String {
    var result = text
    for (key, value) in parameters {
      result = result.replacing("<< parameters.\(key) >>", with: value)
        .replacing("<<parameters.\(key)>>", with: value)
    }
    return result
  }
}
