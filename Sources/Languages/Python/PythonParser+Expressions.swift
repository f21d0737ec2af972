extension PythonParser {
  /// How tightly operators bind (§6.17), loosest first.
  enum Power {
    static let lowest = 0
    static let or = 1
    static let and = 2
    static let not = 3
    static let comparison = 4
    static let bar = 5
    static let caret = 6
    static let ampersand = 7
    static let shift = 8
    static let sum = 9
    static let product = 10
    static let sign = 11
    static let exponent = 12
    static let primary = 13
  }

  /// The expression that ends the arena: where its subtree begins, and its first byte, parentheses included.
  struct Operand {
    let first: Int32
    let start: Int32
    let index: Int32

    var expression: PythonOutline.Expression { PythonOutline.Expression(index: index) }
  }

  /// Adds a node over all nodes from `first` on.
  mutating func push(
    _ kind: PythonOutline.ExpressionKind, first: Int32, start: Int32, payload: Int32 = -1,
    marks: PythonOutline.Marks = []
  ) -> Operand {
    let index = Int32(truncatingIfNeeded: outline.nodes.count)
    outline.nodes.append(
      PythonOutline.ExpressionNode(
        kind: kind, marks: marks, first: first, start: start, end: end, payload: payload))
    return Operand(first: first, start: start, index: index)
  }

  /// Adds a node for a token that stands for itself.
  mutating func leaf(_ kind: PythonOutline.ExpressionKind, _ token: PythonToken) -> Operand {
    push(kind, first: Int32(truncatingIfNeeded: outline.nodes.count), start: token.start)
  }

  var nextNode: Int32 { Int32(truncatingIfNeeded: outline.nodes.count) }

  // MARK: Lists

  /// Reads one expression, or several with commas as a tuple; `yield` where a value may be one.
  mutating func valueList() throws(PythonFault) -> Operand {
    kind == .yield ? try yield() : try expressionList()
  }

  mutating func expressionList(_ power: Int = Power.lowest) throws(PythonFault) -> Operand {
    let first = try starredOrExpression(power)
    guard kind == .comma else { return first }
    while accept(.comma) {
      if endsList { break }
      _ = try starredOrExpression(power)
    }
    return push(.tuple, first: first.first, start: first.start)
  }

  /// Whether a comma before this token was the last.
  private var endsList: Bool {
    switch kind {
    case .newline, .semicolon, .assign, .augmentedAssign, .closeParenthesis, .closeBracket,
      .closeBrace, .colon, .in, .exclamation:
      true
    default: false
    }
  }

  mutating func starredOrExpression(_ power: Int) throws(PythonFault) -> Operand {
    guard kind == .star else { return try expression(power) }
    let start = tokens[at].start
    at += 1
    let inner = try expression(Power.bar)
    return push(.starred, first: inner.first, start: start)
  }

  mutating func yield() throws(PythonFault) -> Operand {
    let start = tokens[at].start
    let first = nextNode
    at += 1
    if accept(.from) {
      _ = try expression()
    } else if !endsList {
      _ = try expressionList()
    }
    return push(.yield, first: first, start: start)
  }

  // MARK: Operators

  /// Reads an expression of operators that bind at least as tightly as asked.
  mutating func expression(_ power: Int = Power.lowest) throws(PythonFault) -> Operand {
    depth += 1
    defer { depth -= 1 }
    guard depth <= PythonParser.deepestExpression else { throw PythonFault(.tooDeep, here) }
    var left = try prefixed(power)
    while let bound = boundPower(left), power <= bound { left = try infix(left, bound) }
    return left
  }

  /// How tightly the operator that follows binds; nil where none does.
  private func boundPower(_ left: Operand) -> Int? {
    switch kind {
    case .star, .slash, .doubleSlash, .percent, .at: Power.product
    case .plus, .minus: Power.sum
    case .doubleStar: Power.exponent
    case .bar: Power.bar
    case .ampersand: Power.ampersand
    case .caret: Power.caret
    case .shiftLeft, .shiftRight: Power.shift
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .is, .not:
      Power.comparison
    case .and: Power.and
    case .or: Power.or
    case .if: Power.lowest
    case .walrus: outline.kind(of: left.expression) == .name ? Power.lowest : nil
    default: nil
    }
  }

  private mutating func infix(_ left: Operand, _ power: Int) throws(PythonFault) -> Operand {
    switch kind {
    case .and, .or: return try boolean(left, power)
    case .if: return try ternary(left)
    case .walrus: return try walrus(left)
    default: break
    }
    if power == Power.comparison { return try comparison(left) }
    let isExponent = kind == .doubleStar
    at += 1
    _ = try expression(isExponent ? Power.sign : power + 1)
    return push(.binary, first: left.first, start: left.start)
  }

  private mutating func prefixed(_ power: Int) throws(PythonFault) -> Operand {
    let start = tokens[at].start
    switch kind {
    case .minus: return try unary(.minus, start)
    case .plus: return try unary(.plus, start)
    case .tilde: return try unary(.invert, start)
    case .not:
      guard power <= Power.not else { throw PythonFault(.expectedExpression, here) }
      at += 1
      let inner = try expression(Power.not)
      return push(.not, first: inner.first, start: start)
    case .lambda:
      guard power <= Power.or else { throw PythonFault(.expectedExpression, here) }
      return try lambda()
    case .await:
      at += 1
      let inner = try primary()
      if let call = outline.call(of: inner.expression) { outline.calls[call].isAwaited = true }
      return push(.await, first: inner.first, start: start)
    default: return try primary()
    }
  }

  private mutating func unary(_ kind: PythonOutline.ExpressionKind, _ start: Int32)
    throws(PythonFault) -> Operand
  {
    at += 1
    let inner = try expression(Power.sign)
    return push(kind, first: inner.first, start: start)
  }

  private mutating func boolean(_ left: Operand, _ power: Int) throws(PythonFault) -> Operand {
    let token = kind
    while accept(token) { _ = try expression(power + 1) }
    return push(token == .and ? .and : .or, first: left.first, start: left.start)
  }

  private mutating func comparison(_ left: Operand) throws(PythonFault) -> Operand {
    // An operand may hold a comparison of its own: the operators of this one are kept together.
    var operators: [PythonOutline.ComparisonOperator] = []
    while let found = comparisonOperator() {
      operators.append(found)
      _ = try expression(Power.comparison + 1)
    }
    guard !operators.isEmpty else { throw PythonFault(.unexpected, here) }
    let payload = Int32(truncatingIfNeeded: outline.comparisonOperators.count)
    outline.comparisonOperators += operators
    return push(.comparison, first: left.first, start: left.start, payload: payload)
  }

  private mutating func comparisonOperator() -> PythonOutline.ComparisonOperator? {
    let found: PythonOutline.ComparisonOperator
    switch kind {
    case .equal: found = .equal
    case .notEqual: found = .notEqual
    case .less: found = .less
    case .lessOrEqual: found = .lessOrEqual
    case .greater: found = .greater
    case .greaterOrEqual: found = .greaterOrEqual
    case .in: found = .isIn
    case .not where tokens[at + 1].kind == .in:
      at += 1
      found = .isNotIn
    case .is where tokens[at + 1].kind == .not:
      at += 1
      found = .isNotSame
    case .is: found = .isSame
    default: return nil
    }
    at += 1
    return found
  }

  private mutating func ternary(_ left: Operand) throws(PythonFault) -> Operand {
    let offset = here
    at += 1
    let test = try expression(Power.or)
    try expect(.else)
    _ = try expression()
    let condition = addCondition(.ternary, test.expression, at: offset)
    return push(.ternary, first: left.first, start: left.start, payload: Int32(condition))
  }

  private mutating func walrus(_ left: Operand) throws(PythonFault) -> Operand {
    at += 1
    let value = try expression()
    let rows = outline.expressionLists.count
    addTarget(left.expression)
    addAssignment(.walrus, from: rows, value: value.expression)
    return push(.walrus, first: left.first, start: left.start)
  }

  private mutating func lambda() throws(PythonFault) -> Operand {
    let start = tokens[at].start
    let first = nextNode
    at += 1
    try parameterList(until: .colon, isLambda: true)
    try expect(.colon)
    _ = try expression()
    return push(.lambda, first: first, start: start)
  }
}
