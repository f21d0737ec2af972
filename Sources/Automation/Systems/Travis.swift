internal import Facts
internal import Text

/// Travis CI: phases, job matrices and stages of `.travis.yml`.
enum Travis {
  private static let phases = ["before_install", "install", "before_script", "script"]

  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ $0 == ".travis.yml" }) {
      guard let root = file.documents.first else { continue }
      let jobs = (root["jobs"] ?? root["matrix"])?["include"]?.elements ?? []
      var nodes: [Int] = []
      if jobs.isEmpty || root["script"] != nil {
        nodes.append(addJob(root, root, "job", file, index, &graph))
      }
      for job in jobs where job["script"] != nil || job["stage"] != nil {
        nodes.append(
          addJob(
            job, root, "job \(job["name"]?.scalar ?? job["stage"]?.scalar ?? "")", file, index,
            &graph))
      }
      for kind in [TriggerKind.push, .pullRequest] {
        let trigger = graph.trigger(kind, at: Location(path: file.source.path), file: index)
        graph.connect(trigger, index)
        for node in nodes { graph.connect(trigger, node) }
      }
    }
  }

  private static func addJob(
    _ job: Node, _ root: Node, _ what: String, _ file: StructuredFile, _ index: Int,
    _ graph: inout GraphBuilder
  ) -> Int {
    let node = graph.job(what, at: file.location(of: job))
    // Travis runs every line of a phase and notes which failed.
    let site = JobSite(
      node: node, file: file, context: CommandContext(folder: "", file: index, origin: .step),
      shell: .plain)
    var steps: [ScriptStep] = []
    for phase in phases {
      steps += graph.addLines(job[phase] ?? root[phase], at: site)
    }
    for phase in ["after_success", "after_script", "deploy"] {
      let later = graph.addLines(
        (job[phase] ?? root[phase])?["script"] ?? (job[phase] ?? root[phase]), at: site,
        hidesFailure: phase != "deploy")
      if phase != "after_script" { steps += later }
    }
    graph.sequences.chain(steps)
    return node
  }
}
