/// What stands around a script's commands: lists, chains of `&&` and `||`, pipes, compound commands.
///
/// Items lie in one array and name each other by index, so that deep nesting costs no recursion to hold or free.
struct ShellTree: Sendable {
  var items: [Item] = []

  /// The index of the script's own list.
  static let root = 0

  struct Item: Sendable {
    var kind: Kind
    var range: Range<Int>
    var parent = -1
    /// The place among the parent's children.
    var position = 0
    var children: [Int] = []
  }

  enum Kind: Sendable {
    /// Statements one after another; the children are chains.
    case list
    /// Pipelines joined by `&&` (true) and `||` (false).
    case chain(operators: [Bool], isBackground: Bool)
    case pipeline(isNegated: Bool)
    /// A simple command, by its index in `commands`; the children are the lists of its substitutions.
    case command(Int)
    /// `{ … }`.
    case group
    /// `( … )`.
    case subshell
    /// `$(…)`, backticks, `<(…)`.
    case substitution
    /// Lists: condition, branch, condition, branch …, and the branch of `else` where the count is odd.
    case condition
    /// Lists: the condition where there is one, and the body.
    case loop(hasCondition: Bool)
    /// A list for each pattern.
    case choice
    /// The body, by the function's index in `functions`.
    case function(Int)
  }

  mutating func add(_ kind: Kind, _ range: Range<Int>, children: [Int] = []) -> Int {
    items.append(Item(kind: kind, range: range))
    adopt(children, by: items.count - 1)
    return items.count - 1
  }

  mutating func adopt(_ children: [Int], by parent: Int) {
    for child in children {
      items[child].parent = parent
      items[child].position = items[parent].children.count
      items[parent].children.append(child)
    }
  }
}
