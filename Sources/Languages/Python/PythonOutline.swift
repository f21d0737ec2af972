package import Text

/// What one Python file says, read without running it: imports, definitions, calls, assignments, conditions.
///
/// The tables hold byte ranges and indexes into one another; text is made only when an accessor is asked for it.
/// Grammar: The Python Language Reference, 3.8 to 3.14.
package struct PythonOutline: Sendable {
  package let source: SourceText
  /// In source order, one for each imported name.
  package internal(set) var imports: [Import] = []
  /// The module first, then functions and classes in source order.
  package internal(set) var scopes: [Scope] = []
  /// In order of their opening parentheses.
  package internal(set) var calls: [Call] = []
  package internal(set) var statements: [Statement] = []
  /// The module's body first; each indented (or one-line) body has one.
  package internal(set) var blocks: [Block] = []
  package internal(set) var assignments: [Assignment] = []
  package internal(set) var conditions: [Condition] = []
  /// IPython's `!command`, `%magic` and `%%cell` lines of a notebook cell.
  package internal(set) var shellLines: [ShellLine] = []

  /// Every expression of the file, children before their parents, so that a subtree is one run of elements.
  var nodes: [ExpressionNode] = []
  var arguments: [Argument] = []
  var parameters: [Parameter] = []
  /// Decorators of scopes and targets of assignments.
  var expressionLists: [Expression] = []
  /// The operators of chained comparisons.
  var comparisonOperators: [ComparisonOperator] = []

  init(source: SourceText) {
    self.source = source
  }

  /// A line that a notebook hands to the shell or to IPython, without its `!` or `%`.
  package struct ShellLine: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// `!command`, and `x = !command`.
      case command
      /// `%name arguments`.
      case magic
      /// `%%name arguments`, and the rest of the cell as its body.
      case cell(body: String)
      /// `?name`, `name?`.
      case help
    }

    package let kind: Kind
    package let text: String
    /// That of the text's first byte.
    package let offset: Int
  }
}

extension PythonOutline {
  /// A run of the source's bytes.
  package struct Stretch: Sendable, Hashable {
    let start: Int32
    let end: Int32

    static let none = Stretch(start: 0, end: 0)

    package var range: Range<Int> { Int(start)..<Int(end) }
    package var offset: Int { Int(start) }
    package var isEmpty: Bool { start == end }
  }

  /// A run of rows in one of the tables.
  struct Rows: Sendable, Hashable {
    let start: Int32
    let count: Int32

    static let none = Rows(start: 0, count: 0)

    var range: Range<Int> { Int(start)..<Int(start + count) }
  }

  /// An expression of the file, to be asked about through the outline's `kind(of:)`, `value(of:)`, `names(in:)` ….
  package struct Expression: Sendable, Hashable {
    let index: Int32
  }

  /// The bytes as written.
  package func text(_ stretch: Stretch) -> String { source.text(stretch.range) }

  /// The bytes of an expression as written.
  package func text(of expression: Expression) -> String { text(stretch(of: expression)) }

  /// Line (from 1) of a byte.
  package func line(of offset: Int) -> Int { source.position(of: offset).line }
}
