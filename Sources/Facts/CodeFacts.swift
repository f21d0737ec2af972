/// A module body, function or class of the project's own code.
///
/// Index 0 of a file's definitions is its module body; in a notebook each cell shares one module.
package struct Definition: Sendable {
  package enum Kind: String, Sendable { case module, function, type }

  package let file: Int
  package let kind: Kind
  package let name: String
  /// Names of the enclosing definitions and its own, joined by dots; empty for a module.
  package let qualname: String
  /// Index into `FactTable.definitions` of the enclosing definition; nil for a module.
  package let parent: Int?
  package let location: Location
  package let lastLine: Int
  package let decorators: [Expression]
  package let bases: [Expression]
  package let parameters: [Parameter]
  /// Nothing but a docstring, `pass` or `...`.
  package let isStub: Bool

  package init(
    file: Int, kind: Kind, name: String, qualname: String, parent: Int?, location: Location,
    lastLine: Int, decorators: [Expression] = [], bases: [Expression] = [],
    parameters: [Parameter] = [], isStub: Bool = false
  ) {
    self.file = file
    self.kind = kind
    self.name = name
    self.qualname = qualname
    self.parent = parent
    self.location = location
    self.lastLine = lastLine
    self.decorators = decorators
    self.bases = bases
    self.parameters = parameters
    self.isStub = isStub
  }
}

/// A parameter of a function, with its annotation and default where they stand there.
package struct Parameter: Sendable {
  package let name: String
  package let annotation: Expression?
  package let fallback: Expression?

  package init(name: String, annotation: Expression? = nil, fallback: Expression? = nil) {
    self.name = name
    self.annotation = annotation
    self.fallback = fallback
  }
}

/// What an expression shows without running it: its literal value, and the names and strings inside.
package struct Expression: Sendable {
  package indirect enum Value: Sendable {
    case none
    case boolean(Bool)
    case number(Double)
    case string(String)
    /// A dotted name, resolved through the file's imports (`numpy.float32`).
    case name(String)
    case sequence([Value])
    case mapping([(key: Value, value: Value)])
    /// Index into `FactTable.calls`.
    case call(Int)
    case other
  }

  package let value: Value
  /// Every dotted name inside, resolved through imports, and every string used as a subscript, in order.
  package let names: [String]
  /// Every string literal inside, subscripts included.
  package let strings: [String]

  package init(_ value: Value, names: [String] = [], strings: [String] = []) {
    self.value = value
    self.names = names
    self.strings = strings
  }
}

extension Expression.Value {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var name: String? { if case .name(let name) = self { name } else { nil } }
  package var number: Double? { if case .number(let number) = self { number } else { nil } }
  package var elements: [Expression.Value] {
    if case .sequence(let elements) = self { elements } else { [] }
  }

  /// A scalar as text, for the field tests of rules; nil for what has none.
  package var scalar: String? {
    switch self {
    case .none: "None"
    case .boolean(let truth): truth ? "True" : "False"
    case .number(let number):
      Int(exactly: number).map(String.init) ?? String(number)
    case .string(let text): text
    case .name(let name): name
    case .sequence, .mapping, .call, .other: nil
    }
  }
}

/// One import of a module, or of a name from one.
package struct ImportFact: Sendable {
  package let file: Int
  /// Index into `FactTable.definitions`.
  package let definition: Int
  package let location: Location
  /// As written, with leading dots for a relative import.
  package let module: String
  package let name: String?
  package let alias: String?
  package let isForTypesOnly: Bool

  package init(
    file: Int, definition: Int, location: Location, module: String, name: String? = nil,
    alias: String? = nil, isForTypesOnly: Bool = false
  ) {
    self.file = file
    self.definition = definition
    self.location = location
    self.module = module
    self.name = name
    self.alias = alias
    self.isForTypesOnly = isForTypesOnly
  }
}

