/// What comes after what: for each place in an order, the places that are not started when it fails.
struct Sequences: Sendable {
  /// By node, the node behind it in its script or job, where its failure ends that.
  private(set) var after: [Int: [Int]] = [:]

  mutating func add(_ first: Int, before second: Int) {
    after[first, default: []].append(second)
  }

  /// Chains steps: a failure that is seen keeps all later ones from running, one that is not keeps none.
  mutating func chain(_ steps: [ScriptStep]) {
    for (place, step) in steps.enumerated() where step.isSeen {
      for later in steps[(place + 1)...].prefix(300) { add(step.node, before: later.node) }
    }
  }
}
