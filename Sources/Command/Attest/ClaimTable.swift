internal import Attestations

/// Claims and waivers as lines for people, in the order of their files.
enum ClaimTable {
  static func text(_ findings: ClaimFindings) -> String {
    let claims = findings.claims.enumerated().map { line($0.offset + 1, $0.element) }
    let waivers = findings.waivers.enumerated().map { line($0.offset + 1, $0.element) }
    if claims.isEmpty, waivers.isEmpty { return "no claims and no waivers\n" }
    return (claims + waivers).joined()
  }

  private static func line(_ number: Int, _ claim: CheckedClaim) -> String {
    "\(number). \(claim.test): \(claim.claim) by \(claim.by): \(standing(claim))\n"
  }

  /// `valid, 41 days left (until 2026-12-31)`, or the state and why.
  static func standing(_ claim: CheckedClaim) -> String {
    if claim.state == .valid, let left = claim.daysLeft {
      return "valid, \(left) \(left == 1 ? "day" : "days") left (until \(claim.expires))"
    }
    return claim.state.rawValue + (claim.explanation.map { ": \($0)" } ?? "")
  }
}
