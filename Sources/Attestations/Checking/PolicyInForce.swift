package import Text

/// A policy with where it came from and the signers it allows.
package struct PolicyInForce: Sendable {
  package let policy: Policy
  /// Nil where there is no policy file: then the defaults hold.
  package let origin: ClaimOrigin?
  /// The policy file, for the places of its demands.
  package let file: SourceText?
  /// The bytes of the file of allowed signers; nil where the policy names none.
  package let allowedSigners: [UInt8]?

  package init(
    _ policy: Policy, from origin: ClaimOrigin?, file: SourceText? = nil,
    allowedSigners: [UInt8]? = nil
  ) {
    self.policy = policy
    self.origin = origin
    self.file = file
    self.allowedSigners = allowedSigners
  }

  /// What holds where no policy is given.
  package static let none = PolicyInForce(Policy(), from: nil)

  /// What the policy makes of a claim's signature.
  func verdict(on claim: Attestation, asOf day: Day) -> SignatureVerdict {
    guard let allowedSigners else { return .notAsked }
    guard claim.signature != nil else { return policy.requiresSignatures ? .missing : .notAsked }
    return Signatures.check(claim, against: allowedSigners, asOf: day)
  }
}
