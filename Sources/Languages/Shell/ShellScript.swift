/// A shell script, or one command line, split as sh and bash split it.
///
/// Every simple command stands in `commands` in the order of the text, those inside functions, conditions,
/// loops, subshells and `$(…)` too; words in strings and comments are never commands.
package struct ShellScript: Sendable {
  package let commands: [ShellCommand]
  package let functions: [ShellFunction]
  /// The words after `#!`, as in `["/usr/bin/env", "bash"]`; empty where there is no such line.
  package let interpreter: [String]
  /// Each command's item in `tree`.
  let items: [Int]
  /// What stands around the commands, by which `failure(of:errexit:pipefail:)` is decided.
  let tree: ShellTree
  /// Functions that end in failure whenever they are called (`die`), and whether by `exit` or with a status.
  var failingFunctions: [String: ShellFailureJudge.Departure] = [:]
  /// The commands that call each of the script's functions.
  var calls: [String: [Int]] = [:]
  /// Whether a trap turns every status into 0: `trap 'exit 0' EXIT`.
  var endsInSuccess = false
}

/// A function a script defines, and where its body stands.
package struct ShellFunction: Sendable, Equatable {
  package let name: String
  package let offset: Int
  package let range: Range<Int>

  package init(name: String, offset: Int, range: Range<Int>) {
    self.name = name
    self.offset = offset
    self.range = range
  }
}
