internal import Attestations
internal import Text

/// `readiness attest renew TEST [PATH]`: says of a claim that it still holds, with today's digests.
enum AttestRenewCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest renew",
      summary:
        "say that a claim still holds: new dates, and the digests of its files as they are now",
      operands: [
        Operand("TEST", isRequired: true, help: "the id of the test"), ClaimFolder.path,
      ],
      flags: [
        ClaimChoice.entry, ClaimDraft.statement, ClaimDraft.by, ClaimDraft.on, ClaimDraft.expires,
      ]
        + [ClaimFolder.sign] + ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try renew(arguments, surroundings)
  }

  private static func renew(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let folder = try ClaimFolder(arguments, surroundings, operand: 1)
    let choice = try ClaimChoice(arguments, in: folder)
    let claim = try folder.signed(renewed(choice.claim, arguments, folder), arguments)
    try choice.replace(with: claim, in: folder)
    return surroundings.print(
      "\(folder.file): \(claim.test): \(claim.level.rawValue) from \(claim.on.text) to \(claim.expires.text)\n"
    )
  }

  /// The same claim from today on, for as long as it held before where the policy lets it.
  private static func renewed(
    _ old: Attestation, _ arguments: Arguments, _ folder: ClaimFolder
  ) throws(RunFault) -> Attestation {
    let on = try ClaimFolder.day(ClaimDraft.on, arguments) ?? folder.day
    let length = min(
      old.expires.number - old.on.number, folder.policy.inForce.policy.longestValidity)
    let expires =
      try ClaimFolder.day(ClaimDraft.expires, arguments) ?? Day(number: on.number + length)
    guard on <= expires else {
      throw RunFault(UsageFault("--expires (\(expires.text)) is before --on (\(on.text))"))
    }
    let digester = ClaimDigester(folder)
    let names = old.evidence.map { evidence in
      switch evidence {
      case .path(let path, _): path
      case .url(let url): url
      }
    }
    return Attestation(
      test: old.test, level: old.level, statement: arguments[ClaimDraft.statement] ?? old.statement,
      reason: old.reason, evidence: try digester.evidence(names, for: old.level),
      covers: old.covers, coversDigest: try digester.coverDigest(of: old.covers),
      by: arguments[ClaimDraft.by] ?? old.by, on: on, expires: expires)
  }
}
