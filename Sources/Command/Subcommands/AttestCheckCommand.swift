internal import Attestations
internal import Text

/// `readiness attest check [PATH]`: fails where a claim or waiver does not count.
enum AttestCheckCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest check",
      summary: "end with 1 where a claim or waiver does not count, 2 where one is malformed",
      operands: [ClaimFolder.path], flags: ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try check(arguments, surroundings)
  }

  private static func check(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let folder = try ClaimFolder(arguments, surroundings, operand: 0)
    let findings = folder.findings
    guard findings.faults.isEmpty else {
      surroundings.report(findings.faults)
      return .badInput
    }
    let failing =
      diagnostics(findings.claims, in: ClaimSource.attestations, folder)
      + diagnostics(findings.waivers, in: ClaimSource.waivers, folder)
    surroundings.report(failing)
    let count = findings.claims.count + findings.waivers.count
    let status = surroundings.print(
      "\(count - failing.count) of \(count) claims and waivers count\n")
    return failing.isEmpty ? status : status.combined(with: .gateFailed)
  }

  private static func diagnostics(
    _ claims: [CheckedClaim], in name: String, _ folder: ClaimFolder
  ) -> [Diagnostic] {
    let found = try? ClaimSource(folder.checkout).file(name)
    return claims.filter { $0.state != .valid }.map { claim in
      Diagnostic(
        path: found?.source.path ?? name, position: found?.source.position(of: claim.offset),
        message: "\(claim.test): \(ClaimTable.standing(claim))")
    }
  }
}
