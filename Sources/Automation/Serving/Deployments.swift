internal import Facts
internal import Text

/// What a deployment starts: containers of Kubernetes, its cron jobs, functions in the cloud, pipelines of CodePipeline, and
/// everything that only has to be applied.
struct Deployments {
  static func add(to graph: inout GraphBuilder) {
    var applied: Set<Int> = []
    for resource in graph.facts.resources {
      guard isCounted(graph.facts.files[resource.file].role) else { continue }
      if applied.insert(resource.file).inserted {
        let trigger = graph.trigger(.deployment, at: resource.location, file: resource.file)
        graph.connect(trigger, resource.file)
      }
      add(resource, &graph)
    }
    addServerless(&graph)
    CodePipeline.add(to: &graph)
  }

  static func isCounted(_ role: Role) -> Bool {
    ![
      .vendored, .teaching, .test, .fixture, .template, .generated, .docs, .agent, .changelog,
      .plan,
    ]
    .contains(role)
  }

  private static func add(_ resource: ResourceFact, _ graph: inout GraphBuilder) {
    let spec = resource.body["spec"]
    switch resource.kind {
    case "CronJob":
      let containers = spec?["jobTemplate"]?["spec"]?["template"]?["spec"]?["containers"]
      addScheduled(resource, spec?["schedule"], containers?.elements ?? [], &graph)
    case "CronWorkflow":
      let templates = spec?["workflowSpec"]?["templates"]?.elements ?? []
      let containers = templates.compactMap { $0["container"] ?? $0["script"] }
      addScheduled(
        resource, spec?["schedule"] ?? spec?["schedules"]?.elements.first, containers, &graph)
    case "ScheduledSparkApplication":
      let template = spec?["template"]
      addScheduled(resource, spec?["schedule"], [template].compactMap { $0 }, &graph)
    case "Deployment", "StatefulSet", "DaemonSet", "Rollout", "DeploymentConfig":
      addServed(resource, spec?["template"]?["spec"]?["containers"]?.elements ?? [], &graph)
    case "Service" where spec?["template"]?["spec"]?["containers"] != nil:
      addServed(resource, spec?["template"]?["spec"]?["containers"]?.elements ?? [], &graph)
    case "InferenceService", "SeldonDeployment":
      let containers = resource.body.below(limit: 2000).flatMap { $0["containers"]?.elements ?? [] }
      addServed(resource, containers, &graph)
    case "AWS::Serverless::Function", "AWS::Lambda::Function", "aws_lambda_function":
      addFunction(resource, &graph)
    default: break
    }
  }

  // MARK: Kubernetes

  private static func addScheduled(
    _ resource: ResourceFact, _ schedule: Node?, _ containers: [Node], _ graph: inout GraphBuilder
  ) {
    let node = graph.job("\(resource.kind) \(resource.name)", at: resource.location)
    let isSuspended = resource.body["spec"]?["suspend"]?.truth == true
    let trigger = graph.trigger(
      isSuspended ? .manual : .schedule, cadence: isSuspended ? nil : schedule?.scalar,
      at: place(schedule, resource, graph), file: resource.file)
    graph.connect(trigger, node)
    for container in containers { addContainer(container, node, resource, &graph) }
  }

  private static func addServed(
    _ resource: ResourceFact, _ containers: [Node], _ graph: inout GraphBuilder
  ) {
    guard !containers.isEmpty else { return }
    let node = graph.job("\(resource.kind) \(resource.name)", at: resource.location)
    graph.connect(graph.trigger(.serving, at: resource.location, file: resource.file), node)
    for container in containers { addContainer(container, node, resource, &graph) }
  }

  private static func place(_ node: Node?, _ resource: ResourceFact, _ graph: GraphBuilder)
    -> Location
  {
    guard let node, let file = graph.facts.structured(resource.file) else {
      return resource.location
    }
    return file.location(of: node)
  }

  /// A container's command with its arguments, or what its image starts.
  private static func addContainer(
    _ container: Node, _ node: Int, _ resource: ResourceFact, _ graph: inout GraphBuilder
  ) {
    var context = CommandContext(folder: "", file: resource.file, origin: .docker)
    context.variables = [:]
    if let script = container["source"], let file = graph.facts.structured(resource.file),
      let text = ScriptText(script, in: file)
    {
      graph.addScript(text, below: node, context: context, shell: .plain)
      return
    }
    if let main = container["mainApplicationFile"]?.scalar {
      addProgram(
        ["spark-submit", FileIndex.name(of: main)], container, node, resource, context, &graph)
      return
    }
    let words = (container["command"]?.listed ?? []).compactMap(\.scalar)
    let arguments = (container["args"]?.listed ?? []).compactMap(\.scalar)
    if words.isEmpty, let image = container["image"]?.scalar,
      let start = start(ofImage: image, graph)
    {
      graph.connect(node, start)
    }
    guard !(words + arguments).isEmpty else { return }
    addProgram(words + arguments, container, node, resource, context, &graph)
  }

