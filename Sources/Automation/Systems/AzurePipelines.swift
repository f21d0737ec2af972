internal import Facts
internal import Text

/// Azure Pipelines: stages, jobs, deployments and steps, through templates with parameters.
///
/// Keywords as the "YAML schema reference for Azure Pipelines" has them.
struct AzurePipelines {
  private static let depthLimit = 20

  private struct Site {
    let file: StructuredFile
    let index: Int
    var parameters: [String: String] = [:]
    var variables: [String: String] = [:]
    var depth = 0
  }

  private var jobs: [(name: String, node: Int)] = []
  private var stages: [(name: String, nodes: [Int])] = []
  private var templates: Set<String> = []

  static func add(to graph: inout GraphBuilder) {
    let candidates = graph.structuredFiles { path in
      let name = FileIndex.name(of: path).lowercased()
      guard name.hasSuffix(".yml") || name.hasSuffix(".yaml") else { return false }
      return !path.hasPrefix(".github/") && !path.contains("/.github/")
    }.filter { isPipeline($0.file) }
    // A file that another names as its template is started only through that one.
    var named: Set<String> = []
    for (_, file) in candidates {
      for node in file.documents.first?.below(limit: 20_000) ?? [] {
        guard let path = node["template"]?.scalar, !path.contains("@") else { continue }
        if let full = FileIndex.join(
          path.hasPrefix("/") ? "" : FileIndex.folder(of: file.source.path), path)
        {
          named.insert(full)
        }
      }
    }
    for (index, file) in candidates where !named.contains(file.source.path) {
      var system = AzurePipelines()
      system.addPipeline(index, file, &graph)
    }
  }

  /// Whether a file has what only Azure's pipelines have.
  private static func isPipeline(_ file: StructuredFile) -> Bool {
    guard let root = file.documents.first, root.isMapping, root["on"] == nil else { return false }
    let name = FileIndex.name(of: file.source.path).lowercased()
    let isNamed =
      name.hasPrefix("azure-pipelines") || file.source.path.contains(".azure")
      || file.source.path.contains(".pipelines/")
    let hasStages =
      root["stages"]?.elements.contains { $0["stage"] != nil || $0["template"] != nil } ?? false
    let hasJobs =
      root["jobs"]?.elements.contains {
        $0["job"] != nil || $0["deployment"] != nil || $0["template"] != nil
      } ?? false
    let hasSteps =
      root["steps"]?.elements.contains { step in
        ["script", "bash", "task", "pwsh", "powershell", "template", "checkout"].contains {
          step[$0] != nil
        }
      } ?? false
    let hasExtends = root["extends"]?["template"] != nil
    guard hasStages || hasJobs || hasSteps || hasExtends else { return false }
    return isNamed || root["pool"] != nil || root["trigger"] != nil || root["pr"] != nil
      || hasStages || hasJobs
  }

  private mutating func addPipeline(
    _ index: Int, _ file: StructuredFile, _ graph: inout GraphBuilder
  ) {
    guard let root = file.documents.first else { return }
    var site = Site(file: file, index: index)
    site.variables = variables(root["variables"])
    if let template = root["extends"]?["template"]?.scalar {
      addTemplate(template, root["extends"]?["parameters"], site, nil, &graph)
    }
    addStages(root, site, &graph)
    addTriggers(root, site, &graph)
  }

  private func variables(_ node: Node?) -> [String: String] {
    guard let node else { return [:] }
    var found: [String: String] = [:]
    for entry in node.elements {
      if let name = entry["name"]?.scalar, let value = entry["value"]?.scalar {
        found[name] = value
      }
    }
    for member in node.members {
      if let name = member.key.scalar, let value = member.value.scalar { found[name] = value }
    }
    return found
  }

  // MARK: Stages, jobs, steps

  private mutating func addStages(_ root: Node, _ site: Site, _ graph: inout GraphBuilder) {
    if let list = root["stages"] {
      for stage in expanded(list.elements) { addStage(stage, site, &graph) }
      return
    }
    if let list = root["jobs"] {
      for job in expanded(list.elements) { _ = addJob(job, site, &graph) }
      return
    }
    guard let steps = root["steps"] else { return }
    let node = graph.job("job", at: site.file.location(of: steps))
    jobs.append(("", node))
    graph.sequences.chain(addSteps(steps, node, site, &graph))
  }

  /// `${{ if … }}:` and `${{ each … }}:` with what stands below them.
  private func expanded(_ elements: [Node]) -> [Node] {
    elements.flatMap { element -> [Node] in
      guard let member = element.members.first, element.members.count == 1,
        member.key.scalar?.hasPrefix("${{") ?? false
      else { return [element] }
      return expanded(member.value.listed)
    }
  }

