/// Who starts or calls whom, from the callee's side: for walking from a failure or a fact up to what runs it.
struct Callers: Sendable {
  struct Caller: Sendable {
    let node: Int32
    let hidesFailure: Bool
  }

  /// By node, where its callers begin in `list`; one more than there are nodes.
  private let starts: [Int32]
  private let list: [Caller]

  /// Mere imports are left out.
  init(edges: [[GraphEdge]]) {
    var counts = Array(repeating: Int32(0), count: edges.count + 1)
    for all in edges {
      for edge in all where edge.way != .imports { counts[Int(edge.target) + 1] += 1 }
    }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    starts = counts
    var next = counts
    var list = Array(repeating: Caller(node: -1, hidesFailure: false), count: Int(counts.last ?? 0))
    for (node, all) in edges.enumerated() {
      for edge in all where edge.way != .imports {
        list[Int(next[Int(edge.target)])] = Caller(
          node: Int32(truncatingIfNeeded: node), hidesFailure: edge.hidesFailure)
        next[Int(edge.target)] += 1
      }
    }
    self.list = list
  }

  subscript(node: Int) -> ArraySlice<Caller> {
    list[Int(starts[node])..<Int(starts[node + 1])]
  }

  /// The entries among a node and all that leads to it.
  func entries(above node: Int, among entries: Set<Int>) -> Set<Int> {
    var seen: Set<Int> = [node]
    var waiting = [node]
    while let next = waiting.popLast() {
      for caller in self[next] where seen.insert(Int(caller.node)).inserted {
        waiting.append(Int(caller.node))
      }
    }
    return seen.intersection(entries)
  }
}
