internal import Text

/// What was given to one subcommand.
struct Arguments: Sendable, Equatable {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  /// Reads the words after the subcommand's name: `--flag value`, `--flag=value`, switches, operands; all after `--`
  /// are operands, and so is a lone `-`.
  init(_ words: [String], for synopsis: Synopsis) throws(UsageFault) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if word.hasPrefix("-"), word != "-" {
        try read(word, &rest, synopsis)
      } else {
        operands.append(word)
      }
    }
    guard !has(.help) else { return }
    if let missing = synopsis.operands.dropFirst(operands.count).first(where: \.isRequired) {
      throw UsageFault("\(synopsis.name) needs \(missing.name)", usage: synopsis)
    }
    if operands.count > synopsis.operands.count {
      throw UsageFault(
        "unexpected argument '\(operands[synopsis.operands.count])'", usage: synopsis)
    }
  }

  func has(_ flag: Flag) -> Bool { values[flag.name] != nil }

  subscript(flag: Flag) -> String? { values[flag.name]?.last }

  /// All values of a flag that may be repeated, in the order given.
  func all(_ flag: Flag) -> [String] { values[flag.name] ?? [] }

  private mutating func read(
    _ word: String, _ rest: inout ArraySlice<String>, _ synopsis: Synopsis
  ) throws(UsageFault) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0] == "-h" ? "--help" : String(parts[0])
    guard let flag = synopsis.allFlags.first(where: { $0.name == name }) else {
      throw UsageFault(
        "unknown flag '\(parts[0])' of \(synopsis.name)",
        meant: nearest(to: name, among: synopsis.allFlags.map(\.name)), usage: synopsis)
    }
    let given = parts.count > 1 ? String(parts[1]) : nil
    guard let placeholder = flag.value else {
      guard given == nil else { throw UsageFault("\(name) takes no value", usage: synopsis) }
      values[name] = []
      return
    }
    guard let value = given ?? nextValue(&rest) else {
      throw UsageFault("\(name) needs a value: \(name) \(placeholder)", usage: synopsis)
    }
    if !flag.choices.isEmpty, !flag.choices.contains(value) {
      throw UsageFault(
        "unknown value '\(value)' of \(name), expected \(alternatives(flag.choices))",
        meant: nearest(to: value, among: flag.choices), usage: synopsis)
    }
    guard flag.isRepeatable || values[name] == nil else {
      throw UsageFault("\(name) is given twice", usage: synopsis)
    }
    values[name, default: []].append(value)
  }

  /// The next word, unless it is a flag itself: `--output --format` is a value forgotten.
  private func nextValue(_ rest: inout ArraySlice<String>) -> String? {
    guard let word = rest.first, !word.hasPrefix("--") else { return nil }
    return rest.popFirst()
  }
}

/// A command line that cannot be understood: status 2.
struct UsageFault: Error, Equatable {
  let message: String
  /// The nearest name to one that is misspelt.
  let meant: String?
  /// How the subcommand is called, where it is known which one was meant.
  let usage: String?

  init(_ message: String, meant: String? = nil, usage synopsis: Synopsis? = nil) {
    self.message = message
    self.meant = meant
    usage = synopsis?.usage
  }

  var diagnostic: Diagnostic {
    Diagnostic(
      path: "readiness", message: message,
      notes: (meant.map { ["did you mean '\($0)'?"] } ?? [])
        + (usage.map { ["usage: \($0)"] } ?? []))
  }
}

/// `a`, `b` or `c`.
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