/// One call, or one read of an attribute chain that is not called.
package struct CallFact: Sendable {
  package let file: Int
  package let definition: Int
  package let location: Location
  /// The dotted callee as written (`pd.read_csv`), or nil where it is no plain name.
  package let callee: String?
  /// The callee through the file's imports and aliases (`pandas.read_csv`); `self.model.fit` stays.
  package let resolved: String?
  /// The last attribute of any callee (`apply` in `df.groupby("x").apply(f)`).
  package let member: String
  /// The call that the callee hangs on (`df.groupby("x")` above), as an index into `FactTable.calls`.
  package let receiver: Int?
  package let arguments: [Argument]
  /// The names its result is bound to.
  package let assignedTo: [String]
  package let isUnderMain: Bool
  /// Only read (`model.feature_importances_`), not called.
  package let isRead: Bool
  /// Bytes from the first token to behind the last, to say what stands later and what inside.
  package let range: Range<Int>

  package init(
    file: Int, definition: Int, location: Location, callee: String?, resolved: String?,
    member: String, receiver: Int? = nil, arguments: [Argument] = [], assignedTo: [String] = [],
    isUnderMain: Bool = false, isRead: Bool = false, range: Range<Int> = 0..<0
  ) {
    self.file = file
    self.definition = definition
    self.location = location
    self.callee = callee
    self.resolved = resolved
    self.member = member
    self.receiver = receiver
    self.arguments = arguments
    self.assignedTo = assignedTo
    self.isUnderMain = isUnderMain
    self.isRead = isRead
    self.range = range
  }
}

/// One argument of a call; `name` is nil for a positional one.
package struct Argument: Sendable {
  package let name: String?
  package let expression: Expression

  package init(name: String? = nil, expression: Expression) {
    self.name = name
    self.expression = expression
  }
}

/// A value bound to a name: a module-level constant, a class-body default, a local, an attribute.
package struct AssignmentFact: Sendable {
  package let file: Int
  package let definition: Int
  package let location: Location
  package let target: String
  package let expression: Expression
  package let annotation: Expression?

  package init(
    file: Int, definition: Int, location: Location, target: String, expression: Expression,
    annotation: Expression? = nil
  ) {
    self.file = file
    self.definition = definition
    self.location = location
    self.target = target
    self.expression = expression
    self.annotation = annotation
  }
}

/// A condition that the code decides on: an assertion, an `if`, an `expect`.
package struct ConditionFact: Sendable {
  package enum Kind: String, Sendable { case assertion, branch }

  /// What happens where the condition is not met (an assertion) or met (a guard such as `if x < y: raise`).
  package enum Consequence: String, Sendable { case raises, exits, stops, returns, nothing }

  package struct Comparison: Sendable {
    package let left: Expression
    /// `<`, `<=`, `==`, `!=`, `>`, `>=`, `in`, `not in`, `is`, `is not`, or an assertion's name (`assertGreater`).
    package let symbol: String
    package let right: Expression

    package init(left: Expression, symbol: String, right: Expression) {
      self.left = left
      self.symbol = symbol
      self.right = right
    }
  }

  package let file: Int
  package let definition: Int
  package let location: Location
  package let kind: Kind
  package let comparisons: [Comparison]
  /// The whole condition.
  package let whole: Expression
  package let consequence: Consequence
  /// The callees in the guarded body, resolved; a rule may know one that stops the run.
  package let bodyCalls: [String]
  package let range: Range<Int>

  package init(
    file: Int, definition: Int, location: Location, kind: Kind, comparisons: [Comparison],
    whole: Expression, consequence: Consequence, bodyCalls: [String] = [], range: Range<Int> = 0..<0
  ) {
    self.file = file
    self.definition = definition
    self.location = location
    self.kind = kind
    self.comparisons = comparisons
    self.whole = whole
    self.consequence = consequence
    self.bodyCalls = bodyCalls
    self.range = range
  }
}

/// A place where a run ends badly: a raise, an assertion, a non-zero exit.
package struct ExitFact: Sendable {
  package enum Kind: String, Sendable { case raises, asserts, exits }

  package let file: Int
  package let definition: Int
  package let location: Location
  package let kind: Kind
  /// The exception's name, or the exit code as text, where it can be read.
  package let detail: String?

  package init(
    file: Int, definition: Int, location: Location, kind: Kind, detail: String? = nil
  ) {
    self.file = file
    self.definition = definition
    self.location = location
    self.kind = kind
    self.detail = detail
  }
}
