internal import Formats
internal import Text

/// `readiness parse FILE`: one file as the tool reads it, as JSON.
enum ParseCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "parse", summary: "print one file as the tool reads it, as JSON, a line for each document",
      operands: [Operand("FILE", isRequired: true, help: "the file; its name says what it is")])
  ) { (arguments, surroundings) throws(RunFault) in
    try parse(arguments.operands[0], surroundings)
  }

  private static func parse(
    _ path: String, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let source = try RunFault.read(path)
    guard let reader = FileReader.reader(of: path) else {
      throw RunFault([
        Diagnostic(
          path: path,
          message: "no reader for a file of this name, expected "
            + alternatives(FileReader.all.map(\.name)))
      ])
    }
    let reading = reader.read(source)
    let lines = reading.documents.flatMap { JSONPrinter.compact($0) + [UInt8(ascii: "\n")] }
    let status = surroundings.print(lines)
    surroundings.report(reading.diagnostics)
    return reading.diagnostics.contains { $0.severity == .error } ? .badInput : status
  }
}
