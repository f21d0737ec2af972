extension PythonOutline {
  /// A way out of a definition.
  package struct Exit: Sendable {
    package let outcome: Outcome
    /// Raised by an `assert`.
    package let isAssertion: Bool
    package let scope: Int
    package let statement: Int
    package let offset: Int
  }

  /// An attribute that is read and not called: `model.feature_importances_`.
  package struct Read: Sendable {
    package let expression: Expression
    package let scope: Int
    package let offset: Int
  }

  /// Every `raise`, `assert`, `return` and exit call, in source order.
  package var exits: [Exit] {
    statements.indices.compactMap { index in
      let statement = statements[index]
      let isAssertion = statement.kind == .assert
      let found = isAssertion ? .raises("AssertionError") : outcome(ofStatement: index)
      switch found {
      case .raises, .exits, .returns:
        return Exit(
          outcome: found, isAssertion: isAssertion, scope: blocks[statement.block].scope,
          statement: index, offset: statement.offset)
      case .nothing, .leavesLoop, .calls: return nil
      }
    }
  }

  /// Attributes that are neither called nor assigned to.
  package var reads: [Read] {
    nodes.indices.compactMap { index in
      let node = nodes[index]
      guard node.kind == .attribute || (node.kind == .name && node.marks.contains(.dotted)),
        node.marks.isDisjoint(with: [.callee, .target])
      else { return nil }
      let expression = Expression(index: Int32(index))
      return Read(
        expression: expression, scope: scope(at: Int(node.start)), offset: Int(node.start))
    }
  }

  /// What follows when the condition holds, and what when it fails.
  package func outcomes(of condition: Condition) -> (holds: Outcome, fails: Outcome) {
    if condition.kind == .assert { return (.nothing, .raises("AssertionError")) }
    return (
      condition.then.map(outcome(ofBlock:)) ?? .nothing,
      condition.otherwise.map(outcome(ofBlock:)) ?? .nothing
    )
  }

  /// How a block ends: the first statement directly in it that leaves, or else the calls it makes.
  package func outcome(ofBlock block: Int) -> Outcome {
    let direct = statements(in: block)
    for statement in direct {
      let found = outcome(ofStatement: statement)
      switch found {
      case .raises, .exits, .returns, .leavesLoop: return found
      case .nothing, .calls: continue
      }
    }
    let all = direct.flatMap { statement in
      statements[statement].expression.map(calls(in:)) ?? []
    }
    return all.isEmpty ? .nothing : .calls(all)
  }

  /// Whether a block runs only where a condition holds (true) or fails (false), and which; the innermost in its scope.
  package func branch(ofBlock block: Int) -> (condition: Int, holds: Bool)? {
    guard let condition = blocks[block].condition else { return nil }
    var block = block
    while block > 0, blocks[block].condition == condition {
      if block == conditions[condition].then { return (condition, true) }
      if block == conditions[condition].otherwise { return (condition, false) }
      block = blocks[block].parent
    }
    return nil
  }

  private func outcome(ofStatement index: Int) -> Outcome {
    let statement = statements[index]
    switch statement.kind {
    case .return: return .returns(statement.expression)
    case .break, .continue: return .leavesLoop
    case .raise:
      let raised = statement.expression.flatMap(call(of:)).map { calls[$0] }
      let name = raised.flatMap(callee(of:)) ?? statement.expression.flatMap(dottedName(of:))
      guard name == "SystemExit" else { return .raises(name) }
      return .exits(raised.flatMap { argument(0, of: $0) })
    case .expression:
      guard let call = statement.expression.flatMap(call(of:)).map({ calls[$0] }),
        let name = callee(of: call), PythonOutline.exitCalls.contains(name)
      else { return .nothing }
      return .exits(argument(0, of: call))
    default: return .nothing
    }
  }

  private static let exitCalls: Set = ["sys.exit", "exit", "quit", "os._exit", "os.abort"]
}
