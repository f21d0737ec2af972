internal import Text

/// Reads tokens into an outline, line by line; blocks are kept on a stack of its own, only expressions recurse.
struct PythonParser {
  var outline: PythonOutline
  var lexer: PythonLexer
  /// The logical line that is being read, and the place in it.
  var tokens: [PythonToken] = []
  var at = 0

  /// The blocks around the current line, the module's first.
  var open: [OpenBlock] = []
  /// A header ended its line: the next must be indented.
  var awaitsIndent = false
  /// Decorators read so far, waiting for their definition.
  var decorators: [PythonOutline.Expression] = []
  /// The statement that is being read, as an index into the outline's.
  var statement = 0
  /// How many expressions are open around the current one.
  var depth = 0
  /// Arguments of calls that are still open.
  var pendingArguments: [PythonOutline.Argument] = []
  /// Offset behind the last token of the last line.
  var lastEnd: Int32 = 0
  var warnings: [Problem] = []
  private var undo = Mark()

  /// As deep as brackets may nest, doubled for the operators between them; bounded for a stack of 512 KB.
  static let deepestExpression = 400
  static let deepestBlock = 100

  /// A block whose end is still to come.
  struct OpenBlock {
    let block: Int
    let scope: Int
    let column: Int
    let tabColumn: Int
    /// The body of a `match`, which holds only `case`.
    var isMatch = false
    var isUnderMain = false
    var isTypeChecking = false
    var isGuarded = false
    /// What the last statement of the block may be continued by.
    var chain = Chain.none
    /// The number of conditions and statements when the chain began.
    var chainStatement = 0
    var chainCondition = 0
  }

  /// The last header of a compound statement, which decides what may follow.
  enum Chain {
    case none, branch, loop, `try`, except, tryElse, match
  }

  init(_ source: SourceText, isCell: Bool) {
    outline = PythonOutline(source: source)
    // As many as dense code has: room that is not needed is never touched.
    outline.nodes.reserveCapacity(source.bytes.count / 8)
    outline.calls.reserveCapacity(source.bytes.count / 64)
    outline.arguments.reserveCapacity(source.bytes.count / 64)
    outline.statements.reserveCapacity(source.bytes.count / 32)
    lexer = PythonLexer(source.bytes, isCell: isCell)
  }

  /// Reads the whole file, or up to its first fault.
  mutating func parse() -> Parsed<PythonOutline> {
    openModule()
    var problems: [Problem] = []
    do throws(PythonFault) {
      try lines()
    } catch {
      problems.append(error.problem(in: outline.source))
      rollBack()
      if awaitsIndent { openPending() }
    }
    while !open.isEmpty { closeBlock() }
    outline.shellLines = lexer.shellLines
    return Parsed(outline, problems: warnings + problems)
  }

  private mutating func openModule() {
    outline.scopes.append(
      PythonOutline.Scope(
        kind: .module, isAsync: false, nameStretch: .none, parent: 0, offset: 0, statement: -1,
        decoratorRows: .none, baseRows: .none, parameterRows: .none, returns: nil, body: 0,
        end: 0, docstring: nil, isTrivial: false))
    outline.blocks.append(
      PythonOutline.Block(
        kind: .module, scope: 0, parent: 0, statement: -1, condition: nil, isUnderMain: false,
        offset: 0, end: 0, statements: 0..<0))
    open.append(
      OpenBlock(block: 0, scope: 0, column: 0, tabColumn: 0))
  }

  private mutating func lines() throws(PythonFault) {
    let bad = PythonEncoding.fault(in: outline.source.bytes)
    if let bad, bad.offset == 0 { throw bad }
    while try lexer.line(into: &tokens) {
      if let bad, bad.offset < lexer.at { throw bad }
      at = 0
      try indent()
      try line()
      if tokens.count > 1 { lastEnd = tokens[tokens.count - 2].end }
      mark()
    }
    if let bad { throw bad }
    if awaitsIndent { throw PythonFault(.expectedIndent, lexer.count) }
    if !decorators.isEmpty { throw PythonFault(.lonelyDecorator, lexer.count) }
    while !open.isEmpty {
      try checkChain()
      closeBlock()
    }
  }

  /// Opens and closes blocks by the line's indent (§2.1.8).
  private mutating func indent() throws(PythonFault) {
    let start = Int(tokens[0].start)
    guard let top = open.last else { return }
    if awaitsIndent {
      guard lexer.column > top.column else { throw PythonFault(.expectedIndent, start) }
      guard lexer.tabColumn > top.tabColumn else { throw PythonFault(.mixedTabs, start) }
      guard open.count <= PythonParser.deepestBlock else {
        throw PythonFault(.tooManyIndents, start)
      }
      awaitsIndent = false
      openPending()
      return
    }
    if lexer.column > top.column { throw PythonFault(.unexpectedIndent, start) }
    while let top = open.last, lexer.column < top.column {
      try checkChain()
      closeBlock()
    }
    guard let top = open.last, lexer.column == top.column else {
      throw PythonFault(.wrongDedent, start)
    }
    if lexer.tabColumn != top.tabColumn { throw PythonFault(.mixedTabs, start) }
  }

  // MARK: Blocks

  /// A header's body, before its first line shows how far it is indented.
  struct PendingBlock {
    var kind: PythonOutline.Block.Kind
    var statement: Int
    var condition: Int?
    /// The scope it opens; else it stays in the one around it.
    var scope: Int?
    var isMatch = false
    var isUnderMain = false
    var isTypeChecking = false
    var isGuarded = false
  }

  private var pending = PendingBlock(kind: .module, statement: 0)

