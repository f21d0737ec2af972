internal import Facts
internal import Text

/// Bitbucket Pipelines: default, branch, tag and pull-request pipelines; `custom` ones are started by hand.
enum Bitbucket {
  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ $0 == "bitbucket-pipelines.yml" }) {
      for section in file.documents.first?["pipelines"]?.members ?? [] {
        let kind: TriggerKind =
          switch section.key.scalar ?? "" {
          case "pull-requests": .pullRequest
          case "tags": .release
          case "custom": .manual
          default: .push
          }
        if section.value.isSequence {
          addPipeline(section.value, section.key, kind, nil, file, index, &graph)
        } else {
          for member in section.value.members {
            addPipeline(member.value, member.key, kind, member.key.scalar, file, index, &graph)
          }
        }
      }
    }
  }

  private static func addPipeline(
    _ steps: Node, _ place: Node, _ kind: TriggerKind, _ filter: String?, _ file: StructuredFile,
    _ index: Int, _ graph: inout GraphBuilder
  ) {
    let location = file.location(of: place)
    let trigger = graph.trigger(kind, cadence: filter, at: location, file: index)
    let byHand = graph.trigger(.manual, at: location, file: index)
    graph.connect(trigger, index)
    var earlier: [Int] = []
    var isHeld = false
    for entry in steps.elements {
      let group =
        entry["parallel"]?["steps"]?.elements ?? entry["parallel"]?.elements ?? entry["stage"]?[
          "steps"]?.elements ?? [entry]
      var nodes: [Int] = []
      for step in group.compactMap({ $0["step"] }) {
        if step["trigger"]?.scalar == "manual" { isHeld = true }
        let node = graph.job("step \(step["name"]?.scalar ?? "")", at: file.location(of: step))
        let site = JobSite(
          node: node, file: file, context: CommandContext(folder: "", file: index, origin: .step),
          shell: .stopping)
        graph.sequences.chain(graph.addLines(step["script"], at: site))
        _ = graph.addLines(step["after-script"], at: site, hidesFailure: true)
        graph.connect(isHeld ? byHand : trigger, node)
        nodes.append(node)
      }
      for first in earlier { for second in nodes { graph.sequences.add(first, before: second) } }
      earlier += nodes
    }
  }
}
