/// One simple command: what a shell would run with one name and its arguments.
package struct ShellCommand: Sendable, Equatable {
  /// The name and the arguments; empty where only variables are set.
  package let words: [ShellWord]
  /// `FOO=1 cmd`, or the whole of `FOO=1`.
  package let assignments: [ShellAssignment]
  package let redirects: [ShellRedirect]
  package let offset: Int
  package let range: Range<Int>
  /// The innermost function whose body holds the command.
  package let function: String?
  /// Whether the command runs only if something else came out one way: in a branch of `if` or `case`, in a loop,
  /// or after `&&` or `||`.
  package let isConditional: Bool
  /// Whether the command stands inside `$(…)`, backticks or `<(…)`.
  package let isSubstituted: Bool
  /// From 0; a command in no pipe has index 0 of count 1.
  package let pipeline: Pipeline
  /// What stands behind the command (behind its whole pipeline, where it is the last of one).
  package let terminator: Terminator
  /// What runs if the command fails, as in `|| true`: its words as written; nil where no `||` follows.
  package let alternative: String?
  /// Whether `set -e` is in force here by what the script itself says; nil where it says nothing.
  package let errexit: Bool?
  /// Whether `set -o pipefail` is in force here by what the script itself says; nil where it says nothing.
  package let pipefail: Bool?

  /// A command's place among those that `|` joins.
  package struct Pipeline: Sendable, Equatable {
    package let index: Int
    package let count: Int
  }

  /// What ends a command.
  package enum Terminator: String, Sendable {
    case and = "&&"
    case or = "||"
    case pipe = "|"
    case background = "&"
    case sequence = ";"
  }

  /// The first word, where it is literal: `python`, `./run.sh`.
  package var name: String? {
    words.first.flatMap { $0.isLiteral ? $0.text : nil }
  }

  /// All words joined with single blanks, quotes removed.
  package var text: String { words.map(\.text).joined(separator: " ") }
}

/// A word after quotes and escapes are taken off; what a shell would expand stays as written.
package struct ShellWord: Sendable, Equatable {
  /// `$NAME`, `${NAME:-default}`, `$(date)` and `${{ github.ref }}` stay in the text.
  package let text: String
  /// Whether nothing in the word is expanded: no variable, command, arithmetic or template placeholder. A glob is literal.
  package let isLiteral: Bool
  package let offset: Int

  package init(text: String, isLiteral: Bool = true, offset: Int) {
    self.text = text
    self.isLiteral = isLiteral
    self.offset = offset
  }
}

/// `NAME=value` before a command or alone; an array's values are joined with blanks.
package struct ShellAssignment: Sendable, Equatable {
  package let name: String
  package let value: ShellWord

  package init(name: String, value: ShellWord) {
    self.name = name
    self.value = value
  }
}

/// `2>/dev/null`, `< file`, `<<EOF`.
package struct ShellRedirect: Sendable, Equatable {
  /// The operator as written, without the descriptor: `>`, `>>`, `&>`, `<`, `<<`, `<<<`, `>&`.
  package let form: String
  /// The descriptor before the operator, or nil for the operator's own.
  package let descriptor: Int?
  /// The file, or for `<<` the delimiter.
  package let target: ShellWord
  /// For `<<` the lines of the here-document, without the closing delimiter.
  package let body: Range<Int>?
}

/// Whether a command's failure would show in the exit status of the script.
package enum ShellFailure: Sendable, Equatable {
  case seen
  case swallowed(Reason)

  /// Why a failure does not show.
  package enum Reason: Sendable, Equatable {
    /// A later command decides the status, and `set -e` is not in force.
    case laterCommand
    /// `|| true` and what else makes good of it; the alternative as written.
    case alternative(String)
    /// A left part of a pipe without `pipefail`.
    case pipe
    /// The condition of `if`, `while` or `until`, where no branch fails in turn.
    case condition
    /// A part of `a && b` before the last, with more to follow.
    case conjunction
    /// `! cmd` fails when the command succeeds.
    case negation
    /// Started with `&`.
    case background
    /// Inside `$(…)` or `<(…)` whose status is not used.
    case substitution
    /// In a loop's body, which goes on to the next round.
    case loop
    /// A trap that leaves with status 0.
    case trap
  }
}
