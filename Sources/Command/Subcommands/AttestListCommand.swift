internal import Attestations

/// `readiness attest list [PATH]`: all claims and waivers, each as it stands.
enum AttestListCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest list", summary: "list claims and waivers with their states and the days left",
      operands: [ClaimFolder.path], flags: ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try list(arguments, surroundings)
  }

  private static func list(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let findings = try ClaimFolder(arguments, surroundings, operand: 0).findings
    let status = surroundings.print(ClaimTable.text(findings))
    surroundings.report(findings.faults)
    return findings.faults.isEmpty ? status : .badInput
  }
}
