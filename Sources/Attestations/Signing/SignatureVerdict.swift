/// What a claim's signature is worth.
package enum SignatureVerdict: Sendable, Equatable {
  case good
  /// No signers are named, or the claim has no signature and needs none.
  case notAsked
  /// The policy asks for one and there is none.
  case missing
  /// It is no signature over this claim.
  case forged
  /// It is one, by a key that the allowed signers do not give to the one who vouches.
  case notAllowed
  /// It could not be checked.
  case unavailable(reason: String)
}

/// Why a claim could not be signed.
package struct SigningFault: Error, Sendable, Equatable {
  package let message: String

  package init(message: String) { self.message = message }
}
