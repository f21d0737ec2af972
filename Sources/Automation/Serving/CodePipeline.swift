internal import Facts
internal import Text

/// AWS CodePipeline in CloudFormation: its sources and rules as triggers, its builds by their buildspec, its stages in order.
enum CodePipeline {
  static func add(to graph: inout GraphBuilder) {
    for resource in graph.facts.resources where resource.kind == "AWS::CodePipeline::Pipeline" {
      guard Deployments.isCounted(graph.facts.files[resource.file].role),
        let file = graph.facts.structured(resource.file)
      else { continue }
      addPipeline(resource, file, &graph)
    }
  }

  private static func addPipeline(
    _ resource: ResourceFact, _ file: StructuredFile, _ graph: inout GraphBuilder
  ) {
    let root = graph.job("pipeline \(resource.name)", at: resource.location)
    var stages: [Int] = []
    var held: Int?
    for stage in resource.body["Properties"]?["Stages"]?.elements ?? [] {
      let name = stage["Name"]?.scalar ?? ""
      let node = graph.job("stage \(name)", at: file.location(of: stage))
      for earlier in stages { graph.sequences.add(earlier, before: node) }
      graph.connect(held ?? root, node)
      stages.append(node)
      for action in stage["Actions"]?.elements ?? [] {
        let provider = action["ActionTypeId"]?["Provider"]?.scalar ?? ""
        if action["ActionTypeId"]?["Category"]?.scalar == "Source" {
          addSource(provider, action, root, resource, file, &graph)
        } else if provider == "CodeBuild" {
          addBuild(action, node, resource, &graph)
        } else if provider == "Manual" {
          // What stands behind an approval waits for a person.
          held = graph.trigger(.manual, at: file.location(of: action), file: resource.file)
        }
      }
    }
    addRules(root, resource, file, &graph)
  }

  private static func addSource(
    _ provider: String, _ action: Node, _ root: Int, _ resource: ResourceFact,
    _ file: StructuredFile, _ graph: inout GraphBuilder
  ) {
    let kind: TriggerKind = provider == "S3" || provider == "ECR" ? .ingest : .push
    let trigger = graph.trigger(kind, at: file.location(of: action), file: resource.file)
    graph.connect(trigger, root)
    graph.connect(trigger, resource.file)
  }

  /// The buildspec of the project that a build action names.
  private static func addBuild(
    _ action: Node, _ node: Int, _ resource: ResourceFact, _ graph: inout GraphBuilder
  ) {
    let reference = action["Configuration"]?["ProjectName"]
    let name = reference?.scalar ?? reference?["Ref"]?.scalar ?? ""
    for project in graph.facts.resources
    where project.kind == "AWS::CodeBuild::Project" && project.file == resource.file
      && (project.name == name || name.isEmpty)
    {
      guard let path = project.body["Properties"]?["Source"]?["BuildSpec"]?.scalar else { continue }
      if let found = graph.files.file(
        path, from: ["", FileIndex.folder(of: graph.files.paths[resource.file])])
      {
        graph.connect(node, found)
      }
    }
  }

  /// Event rules whose target is the pipeline: schedules, pushes, new data, alarms.
  private static func addRules(
    _ root: Int, _ resource: ResourceFact, _ file: StructuredFile, _ graph: inout GraphBuilder
  ) {
    for rule in graph.facts.resources
    where rule.kind == "AWS::Events::Rule" && rule.file == resource.file {
      let properties = rule.body["Properties"]
      guard properties?["State"]?.scalar?.uppercased() != "DISABLED" else { continue }
      let mentions = (properties?["Targets"] ?? .null).below(limit: 500).contains {
        $0.scalar?.contains(resource.name) ?? false
      }
      guard mentions || properties?["Targets"] == nil else { continue }
      let schedule = properties?["ScheduleExpression"]
      let source = (properties?["EventPattern"]?["source"]?.listed ?? []).compactMap(\.scalar)
      let kind: TriggerKind =
        if schedule != nil {
          .schedule
        } else if source.contains("aws.codecommit") {
          .push
        } else if source.contains("aws.s3") {
          .ingest
        } else {
          .event
        }
      graph.connect(
        graph.trigger(kind, cadence: schedule?.scalar, at: rule.location, file: rule.file), root)
    }
  }
}
