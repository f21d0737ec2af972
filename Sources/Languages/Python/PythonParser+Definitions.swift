extension PythonParser {
  mutating func decorator() throws(PythonFault) {
    if decorators.isEmpty { statement = outline.statements.count }
    at += 1
    decorators.append(try expression().expression)
    try expect(.newline)
  }

  private mutating func takeDecorators() -> PythonOutline.Rows {
    let rows = PythonOutline.Rows(
      start: Int32(outline.expressionLists.count), count: Int32(decorators.count))
    outline.expressionLists += decorators
    decorators.removeAll()
    return rows
  }

  mutating func function(isAsync: Bool) throws(PythonFault) {
    begin(.definition)
    let offset = here
    at += isAsync ? 2 : 1
    let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
    try expect(.name)
    try typeParameters()
    try expect(.openParenthesis)
    let first = outline.parameters.count
    try parameterList(until: .closeParenthesis, isLambda: false)
    try expect(.closeParenthesis)
    let parameters = PythonOutline.Rows(
      start: Int32(first), count: Int32(outline.parameters.count - first))
    let returns = accept(.arrow) ? try expression().expression : nil
    guard kind == .colon else { throw PythonFault(.unexpected, here) }
    try definition(
      .function, isAsync: isAsync, name: name, offset: offset, parameters: parameters,
      bases: .none, returns: returns)
  }

  mutating func classDefinition() throws(PythonFault) {
    begin(.definition)
    let offset = here
    at += 1
    let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
    try expect(.name)
    try typeParameters()
    let bases = accept(.openParenthesis) ? try argumentList() : PythonOutline.Rows.none
    guard kind == .colon else { throw PythonFault(.unexpected, here) }
    try definition(
      .class, isAsync: false, name: name, offset: offset, parameters: .none, bases: bases,
      returns: nil)
  }

  private mutating func definition(
    _ kind: PythonOutline.Scope.Kind, isAsync: Bool, name: PythonOutline.Stretch, offset: Int,
    parameters: PythonOutline.Rows, bases: PythonOutline.Rows, returns: PythonOutline.Expression?
  ) throws(PythonFault) {
    let scope = outline.scopes.count
    outline.scopes.append(
      PythonOutline.Scope(
        kind: kind, isAsync: isAsync, nameStretch: name, parent: open[open.count - 1].scope,
        offset: offset, statement: statement, decoratorRows: takeDecorators(), baseRows: bases,
        parameterRows: parameters, returns: returns, body: 0, end: Int(end), docstring: nil,
        isTrivial: false))
    try body(
      PendingBlock(kind: kind == .class ? .class : .function, statement: statement, scope: scope))
  }

  /// `[T: bound = standard, *Ts, **P]` (PEP 695, PEP 696).
  mutating func typeParameters() throws(PythonFault) {
    guard accept(.openBracket) else { return }
    repeat {
      if kind == .closeBracket { break }
      if kind == .star || kind == .doubleStar { at += 1 }
      try expect(.name)
      if accept(.colon) { _ = try expression() }
      if accept(.assign) { _ = try starredOrExpression(Power.lowest) }
    } while accept(.comma)
    try expect(.closeBracket)
  }

  /// Reads parameters; those of a lambda are not kept.
  mutating func parameterList(until close: PythonToken.Kind, isLambda: Bool) throws(PythonFault) {
    var rest = PythonOutline.Parameter.Kind.plain
    let first = outline.parameters.count
    repeat {
      if kind == close { break }
      switch kind {
      case .slash:
        at += 1
        if !isLambda {
          for index in first..<outline.parameters.count {
            outline.parameters[index].kind = .positionalOnly
          }
        }
      case .star:
        at += 1
        rest = .keywordOnly
        if kind != .comma { try parameter(.arguments, isLambda: isLambda) }
      case .doubleStar:
        at += 1
        try parameter(.keywords, isLambda: isLambda)
      default: try parameter(rest, isLambda: isLambda)
      }
    } while accept(.comma)
  }

  private mutating func parameter(
    _ kind: PythonOutline.Parameter.Kind, isLambda: Bool
  ) throws(PythonFault) {
    let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
    try expect(.name)
    var annotation: PythonOutline.Expression?
    if !isLambda, accept(.colon) {
      annotation = try starredOrExpression(Power.lowest).expression
    }
    let standard = accept(.assign) ? try expression().expression : nil
    if isLambda { return }
    outline.parameters.append(
      PythonOutline.Parameter(kind: kind, name: name, annotation: annotation, standard: standard))
  }
}
