internal import Facts
internal import Text

/// GitLab CI: jobs with `extends`, `include`, `!reference`, stages, `needs`, rules and manual jobs.
///
/// Keywords as GitLab's "CI/CD YAML syntax reference" has them.
struct GitLab {
  private static let keywords: Set<String> = [
    "stages", "variables", "default", "include", "workflow", "image", "services", "cache",
    "before_script", "after_script", "spec",
  ]

  /// One key of the pipeline, with the file it stands in.
  private struct Entry {
    let name: Node
    let body: Node
    let file: StructuredFile
    let index: Int
  }

  private var entries: [String: Entry] = [:]
  private var order: [String] = []
  private var stages = ["build", "test", "deploy"]
  private var variables: [String: String] = [:]
  private var jobs: [String: Int] = [:]

  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({
      FileIndex.name(of: $0) == ".gitlab-ci.yml" || FileIndex.name(of: $0) == ".gitlab-ci.yaml"
    }) {
      var system = GitLab()
      system.read(index, file, &graph, depth: 0)
      system.addJobs(&graph)
    }
  }

  private mutating func read(
    _ index: Int, _ file: StructuredFile, _ graph: inout GraphBuilder, depth: Int
  ) {
    guard depth < 20 else {
      graph.report(
        "this file is included through more than 20 others", at: Location(path: file.source.path))
      return
    }
    for document in file.documents {
      for include in document["include"]?.listed ?? [] {
        self.include(include, from: file, &graph, depth: depth)
      }
      for member in document.members {
        guard let name = member.key.scalar else { continue }
        if entries[name] == nil { order.append(name) }
        entries[name] = Entry(name: member.key, body: member.value, file: file, index: index)
      }
      if let list = document["stages"] { stages = list.elements.compactMap(\.scalar) }
      variables.merge(graph.variables(document["variables"])) { $1 }
    }
  }

  private mutating func include(
    _ node: Node, from file: StructuredFile, _ graph: inout GraphBuilder, depth: Int
  ) {
    let path = node["local"]?.scalar ?? node.scalar
    guard let path, !path.contains("://"), node["project"] == nil else {
      graph.leaveOpen("includes a pipeline file from elsewhere", at: file.location(of: node))
      return
    }
    let glob = Glob(path)
    for (index, other) in graph.structuredFiles({
      path.contains("*") ? glob.matches($0) : $0 == FileIndex.join("", path)
    }) {
      read(index, other, &graph, depth: depth + 1)
    }
  }

  // MARK: Jobs

  private mutating func addJobs(_ graph: inout GraphBuilder) {
    let names = order.filter { name in
      guard !GitLab.keywords.contains(name), !name.hasPrefix("."), let entry = entries[name] else {
        return false
      }
      return value("script", of: entry.body) != nil || value("trigger", of: entry.body) != nil
        || value("run", of: entry.body) != nil
    }
    for name in names {
      guard let entry = entries[name] else { continue }
      jobs[name] = graph.job("job \(name)", at: entry.file.location(of: entry.name))
    }
    for name in names { addJob(name, &graph) }
    order(names, &graph)
  }

  private func addJob(_ name: String, _ graph: inout GraphBuilder) {
    guard let entry = entries[name], let node = jobs[name] else { return }
    var site = JobSite(
      node: node, file: entry.file,
      context: CommandContext(folder: "", file: entry.index, origin: .step), shell: .strict)
    site.context.variables = variables.merging(graph.variables(value("variables", of: entry.body)))
    { $1 }
    var steps: [ScriptStep] = []
    for key in ["before_script", "script"] {
      let own = value(key, of: entry.body)
      let shared = entries["default"]?.body[key] ?? entries[key]?.body
      guard let lines = own ?? (key == "before_script" ? shared : nil) else { continue }
      let home =
        own == nil
        ? entries["default"]?.file ?? entries[key]?.file ?? entry.file : holder(of: key, entry)
      site = JobSite(node: node, file: home, context: site.context, shell: .strict)
      steps += graph.continueLines(resolved(lines, depth: 0), at: &site)
    }
    graph.sequences.chain(steps)
    if let after = value("after_script", of: entry.body) {
      _ = graph.addLines(resolved(after, depth: 0), at: site, hidesFailure: true)
    }
    if let child = value("trigger", of: entry.body)?["include"] {
      for include in child.listed { addChild(include, node, &graph) }
    }
    if value("allow_failure", of: entry.body)?.truth == true { graph.setHidden(behind: node) }
    addTriggers(entry, node, &graph)
  }

  /// The pipeline of another file that a job starts.
  private func addChild(_ include: Node, _ node: Int, _ graph: inout GraphBuilder) {
    guard let path = include["local"]?.scalar ?? include.scalar, let full = FileIndex.join("", path)
    else { return }
    for (index, file) in graph.structuredFiles({ $0 == full }) {
      var child = GitLab()
      child.read(index, file, &graph, depth: 1)
      child.addJobs(&graph)
      for job in child.jobs.values.sorted() { graph.connect(node, job) }
    }
  }

  /// The value of a key in a job or in what it extends.
  private func value(_ key: String, of body: Node, depth: Int = 0) -> Node? {
    if let own = body[key] { return own }
    guard depth < 12 else { return nil }
    for base in (body["extends"]?.listed ?? []).compactMap(\.scalar).reversed() {
      if let found = entries[base].flatMap({ value(key, of: $0.body, depth: depth + 1) }) {
        return found
      }
    }
    return nil
  }

  /// The file in which a job, or what it extends, has a key.
  private func holder(of key: String, _ entry: Entry, depth: Int = 0) -> StructuredFile {
    if entry.body[key] != nil || depth > 12 { return entry.file }
    for base in (entry.body["extends"]?.listed ?? []).compactMap(\.scalar).reversed() {
      if let other = entries[base], value(key, of: other.body) != nil {
        return holder(of: key, other, depth: depth + 1)
      }
    }
    return entry.file
  }

  /// Lines with `!reference [job, key]` put in.
  private func resolved(_ node: Node, depth: Int) -> Node {
    guard depth < 12, node.isSequence else { return node }
    if node.tag == "!reference" {
      let path = node.elements.compactMap(\.scalar)
      var found = path.first.flatMap { entries[$0]?.body }
      for key in path.dropFirst() { found = found.flatMap { value(key, of: $0) } }
      return found.map { resolved($0, depth: depth + 1) } ?? .null
    }
    return Node(.sequence(node.elements.map { resolved($0, depth: depth + 1) }), at: node.offset)
  }

  private func order(_ names: [String], _ graph: inout GraphBuilder) {
    for name in names {
      guard let entry = entries[name], let node = jobs[name],
        value("when", of: entry.body)?.scalar != "always"
      else { continue }
      if let needs = value("needs", of: entry.body) {
        for need in needs.listed {
          if let earlier = (need.scalar ?? need["job"]?.scalar).flatMap({ jobs[$0] }) {
            graph.sequences.add(earlier, before: node)
          }
        }
        continue
      }
      let own = rank(of: entry.body)
      for other in names where other != name {
        guard let before = entries[other], rank(of: before.body) < own, let earlier = jobs[other]
        else {
          continue
        }
        graph.sequences.add(earlier, before: node)
      }
    }
  }

  private func rank(of body: Node) -> Int {
    let name = value("stage", of: body)?.scalar ?? "test"
    if name == ".pre" { return -1 }
    if name == ".post" { return stages.count }
    return stages.firstIndex(of: name) ?? 0
  }

  // MARK: Triggers

  private func addTriggers(_ entry: Entry, _ node: Int, _ graph: inout GraphBuilder) {
    let location = entry.file.location(of: entry.name)
    for (kind, cadence) in kinds(of: entry.body).sorted(by: { $0.key < $1.key }) {
      let trigger = graph.trigger(kind, cadence: cadence, at: location, file: entry.index)
      graph.connect(trigger, node)
      graph.connect(trigger, entry.index)
    }
  }

  /// What starts a job: its rules, `only`, else a push; by hand where it waits for somebody.
  private func kinds(of body: Node) -> [TriggerKind: String?] {
    if value("when", of: body)?.scalar == "manual" { return [.manual: nil] }
    if value("when", of: body)?.scalar == "never" { return [:] }
    if let rules = value("rules", of: body) {
      var found: [TriggerKind: String?] = [:]
      for rule in rules.listed.flatMap({ resolved($0, depth: 0).listed }) { read(rule, &found) }
      return found
    }
    if let only = value("only", of: body) { return kinds(only: only) }
    return [.push: nil]
  }

  private func read(_ rule: Node, _ found: inout [TriggerKind: String?]) {
    let when = rule["when"]?.scalar
    guard when != "never" else { return }
    let condition = rule["if"]?.scalar
    var kinds = GitLab.kinds(inCondition: condition ?? "")
    if when == "manual" { kinds = [.manual] }
    for kind in kinds where found[kind] == nil { found[kind] = condition }
  }

  /// Which pipelines an `if:` of a rule can mean.
  private static func kinds(inCondition text: String) -> Set<TriggerKind> {
    var found: Set<TriggerKind> = []
    if text.contains("merge_request_event") || text.contains("CI_MERGE_REQUEST") {
      found.insert(.pullRequest)
    }
    if text.contains("schedule") { found.insert(.schedule) }
    if text.contains("$CI_COMMIT_TAG"), !text.contains("== null") { found.insert(.release) }
    if text.contains("\"web\"") || text.contains("'web'") { found.insert(.manual) }
    if text.contains("\"trigger\"") || text.contains("\"pipeline\"") || text.contains("\"api\"") {
      found.insert(.event)
    }
    if text.contains("CI_COMMIT_BRANCH") || text.contains("\"push\"") || text.contains("'push'")
      || text.contains("CI_COMMIT_REF")
    {
      found.insert(.push)
    }
    return found.isEmpty ? [.push] : found
  }

  private func kinds(only: Node) -> [TriggerKind: String?] {
    var found: [TriggerKind: String?] = [:]
    for ref in (only["refs"] ?? only).listed.compactMap(\.scalar) {
      switch ref {
      case "merge_requests", "external_pull_requests": found[.pullRequest] = .some(nil)
      case "schedules": found[.schedule] = .some(nil)
      case "tags": found[.release] = .some(nil)
      case "web": found[.manual] = .some(nil)
      case "triggers", "api", "pipelines": found[.event] = .some(nil)
      default: found[.push] = ref == "branches" ? .some(nil) : .some(ref)
      }
    }
    if only["refs"] == nil, only.isMapping { found[.push] = .some(nil) }
    return found
  }
}
