/// Which places the run of each entry includes.
struct EntryMembership: Sendable {
  /// By node, the entries that reach it, as bits.
  private let bits: [[UInt64]]
  private let count: Int

  /// Beyond this many entries the later ones are left out, which only makes `within: run` find less.
  private static let limit = 2048

  init(entries: [Int], edges: [[GraphEdge]], nodeCount: Int) {
    let entries = entries.prefix(EntryMembership.limit)
    count = entries.count
    let words = (entries.count + 63) / 64
    var bits = Array(repeating: [UInt64](), count: nodeCount)
    var seen = Array(repeating: -1, count: nodeCount)
    for (number, entry) in entries.enumerated() {
      var waiting = [entry]
      seen[entry] = number
      while let next = waiting.popLast() {
        if bits[next].isEmpty { bits[next] = Array(repeating: 0, count: words) }
        bits[next][number / 64] |= 1 << UInt64(number % 64)
        for edge in edges[next] where edge.way != .imports && seen[Int(edge.target)] != number {
          seen[Int(edge.target)] = number
          waiting.append(Int(edge.target))
        }
      }
    }
    self.bits = bits
  }

  func entries(of node: Int) -> Set<Int> {
    guard bits.indices.contains(node), !bits[node].isEmpty else { return [] }
    var found: Set<Int> = []
    for (word, value) in bits[node].enumerated() where value != 0 {
      for bit in 0..<64 where value & (1 << UInt64(bit)) != 0 { found.insert(word * 64 + bit) }
    }
    return found
  }
}
