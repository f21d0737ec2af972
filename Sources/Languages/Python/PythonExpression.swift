extension PythonOutline {
  /// One expression in the arena: its kind, its bytes and where its subtree begins.
  struct ExpressionNode: Sendable {
    var kind: ExpressionKind
    var marks: Marks = []
    /// Index of the first node of the subtree, which ends with this one.
    var first: Int32
    var start: Int32
    var end: Int32
    /// A call's or a condition's index, a comparison's first operator, an attribute name's offset.
    var payload: Int32 = -1
  }

  /// What else is known of an expression.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    /// A dotted name with a dot in it.
    static let dotted = Marks(rawValue: 1)
    /// A dotted name with blanks, parentheses or comments between its parts.
    static let spaced = Marks(rawValue: 2)
    static let callee = Marks(rawValue: 4)
    static let target = Marks(rawValue: 8)
    /// A string that is the whole of a subscript.
    static let key = Marks(rawValue: 16)
    /// Literal text of an f-string.
    static let part = Marks(rawValue: 32)
    /// A string that is bytes.
    static let bytes = Marks(rawValue: 64)
    /// A string in one piece with neither prefix nor escape.
    static let plain = Marks(rawValue: 128)
  }

  package enum ExpressionKind: UInt8, Sendable {
    /// A plain or dotted name: `a`, `a.b.c`.
    case name
    /// An attribute of what is no dotted name: `f().a`.
    case attribute
    case string, bytes, formatted, number, `true`, `false`, none, ellipsis
    case tuple, list, set
    /// Its children are keys and values in turn, `**x` alone as `doubleStarred`.
    case dictionary
    case starred, doubleStarred
    /// Its children are the callee and the arguments' values.
    case call
    case `subscript`, slice
    /// `-x`, `+x`, `~x`.
    case minus, plus, invert
    case not, and, or
    case comparison
    case binary
    /// Its children are the value, the test and the other value.
    case ternary
    case lambda
    /// Its children are the element (or key and value), then targets, iterables and tests.
    case comprehension
    case await, yield, walrus
  }
}

/// What an expression is worth as far as it can be read without running it.
package indirect enum PythonValue: Sendable, Hashable {
  case string(String)
  /// Each byte as the character of its number.
  case bytes(String)
  case integer(Int)
  case float(Double)
  case boolean(Bool)
  case none
  case ellipsis
  case name(String)
  case list([PythonValue])
  case tuple([PythonValue])
  case set([PythonValue])
  case dictionary([Entry])
  /// Index into the outline's `calls`.
  case call(Int)
  /// An f-string's literal parts, and nil where an expression stands.
  case formatted([String?])
  case other

  package struct Entry: Sendable, Hashable {
    package let key: PythonValue
    package let value: PythonValue

    package init(key: PythonValue, value: PythonValue) {
      self.key = key
      self.value = value
    }
  }
}