  private mutating func addStage(_ stage: Node, _ site: Site, _ graph: inout GraphBuilder) {
    if let template = stage["template"]?.scalar {
      addTemplate(template, stage["parameters"], site, nil, &graph)
      return
    }
    if isOff(stage["condition"]) { return }
    let name = stage["stage"]?.scalar ?? ""
    var inner = site
    inner.variables.merge(variables(stage["variables"])) { $1 }
    let before = jobs.count
    for job in expanded(stage["jobs"]?.elements ?? []) { _ = addJob(job, inner, &graph) }
    let nodes = jobs[before...].map(\.node)
    let names = stage["dependsOn"]?.listed.compactMap(\.scalar)
    if !runsAlways(stage["condition"]) {
      let earlier =
        names.map { wanted in stages.filter { wanted.contains($0.name) } }
        ?? Array(stages.suffix(1))
      for first in earlier.flatMap(\.nodes) {
        for second in nodes { graph.sequences.add(first, before: second) }
      }
    }
    stages.append((name, nodes))
  }

  private mutating func addJob(_ job: Node, _ site: Site, _ graph: inout GraphBuilder) -> Int? {
    if let template = job["template"]?.scalar {
      addTemplate(template, job["parameters"], site, nil, &graph)
      return nil
    }
    if isOff(job["condition"]) { return nil }
    let key = job["deployment"] != nil ? "deployment" : "job"
    let name = fill(job[key]?.scalar ?? "", site)
    let node = graph.job("\(key) \(name)", at: site.file.location(of: job))
    var inner = site
    inner.variables.merge(variables(job["variables"])) { $1 }
    var steps: [ScriptStep] = []
    if let list = job["steps"] { steps += addSteps(list, node, inner, &graph) }
    for strategy in job["strategy"]?.members ?? [] {
      for phase in strategy.value.members {
        let phases = phase.key.scalar == "on" ? phase.value.members.map(\.value) : [phase.value]
        for body in phases {
          if let list = body["steps"] { steps += addSteps(list, node, inner, &graph) }
        }
      }
    }
    graph.sequences.chain(steps)
    if job["continueOnError"]?.truth == true { graph.setHidden(behind: node) }
    for need in job["dependsOn"]?.listed ?? [] where !runsAlways(job["condition"]) {
      for earlier in jobs where earlier.name == need.scalar {
        graph.sequences.add(earlier.node, before: node)
      }
    }
    jobs.append((name, node))
    return node
  }

  private mutating func addSteps(
    _ list: Node, _ owner: Int, _ site: Site, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    var steps: [ScriptStep] = []
    for step in expanded(list.elements)
    where !isOff(step["condition"]) && step["enabled"]?.truth != false {
      if let template = step["template"]?.scalar {
        steps += addTemplate(template, step["parameters"], site, owner, &graph)
        continue
      }
      let added = addStep(step, owner, site, &graph)
      if !runsAlways(step["condition"]) { steps += added }
    }
    return steps
  }

  private func addStep(
    _ step: Node, _ owner: Int, _ site: Site, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    let hides = step["continueOnError"]?.truth == true
    let inputs = step["inputs"]
    let script =
      ["script", "bash", "pwsh", "powershell"].lazy.compactMap { step[$0] }.first
      ?? ["inlineScript", "script", "inline", "Inline"].lazy.compactMap { inputs?[$0] }.first
    var context = CommandContext(folder: "", file: site.index, origin: .step)
    context.variables = site.variables.merging(graph.variables(step["env"])) { $1 }
    let folder = step["workingDirectory"] ?? inputs?["workingDirectory"] ?? inputs?["cwd"]
    if let folder = folder?.scalar { context.enter(fill(folder, site), files: graph.files) }
    // A script of Azure's has no `set -e`: its last command decides.
    let shell: ShellDefaults = inputs?["failOnStderr"] == nil ? .plain : .stopping
    if let script, let text = script.scalar {
      return graph.addScript(
        ScriptText(fill(text, site), like: script, in: site.file), below: owner, context: context,
        shell: step["pwsh"] != nil || step["powershell"] != nil ? .stopping : shell,
        hidesFailure: hides)
    }
    return addTask(step, inputs, owner, context, site, hides, &graph)
  }

  /// A task that runs a file of the repository, or whose name says what it does.
  private func addTask(
    _ step: Node, _ inputs: Node?, _ owner: Int, _ context: CommandContext, _ site: Site,
    _ hides: Bool, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    guard let task = step["task"], let name = task.scalar else { return [] }
    let path = ["scriptPath", "filePath", "scriptSource", "targetPath"].lazy.compactMap {
      inputs?[$0]?.scalar
    }.first
    let arguments = (inputs?["arguments"] ?? inputs?["scriptArguments"])?.scalar ?? ""
    var words = ["task", name.split(separator: "@").first.map(String.init) ?? name]
    for member in inputs?.members ?? [] {
      if let key = member.key.scalar, let value = member.value.scalar {
        words += ["--" + key, fill(value, site)]
      }
    }
    if let path {
      let runner =
        name.lowercased().contains("python") ? "python" : path.hasSuffix(".py") ? "python" : "bash"
      words = [runner, fill(path, site)] + splitWords(fill(arguments, site))
    }
    let node = graph.command(
      CommandNode(
        origin: .step, words: words, text: path.map { "\($0) \(arguments)" } ?? "task: \(name)",
        location: site.file.location(of: task), file: site.index), context: context)
    graph.connect(owner, node, hidesFailure: hides)
    return [ScriptStep(node: node, isSeen: !hides)]
  }

