internal import Text

extension PythonOutline {
  package func kind(of expression: Expression) -> ExpressionKind {
    nodes[Int(expression.index)].kind
  }

  /// Where an expression stands, the parentheses around it left out.
  package func stretch(of expression: Expression) -> Stretch {
    let node = nodes[Int(expression.index)]
    return Stretch(start: node.start, end: node.end)
  }

  /// The parts an expression is made of, in source order.
  package func children(of expression: Expression) -> [Expression] {
    let node = nodes[Int(expression.index)]
    var found: [Expression] = []
    var last = expression.index - 1
    while last >= node.first {
      found.append(Expression(index: last))
      last = nodes[Int(last)].first - 1
    }
    return found.reversed()
  }

  /// The expression and all within it, children before parents.
  package func subtree(of expression: Expression) -> [Expression] {
    range(of: expression).map { Expression(index: Int32($0)) }
  }

  func range(of expression: Expression) -> ClosedRange<Int> {
    Int(nodes[Int(expression.index)].first)...Int(expression.index)
  }

  /// `a.b.c` where the expression is a plain or dotted name.
  package func dottedName(of expression: Expression) -> String? {
    let node = nodes[Int(expression.index)]
    guard node.kind == .name else { return nil }
    let stretch = Stretch(start: node.start, end: node.end)
    return node.marks.contains(.spaced) ? dotted(stretch) : text(stretch)
  }

  /// The last name of a dotted name or an attribute.
  package func member(of expression: Expression) -> String? {
    let node = nodes[Int(expression.index)]
    switch node.kind {
    case .attribute: return text(Stretch(start: node.payload, end: node.end))
    case .name:
      return dottedName(of: expression)?.split(separator: ".").last.map { String($0) }
    default: return nil
    }
  }

  /// Index into `calls` where the expression is a call, awaited or not.
  package func call(of expression: Expression) -> Int? {
    var index = Int(expression.index)
    while nodes[index].kind == .await { index -= 1 }
    return nodes[index].kind == .call ? Int(nodes[index].payload) : nil
  }

  /// Every dotted name inside an expression, attribute of other expressions, and string used as a subscript, in order.
  package func names(in expression: Expression) -> [String] {
    range(of: expression).compactMap { index in
      let node = nodes[index]
      let inner = Expression(index: Int32(index))
      switch node.kind {
      case .name: return dottedName(of: inner)
      case .attribute: return member(of: inner)
      case .string where node.marks.contains(.key): return string(of: inner)
      default: return nil
      }
    }
  }

  /// Every string literal inside an expression, the literal parts of f-strings too.
  package func strings(in expression: Expression) -> [String] {
    range(of: expression).compactMap { string(of: Expression(index: Int32($0))) }
  }

  /// Every call inside an expression, as indexes into `calls`, the inner ones first.
  package func calls(in expression: Expression) -> [Int] {
    range(of: expression).compactMap {
      nodes[$0].kind == .call ? Int(nodes[$0].payload) : nil
    }
  }

  /// The comparisons that an expression is, chained ones one by one; nothing where it is none.
  package func comparisons(of expression: Expression) -> [Comparison] {
    let node = nodes[Int(expression.index)]
    guard node.kind == .comparison else { return [] }
    let operands = children(of: expression)
    return zip(operands, operands.dropFirst()).enumerated().map { index, pair in
      Comparison(
        left: pair.0, operator: comparisonOperators[Int(node.payload) + index], right: pair.1)
    }
  }
}

extension PythonOutline {
  /// A name with dots, freed of the blanks, comments and parentheses between its parts.
  func dotted(_ stretch: Stretch) -> String {
    var kept: [UInt8] = []
    var isComment = false
    for byte in source.bytes[stretch.range] {
      switch byte {
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): isComment = false
      case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C, UInt8(ascii: "\\"), UInt8(ascii: "("),
        UInt8(ascii: ")"):
        continue
      default: if !isComment { kept.append(byte) }
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Whether a stretch spells a word.
  func holds(_ stretch: Stretch, _ word: String) -> Bool {
    var word = word
    return word.withUTF8 { $0.elementsEqual(source.bytes[stretch.range]) }
  }
}
