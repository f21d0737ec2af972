internal import Attestations
internal import Text

/// `readiness attest sign TEST KEY [PATH]`: signs a claim as it stands.
enum AttestSignCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest sign", summary: "sign a claim as it stands, by nothing but its signature changed",
      operands: [
        Operand("TEST", isRequired: true, help: "the id of the test"), ClaimFolder.path,
      ],
      flags: [ClaimChoice.entry, ClaimFolder.sign] + ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try sign(arguments, surroundings)
  }

  private static func sign(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let folder = try ClaimFolder(arguments, surroundings, operand: 1)
    guard arguments.has(ClaimFolder.sign) else {
      throw RunFault(UsageFault("attest sign needs --sign KEY"))
    }
    let choice = try ClaimChoice(arguments, in: folder)
    let claim = try folder.signed(choice.claim, arguments)
    try choice.replace(with: claim, in: folder)
    return surroundings.print("\(folder.file): \(claim.test): signed\n")
  }
}
