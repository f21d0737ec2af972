internal import Facts
internal import Text

/// GitHub Actions, and Gitea's and Forgejo's Actions: workflows, reusable workflows, composite actions.
///
/// Events, jobs, steps and their conditions as GitHub's "Workflow syntax" page has them.
struct GitHubActions {
  private struct Workflow {
    let file: Int
    let structured: StructuredFile
    let root: Node
    /// Where another workflow's `uses:` leads.
    let call: Int
    var jobs: [String: Int] = [:]
    var kinds: Set<TriggerKind> = []
  }

  /// What the jobs of a workflow share.
  private struct Setting {
    let workflow: Int
    var variables: [String: String] = [:]
    var folder: String?
    var shell: String?
    var known: [String: String] = [:]
    var matrix: [[String: String]] = []
    /// Composite actions around these steps.
    var depth = 0
  }

  private static let folders = [".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/"]
  private var workflows: [Workflow] = []
  private var byPath: [String: Int] = [:]
  private var actions: [String: Int] = [:]

  static func add(to graph: inout GraphBuilder) {
    var system = GitHubActions()
    system.findWorkflows(&graph)
    for index in system.workflows.indices { system.addTriggers(index, &graph) }
    for index in system.workflows.indices { system.addJobs(index, &graph) }
    for index in system.workflows.indices { system.follow(index, &graph) }
  }

  private mutating func findWorkflows(_ graph: inout GraphBuilder) {
    for (index, file) in graph.facts.files.enumerated() {
      guard let folder = GitHubActions.folders.first(where: { file.path.hasPrefix($0) }),
        !file.path.dropFirst(folder.count).contains("/"),
        let structured = graph.facts.structured(index), let root = structured.documents.first,
        root["jobs"] != nil
      else { continue }
      let name = root["name"]?.scalar ?? FileIndex.name(of: file.path)
      var workflow = Workflow(
        file: index, structured: structured, root: root,
        call: graph.add(.part, at: Location(path: file.path), what: "workflow \(name)"))
      for member in root["jobs"]?.members ?? [] {
        guard let id = member.key.scalar else { continue }
        let node = graph.add(.job, at: structured.location(of: member.key), what: "job \(id)")
        graph.markEntry(node)
        workflow.jobs[id] = node
      }
      byPath[file.path] = workflows.count
      workflows.append(workflow)
    }
  }

  // MARK: Triggers

  private mutating func addTriggers(_ index: Int, _ graph: inout GraphBuilder) {
    let workflow = workflows[index]
    guard let on = workflow.root.member("on") ?? workflow.root.member("true") else { return }
    var events: [(name: String, place: Node, body: Node)] = []
    if on.value.isMapping {
      events = on.value.members.map { ($0.key.scalar ?? "", $0.key, $0.value) }
    } else {
      events = on.value.listed.map { ($0.scalar ?? "", $0, .null) }
    }
    for event in events where event.name != "workflow_run" {
      addTrigger(event.name, event.place, event.body, index, &graph)
    }
  }

  private mutating func addTrigger(
    _ name: String, _ place: Node, _ body: Node, _ index: Int, _ graph: inout GraphBuilder
  ) {
    let workflow = workflows[index]
    guard let kind = GitHubActions.kind(of: name, body) else { return }
    if name == "schedule" {
      for entry in body.listed {
        guard let cron = entry["cron"] else { continue }
        start(kind, cron.scalar, workflow.structured.location(of: cron), name, index, &graph)
      }
      return
    }
    start(
      kind, GitHubActions.filter(body), workflow.structured.location(of: place), name, index,
      &graph)
  }

  /// Joins a trigger to the jobs that its event lets run.
  private mutating func start(
    _ kind: TriggerKind, _ cadence: String?, _ location: Location, _ event: String, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    let workflow = workflows[index]
    workflows[index].kinds.insert(kind)
    let trigger = graph.trigger(kind, cadence: cadence, at: location, file: workflow.file)
    graph.connect(trigger, workflow.file)
    for member in workflow.root["jobs"]?.members ?? [] {
      guard let id = member.key.scalar, let job = workflow.jobs[id] else { continue }
      if decide(member.value["if"], event: event, graph) == false { continue }
      graph.connect(trigger, job)
    }
  }