  // MARK: Templates

  @discardableResult
  private mutating func addTemplate(
    _ path: String, _ parameters: Node?, _ site: Site, _ owner: Int?, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    let place = fill(path, site)
    guard !place.contains("@") || place.hasSuffix("@self") else {
      graph.leaveOpen(
        "uses the template '\(path)' of another repository",
        at: Location(path: site.file.source.path))
      return []
    }
    let name = place.replacing("@self", with: "")
    let folder = FileIndex.folder(of: site.file.source.path)
    guard let index = graph.files.file(name, from: name.hasPrefix("/") ? [""] : [folder, ""]),
      let file = graph.facts.structured(index), let root = file.documents.first
    else { return [] }
    guard site.depth < AzurePipelines.depthLimit else {
      graph.report(
        "the template '\(path)' uses itself or lies below more than 20 others",
        at: Location(path: site.file.source.path))
      return []
    }
    var inner = Site(file: file, index: index, variables: site.variables, depth: site.depth + 1)
    for parameter in root["parameters"]?.elements ?? [] {
      if let key = parameter["name"]?.scalar {
        inner.parameters[key] = parameter["default"]?.scalar
      }
    }
    for member in root["parameters"]?.members ?? [] {
      if let key = member.key.scalar { inner.parameters[key] = member.value.scalar }
    }
    for member in parameters?.members ?? [] {
      if let key = member.key.scalar, let value = member.value.scalar {
        inner.parameters[key] = fill(value, site)
      }
    }
    if let owner {
      guard let steps = root["steps"] else { return [] }
      return addSteps(steps, owner, inner, &graph)
    }
    addStages(root, inner, &graph)
    return []
  }

  /// Puts in `${{ parameters.x }}`, `${{ variables.x }}` and `$(x)` where they are known.
  private func fill(_ text: String, _ site: Site) -> String {
    var result = text
    for (open, close) in [("${{", "}}"), ("$(", ")"), ("$[", "]")] where result.contains(open) {
      result = fill(result, open, close, site)
    }
    return result
  }

  private func fill(_ text: String, _ open: String, _ close: String, _ site: Site) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: open),
      let end = rest[start.upperBound...].firstRange(of: close)
    {
      result += rest[..<start.lowerBound]
      let name = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
      let key = name.split(separator: ".").last.map(String.init) ?? name
      let value = name.hasPrefix("parameters.") ? site.parameters[key] : site.variables[key]
      result += value ?? String(rest[start.lowerBound..<end.upperBound])
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private func isOff(_ condition: Node?) -> Bool {
    guard let text = condition?.scalar?.lowercased() else { return false }
    return text == "false" || text == "never()" || text == "${{ false }}"
  }

  private func runsAlways(_ condition: Node?) -> Bool {
    guard let text = condition?.scalar?.lowercased() else { return false }
    return text.contains("always()") || text.contains("succeededorfailed()")
      || text.contains("failed()")
  }

  // MARK: Triggers

  private func addTriggers(_ root: Node, _ site: Site, _ graph: inout GraphBuilder) {
    var found: [(TriggerKind, String?, Node)] = []
    if let trigger = root.member("trigger") {
      if trigger.value.scalar != "none" {
        let tags = trigger.value["tags"] != nil && trigger.value["branches"] == nil
        found.append((tags ? .release : .push, filter(trigger.value), trigger.key))
      }
    } else if root["resources"]?["pipelines"] == nil {
      found.append((.push, nil, root))
    }
    if let pr = root.member("pr"), pr.value.scalar != "none" {
      found.append((.pullRequest, filter(pr.value), pr.key))
    }
    for schedule in root["schedules"]?.elements ?? [] {
      found.append((.schedule, schedule["cron"]?.scalar, schedule["cron"] ?? schedule))
    }
    for pipeline in root["resources"]?["pipelines"]?.elements ?? [] {
      guard let trigger = pipeline["trigger"], trigger.scalar != "none", trigger.truth != false
      else { continue }
      found.append((.event, "after \(pipeline["source"]?.scalar ?? "another pipeline")", pipeline))
    }
    if found.isEmpty { found.append((.manual, nil, root)) }
    for (kind, cadence, place) in found {
      let trigger = graph.trigger(
        kind, cadence: cadence, at: site.file.location(of: place), file: site.index)
      graph.connect(trigger, site.index)
      for job in jobs { graph.connect(trigger, job.node) }
    }
  }

  private func filter(_ node: Node) -> String? {
    let names = node.listed.compactMap(\.scalar)
    if !names.isEmpty { return "branches: " + names.joined(separator: ", ") }
    let parts = node.members.compactMap { member -> String? in
      let list = (member.value["include"] ?? member.value).listed.compactMap(\.scalar)
      return list.isEmpty ? nil : "\(member.key.scalar ?? ""): \(list.joined(separator: ", "))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
