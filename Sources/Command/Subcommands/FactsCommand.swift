internal import Facts
internal import Formats
internal import Text

/// `readiness facts [PATH]`: what was read of a repository, a JSON line for each fact.
enum FactsCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "facts", summary: "print what was read of a repository, a JSON line for each fact",
      operands: [AuditCommand.path], flags: [kind])
  ) { (arguments, surroundings) throws(RunFault) in
    let asked = arguments.all(kind)
    let rules = try LoadedRules.load([])
    let reading = try await Reading.open(arguments.operands.first ?? ".", rules: rules.book)
    let kinds = asked.isEmpty ? FactKind.all : FactKind.all.filter { asked.contains($0.name) }
    var lines: [UInt8] = []
    for node in FactKind.lines(of: kinds, in: reading.facts) {
      lines += JSONPrinter.compact(node) + [UInt8(ascii: "\n")]
    }
    surroundings.report(reading.diagnostics)
    return surroundings.print(lines)
  }

  private static let kind = Flag(
    "--kind", "K", choices: FactKind.all.map(\.name), isRepeatable: true,
    help: "only facts of this kind")
}
