extension PythonOutline {
  /// One statement; `elif`, `else`, `except`, `finally` and `case` belong to the statement they continue.
  package struct Statement: Sendable {
    package enum Kind: Sendable {
      case expression, assignment, `import`, definition, `return`, raise, assert, `if`, `while`,
        `for`, with,
        `try`, match, pass, `break`, `continue`, delete, global
    }

    package internal(set) var kind: Kind
    private let blockRow: Int32
    private let start: Int32
    var limit: Int32
    var value: Int32 = -1

    init(_ kind: Kind, block: Int, start: Int32) {
      self.kind = kind
      blockRow = Int32(truncatingIfNeeded: block)
      self.start = start
      limit = start
    }

    /// Index into `blocks`.
    package var block: Int { Int(blockRow) }
    package var offset: Int { Int(start) }
    package var end: Int { Int(limit) }
    /// What is returned, raised, asserted, tested, iterated over, matched, assigned or evaluated.
    package var expression: Expression? { value >= 0 ? Expression(index: value) : nil }
  }

  /// A run of statements under one header.
  package struct Block: Sendable {
    package enum Kind: Sendable {
      case module, function, `class`, then, otherwise, loop, with, `try`, except, finally, `case`
    }

    package let kind: Kind
    /// Index into `scopes`.
    package let scope: Int
    /// Index of the block around this one; the module's is itself.
    package let parent: Int
    /// Index of the statement whose body it is; -1 for the module.
    package let statement: Int
    /// The innermost `if`, `elif` or `while` of the same scope that decides whether it runs, as an index into `conditions`.
    package let condition: Int?
    package let isUnderMain: Bool
    package let offset: Int
    package internal(set) var end: Int
    /// The statements within, nested ones too, as indexes into `statements`.
    package internal(set) var statements: Range<Int>
  }

  /// A binding of names to a value: `=`, an annotation, `+=`, `:=`, `with … as`, `for … in`.
  package struct Assignment: Sendable {
    package enum Kind: Sendable {
      case plain, augmented, walrus, with, `for`, typeAlias
    }

    package let kind: Kind
    package let scope: Int
    package let statement: Int
    package let offset: Int
    let targetRows: Rows
    package let annotation: Expression?
    /// nil for a bare annotation (`x: int`).
    package let value: Expression?
  }
}

extension PythonOutline {
  /// The targets, chained and unpacked ones one by one: names, attributes, subscripts.
  package func targets(of assignment: Assignment) -> [Expression] {
    Array(expressionLists[assignment.targetRows.range])
  }

  /// The targets that are dotted names; for a subscript (`os.environ["X"]`) the name of what is subscripted.
  package func targetNames(of assignment: Assignment) -> [String] {
    targets(of: assignment).compactMap { target in
      kind(of: target) == .subscript
        ? children(of: target).first.flatMap(dottedName) : dottedName(of: target)
    }
  }

  /// The statements that stand directly in a block.
  package func statements(in block: Int) -> [Int] {
    blocks[block].statements.filter { statements[$0].block == block }
  }
}
