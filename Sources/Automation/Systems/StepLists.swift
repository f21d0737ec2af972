internal import Facts
internal import Text

/// Systems whose file is little more than a list of steps: Buildkite, Drone and Woodpecker, Cirrus, AppVeyor, Cloud Build,
/// CodeBuild.
enum StepLists {
  static func add(to graph: inout GraphBuilder) {
    addBuildkite(&graph)
    addDrone(&graph)
    addCirrus(&graph)
    addAppVeyor(&graph)
    addCloudBuild(&graph)
    addCodeBuild(&graph)
  }

  private static func site(
    _ node: Int, _ file: StructuredFile, _ index: Int, _ shell: ShellDefaults
  ) -> JobSite {
    JobSite(
      node: node, file: file, context: CommandContext(folder: "", file: index, origin: .step),
      shell: shell)
  }

  private static func start(
    _ nodes: [Int], _ kinds: [(TriggerKind, String?)], _ location: Location, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    for (kind, cadence) in kinds {
      let trigger = graph.trigger(kind, cadence: cadence, at: location, file: index)
      graph.connect(trigger, index)
      for node in nodes { graph.connect(trigger, node) }
    }
  }

  /// Buildkite: a `block` holds what stands behind it for a person; `wait` orders.
  private static func addBuildkite(_ graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ $0.hasPrefix(".buildkite/") }) {
      guard let root = file.documents.first else { continue }
      let location = Location(path: file.source.path)
      var open: [Int] = []
      var held: [Int] = []
      var before: [Int] = []
      var isHeld = false
      for step in (root["steps"] ?? root).elements {
        if step["block"] != nil || step.scalar == "block" || step["input"] != nil { isHeld = true }
        if step.scalar == "wait" || step["wait"] != nil { before = open + held }
        let commands = step["command"] ?? step["commands"]
        guard let commands else { continue }
        let node = graph.job(
          "step \(step["label"]?.scalar ?? step["key"]?.scalar ?? "")", at: file.location(of: step))
        graph.sequences.chain(graph.addLines(commands, at: site(node, file, index, .stopping)))
        if step["soft_fail"]?.truth == true { graph.setHidden(behind: node) }
        for earlier in before { graph.sequences.add(earlier, before: node) }
        if isHeld { held.append(node) } else { open.append(node) }
      }
      start(open, [(.push, nil)], location, index, &graph)
      if !held.isEmpty { start(held, [(.manual, nil)], location, index, &graph) }
    }
  }

  /// Drone and Woodpecker: steps in order, `when.event` says what starts them.
  private static func addDrone(_ graph: inout GraphBuilder) {
    let isMeant = { (path: String) in
      [".drone.yml", ".drone.yaml", ".woodpecker.yml", ".woodpecker.yaml"].contains(path)
        || path.hasPrefix(".woodpecker/")
    }
    for (index, file) in graph.structuredFiles(isMeant) {
      for root in file.documents {
        guard let steps = root["steps"] ?? root["pipeline"] else { continue }
        let node = graph.job("pipeline \(root["name"]?.scalar ?? "")", at: file.location(of: steps))
        var order: [ScriptStep] = []
        let listed = steps.isSequence ? steps.elements : steps.members.map(\.value)
        for step in listed {
          let hides = step["failure"]?.scalar == "ignore"
          order += graph.addLines(
            step["commands"], at: site(node, file, index, .stopping), hidesFailure: hides)
        }
        graph.sequences.chain(order)
        let when = root["trigger"] ?? root["when"]
        let events = (when?.listed ?? []).flatMap {
          ($0["event"]?["include"] ?? $0["event"])?.listed ?? []
        }.compactMap(\.scalar)
        start([node], kinds(ofEvents: events, cron: when), file.location(of: steps), index, &graph)
      }
    }
  }

  private static func kinds(ofEvents events: [String], cron: Node?) -> [(TriggerKind, String?)] {
    var found: [(TriggerKind, String?)] = []
    for event in events {
      switch event {
      case "push": found.append((.push, nil))
      case "pull_request": found.append((.pullRequest, nil))
      case "tag", "release": found.append((.release, nil))
      case "cron": found.append((.schedule, cron?["cron"]?.listed.first?.scalar))
      case "custom", "promote", "rollback", "manual": found.append((.manual, nil))
      default: found.append((.event, event))
      }
    }
    return found.isEmpty ? [(.push, nil), (.pullRequest, nil)] : found
  }

  /// Cirrus CI: every `*_task`, its `*_script` keys in order.
  private static func addCirrus(_ graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ $0 == ".cirrus.yml" }) {
      var nodes: [Int] = []
      for member in file.documents.first?.members ?? [] {
        guard let name = member.key.scalar, name.hasSuffix("task") else { continue }
        if member.value["trigger_type"]?.scalar == "manual" { continue }
        let node = graph.job(name, at: file.location(of: member.key))
        var order: [ScriptStep] = []
        for part in member.value.members where part.key.scalar?.hasSuffix("script") ?? false {
          order += graph.addLines(part.value, at: site(node, file, index, .stopping))
        }
        graph.sequences.chain(order)
        if member.value["allow_failures"]?.truth == true { graph.setHidden(behind: node) }
        nodes.append(node)
      }
      start(
        nodes, [(.push, nil), (.pullRequest, nil)], Location(path: file.source.path), index, &graph)
    }
  }

  /// AppVeyor: build and test phases.
  private static func addAppVeyor(_ graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ ["appveyor.yml", ".appveyor.yml"].contains($0) }) {
      guard let root = file.documents.first else { continue }
      let node = graph.job("build", at: Location(path: file.source.path))
      var order: [ScriptStep] = []
      for phase in [
        "init", "install", "before_build", "build_script", "before_test", "test_script",
        "deploy_script",
      ] {
        for line in root[phase]?.listed ?? [] {
          let command = line.isMapping ? line["cmd"] ?? line["sh"] ?? line["ps"] ?? .null : line
          order += graph.addLines(command, at: site(node, file, index, .stopping))
        }
      }
      graph.sequences.chain(order)
      start(
        [node], [(.push, nil), (.pullRequest, nil)], Location(path: file.source.path), index, &graph
      )
    }
  }

  /// Cloud Build: one command a step; what starts it stands elsewhere.
  private static func addCloudBuild(_ graph: inout GraphBuilder) {
    let isMeant = { (path: String) in FileIndex.name(of: path).lowercased().hasPrefix("cloudbuild")
    }
    for (index, file) in graph.structuredFiles(isMeant) {
      guard let steps = file.documents.first?["steps"] else { continue }
      let node = graph.job("build \(file.source.path)", at: file.location(of: steps))
      graph.connect(index, node)
      var order: [ScriptStep] = []
      for step in steps.elements {
        var own = site(node, file, index, .plain)
        if let folder = step["dir"]?.scalar { own.context.enter(folder, files: graph.files) }
        let hides = step["allowFailure"]?.truth == true
        if let script = step["script"] {
          order += graph.addLines(script, at: own, hidesFailure: hides)
          continue
        }
        order += addImageStep(step, own, hides, &graph)
      }
      graph.sequences.chain(order)
      startCloudBuild(node, file, index, &graph)
    }
  }

  /// `name: python`, `entrypoint: bash`, `args: [-c, …]`: the image's program with its arguments.
  private static func addImageStep(
    _ step: Node, _ site: JobSite, _ hides: Bool, _ graph: inout GraphBuilder
  ) -> [ScriptStep] {
    let image = step["name"]?.scalar ?? ""
    let program =
      step["entrypoint"]?.scalar ?? image.split(separator: "/").last.map {
        String($0.prefix { $0 != ":" })
      } ?? ""
    let words = [program] + (step["args"]?.listed ?? []).compactMap(\.scalar)
    guard let place = step["args"] ?? step["name"] else { return [] }
    let node = graph.command(
      CommandNode(
        origin: .step, words: words, text: words.joined(separator: " "),
        location: site.file.location(of: place), file: site.context.file), context: site.context)
    graph.connect(site.node, node, hidesFailure: hides)
    return [ScriptStep(node: node, isSeen: !hides)]
  }

  /// A trigger resource of Terraform's that names the file, or none.
  private static func startCloudBuild(
    _ node: Int, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    for resource in graph.facts.resources where resource.kind == "google_cloudbuild_trigger" {
      let body = resource.body
      guard let name = body["filename"]?.scalar, file.source.path.hasSuffix(name),
        body["disabled"]?.truth != true
      else { continue }
      let github = body["github"]?.listed.first ?? body["github"]
      let kind: TriggerKind = github?["pull_request"] != nil ? .pullRequest : .push
      start([node], [(kind, nil)], resource.location, resource.file, &graph)
    }
  }

  /// CodeBuild: the phases of a buildspec, in order.
  private static func addCodeBuild(_ graph: inout GraphBuilder) {
    let isMeant = { (path: String) in FileIndex.name(of: path).lowercased().contains("buildspec") }
    for (index, file) in graph.structuredFiles(isMeant) {
      guard let phases = file.documents.first?["phases"] else { continue }
      let node = graph.job("build \(file.source.path)", at: file.location(of: phases))
      graph.connect(index, node)
      var order: [ScriptStep] = []
      for phase in ["install", "pre_build", "build", "post_build"] {
        guard let body = phases[phase] else { continue }
        let steps = graph.addLines(body["commands"], at: site(node, file, index, .plain))
        // A failed build phase still runs post_build, unless it aborts.
        order += phase == "post_build" ? [] : steps
      }
      graph.sequences.chain(order)
    }
  }
}
