internal import Text

extension PythonParser {
  /// Reads a line that begins in the current block.
  mutating func line() throws(PythonFault) {
    if open[open.count - 1].isMatch { return try caseClause() }
    switch kind {
    case .elif, .else, .except, .finally: return try clause()
    default: break
    }
    try checkChain()
    open[open.count - 1].chain = .none
    mark()
    if !decorators.isEmpty {
      guard kind == .at || kind == .def || kind == .class || kind == .async else {
        throw PythonFault(.lonelyDecorator, here)
      }
    }
    switch kind {
    case .if, .while, .for, .try, .with, .def, .class, .async, .at: try compound()
    case .name where isMatchHeader(): try match()
    default: try simpleStatements()
    }
  }

  /// Reads statements separated by `;` up to the end of the line.
  mutating func simpleStatements() throws(PythonFault) {
    repeat {
      mark()
      try simpleStatement()
    } while accept(.semicolon) && kind != .newline
    try expect(.newline)
  }

  mutating func begin(_ kind: PythonOutline.Statement.Kind) {
    statement = outline.statements.count
    outline.statements.append(
      PythonOutline.Statement(kind, block: open[open.count - 1].block, start: tokens[at].start))
  }

  private mutating func finish(_ expression: PythonOutline.Expression? = nil) {
    outline.statements[statement].value = expression?.index ?? -1
    outline.statements[statement].limit = end
  }

  /// An expression turned out to be the target of an assignment.
  private mutating func finishAssignment(_ value: PythonOutline.Expression?) {
    outline.statements[statement].kind = .assignment
    finish(value)
  }

  private mutating func simpleStatement() throws(PythonFault) {
    switch kind {
    case .pass: word(.pass)
    case .break: word(.break)
    case .continue: word(.continue)
    case .import: try importStatement()
    case .from: try fromStatement()
    case .return:
      begin(.return)
      at += 1
      finish(endsStatement ? nil : try expressionList().expression)
    case .raise: try raiseStatement()
    case .assert: try assertStatement()
    case .del:
      begin(.delete)
      at += 1
      finish(try expressionList().expression)
    case .global, .nonlocal:
      begin(.global)
      repeat {
        at += 1
        try expect(.name)
      } while kind == .comma
      finish()
    case .shell:
      begin(.expression)
      at += 1
      finish()
    case .name where isTypeAlias(): try typeAlias()
    default: try expressionStatement()
    }
  }

  private var endsStatement: Bool { kind == .newline || kind == .semicolon }

  private mutating func word(_ kind: PythonOutline.Statement.Kind) {
    begin(kind)
    at += 1
    finish()
  }

  private mutating func raiseStatement() throws(PythonFault) {
    begin(.raise)
    at += 1
    if endsStatement { return finish() }
    let raised = try expression()
    if accept(.from) { _ = try expression() }
    finish(raised.expression)
  }

  private mutating func assertStatement() throws(PythonFault) {
    begin(.assert)
    let offset = here
    at += 1
    let test = try expression()
    addCondition(.assert, test.expression, at: offset)
    if accept(.comma) { _ = try expression() }
    finish(test.expression)
  }

  @discardableResult
  mutating func addCondition(
    _ kind: PythonOutline.Condition.Kind, _ test: PythonOutline.Expression, at offset: Int
  ) -> Int {
    outline.conditions.append(
      PythonOutline.Condition(
        kind: kind, test: test, scope: open[open.count - 1].scope, statement: statement,
        offset: offset, then: nil, otherwise: nil, next: nil))
    return outline.conditions.count - 1
  }

  // MARK: Imports

  private mutating func importStatement() throws(PythonFault) {
    begin(.import)
    at += 1
    repeat {
      let start = tokens[at].start
      try dottedName()
      let module = PythonOutline.Stretch(start: start, end: end)
      try addImport(module, .none)
    } while accept(.comma)
    finish()
  }

  private mutating func dottedName() throws(PythonFault) {
    repeat { try expect(.name) } while accept(.dot)
  }

  private mutating func fromStatement() throws(PythonFault) {
    begin(.import)
    at += 1
    let start = tokens[at].start
    while kind == .dot || kind == .ellipsis { at += 1 }
    if kind != .import { try dottedName() }
    let module = PythonOutline.Stretch(start: start, end: end)
    guard module.end > start else { throw PythonFault(.unexpected, here) }
    try expect(.import)
    if kind == .star {
      let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
      at += 1
      try addImport(module, name)
      return finish()
    }
    let isParenthesised = accept(.openParenthesis)
    repeat {
      if isParenthesised, kind == .closeParenthesis { break }
      let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
      try expect(.name)
      try addImport(module, name)
    } while accept(.comma)
    if isParenthesised { try expect(.closeParenthesis) }
    finish()
  }

