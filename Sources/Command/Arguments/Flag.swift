/// One flag of the command line, as data: parsing, help and completions are written from it.
struct Flag: Sendable, Hashable {
  /// With its dashes: `--format`.
  let name: String
  /// What stands for its value in help (`FILE`); nil for a flag that takes none.
  let value: String?
  /// The values it may have; none where any text may stand.
  let choices: [String]
  let isRepeatable: Bool
  let help: String

  init(
    _ name: String, _ value: String? = nil, choices: [String] = [], isRepeatable: Bool = false,
    help: String
  ) {
    self.name = name
    self.value = value
    self.choices = choices
    self.isRepeatable = isRepeatable
    self.help = help
  }

  static let help = Flag("--help", help: "print this help and end")
  static let version = Flag("--version", help: "print the version and end")
}

/// What stands on the command line without a flag.
struct Operand: Sendable {
  let name: String
  let isRequired: Bool
  let help: String

  init(_ name: String, isRequired: Bool, help: String) {
    self.name = name
    self.isRequired = isRequired
    self.help = help
  }
}

/// How a subcommand is called.
struct Synopsis: Sendable {
  /// The words that name it: `rubrics check`.
  let words: [String]
  let summary: String
  let operands: [Operand]
  let flags: [Flag]

  init(_ name: String, summary: String, operands: [Operand] = [], flags: [Flag] = []) {
    words = name.split(separator: " ").map(String.init)
    self.summary = summary
    self.operands = operands
    self.flags = flags
  }

  var name: String { words.joined(separator: " ") }

  /// All its flags, with those that every subcommand has.
  var allFlags: [Flag] { flags + [.help] }

  /// `readiness audit [PATH] [flags]`.
  var usage: String {
    let operands = operands.map { $0.isRequired ? $0.name : "[\($0.name)]" }
    return (["readiness", name] + operands + (flags.isEmpty ? [] : ["[flags]"]))
      .joined(separator: " ")
  }
}
