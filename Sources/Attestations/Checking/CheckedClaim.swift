/// A claim or waiver as it stands on the day of the audit.
package struct CheckedClaim: Sendable, Equatable {
  /// As written, also where the entry is malformed.
  package let test: String
  /// As written; `waiver` for a waiver.
  package let claim: String
  package let by: String
  /// The last day it holds, no later than the policy allows; as written where it is no day.
  package let expires: String
  /// 0 on the last day, negative after it; nil where the date cannot be read.
  package let daysLeft: Int?
  package let state: ClaimState
  /// Why it does not count; nil where there is nothing to say.
  package let explanation: String?
  package let origin: ClaimOrigin
  /// What is claimed; nil where the entry is malformed or a waiver.
  package let attestation: Attestation?
  /// Where the entry begins in its file.
  package let offset: Int

  package init(
    test: String, claim: String, by: String, expires: String, daysLeft: Int?, state: ClaimState,
    explanation: String?, origin: ClaimOrigin, attestation: Attestation? = nil, offset: Int = 0
  ) {
    self.test = test
    self.claim = claim
    self.by = by
    self.expires = expires
    self.daysLeft = daysLeft
    self.state = state
    self.explanation = explanation
    self.origin = origin
    self.attestation = attestation
    self.offset = offset
  }

  /// The level it vouches for, where it counts.
  package var validLevel: Attestation.Level? { state == .valid ? attestation?.level : nil }

  /// The same claim in another state.
  package func standing(_ state: ClaimState, because explanation: String) -> CheckedClaim {
    CheckedClaim(
      test: test, claim: claim, by: by, expires: expires, daysLeft: daysLeft, state: state,
      explanation: explanation, origin: origin, attestation: attestation,
      offset: offset)
  }
}