  private mutating func addImport(
    _ module: PythonOutline.Stretch, _ name: PythonOutline.Stretch
  ) throws(PythonFault) {
    var alias = PythonOutline.Stretch.none
    if accept(.as) {
      alias = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
      try expect(.name)
    }
    let block = open[open.count - 1]
    outline.imports.append(
      PythonOutline.Import(
        moduleName: module, importedName: name, aliasName: alias, statement: statement,
        scope: block.scope, isTypeChecking: block.isTypeChecking, isGuarded: block.isGuarded,
        offset: outline.statements[statement].offset))
  }

  // MARK: Assignments

  /// `type X = …` (PEP 695); elsewhere `type` is a name.
  private func isTypeAlias() -> Bool {
    spells(at, "type") && tokens[at + 1].kind == .name
      && (tokens[at + 2].kind == .assign || tokens[at + 2].kind == .openBracket)
  }

  private mutating func typeAlias() throws(PythonFault) {
    begin(.assignment)
    at += 1
    let target = leaf(.name, tokens[at])
    try expect(.name)
    outline.nodes[Int(target.index)].end = end
    try typeParameters()
    try expect(.assign)
    let value = try expression()
    addTarget(target.expression)
    addAssignment(.typeAlias, from: outline.expressionLists.count - 1, value: value.expression)
    finish(value.expression)
  }

  private mutating func expressionStatement() throws(PythonFault) {
    let start = here
    let isPrint = kind == .name && spells(at, "print")
    begin(.expression)
    if isPrint, tokens[at + 1].kind == .shiftRight {
      warnings.append(Problem("found 'print >>', which is Python 2", at: start, severity: .warning))
    }
    let left = try valueList()
    switch kind {
    case .assign: try assign(to: left)
    case .augmentedAssign:
      try checkTarget(left)
      at += 1
      let rows = outline.expressionLists.count
      addTarget(left.expression)
      let value = try valueList().expression
      addAssignment(.augmented, from: rows, value: value)
      finishAssignment(value)
    case .colon: try annotate(left)
    case .newline, .semicolon:
      if let call = outline.call(of: left.expression) { outline.calls[call].isDiscarded = true }
      finish(left.expression)
    default: throw PythonFault(isPrint ? .pythonTwoPrint : .unexpected, isPrint ? start : here)
    }
  }

  private mutating func assign(to left: Operand) throws(PythonFault) {
    var targets = [left.expression]
    var value = left
    while accept(.assign) {
      try checkTarget(value)
      value = kind == .shell ? shellValue() : try valueList()
      targets.append(value.expression)
    }
    targets.removeLast()
    let rows = outline.expressionLists.count
    for target in targets { addTarget(target) }
    addAssignment(.plain, from: rows, value: value.expression)
    finishAssignment(value.expression)
  }

  private mutating func shellValue() -> Operand {
    at += 1
    return leaf(.ellipsis, tokens[at - 1])
  }

  private mutating func annotate(_ left: Operand) throws(PythonFault) {
    try checkTarget(left)
    at += 1
    let annotation = try expression()
    let value = accept(.assign) ? try valueList() : nil
    let rows = outline.expressionLists.count
    addTarget(left.expression)
    addAssignment(
      .plain, from: rows, annotation: annotation.expression, value: value?.expression)
    finishAssignment(value?.expression)
  }

  mutating func addAssignment(
    _ kind: PythonOutline.Assignment.Kind, from rows: Int,
    annotation: PythonOutline.Expression? = nil, value: PythonOutline.Expression?
  ) {
    let targets = PythonOutline.Rows(
      start: Int32(rows), count: Int32(outline.expressionLists.count - rows))
    let first = targets.count > 0 ? outline.expressionLists[rows] : value
    outline.assignments.append(
      PythonOutline.Assignment(
        kind: kind, scope: open[open.count - 1].scope, statement: statement,
        offset: first.map { outline.stretch(of: $0).offset } ?? here, targetRows: targets,
        annotation: annotation, value: value))
    if let value, let call = outline.call(of: value) {
      outline.calls[call].assignmentRow = Int32(outline.assignments.count - 1)
    }
  }

  /// Only names, attributes, subscripts and lists of them can be assigned to.
  mutating func checkTarget(_ operand: Operand) throws(PythonFault) {
    switch outline.kind(of: operand.expression) {
    case .name, .attribute, .subscript, .tuple, .list, .starred: return
    default: throw PythonFault(.badTarget, Int(operand.start))
    }
  }

  /// Adds the targets within, unpacked ones one by one.
  mutating func addTarget(_ target: PythonOutline.Expression) {
    switch outline.kind(of: target) {
    case .tuple, .list, .starred:
      // Nested only as deeply as expressions are.
      for child in outline.children(of: target) { addTarget(child) }
    default:
      outline.nodes[Int(target.index)].marks.insert(.target)
      outline.expressionLists.append(target)
    }
  }
}
