internal import Facts
internal import Text

extension GraphBuilder {
  /// Adds the stages of `dvc.yaml` files with their commands, in the order of what they need of each other.
  mutating func addDvcStages() {
    for (index, file) in facts.files.enumerated() where FileIndex.name(of: file.path) == "dvc.yaml"
    {
      guard let structured = facts.structured(index),
        let stages = structured.documents.first?["stages"]
      else { continue }
      let folder = FileIndex.folder(of: file.path)
      var found = TargetTable.TaskFolder(file: index, folder: folder)
      var makers: [String: Int] = [:]
      for member in stages.members {
        guard let name = member.key.scalar else { continue }
        let node = add(.stage, at: structured.location(of: member.key), what: "dvc stage \(name)")
        found.nodes[name] = node
        found.defaults.append(node)
        for output in outputs(of: member.value) { makers[output] = node }
        addStage(member.value, node, folder, structured, index)
      }
      for member in stages.members {
        guard let name = member.key.scalar, let node = found.nodes[name] else { continue }
        for dependency in (member.value["deps"]?.listed ?? []).compactMap(\.scalar) {
          guard
            let maker = makers[dependency]
              ?? makers.first(where: { dependency.hasPrefix($0.key + "/") })?.value,
            maker != node
          else { continue }
          connect(node, maker)
          sequences.add(maker, before: node)
        }
      }
      targets.define("dvc", found)
    }
  }

  private func outputs(of stage: Node) -> [String] {
    ["outs", "metrics", "plots"].flatMap { stage[$0]?.listed ?? [] }.compactMap {
      $0.scalar ?? $0.members.first?.key.scalar
    }
  }

  private mutating func addStage(
    _ stage: Node, _ node: Int, _ folder: String, _ file: StructuredFile, _ index: Int
  ) {
    var context = CommandContext(folder: folder, file: index, origin: .target)
    let body = stage["do"] ?? stage
    if let own = (body["wdir"] ?? stage["wdir"])?.scalar { context.enter(own, files: files) }
    var steps: [ScriptStep] = []
    for command in body["cmd"]?.listed ?? [] {
      guard let script = ScriptText(command, in: file) else { continue }
      steps += addScript(script, below: node, context: context, shell: .stopping)
    }
    sequences.chain(steps)
  }
}