  /// Reads `:` and what follows on the line, or leaves the body to the lines below.
  mutating func body(_ block: PendingBlock) throws(PythonFault) {
    try expect(.colon)
    pending = block
    if tokens[at].kind == .newline {
      awaitsIndent = true
      return
    }
    if block.isMatch { throw PythonFault(.expectedIndent, here) }
    openPending()
    try simpleStatements()
    lastEnd = tokens[tokens.count - 2].end
    closeBlock()
  }

  private mutating func openPending() {
    guard let around = open.last else { return }
    let outer = outline.blocks[around.block]
    let scope = pending.scope ?? around.scope
    var block = around.block
    if !pending.isMatch {
      block = outline.blocks.count
      outline.blocks.append(
        PythonOutline.Block(
          kind: pending.kind, scope: scope, parent: around.block, statement: pending.statement,
          condition: pending.condition ?? (pending.scope == nil ? outer.condition : nil),
          isUnderMain: around.isUnderMain || pending.isUnderMain, offset: here, end: here,
          statements: outline.statements.count..<outline.statements.count))
      link(block)
    }
    open.append(
      OpenBlock(
        block: block, scope: scope, column: lexer.column, tabColumn: lexer.tabColumn,
        isMatch: pending.isMatch, isUnderMain: around.isUnderMain || pending.isUnderMain,
        isTypeChecking: around.isTypeChecking || pending.isTypeChecking,
        isGuarded: around.isGuarded || pending.isGuarded))
  }

  /// Tells the header of a block where it is.
  private mutating func link(_ block: Int) {
    if let scope = pending.scope { outline.scopes[scope].body = block }
    guard let condition = pending.condition else { return }
    if pending.kind == .otherwise {
      outline.conditions[condition].otherwise = block
    } else {
      outline.conditions[condition].then = block
    }
  }

  mutating func closeBlock() {
    guard let closed = open.popLast(), !closed.isMatch else { return }
    let end = open.isEmpty ? lexer.count : Int(lastEnd)
    let statements = outline.statements.count
    let block = outline.blocks[closed.block]
    outline.blocks[closed.block].end = max(end, block.offset)
    outline.blocks[closed.block].statements = block.statements.lowerBound..<statements
    if block.statement >= 0 {
      outline.statements[block.statement].limit = Int32(truncatingIfNeeded: max(end, block.offset))
    }
    if [.module, .function, .class].contains(block.kind) { closeScope(closed.scope, closed.block) }
  }

  private mutating func closeScope(_ scope: Int, _ block: Int) {
    outline.scopes[scope].end = outline.blocks[block].end
    let range = outline.blocks[block].statements
    if let first = range.first, let value = outline.statements[first].expression,
      outline.statements[first].kind == .expression, outline.kind(of: value) == .string
    {
      outline.scopes[scope].docstring = value
    }
    outline.scopes[scope].isTrivial = range.allSatisfy { index in
      let statement = outline.statements[index]
      if statement.kind == .pass { return true }
      guard statement.kind == .expression, let value = statement.expression else { return false }
      let kind = outline.kind(of: value)
      return kind == .string || kind == .ellipsis
    }
  }

  /// A `try` needs its `except` or `finally`, a `match` its `case`, before anything else stands in its block.
  mutating func checkChain() throws(PythonFault) {
    guard let top = open.last else { return }
    if top.chain == .try { throw PythonFault(.lonelyTry, here) }
  }

  // MARK: Tokens

  var here: Int { at < tokens.count ? Int(tokens[at].start) : lexer.at }
  var kind: PythonToken.Kind { tokens[at].kind }

  mutating func expect(_ kind: PythonToken.Kind) throws(PythonFault) {
    guard tokens[at].kind == kind else { throw PythonFault(.unexpected, here) }
    at += 1
  }

  mutating func accept(_ kind: PythonToken.Kind) -> Bool {
    guard tokens[at].kind == kind else { return false }
    at += 1
    return true
  }

  /// Offset behind the last token read.
  var end: Int32 { at > 0 ? tokens[at - 1].end : 0 }

  // MARK: Faults

  /// How long the tables were when the current statement began.
  private struct Mark {
    var nodes = 0
    var calls = 0
    var arguments = 0
    var parameters = 0
    var lists = 0
    var operators = 0
    var statements = 0
    var assignments = 0
    var conditions = 0
    var imports = 0
    var scopes = 1
  }

  /// Remembers that all before is whole.
  mutating func mark() {
    guard decorators.isEmpty else { return }
    undo = Mark(
      nodes: outline.nodes.count, calls: outline.calls.count, arguments: outline.arguments.count,
      parameters: outline.parameters.count, lists: outline.expressionLists.count,
      operators: outline.comparisonOperators.count, statements: outline.statements.count,
      assignments: outline.assignments.count, conditions: outline.conditions.count,
      imports: outline.imports.count, scopes: outline.scopes.count)
  }

  /// Drops what belongs to the statement that could not be read.
  private mutating func rollBack() {
    outline.nodes.removeSubrange(undo.nodes...)
    outline.calls.removeSubrange(undo.calls...)
    outline.arguments.removeSubrange(undo.arguments...)
    outline.parameters.removeSubrange(undo.parameters...)
    outline.expressionLists.removeSubrange(undo.lists...)
    outline.comparisonOperators.removeSubrange(undo.operators...)
    outline.statements.removeSubrange(undo.statements...)
    outline.assignments.removeSubrange(undo.assignments...)
    outline.conditions.removeSubrange(undo.conditions...)
    outline.imports.removeSubrange(undo.imports...)
    outline.scopes.removeSubrange(undo.scopes...)
  }
}
