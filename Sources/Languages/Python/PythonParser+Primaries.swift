extension PythonParser {
  /// Reads an atom and the attributes, calls and subscripts behind it.
  mutating func primary() throws(PythonFault) -> Operand {
    var left = try atom()
    while true {
      switch kind {
      case .dot: left = try attribute(left)
      case .openParenthesis: left = try call(left)
      case .openBracket: left = try subscription(left)
      default: return left
      }
    }
  }

  private mutating func attribute(_ left: Operand) throws(PythonFault) -> Operand {
    let dot = tokens[at]
    at += 1
    let name = tokens[at]
    try expect(.name)
    let index = Int(left.index)
    guard outline.nodes[index].kind == .name else {
      return push(.attribute, first: left.first, start: left.start, payload: name.start)
    }
    // A dotted name is one node that grows.
    if outline.nodes[index].end != dot.start || dot.end != name.start {
      outline.nodes[index].marks.insert(.spaced)
    }
    outline.nodes[index].marks.insert(.dotted)
    outline.nodes[index].end = name.end
    return left
  }

  private mutating func call(_ callee: Operand) throws(PythonFault) -> Operand {
    outline.nodes[Int(callee.index)].marks.insert(.callee)
    let index = outline.calls.count
    let block = open[open.count - 1]
    outline.calls.append(
      PythonOutline.Call(
        callee: callee.expression, start: callee.start, scope: block.scope, statement: statement,
        receiver: receiver(callee), isUnderMain: block.isUnderMain))
    at += 1
    let rows = try argumentList()
    let node = push(
      .call, first: callee.first, start: callee.start, payload: Int32(truncatingIfNeeded: index))
    outline.calls[index].argumentRows = rows
    outline.calls[index].expression = node.expression
    outline.calls[index].limit = end
    return node
  }

  /// The call whose result the callee is taken from.
  private func receiver(_ callee: Operand) -> Int? {
    let node = outline.nodes[Int(callee.index)]
    switch node.kind {
    case .attribute: return outline.call(of: PythonOutline.Expression(index: callee.index - 1))
    case .call: return Int(node.payload)
    default: return nil
    }
  }

  /// Reads arguments behind `(` up to and with `)`.
  mutating func argumentList() throws(PythonFault) -> PythonOutline.Rows {
    let pending = pendingArguments.count
    while kind != .closeParenthesis {
      pendingArguments.append(try argument())
      guard accept(.comma) else { break }
    }
    try expect(.closeParenthesis)
    let rows = PythonOutline.Rows(
      start: Int32(outline.arguments.count), count: Int32(pendingArguments.count - pending))
    outline.arguments += pendingArguments[pending...]
    pendingArguments.removeSubrange(pending...)
    return rows
  }

  private mutating func argument() throws(PythonFault) -> PythonOutline.Argument {
    switch kind {
    case .star: return try starredArgument(.star, .starred)
    case .doubleStar: return try starredArgument(.doubleStar, .doubleStarred)
    case .name where tokens[at + 1].kind == .assign:
      let name = PythonOutline.Stretch(start: tokens[at].start, end: tokens[at].end)
      at += 2
      let value = try expression()
      return PythonOutline.Argument(kind: .keyword, name: name, value: value.expression)
    default:
      let value = try expression()
      guard kind == .for || kind == .async else {
        return PythonOutline.Argument(kind: .positional, name: .none, value: value.expression)
      }
      let all = try comprehension(value, start: value.start)
      return PythonOutline.Argument(kind: .positional, name: .none, value: all.expression)
    }
  }

  /// Behind the stars of an argument any expression may stand, unlike elsewhere.
  private mutating func starredArgument(
    _ kind: PythonOutline.Argument.Kind, _ node: PythonOutline.ExpressionKind
  ) throws(PythonFault) -> PythonOutline.Argument {
    let start = tokens[at].start
    at += 1
    let value = try expression()
    _ = push(node, first: value.first, start: start)
    return PythonOutline.Argument(kind: kind, name: .none, value: value.expression)
  }

  private mutating func subscription(_ left: Operand) throws(PythonFault) -> Operand {
    at += 1
    let item = try sliceItem()
    var key = item
    if kind == .comma {
      while accept(.comma), kind != .closeBracket { _ = try sliceItem() }
      key = push(.tuple, first: item.first, start: item.start)
    }
    try expect(.closeBracket)
    markKeys(key)
    return push(.subscript, first: left.first, start: left.start)
  }

  /// The strings that are the subscript, or are listed in it.
  private mutating func markKeys(_ key: Operand) {
    switch outline.kind(of: key.expression) {
    case .string: outline.nodes[Int(key.index)].marks.insert(.key)
    case .tuple, .list:
      for item in outline.children(of: key.expression) where outline.kind(of: item) == .string {
        outline.nodes[Int(item.index)].marks.insert(.key)
      }
    default: break
    }
  }

  private mutating func sliceItem() throws(PythonFault) -> Operand {
    let start = tokens[at].start
    let first = nextNode
    if kind != .colon {
      let item = try starredOrExpression(Power.lowest)
      guard kind == .colon else { return item }
    }
    var colons = 0
    while colons < 2, accept(.colon) {
      colons += 1
      if kind != .colon, kind != .comma, kind != .closeBracket { _ = try expression() }
    }
    return push(.slice, first: first, start: start)
  }

  // MARK: Atoms

  private mutating func atom() throws(PythonFault) -> Operand {
    let token = tokens[at]
    at += 1
    switch token.kind {
    case .name: return leaf(.name, token)
    case .number: return leaf(.number, token)
    case .string, .formatStart: return try strings(token)
    case .true: return leaf(.true, token)
    case .false: return leaf(.false, token)
    case .none: return leaf(.none, token)
    case .ellipsis: return leaf(.ellipsis, token)
    case .openParenthesis: return try parenthesised(token.start)
    case .openBracket: return try list(token.start)
    case .openBrace: return try braces(token.start)
    default:
      at -= 1
      throw PythonFault(.expectedExpression, here)
    }
  }

  private mutating func parenthesised(_ start: Int32) throws(PythonFault) -> Operand {
    let first = nextNode
    if accept(.closeParenthesis) { return push(.tuple, first: first, start: start) }
    if kind == .yield {
      let value = try yield()
      try expect(.closeParenthesis)
      return Operand(first: value.first, start: start, index: value.index)
    }
    let value = try starredOrExpression(Power.lowest)
    switch kind {
    case .for, .async:
      let all = try comprehension(value, start: start)
      try expect(.closeParenthesis)
      outline.nodes[Int(all.index)].end = end
      return all
    case .comma:
      try rest(until: .closeParenthesis)
      return push(.tuple, first: first, start: start)
    default:
      try expect(.closeParenthesis)
      return Operand(first: value.first, start: start, index: value.index)
    }
  }

  private mutating func list(_ start: Int32) throws(PythonFault) -> Operand {
    let first = nextNode
    if accept(.closeBracket) { return push(.list, first: first, start: start) }
    let value = try starredOrExpression(Power.lowest)
    if kind == .for || kind == .async {
      let all = try comprehension(value, start: start)
      try expect(.closeBracket)
      outline.nodes[Int(all.index)].end = end
      return all
    }
    try rest(until: .closeBracket)
    return push(.list, first: first, start: start)
  }

  /// Reads the elements behind the first.
  private mutating func rest(until close: PythonToken.Kind) throws(PythonFault) {
    while accept(.comma), kind != close { _ = try starredOrExpression(Power.lowest) }
    try expect(close)
  }

  /// A set, a dictionary, or a comprehension of one.
  private mutating func braces(_ start: Int32) throws(PythonFault) -> Operand {
    let first = nextNode
    if accept(.closeBrace) { return push(.dictionary, first: first, start: start) }
    var isDictionary = false
    repeat {
      if kind == .closeBrace { break }
      if try entry(isDictionary: &isDictionary) {
        if kind == .for || kind == .async {
          let last = Operand(first: first, start: start, index: nextNode - 1)
          let all = try comprehension(last, start: start)
          try expect(.closeBrace)
          outline.nodes[Int(all.index)].end = end
          return all
        }
      }
    } while accept(.comma)
    try expect(.closeBrace)
    return push(isDictionary ? .dictionary : .set, first: first, start: start)
  }

  /// Reads an element or a pair; whether it may be that of a comprehension.
  private mutating func entry(isDictionary: inout Bool) throws(PythonFault) -> Bool {
    if kind == .doubleStar {
      isDictionary = true
      let start = tokens[at].start
      at += 1
      let value = try expression(Power.bar)
      _ = push(.doubleStarred, first: value.first, start: start)
      return false
    }
    _ = try starredOrExpression(Power.lowest)
    if accept(.colon) {
      isDictionary = true
      _ = try expression()
    }
    return true
  }

  /// Reads the `for` and `if` clauses behind an element.
  private mutating func comprehension(_ element: Operand, start: Int32) throws(PythonFault)
    -> Operand
  {
    while true {
      if kind == .async, tokens[at + 1].kind == .for { at += 1 }
      if accept(.for) {
        let target = try expressionList(Power.bar)
        try checkTarget(target)
        try expect(.in)
        _ = try expression(Power.or)
      } else if accept(.if) {
        _ = try expression(Power.or)
        if kind == .walrus { throw PythonFault(.unexpected, here) }
      } else {
        break
      }
    }
    return push(.comprehension, first: element.first, start: start)
  }

  // MARK: Strings

  /// Reads string literals side by side, f-strings among them.
  private mutating func strings(_ token: PythonToken) throws(PythonFault) -> Operand {
    let first = nextNode
    if token.kind == .string, kind != .string, kind != .formatStart {
      let isBytes = token.marks.contains(.bytes)
      return push(
        isBytes ? .bytes : .string, first: first, start: token.start,
        marks: token.marks.contains(.plain) ? .plain : [])
    }
    at -= 1
    var isFormatted = false
    var isBytes = false
    for index in at..<tokens.count {
      if tokens[index].kind == .formatStart { isFormatted = true }
      if tokens[index].kind != .string { break }
      if tokens[index].marks.contains(.bytes) { isBytes = true }
    }
    while true {
      if kind == .string {
        at += 1
        guard isFormatted else { continue }
        let marks: PythonOutline.Marks =
          tokens[at - 1].marks.contains(.plain) ? [.part, .plain] : .part
        _ = push(.string, first: nextNode, start: tokens[at - 1].start, marks: marks)
      } else if accept(.formatStart) {
        try fields()
        try expect(.formatEnd)
      } else {
        break
      }
    }
    let kind: PythonOutline.ExpressionKind = isFormatted ? .formatted : isBytes ? .bytes : .string
    return push(kind, first: first, start: token.start)
  }

  /// Reads the parts and fields of an f-string up to its end.
  private mutating func fields() throws(PythonFault) {
    while true {
      switch kind {
      case .formatPart:
        at += 1
        let marks = tokens[at - 1].marks
        let payload: Int32 =
          (marks.contains(.raw) ? 1 : 0) | (marks.contains(.specification) ? 2 : 0)
        _ = push(
          .string, first: nextNode, start: tokens[at - 1].start, payload: payload, marks: .part)
      case .openBrace:
        at += 1
        try field()
      default: return
      }
    }
  }

  /// `{value = !r :specification}` (PEP 498, PEP 701).
  private mutating func field() throws(PythonFault) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= PythonParser.deepestExpression else { throw PythonFault(.tooDeep, here) }
    _ = try valueList()
    _ = accept(.assign)
    if accept(.exclamation) { try expect(.name) }
    if accept(.colon) { try fields() }
    try expect(.closeBrace)
  }

  // MARK: Soft keywords

  /// Whether a token spells a word.
  func spells(_ index: Int, _ word: StaticString) -> Bool {
    let token = tokens[index]
    guard Int(token.end - token.start) == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for (offset, letter) in letters.enumerated()
      where lexer.bytes[Int(token.start) + offset] != letter {
        return false
      }
      return true
    }
  }
}
