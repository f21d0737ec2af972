extension PythonParser {
  /// Reads the header of a compound statement, and its body where that is on the same line.
  mutating func compound() throws(PythonFault) {
    switch kind {
    case .at: try decorator()
    case .if: try branch(.if)
    case .while: try whileLoop()
    case .for: try forLoop()
    case .with: try withBlock()
    case .try:
      begin(.try)
      at += 1
      chain(.try)
      try body(PendingBlock(kind: .try, statement: statement, isGuarded: true))
    case .def: try function(isAsync: false)
    case .class: try classDefinition()
    default:
      switch tokens[at + 1].kind {
      case .def: try function(isAsync: true)
      case .for: try forLoop()
      case .with: try withBlock()
      default: throw PythonFault(.unexpected, Int(tokens[at + 1].start))
      }
    }
  }

  /// Says what may continue the statement that was begun last.
  private mutating func chain(_ chain: Chain, condition: Int = -1) {
    open[open.count - 1].chain = chain
    open[open.count - 1].chainStatement = statement
    open[open.count - 1].chainCondition = condition
  }

  // MARK: Branches and loops

  private mutating func branch(_ kind: PythonOutline.Condition.Kind) throws(PythonFault) {
    let offset = here
    let previous = open[open.count - 1].chainCondition
    if kind == .if { begin(.if) }
    at += 1
    let test = try expression().expression
    guard self.kind == .colon else { throw PythonFault(.unexpected, here) }
    if kind == .if { outline.statements[statement].value = test.index }
    let condition = addCondition(kind, test, at: offset)
    if kind == .elif { outline.conditions[previous].next = condition }
    chain(.branch, condition: condition)
    try body(
      PendingBlock(
        kind: .then, statement: statement, condition: condition, isUnderMain: isMainTest(test),
        isTypeChecking: isTypeCheckingTest(test)))
  }

  private func isMainTest(_ test: PythonOutline.Expression) -> Bool {
    guard outline.kind(of: test) == .comparison,
      let found = outline.comparisons(of: test).first, found.operator == .equal
    else { return false }
    let sides = [found.left, found.right]
    return sides.contains { outline.dottedName(of: $0) == "__name__" }
      && sides.contains { outline.string(of: $0) == "__main__" }
  }

  private func isTypeCheckingTest(_ test: PythonOutline.Expression) -> Bool {
    guard outline.kind(of: test) == .name else { return false }
    return outline.member(of: test) == "TYPE_CHECKING"
  }

  private mutating func whileLoop() throws(PythonFault) {
    begin(.while)
    let offset = here
    at += 1
    let test = try expression().expression
    guard kind == .colon else { throw PythonFault(.unexpected, here) }
    outline.statements[statement].value = test.index
    let condition = addCondition(.while, test, at: offset)
    chain(.loop, condition: condition)
    try body(PendingBlock(kind: .loop, statement: statement, condition: condition))
  }

  private mutating func forLoop() throws(PythonFault) {
    begin(.for)
    _ = accept(.async)
    at += 1
    let target = try expressionList(Power.bar)
    try checkTarget(target)
    try expect(.in)
    let iterable = try expressionList().expression
    outline.statements[statement].value = iterable.index
    let rows = outline.expressionLists.count
    addTarget(target.expression)
    addAssignment(.for, from: rows, value: iterable)
    chain(.loop)
    try body(PendingBlock(kind: .loop, statement: statement))
  }

  private mutating func withBlock() throws(PythonFault) {
    begin(.with)
    _ = accept(.async)
    at += 1
    let isParenthesised = hasParenthesisedItems()
    if isParenthesised { at += 1 }
    repeat {
      if isParenthesised, kind == .closeParenthesis { break }
      let value = try expression()
      if outline.statements[statement].expression == nil {
        outline.statements[statement].value = value.index
      }
      guard accept(.as) else { continue }
      let target = try expression(Power.bar)
      try checkTarget(target)
      let rows = outline.expressionLists.count
      addTarget(target.expression)
      addAssignment(.with, from: rows, value: value.expression)
    } while accept(.comma)
    if isParenthesised { try expect(.closeParenthesis) }
    try body(PendingBlock(kind: .with, statement: statement))
  }

  /// `with (a as b, c as d):` and not `with (a, b):` or `with (a).b() as c:`.
  private func hasParenthesisedItems() -> Bool {
    guard kind == .openParenthesis else { return false }
    var level = 0
    var hasAlias = false
    for index in at..<tokens.count {
      switch tokens[index].kind {
      case .openParenthesis, .openBracket, .openBrace: level += 1
      case .closeParenthesis, .closeBracket, .closeBrace:
        level -= 1
        if level == 0 { return hasAlias && tokens[index + 1].kind == .colon }
      case .as where level == 1: hasAlias = true
      default: break
      }
    }
    return false
  }

  // MARK: Clauses

  /// Reads `elif`, `else`, `except` or `finally`.
  mutating func clause() throws(PythonFault) {
    let top = open[open.count - 1]
    mark()
    statement = top.chainStatement
    switch (kind, top.chain) {
    case (.elif, .branch): try branch(.elif)
    case (.else, .branch), (.else, .loop):
      at += 1
      open[open.count - 1].chain = .none
      let condition = top.chainCondition >= 0 ? top.chainCondition : nil
      try body(PendingBlock(kind: .otherwise, statement: statement, condition: condition))
    case (.else, .except):
      at += 1
      open[open.count - 1].chain = .tryElse
      try body(PendingBlock(kind: .otherwise, statement: statement))
    case (.except, .try), (.except, .except): try except()
    case (.finally, .try), (.finally, .except), (.finally, .tryElse):
      at += 1
      open[open.count - 1].chain = .none
      try body(PendingBlock(kind: .finally, statement: statement))
    default: throw PythonFault(.unexpected, here)
    }
  }

  private mutating func except() throws(PythonFault) {
    at += 1
    _ = accept(.star)
    if kind != .colon {
      _ = try expressionList()
      if accept(.as) { try expect(.name) }
    }
    open[open.count - 1].chain = .except
    try body(PendingBlock(kind: .except, statement: statement))
  }

  // MARK: Match

  /// `match` begins a statement where an expression follows and the line ends with a colon (PEP 634).
  func isMatchHeader() -> Bool {
    guard spells(at, "match"), tokens[tokens.count - 2].kind == .colon else { return false }
    switch tokens[at + 1].kind {
    case .name, .number, .string, .formatStart, .openParenthesis, .openBracket, .openBrace, .minus,
      .tilde, .star, .not, .lambda, .await, .none, .true, .false, .ellipsis:
      return tokens.count - 2 > at + 1
    default: return false
    }
  }

  mutating func match() throws(PythonFault) {
    begin(.match)
    at += 1
    let subject = try expressionList().expression
    outline.statements[statement].value = subject.index
    chain(.match)
    try body(PendingBlock(kind: .case, statement: statement, isMatch: true))
  }

  mutating func caseClause() throws(PythonFault) {
    guard kind == .name, spells(at, "case") else { throw PythonFault(.expectedCase, here) }
    mark()
    statement = open[open.count - 2].chainStatement
    at += 1
    try pattern()
    if accept(.if) { _ = try expression() }
    try body(PendingBlock(kind: .case, statement: statement))
  }

  /// Skips a pattern: what looks like a call in it is none, it is a class to be matched.
  private mutating func pattern() throws(PythonFault) {
    let start = at
    var level = 0
    while kind != .newline, level > 0 || (kind != .colon && kind != .if) {
      switch kind {
      case .openParenthesis, .openBracket, .openBrace: level += 1
      case .closeParenthesis, .closeBracket, .closeBrace: level -= 1
      case .name, .string, .number, .dot, .comma, .bar, .star, .doubleStar, .minus, .plus, .colon,
        .as, .none, .true, .false, .assign:
        break
      default: throw PythonFault(.unexpected, here)
      }
      at += 1
    }
    if at == start { throw PythonFault(.unexpected, here) }
  }
}
