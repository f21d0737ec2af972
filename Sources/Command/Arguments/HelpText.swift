/// Writes help from the data of the subcommands.
enum HelpText {
  /// What `readiness --help` prints.
  static func overview(of subcommands: [Synopsis]) -> String {
    """
    Reads a machine-learning repository and says how ready it is for production.

    usage: readiness COMMAND [arguments]
           readiness COMMAND --help

    commands:
    \(columns(subcommands.map { ($0.name, $0.summary) }))

    flags:
    \(columns([Flag.help, .version].map { ($0.name, $0.help) }))

    exit status:
    \(columns(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }))

    """
  }

  /// What `readiness rubrics --help` prints: the subcommands that begin with a word.
  static func group(_ word: String, _ subcommands: [Synopsis]) -> String {
    """
    usage: readiness \(word) COMMAND [arguments]

    commands:
    \(columns(subcommands.map { ($0.name, $0.summary) }))

    """
  }

  static func page(_ synopsis: Synopsis) -> String {
    var text = "usage: \(synopsis.usage)\n\n\(synopsis.summary)\n"
    if !synopsis.operands.isEmpty {
      text += "\narguments:\n\(columns(synopsis.operands.map { ($0.name, $0.help) }))\n"
    }
    text += "\nflags:\n\(columns(synopsis.allFlags.map { ($0.spelling, $0.fullHelp) }))\n"
    return text
  }

  /// Two columns, the second kept to 100 bytes a line and indented below itself.
  private static func columns(_ rows: [(String, String)]) -> String {
    let width = min(28, rows.map(\.0.utf8.count).max() ?? 0)
    return rows.map { name, text in
      let indent = String(repeating: " ", count: width + 4)
      let lead = "  " + name
      let gap =
        lead.utf8.count + 2 > indent.utf8.count
        ? "\n" + indent : String(repeating: " ", count: indent.utf8.count - lead.utf8.count)
      return lead + gap
        + wrapped(text, to: 100 - indent.utf8.count).joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }

  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.utf8.count + 1 + word.utf8.count <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension Flag {
  fileprivate var spelling: String { value.map { "\(name) \($0)" } ?? name }

  fileprivate var fullHelp: String {
    help + (choices.isEmpty ? "" : ": \(alternatives(choices))")
      + (isRepeatable ? "; may be given again" : "")
  }
}
