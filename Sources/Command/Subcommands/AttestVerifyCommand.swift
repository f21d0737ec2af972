internal import Attestations
internal import Text

/// `readiness attest verify [PATH]`: checks the signatures of all claims.
enum AttestVerifyCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest verify",
      summary: "check the signatures of claims; ends with 1 where one is not good",
      operands: [ClaimFolder.path], flags: [allowedSigners] + ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try verify(arguments, surroundings)
  }

  private static let allowedSigners = Flag(
    "--allowed-signers", "FILE",
    help: "who may sign, in OpenSSH's form; by default the file that the policy names")

  private static func verify(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let folder = try ClaimFolder(arguments, surroundings, operand: 0)
    let policy = folder.policy.inForce
    var signers = policy.allowedSigners
    if let file = arguments[allowedSigners] { signers = try RunFault.read(file).bytes }
    guard let signers else {
      throw RunFault(
        UsageFault(
          "nobody may sign yet: name a file with --allowed-signers, or as allowed-signers in the policy"
        ))
    }
    var lines = ""
    var isGood = true
    for (index, claim) in try folder.claims().enumerated() {
      let verdict = Signatures.check(claim, against: signers, asOf: folder.day)
      if case .unavailable(let reason) = verdict {
        throw RunFault([Diagnostic(path: "readiness", message: reason)])
      }
      let isLacking = verdict == .missing && policy.policy.requiresSignatures
      if verdict != .good, verdict != .missing || isLacking { isGood = false }
      lines += "\(index + 1). \(claim.test) by \(claim.by): \(verdict.text)\n"
    }
    let status = surroundings.print(lines.isEmpty ? "no claims\n" : lines)
    return isGood ? status : status.combined(with: .gateFailed)
  }
}

extension SignatureVerdict {
  fileprivate var text: String {
    switch self {
    case .good: "good signature"
    case .missing, .notAsked: "not signed"
    case .forged: "forged: the signature is not one over this entry"
    case .notAllowed:
      "not allowed: the allowed signers do not give the signature's key to this person"
    case .unavailable(let reason): reason
    }
  }
}
