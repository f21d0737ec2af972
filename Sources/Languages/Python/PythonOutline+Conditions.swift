extension PythonOutline {
  /// A test on which something depends: `assert`, `if`, `elif`, `while`, `x if test else y`.
  package struct Condition: Sendable {
    package enum Kind: Sendable {
      case assert, `if`, elif, `while`, ternary
    }

    package let kind: Kind
    package let test: Expression
    package let scope: Int
    package let statement: Int
    package let offset: Int
    /// Index of the block that runs when it holds.
    package internal(set) var then: Int?
    /// Index of the `else` block that runs when it fails.
    package internal(set) var otherwise: Int?
    /// Index of the `elif` that is asked when it fails.
    package internal(set) var next: Int?
  }

  package enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isSame = "is"
    case isNotSame = "is not"
    case isIn = "in"
    case isNotIn = "not in"
  }

  /// Two operands and what stands between them; `a < b < c` gives two.
  package struct Comparison: Sendable {
    package let left: Expression
    package let `operator`: ComparisonOperator
    package let right: Expression
  }

  /// What follows when a condition holds or fails.
  package enum Outcome: Sendable, Hashable {
    case nothing
    /// The exception's dotted name where it is one.
    case raises(String?)
    /// `sys.exit`, `exit`, `quit`, `os._exit` or `raise SystemExit`, with the code's expression.
    case exits(Expression?)
    case returns(Expression?)
    /// `break` or `continue`.
    case leavesLoop
    /// Only calls, as indexes into `calls`.
    case calls([Int])
  }
}
