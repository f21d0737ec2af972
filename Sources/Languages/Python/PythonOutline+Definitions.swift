extension PythonOutline {
  /// One name that an `import` or `from … import` statement binds.
  package struct Import: Sendable {
    let moduleName: Stretch
    let importedName: Stretch
    let aliasName: Stretch
    /// Index into `statements`.
    package let statement: Int
    /// Index into `scopes`.
    package let scope: Int
    /// Under `if TYPE_CHECKING:`.
    package let isTypeChecking: Bool
    /// In the body of a `try`.
    package let isGuarded: Bool
    /// Offset of the statement.
    package let offset: Int
  }

  /// The module, a function or a class. Lambdas and comprehensions belong to the scope around them.
  package struct Scope: Sendable {
    package enum Kind: Sendable {
      case module, function, `class`
    }

    package let kind: Kind
    package let isAsync: Bool
    let nameStretch: Stretch
    /// Index of the scope around this one; the module's is itself.
    package let parent: Int
    /// Offset of `def`, `async` or `class`.
    package let offset: Int
    /// Index of the statement that defines it; -1 for the module.
    package let statement: Int
    let decoratorRows: Rows
    /// Bases and keywords of a class.
    let baseRows: Rows
    let parameterRows: Rows
    package let returns: Expression?
    /// Index of the body in `blocks`.
    package internal(set) var body: Int
    /// Offset behind the last byte of the body.
    package internal(set) var end: Int
    package internal(set) var docstring: Expression?
    /// The body is a docstring, `pass` or `...` and nothing else.
    package internal(set) var isTrivial: Bool
  }

  /// One parameter of a function; the bare `*` and `/` are left out.
  package struct Parameter: Sendable {
    package enum Kind: Sendable {
      case positionalOnly, plain, keywordOnly, arguments, keywords
    }

    package internal(set) var kind: Kind
    package let name: Stretch
    package let annotation: Expression?
    package let standard: Expression?
  }
}

extension PythonOutline {
  /// `a.b`, or `..a` with its leading dots.
  package func module(of row: Import) -> String { dotted(row.moduleName) }
  /// What `from … import` takes (`*` for all); nil for a plain `import`.
  package func name(of row: Import) -> String? {
    row.importedName.isEmpty ? nil : text(row.importedName)
  }
  package func alias(of row: Import) -> String? {
    row.aliasName.isEmpty ? nil : text(row.aliasName)
  }

  /// The plain name; nil for the module.
  package func name(of scope: Scope) -> String? {
    scope.kind == .module ? nil : text(scope.nameStretch)
  }

  /// The names of the enclosing scopes and its own, joined by dots; empty for the module.
  package func qualifiedName(ofScope index: Int) -> String {
    var names: [String] = []
    var index = index
    while index > 0 {
      names.append(text(scopes[index].nameStretch))
      index = scopes[index].parent
    }
    return names.reversed().joined(separator: ".")
  }

  package func decorators(of scope: Scope) -> [Expression] {
    Array(expressionLists[scope.decoratorRows.range])
  }

  /// The dotted name of a decorator, or of its callee where it is called; nil where it is neither.
  package func decoratorName(_ decorator: Expression) -> String? {
    if let call = call(of: decorator) { callee(of: calls[call]) } else { dottedName(of: decorator) }
  }

  /// The bases (positional) and keywords of a class.
  package func bases(of scope: Scope) -> [Argument] { Array(arguments[scope.baseRows.range]) }

  package func parameters(of scope: Scope) -> [Parameter] {
    Array(parameters[scope.parameterRows.range])
  }

  /// The first and the last line, from `def` or `class` on, decorators left out.
  package func lines(of scope: Scope) -> ClosedRange<Int> {
    let first = line(of: scope.offset)
    return first...max(first, line(of: scope.end - 1))
  }

  /// The innermost scope that holds a byte.
  package func scope(at offset: Int) -> Int {
    var low = 0
    var high = scopes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if scopes[middle].offset <= offset { low = middle } else { high = middle }
    }
    while low > 0, scopes[low].end <= offset { low = scopes[low].parent }
    return low
  }
}
