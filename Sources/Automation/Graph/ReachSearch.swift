internal import Facts

/// How a node was come by: the worse of all its hops on every count.
///
/// Packed so that a smaller number is better: failure seen before hidden, run before exercise, calls before imports.
struct ReachState: Sendable, Hashable, Comparable {
  let rank: Int

  static let count = 18

  init(rank: Int) { self.rank = rank }

  init(isHidden: Bool, passage: Passage, way: GraphEdge.Way) {
    rank = (isHidden ? 9 : 0) + passage.rawValue * 3 + Int(way.rawValue)
  }

  /// Outside tests, in a test's own code, or in product code that a test calls.
  enum Passage: Int, Sendable { case run, inTest, exercise }

  var isHidden: Bool { rank >= 9 }
  var passage: Passage { Passage(rawValue: rank % 9 / 3) ?? .exercise }
  var way: GraphEdge.Way { GraphEdge.Way(rawValue: UInt8(rank % 3)) ?? .imports }

  /// What is only imported comes last; then failure seen before hidden, run before exercise.
  static func < (a: ReachState, b: ReachState) -> Bool {
    (a.way == .imports ? 1 : 0, a.rank) < (b.way == .imports ? 1 : 0, b.rank)
  }

  /// Whether this is at least as good on every count; running and calling weigh the same.
  func dominates(_ other: ReachState) -> Bool {
    (!isHidden || other.isHidden) && passage.rawValue <= other.passage.rawValue
      && (way != .imports || other.way == .imports)
  }
}

/// Everything that one kind of trigger reaches, with the way back from each place.
///
/// States only grow worse along a chain, so the classes of states are searched one after the other, each breadth
/// first: the first way found to a node in a state is the best and the shortest.
struct ReachSearch: Sendable {
  /// By node and state, the index of the visit that found it; -1 where none did.
  private var found: [Int32]
  private var visits: [Visit] = []

  struct Visit: Sendable {
    let node: Int32
    let state: UInt8
    /// -1 at a trigger.
    let parent: Int32
    let way: GraphEdge.Way
  }

  init(
    from roots: [Int], edges: [[GraphEdge]], isTestCode: [Bool], kind: TriggerKind,
    later laterRoots: [Int] = []
  ) {
    found = Array(repeating: -1, count: edges.count * ReachState.count)
    let mask = TriggerMask(kind)
    search(roots, edges, isTestCode, mask)
    let unseen = laterRoots.filter { best($0) == nil }
    if !unseen.isEmpty { search(unseen, edges, isTestCode, mask) }
  }

  private mutating func search(
    _ roots: [Int], _ edges: [[GraphEdge]], _ isTestCode: [Bool], _ mask: TriggerMask
  ) {
    var classes: [[Int32]] = Array(repeating: [], count: ReachState.count)
    let start = ReachState(isHidden: false, passage: .run, way: .runs)
    for root in roots { visit(root, start, parent: -1, way: .runs, &classes) }
    for rank in 0..<ReachState.count {
      var next = 0
      while next < classes[rank].count {
        let current = classes[rank][next]
        next += 1
        expand(current, edges, isTestCode, mask, &classes)
      }
    }
  }

  private mutating func expand(
    _ index: Int32, _ edges: [[GraphEdge]], _ isTestCode: [Bool], _ mask: TriggerMask,
    _ classes: inout [[Int32]]
  ) {
    let visit = visits[Int(index)]
    let state = ReachState(rank: Int(visit.state))
    for edge in edges[Int(visit.node)] where edge.kinds.contains(mask) {
      let target = Int(edge.target)
      var passage = state.passage
      if edge.entersTest, passage == .run { passage = .inTest }
      if passage == .inTest, !edge.entersTest, !isTestCode[target] { passage = .exercise }
      let next = ReachState(
        isHidden: state.isHidden || edge.hidesFailure, passage: passage,
        way: max(state.way, edge.way))
      self.visit(target, next, parent: index, way: edge.way, &classes)
    }
  }

  private mutating func visit(
    _ node: Int, _ state: ReachState, parent: Int32, way: GraphEdge.Way, _ classes: inout [[Int32]]
  ) {
    let base = node * ReachState.count
    guard found[base + state.rank] < 0 else { return }
    for rank in 0..<state.rank
    where found[base + rank] >= 0 && ReachState(rank: rank).dominates(state) { return }
    found[base + state.rank] = Int32(truncatingIfNeeded: visits.count)
    classes[state.rank].append(Int32(truncatingIfNeeded: visits.count))
    visits.append(
      Visit(
        node: Int32(truncatingIfNeeded: node), state: UInt8(truncatingIfNeeded: state.rank),
        parent: parent, way: way))
  }

  /// The best state in which a node is reached, or nil where it is not.
  func best(_ node: Int) -> ReachState? {
    let base = node * ReachState.count
    return (0..<ReachState.count).first { found[base + $0] >= 0 }.map(ReachState.init(rank:))
  }

  /// The states in which a node is reached of which none is better than another on every count, the best first.
  func states(_ node: Int) -> [ReachState] {
    let base = node * ReachState.count
    var kept: [ReachState] = []
    for rank in 0..<ReachState.count where found[base + rank] >= 0 {
      let state = ReachState(rank: rank)
      if !kept.contains(where: { $0.dominates(state) }) { kept.append(state) }
    }
    return kept.sorted()
  }

  /// The visits from the trigger to a node that was reached in a state.
  func chain(to node: Int, in state: ReachState) -> [Visit] {
    var chain: [Visit] = []
    var index = found[node * ReachState.count + state.rank]
    while index >= 0 {
      let visit = visits[Int(index)]
      chain.append(visit)
      index = visit.parent
    }
    return chain.reversed()
  }
}

extension GraphEdge.Way: Comparable {
  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
