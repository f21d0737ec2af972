extension PythonOutline {
  /// One call, its callee and its arguments.
  package struct Call: Sendable {
    package let callee: Expression
    package internal(set) var expression: Expression
    var argumentRows = Rows.none
    private let start: Int32
    var limit: Int32 = 0
    private let scopeRow: Int32
    private let statementRow: Int32
    private let receiverRow: Int32
    var assignmentRow: Int32 = -1
    /// Under `if __name__ == "__main__":`.
    package let isUnderMain: Bool
    /// It stands as a statement of its own, its result unused.
    package internal(set) var isDiscarded = false
    package internal(set) var isAwaited = false

    init(
      callee: Expression, start: Int32, scope: Int, statement: Int, receiver: Int?,
      isUnderMain: Bool
    ) {
      self.callee = callee
      expression = callee
      self.start = start
      scopeRow = Int32(truncatingIfNeeded: scope)
      statementRow = Int32(truncatingIfNeeded: statement)
      receiverRow = receiver.map { Int32(truncatingIfNeeded: $0) } ?? -1
      self.isUnderMain = isUnderMain
    }

    /// Offset of the expression's first byte: for `a.b(c)`, that of `a`.
    package var offset: Int { Int(start) }
    /// Offset behind the closing parenthesis.
    package var end: Int { Int(limit) }
    /// Index into `scopes`.
    package var scope: Int { Int(scopeRow) }
    /// Index into `statements`.
    package var statement: Int { Int(statementRow) }
    /// Index of the call that the callee's receiver is (`get()` in `get().fit()`), or nil.
    package var receiver: Int? { receiverRow >= 0 ? Int(receiverRow) : nil }
    /// Index of the assignment whose whole value it is (awaited or not), or nil.
    package var assignment: Int? { assignmentRow >= 0 ? Int(assignmentRow) : nil }
  }

  /// One argument of a call, or a base or keyword of a class.
  package struct Argument: Sendable {
    package enum Kind: Sendable {
      case positional, keyword, star, doubleStar
    }

    package let kind: Kind
    /// Empty unless it is a keyword.
    package let name: Stretch
    package let value: Expression
  }
}

extension PythonOutline {
  /// The callee as written where it is a plain dotted name (`pd.read_csv`).
  package func callee(of call: Call) -> String? { dottedName(of: call.callee) }

  /// The last name of the callee: `apply` in `df.groupby("x").apply(f)`; nil where it ends otherwise (`f()()`).
  package func member(of call: Call) -> String? { member(of: call.callee) }

  package func arguments(of call: Call) -> [Argument] { Array(arguments[call.argumentRows.range]) }

  /// The value of a keyword argument.
  package func argument(_ name: String, of call: Call) -> Expression? {
    arguments[call.argumentRows.range]
      .first { $0.kind == .keyword && holds($0.name, name) }?.value
  }

  /// The value of a positional argument, where no starred one stands before it.
  package func argument(_ position: Int, of call: Call) -> Expression? {
    let positional = arguments[call.argumentRows.range].filter { $0.kind != .keyword }
    guard position < positional.count,
      positional[...position].allSatisfy({ $0.kind == .positional })
    else { return nil }
    return positional[position].value
  }

  /// The dotted names that the call's result is assigned to, unpacked ones one by one.
  package func targets(of call: Call) -> [String] {
    call.assignment.map { targetNames(of: assignments[$0]) } ?? []
  }

  /// The innermost branch condition that the call is under, as an index into `conditions`.
  package func condition(of call: Call) -> Int? {
    blocks[statements[call.statement].block].condition
  }
}
