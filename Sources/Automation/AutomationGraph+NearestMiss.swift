internal import Facts

extension AutomationGraph {
  /// Why nothing automatic runs a place, as near as the graph can tell; nil where something does.
  package func nearestMiss(_ anchor: Anchor) -> String? {
    guard let node = node(anchor) else { return nil }
    let found = reaches(anchor)
    let automatic = found.filter { $0.trigger != .manual }
    if let reach = automatic.first {
      if automatic.allSatisfy({ $0.by == .imports }) {
        return
          "\(place(node)) is imported by what \(reach.trigger.rawValue) runs, but nothing there calls it"
      }
      if automatic.allSatisfy({ !$0.isFailureSeen }) {
        return "\(reach.trigger.rawValue) runs it, but its failure is hidden on the way"
      }
      if automatic.allSatisfy({ $0.through == .exercise }) {
        return
          "only a test calls it: \(reach.chain.first(where: { isTest($0) })?.what ?? "a unit test")"
      }
      return nil
    }
    if let miss = missedSelection(anchor) { return miss }
    if let manual = found.first {
      let start = manual.chain.dropFirst().first ?? manual.chain.first
      return "only by hand: \(start?.what ?? "a person")"
    }
    return "nothing in the repository runs \(place(node))"
  }

  private func place(_ node: Int) -> String {
    switch nodes[node].kind {
    case .definition(let index):
      "'\(facts.definitions[index].qualname.isEmpty ? nodes[node].what : facts.definitions[index].qualname)'"
    default: "'\(nodes[node].what)'"
    }
  }

  private func isTest(_ hop: Hop) -> Bool {
    hop.location.path.contains("test")
  }

  /// A test file that an automatic test run leaves out.
  private func missedSelection(_ anchor: Anchor) -> String? {
    guard let file = file(of: anchor) else { return nil }
    let path = facts.files[file].path
    let isTested = tests.contains { facts.definitions[$0.definition].file == file }
    guard isTested else { return nil }
    for (node, value) in nodes.enumerated() {
      guard case .command(let index) = value.kind, commands[index].words.first == "pytest",
        searches.contains(where: { $0.kind != .manual && $0.search.best(node) != nil })
      else { continue }
      let folder = FileIndex.folder(of: path)
      return
        "\(commands[index].location.text) runs '\(commands[index].text)'; this test is in '\(folder.isEmpty ? "." : folder)'"
    }
    return "no workflow or schedule runs the tests in '\(FileIndex.folder(of: path))'"
  }

  /// The file that an anchor lies in.
  func file(of anchor: Anchor) -> Int? {
    switch anchor {
    case .file(let file), .script(let file): file
    case .definition(let index):
      facts.definitions.indices.contains(index) ? facts.definitions[index].file : nil
    case .command(let index): commands.indices.contains(index) ? commands[index].file : nil
    }
  }
}
