internal import Facts
internal import Text

/// A job of a CI system: its node, its file, and what its commands know.
struct JobSite {
  let node: Int
  let file: StructuredFile
  var context: CommandContext
  var shell: ShellDefaults
}

extension GraphBuilder {
  /// Adds a list of command lines below a job; a folder that one line enters holds for the next.
  mutating func addLines(_ lines: Node?, at site: JobSite, hidesFailure: Bool = false)
    -> [ScriptStep]
  {
    var site = site
    return continueLines(lines, at: &site, hidesFailure: hidesFailure)
  }

  /// As `addLines`, leaving the site in the folder that the last line entered.
  mutating func continueLines(
    _ lines: Node?, at site: inout JobSite, hidesFailure: Bool = false
  ) -> [ScriptStep] {
    guard let lines else { return [] }
    var steps: [ScriptStep] = []
    for line in flattened(lines) {
      guard let script = ScriptText(line, in: site.file) else { continue }
      let (added, after) = runScript(
        script, below: site.node, context: site.context, shell: site.shell,
        hidesFailure: hidesFailure)
      steps += added
      site.context = after
    }
    return steps
  }

  /// The scalars of a list and of lists in it.
  private func flattened(_ node: Node) -> [Node] {
    node.isSequence ? node.elements.flatMap { $0.isSequence ? flattened($0) : [$0] } : [node]
  }

  func variables(_ node: Node?) -> [String: String] {
    var found: [String: String] = [:]
    for member in node?.members ?? [] {
      guard let key = member.key.scalar else { continue }
      if let value = member.value.scalar ?? member.value["value"]?.scalar { found[key] = value }
    }
    return found
  }

  /// A job's node, which is an entry of its own.
  mutating func job(_ what: String, at location: Location) -> Int {
    let node = add(.job, at: location, what: what)
    markEntry(node)
    return node
  }

  /// Structured files whose path a test accepts, in path order.
  func structuredFiles(_ isMeant: (String) -> Bool) -> [(index: Int, file: StructuredFile)] {
    facts.files.indices.compactMap { index in
      guard isMeant(facts.files[index].path), let file = facts.structured(index) else { return nil }
      return (index, file)
    }
  }
}
