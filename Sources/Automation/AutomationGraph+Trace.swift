internal import Facts

/// What runs one place: its best chain for each kind of trigger, or what comes nearest.
package struct Trace: Sendable {
  package let path: String
  package let line: Int?
  package let reaches: [Reach]
  package let nearest: String?

  package init(path: String, line: Int?, reaches: [Reach], nearest: String?) {
    self.path = path
    self.line = line
    self.reaches = reaches
    self.nearest = nearest
  }
}

extension AutomationGraph {
  /// What runs a line of a file, or with no line the file; nil where there is no such file.
  package func trace(path: String, line: Int? = nil) -> Trace? {
    guard let file = facts.files.firstIndex(where: { $0.path == path }) else { return nil }
    let anchors = anchors(file, line)
    var best: [TriggerKind: Reach] = [:]
    for anchor in anchors {
      for reach in reaches(anchor) {
        guard let known = best[reach.trigger] else {
          best[reach.trigger] = reach
          continue
        }
        if AutomationGraph.isBetter(reach, than: known) { best[reach.trigger] = reach }
      }
    }
    let isAutomatic = best.values.contains { $0.trigger != .manual }
    let nearest = isAutomatic ? nil : anchors.lazy.compactMap { self.nearestMiss($0) }.first
    return Trace(
      path: path, line: line, reaches: best.values.sorted { $0.trigger < $1.trigger },
      nearest: nearest)
  }

  /// What stands at a line: commands, else the innermost definition; for a whole file the file and what it runs.
  private func anchors(_ file: Int, _ line: Int?) -> [Anchor] {
    guard let line else {
      let body = code.module(ofFile: file).map { [Anchor.definition($0)] } ?? []
      return [.file(file)] + body
    }
    let here = commands.indices.filter {
      commands[$0].file == file && commands[$0].location.line == line
    }
    if !here.isEmpty { return here.map { .command($0) } }
    let inside = facts.definitions.indices.filter {
      let definition = facts.definitions[$0]
      return definition.file == file && definition.kind != .module
        && definition.location.line <= line && line <= definition.lastLine
    }
    let innermost = inside.max {
      facts.definitions[$0].location < facts.definitions[$1].location
    }
    if let innermost { return [.definition(innermost)] }
    guard let body = code.module(ofFile: file) else { return [.file(file)] }
    return [anchor(body, at: Location(path: facts.files[file].path, line: line))]
  }

  private static func isBetter(_ a: Reach, than b: Reach) -> Bool {
    func rank(_ reach: Reach) -> (Int, Int, Int, Int) {
      (
        reach.by == .imports ? 1 : 0, reach.isFailureSeen ? 0 : 1, reach.through == .run ? 0 : 1,
        reach.chain.count
      )
    }
    return rank(a) < rank(b)
  }
}