  private static func kind(of event: String, _ body: Node) -> TriggerKind? {
    switch event {
    case "push":
      let filters = Set(body.members.compactMap(\.key.scalar))
      let onlyTags = filters.contains("tags") && !filters.contains("branches")
      return onlyTags ? .release : .push
    case "pull_request", "pull_request_target", "merge_group", "pull_request_review":
      return .pullRequest
    case "schedule": return .schedule
    case "release": return .release
    // A comment is a person's command.
    case "workflow_dispatch", "issue_comment", "discussion_comment", "pull_request_review_comment":
      return .manual
    case "workflow_call", "": return nil
    default: return .event
    }
  }

  /// `branches: main; paths: src/**` as the file has it.
  private static func filter(_ body: Node) -> String? {
    let parts = body.members.compactMap { member -> String? in
      guard let key = member.key.scalar, !member.value.listed.isEmpty else { return nil }
      return "\(key): \(member.value.listed.compactMap(\.scalar).joined(separator: ", "))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  // MARK: Jobs

  private mutating func addJobs(_ index: Int, _ graph: inout GraphBuilder) {
    let workflow = workflows[index]
    for member in workflow.root["jobs"]?.members ?? [] {
      guard let id = member.key.scalar, let job = workflow.jobs[id] else { continue }
      if decide(member.value["if"], event: nil, graph) != false {
        graph.connect(workflow.call, job)
      }
      addJob(member.value, job, index, &graph)
    }
    graph.connect(workflow.call, workflow.file, .imports)
  }

  private mutating func addJob(_ body: Node, _ job: Int, _ index: Int, _ graph: inout GraphBuilder)
  {
    let workflow = workflows[index]
    let runsAlways = body["if"]?.scalar?.contains("always()") ?? false
    for need in body["needs"]?.listed ?? [] where !runsAlways {
      if let earlier = need.scalar.flatMap({ workflow.jobs[$0] }) {
        graph.sequences.add(earlier, before: job)
      }
    }
    if let uses = body["uses"]?.scalar {
      addCall(uses, from: job, place: body["uses"] ?? body, workflow, &graph)
      return
    }
    var setting = Setting(workflow: index)
    setting.variables = variables(workflow.root["env"]).merging(variables(body["env"])) { $1 }
    let defaults = body["defaults"]?["run"] ?? workflow.root["defaults"]?["run"]
    setting.folder = defaults?["working-directory"]?.scalar
    setting.shell = defaults?["shell"]?.scalar
    setting.matrix = matrix(body["strategy"]?["matrix"])
    addSteps(body["steps"], job, setting, workflow.structured, workflow.file, &graph)
    if body["continue-on-error"]?.truth == true { graph.setHidden(behind: job) }
  }

  /// A reusable workflow of this repository; another's is left open.
  private func addCall(
    _ uses: String, from job: Int, place: Node, _ workflow: Workflow, _ graph: inout GraphBuilder
  ) {
    let path = FileIndex.join("", uses.split(separator: "@").first.map(String.init) ?? uses) ?? uses
    if uses.hasPrefix("./"), let called = byPath[path] {
      graph.connect(job, workflows[called].call)
    } else {
      graph.leaveOpen(
        "runs the workflow '\(uses)' of another repository",
        at: workflow.structured.location(of: place))
    }
  }

  private func variables(_ node: Node?) -> [String: String] {
    var found: [String: String] = [:]
    for member in node?.members ?? [] {
      if let key = member.key.scalar, let value = member.value.scalar { found[key] = value }
    }
    return found
  }

  /// The combinations of a matrix as far as they are written out, at most eight.
  private func matrix(_ node: Node?) -> [[String: String]] {
    guard let node, node.isMapping else { return [] }
    var rows: [[String: String]] = [[:]]
    for member in node.members {
      guard let key = member.key.scalar, key != "include", key != "exclude" else { continue }
      let values = member.value.elements
      guard !values.isEmpty else { continue }
      rows = rows.flatMap { row in
        values.prefix(8).map { value in
          var row = row
          if let text = value.scalar { row[key] = text }
          for inner in value.members {
            if let name = inner.key.scalar, let text = inner.value.scalar {
              row["\(key).\(name)"] = text
            }
          }
          return row
        }
      }
      rows = Array(rows.prefix(64))
    }
    let included = (node["include"]?.elements ?? []).map { variables($0) }
    if rows.count == 1, rows[0].isEmpty { return Array(included.prefix(8)) }
    return Array((rows + included).prefix(32))
  }

  // MARK: Steps

  private mutating func addSteps(
    _ steps: Node?, _ owner: Int, _ setting: Setting, _ structured: StructuredFile, _ file: Int,
    _ graph: inout GraphBuilder
  ) {
    var order: [ScriptStep] = []
    for step in steps?.elements ?? [] {
      let mask = mask(step["if"], setting, graph)
      guard mask != TriggerMask() else { continue }
      let gate = mask == .all ? owner : guarded(owner, mask, step, structured, &graph)
      let hides = step["continue-on-error"]?.truth == true
      let added =
        step["uses"] != nil
        ? addUse(step, gate, setting, structured, file, hides, &graph)
        : addRun(step, gate, setting, structured, file, hides, &graph)
      let condition = step["if"]?.scalar ?? ""
      if !["always()", "failure()", "cancelled()"].contains(where: { condition.contains($0) }) {
        order += added
      }
    }
    graph.sequences.chain(order)
  }

  /// A node through which only some kinds of trigger pass.
  private func guarded(
    _ owner: Int, _ mask: TriggerMask, _ step: Node, _ structured: StructuredFile,
    _ graph: inout GraphBuilder
  ) -> Int {
    let what = "step \(step["name"]?.scalar ?? "if \(step["if"]?.scalar ?? "")")"
    let node = graph.add(.part, at: structured.location(of: step), what: what)
    graph.connect(owner, node, kinds: mask)
    return node
  }

  private func addRun(
    _ step: Node, _ owner: Int, _ setting: Setting, _ structured: StructuredFile, _ file: Int,
    _ hides: Bool, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    guard let run = step["run"], let text = run.scalar else { return [] }
    var context = CommandContext(folder: "", file: file, origin: .step)
    context.variables = setting.variables.merging(variables(step["env"])) { $1 }
    let shell = step["shell"]?.scalar ?? setting.shell
    guard shell != "python" else {
      graph.leaveOpen("runs Python written in the workflow", at: structured.location(of: run))
      return []
    }
    var steps: [ScriptStep] = []
    for variant in variants(of: text + (step["working-directory"]?.scalar ?? ""), setting) {
      var own = context
      if let folder = step["working-directory"]?.scalar ?? setting.folder {
        own.enter(fill(folder, variant, own.variables), files: graph.files)
      }
      let filled = fill(text, variant, own.variables)
      steps += graph.addScript(
        ScriptText(filled, like: run, in: structured), below: owner, context: own,
        shell: GitHubActions.defaults(shell), hidesFailure: hides)
    }
    return steps
  }

  private static func defaults(_ shell: String?) -> ShellDefaults {
    switch shell {
    case nil, "sh", "pwsh", "powershell", "cmd": .stopping
    case "bash": .strict
    case .some(let line):
      ShellDefaults(
        errexit: line.split(separator: " ").contains {
          $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("e")
        },
        pipefail: line.contains("pipefail"))
    }
  }

  /// The rows of the matrix that differ in what a text uses.
  private func variants(of text: String, _ setting: Setting) -> [[String: String]] {
    guard text.contains("matrix.") else { return [[:]] }
    var seen: Set<[String: String]> = []
    var found: [[String: String]] = []
    for row in setting.matrix {
      let used = row.filter { text.contains("matrix.\($0.key)") }
      if seen.insert(used).inserted { found.append(used) }
    }
    return found.isEmpty ? [[:]] : Array(found.prefix(8))
  }

  /// Puts in what `${{ matrix.x }}`, `${{ env.x }}` and `${{ inputs.x }}` are known to be.
  private func fill(_ text: String, _ row: [String: String], _ variables: [String: String])
    -> String
  {
    guard text.contains("${{") else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "${{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      result += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      let value: String? =
        if name.hasPrefix("matrix.") {
          row[String(name.dropFirst(7))]
        } else if name.hasPrefix("env.") {
          variables[String(name.dropFirst(4))]
        } else if name.hasPrefix("inputs.") {
          variables["inputs." + name.dropFirst(7)]
        } else {
          nil
        }
      result += value ?? String(rest[open.lowerBound..<close.upperBound])
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// `uses:` as a command: `uses owner/action --input value`; a local action's steps below it.
  private mutating func addUse(
    _ step: Node, _ owner: Int, _ setting: Setting, _ structured: StructuredFile, _ file: Int,
    _ hides: Bool, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    guard let uses = step["uses"], let text = uses.scalar else { return [] }
    let name = text.split(separator: "@").first.map(String.init) ?? text
    var words = ["uses", name]
    for member in step["with"]?.members ?? [] {
      guard let key = member.key.scalar, let value = member.value.scalar else { continue }
      words += ["--" + key, value]
    }
    let context = CommandContext(
      folder: "", file: file, origin: .step, variables: setting.variables)
    let node = graph.command(
      CommandNode(
        origin: .step, words: words, text: "uses: \(text)",
        location: structured.location(of: uses), file: file), context: context)
    graph.connect(owner, node, hidesFailure: hides)
    if text.hasPrefix("./") { addAction(name, node, step, setting, structured, uses, &graph) }
    return [ScriptStep(node: node, isSeen: !hides)]
  }

  /// A composite or Docker action of this repository.
  private mutating func addAction(
    _ name: String, _ node: Int, _ step: Node, _ setting: Setting, _ structured: StructuredFile,
    _ uses: Node, _ graph: inout GraphBuilder
  ) {
    let folder = FileIndex.join("", name) ?? ""
    guard
      let file = graph.files.file("action.yml", from: [folder])
        ?? graph.files.file("action.yaml", from: [folder]),
      let action = graph.facts.structured(file), let root = action.documents.first
    else { return }
    graph.connect(node, file)
    guard setting.depth < 10 else {
      graph.report(
        "the action '\(name)' uses itself through more than 10 others",
        at: structured.location(of: uses))
      return
    }
    if let image = root["runs"]?["image"]?.scalar,
      let dockerfile = graph.files.file(image, from: [folder]),
      let built = graph.images.images[dockerfile]
    {
      graph.connect(node, built.start)
    }
    guard root["runs"]?["steps"] != nil else { return }
    var inner = setting
    inner.depth += 1
    inner.shell = nil
    for member in root["inputs"]?.members ?? [] {
      guard let key = member.key.scalar else { continue }
      inner.variables["inputs." + key] =
        step["with"]?[key]?.scalar ?? member.value["default"]?.scalar
    }
    addSteps(root["runs"]?["steps"], node, inner, action, file, &graph)
  }

  // MARK: Conditions

  private func decide(_ condition: Node?, event: String?, _ graph: GraphBuilder) -> Bool? {
    guard let condition else { return nil }
    if let truth = condition.truth { return truth }
    guard let text = condition.scalar else { return nil }
    var known: [String: String] = [:]
    if let event { known["github.event_name"] = event }
    if let repository = graph.facts.repository {
      known["github.repository"] = repository
      known["github.repository_owner"] = repository.split(separator: "/").first.map(String.init)
    }
    return GitHubExpression(text, known: known).decide()
  }

  private static let eventNames: [(TriggerKind, [String])] = [
    (.push, ["push"]), (.pullRequest, ["pull_request", "pull_request_target", "merge_group"]),
    (.schedule, ["schedule"]), (.release, ["release", "push"]), (.manual, ["workflow_dispatch"]),
  ]

  /// The kinds of trigger under which a step runs; empty where it never does.
  private func mask(_ condition: Node?, _ setting: Setting, _ graph: GraphBuilder) -> TriggerMask {
    guard condition != nil else { return .all }
    if decide(condition, event: nil, graph) == false { return TriggerMask() }
    var mask = TriggerMask.all
    for (kind, events) in GitHubActions.eventNames
    where events.allSatisfy({ decide(condition, event: $0, graph) == false }) {
      mask.remove(TriggerMask(kind))
    }
    return mask
  }

  // MARK: One workflow after another

  /// `workflow_run`: what another workflow's end starts, by what starts that one.
  private mutating func follow(_ index: Int, _ graph: inout GraphBuilder) {
    let workflow = workflows[index]
    guard let on = workflow.root["on"] ?? workflow.root["true"],
      let member = on.member("workflow_run")
    else { return }
    let names = Set((member.value["workflows"]?.listed ?? []).compactMap(\.scalar))
    let before = workflows.filter {
      names.contains($0.root["name"]?.scalar ?? "")
        || names.contains(FileIndex.name(of: $0.structured.source.path))
    }
    let kinds = Set(before.flatMap(\.kinds))
    let isManual = !before.isEmpty && kinds.subtracting([.manual]).isEmpty
    let cadence = "after " + names.sorted().joined(separator: ", ")
    start(
      isManual ? .manual : .event, cadence, workflow.structured.location(of: member.key),
      "workflow_run", index, &graph)
    for earlier in before {
      for first in earlier.jobs.values.sorted() {
        for second in workflow.jobs.values.sorted() { graph.sequences.add(first, before: second) }
      }
    }
  }
}
