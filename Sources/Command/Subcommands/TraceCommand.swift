internal import Automation
internal import Facts
internal import Formats
internal import Text

/// `readiness trace PATH[:LINE]`: what runs a line, from which trigger.
enum TraceCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "trace", summary: "say what runs a line, from which trigger, hop by hop",
      operands: [
        Operand("PATH[:LINE]", isRequired: true, help: "a file, or a line of it")
      ], flags: [format])
  ) { (arguments, surroundings) throws(RunFault) in
    try await trace(arguments, surroundings)
  }

  private static let format = Flag(
    "--format", "NAME", choices: ["text", "json"], help: "how it is written, by default text")

  private static func trace(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let place = TracePlace(arguments.operands[0])
    let (root, path) = try place.root()
    let rules = try LoadedRules.load([])
    let reading = try await Reading.open(root, rules: rules.book)
    guard let trace = reading.graph.trace(path: path, line: place.line) else {
      throw RunFault([
        Diagnostic(
          path: place.path, message: "is none of the files under audit: ignored or not tracked")
      ])
    }
    return arguments[format] == "json"
      ? surroundings.print(JSONPrinter.indented(trace.json)) : surroundings.print(trace.text)
  }
}