  private static func addProgram(
    _ words: [String], _ container: Node, _ node: Int, _ resource: ResourceFact,
    _ context: CommandContext, _ graph: inout GraphBuilder
  ) {
    let located = words.map { word in
      word.hasPrefix("/") && !word.contains(" ") ? FileSchedules.located(word, graph) : word
    }
    let command = graph.command(
      CommandNode(
        origin: .docker, words: located, text: words.joined(separator: " "),
        location: place(container["command"] ?? container["args"], resource, graph),
        file: resource.file), context: context)
    graph.connect(node, command)
  }

  /// The start of the Dockerfile whose folder or tag is called like an image.
  static func start(ofImage image: String, _ graph: GraphBuilder) -> Int? {
    let last = image.split(separator: "/").last.map(String.init) ?? image
    let name = String(last.prefix { $0 != ":" && $0 != "@" })
    guard !name.isEmpty, !name.contains("{") else { return nil }
    if let file = graph.images.tags[name] { return graph.images.images[file]?.start }
    let named = graph.images.images.values.filter { built in
      let folder = FileIndex.folder(of: graph.files.paths[built.file])
      return FileIndex.name(of: folder) == name
        || graph.files.paths[built.file].hasSuffix("Dockerfile.\(name)")
    }
    return named.count == 1 ? named.first?.start : nil
  }

  // MARK: Functions

  /// A function in the cloud, by its handler `module.function` and the events that call it.
  private static func addFunction(_ resource: ResourceFact, _ graph: inout GraphBuilder) {
    let properties = resource.body["Properties"] ?? resource.body
    guard let handler = (properties["Handler"] ?? properties["handler"])?.scalar else { return }
    let folder = properties["CodeUri"]?.scalar ?? properties["Code"]?.scalar ?? ""
    let node = graph.job("function \(resource.name)", at: resource.location)
    connect(node, handler, folder, resource.file, &graph)
    var isStarted = false
    for event in properties["Events"]?.members ?? [] {
      isStarted = true
      let kind = kind(ofEvent: event.value["Type"]?.scalar ?? "")
      if event.value["Properties"]?["Enabled"]?.truth == false { continue }
      let cadence =
        (event.value["Properties"]?["Schedule"] ?? event.value["Properties"]?["ScheduleExpression"])?
        .scalar
      graph.connect(
        graph.trigger(
          kind, cadence: cadence, at: place(event.value, resource, graph), file: resource.file),
        node)
    }
    if !isStarted {
      graph.connect(graph.trigger(.serving, at: resource.location, file: resource.file), node)
    }
  }

  private static func kind(ofEvent type: String) -> TriggerKind {
    switch type {
    case "Schedule", "ScheduleV2": .schedule
    case "Api", "HttpApi": .serving
    case "S3", "SQS", "Kinesis", "DynamoDB", "MSK", "stream", "s3", "sqs": .ingest
    default: .event
    }
  }

  private static func connect(
    _ node: Int, _ handler: String, _ folder: String, _ file: Int, _ graph: inout GraphBuilder
  ) {
    let parts = handler.split(separator: ".").map(String.init)
    guard parts.count > 1, let function = parts.last else { return }
    let path = parts.dropLast().joined(separator: "/") + ".py"
    let own = FileIndex.folder(of: graph.files.paths[file])
    let homes = [own, ""].compactMap { FileIndex.join($0, folder) } + [own, ""]
    let direct = graph.files.file(path, from: homes)
    let ending = graph.files.named(FileIndex.name(of: path)).filter {
      graph.files.paths[$0] == path || graph.files.paths[$0].hasSuffix("/" + path)
    }
    guard let found = direct ?? (ending.count == 1 ? ending.first : nil) else { return }
    graph.pendingEntries.append(("\(graph.files.paths[found]):\(function)", file, node))
  }

  /// `serverless.yml`: functions with handlers and events.
  private static func addServerless(_ graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({
      ["serverless.yml", "serverless.yaml"].contains(FileIndex.name(of: $0))
    }) {
      for function in file.documents.first?["functions"]?.members ?? [] {
        let node = graph.job(
          "function \(function.key.scalar ?? "")", at: file.location(of: function.key))
        if let handler = function.value["handler"]?.scalar {
          connect(node, handler.replacing("/", with: "."), "", index, &graph)
        }
        for event in function.value["events"]?.elements ?? [] {
          let member = event.members.first
          let name = member?.key.scalar ?? event.scalar ?? ""
          let rate = member?.value["rate"]?.listed.first?.scalar ?? member?.value.scalar
          let kind: TriggerKind =
            name == "schedule" ? .schedule : name.hasPrefix("http") ? .serving : kind(ofEvent: name)
          graph.connect(
            graph.trigger(
              kind, cadence: name == "schedule" ? rate : nil, at: file.location(of: event),
              file: index), node)
        }
      }
    }
  }
}
