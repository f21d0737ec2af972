package import Facts

extension AutomationGraph {
  /// What does not happen any more when a check fails: what comes later in its function, in the functions that call
  /// it, in the script, job or pipeline around it, and all that those would have run.
  package func stops(_ failure: FailurePoint) -> Stops {
    var walk = FailureWalk(graph: self)
    switch failure {
    case .condition(let index):
      guard facts.conditions.indices.contains(index) else { return Stops() }
      walk.fail(at: facts.conditions[index])
    case .command(let index):
      guard commands.indices.contains(index) else { return Stops() }
      walk.fail(node: nodeOfCommand[index])
    case .call(let index):
      guard facts.calls.indices.contains(index) else { return Stops() }
      walk.fail(call: index)
    }
    var stops = walk.stops()
    stops.ci = failingRun(failure)
    return stops
  }

  /// The push or pull-request run that a failure turns red, where it is run for real and its failure is seen.
  private func failingRun(_ failure: FailurePoint) -> Reach? {
    let anchor: Anchor
    switch failure {
    case .condition(let index):
      let condition = facts.conditions[index]
      guard
        condition.kind == .assertion || [.raises, .exits, .stops].contains(condition.consequence)
      else { return nil }
      anchor = self.anchor(condition.definition, at: condition.location)
    case .command(let index): anchor = .command(index)
    case .call(let index):
      let call = facts.calls[index]
      anchor = self.anchor(call.definition, at: call.location)
    }
    return reaches(anchor).first {
      ($0.trigger == .push || $0.trigger == .pullRequest) && $0.isFailureSeen && $0.through == .run
        && $0.by != .imports
    }
  }

  /// The anchor of a fact in a definition: the script, for what stands below the main guard.
  package func anchor(_ definition: Int, at location: Location) -> Anchor {
    guard facts.definitions.indices.contains(definition) else { return .definition(definition) }
    let owner = facts.definitions[definition]
    if owner.kind == .module, let line = code.mainGuardLine[owner.file], location.line > line {
      return .script(owner.file)
    }
    return .definition(definition)
  }
}

/// Follows a failure outwards to all that waits for what failed.
private struct FailureWalk {
  let graph: AutomationGraph
  private var failed: Set<Int> = []
  private var stopped: Set<Int> = []
  private var calls: Set<Int> = []
  private var waiting: [Int] = []

  init(graph: AutomationGraph) { self.graph = graph }

  mutating func fail(at condition: ConditionFact) {
    if condition.kind == .branch, condition.consequence == .nothing {
      // `if better: register()`: what stands inside happens only when the check is passed.
      let inside = Set(condition.bodyCalls)
      stopCalls(condition.definition) {
        $0.location > condition.location && inside.contains($0.resolved ?? $0.member)
      }
      return
    }
    stopCalls(condition.definition) {
      $0.location > condition.location && !condition.range.contains($0.range.lowerBound)
    }
    guard condition.consequence != .returns || condition.kind == .assertion else { return }
    fail(node: graph.node(graph.anchor(condition.definition, at: condition.location)))
  }

  mutating func fail(call index: Int) {
    let call = graph.facts.calls[index]
    stopCalls(call.definition) { $0.location > call.location }
    fail(node: graph.node(graph.anchor(call.definition, at: call.location)))
  }

  mutating func fail(node: Int?) {
    guard let node, failed.insert(node).inserted else { return }
    waiting.append(node)
    while let next = waiting.popLast() { spread(from: next) }
  }

  /// What waits for a node, and who fails with it.
  private mutating func spread(from node: Int) {
    for later in graph.sequences.after[node] ?? [] { stopped.insert(later) }
    for caller in graph.callers[node] where !caller.hidesFailure {
      failInCaller(Int(caller.node), of: node)
      if failed.insert(Int(caller.node)).inserted { waiting.append(Int(caller.node)) }
    }
  }

  /// In a Python caller, the calls behind the one that failed are not made.
  private mutating func failInCaller(_ caller: Int, of node: Int) {
    let definition: Int
    switch graph.nodes[caller].kind {
    case .definition(let index): definition = index
    case .script(let file):
      guard let body = graph.code.module(ofFile: file) else { return }
      definition = body
    default: return
    }
    switch graph.nodes[node].kind {
    case .definition(let callee):
      let first = graph.code.calls[definition].first {
        graph.calleesOfCall[$0].contains(callee)
      }
      guard let place = first.map({ graph.facts.calls[$0].location }) else { return }
      stopCalls(definition) { $0.location > place }
    case .command(let index):
      let place = graph.commands[index].location
      stopCalls(definition) { $0.location > place }
    default: return
    }
  }

  private mutating func stopCalls(_ definition: Int, _ isLater: (CallFact) -> Bool) {
    for index in graph.code.calls[definition] where isLater(graph.facts.calls[index]) {
      // What is raised is no work left undone.
      let member = graph.facts.calls[index].member
      guard !member.hasSuffix("Error"), !member.hasSuffix("Exception") else { continue }
      guard calls.insert(index).inserted else { continue }
      for callee in graph.calleesOfCall[index] {
        stopped.insert(graph.facts.files.count + callee)
      }
    }
  }

  /// Everything that the stopped places would have run.
  func stops() -> Stops {
    var result = Stops(calls: calls)
    var seen = stopped.subtracting(failed)
    var waiting = Array(seen)
    while let node = waiting.popLast() {
      switch graph.nodes[node].kind {
      case .command(let index): result.commands.insert(index)
      case .definition(let index): result.calls.formUnion(graph.code.calls[index])
      case .script(let file):
        if let body = graph.code.module(ofFile: file) {
          result.calls.formUnion(graph.code.calls[body])
        }
      default: break
      }
      for edge in graph.edges[node] where edge.way != .imports {
        if seen.insert(Int(edge.target)).inserted { waiting.append(Int(edge.target)) }
      }
    }
    return result
  }
}
