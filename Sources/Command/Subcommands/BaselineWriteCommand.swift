internal import Formats
internal import OperatingSystem
internal import Text

/// `readiness baseline write [PATH]`: keeps today's points of every test, for `--baseline`.
enum BaselineWriteCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "baseline write", summary: "keep the points of every test in a file, for audit --baseline",
      operands: [AuditCommand.path],
      flags: [
        AuditCommand.rubric, output, AuditCommand.asOf, AuditCommand.noAttestations,
      ] + LoadedPolicy.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try await write(arguments, surroundings)
  }

  private static let output = Flag(
    "--output", "FILE", help: "where to, by default .readiness/baseline.json in the folder")

  private static func write(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let folder = arguments.operands.first ?? "."
    let asOf = try AuditCommand.day(arguments, surroundings)
    let policy = try LoadedPolicy(arguments, for: folder)
    let rules = try policy.rules(arguments.all(AuditCommand.rubric))
    let findings = try await surroundings.findings(
      for: AuditRequest(
        path: folder, rules: rules.book, asOf: asOf,
        readsClaims: !arguments.has(AuditCommand.noAttestations), policy: policy.inForce,
        claimsFrom: arguments[LoadedPolicy.claimsFrom]))
    surroundings.report(findings.faults)
    guard !findings.faults.contains(where: { $0.severity == .error }) else { return .badInput }
    let bytes = JSONPrinter.indented(Baseline.node(of: findings.assessment, rules: rules.digest))
    let path = arguments[output] ?? folder + "/.readiness/baseline.json"
    do throws(FileFault) {
      if arguments[output] == nil { try makeFolders(folder + "/.readiness") }
      try writeFile(path, bytes)
      return .done
    } catch {
      throw RunFault(error, at: path)
    }
  }
}
