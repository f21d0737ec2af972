internal import Assessment
internal import Attestations
internal import Reports
internal import Repository
internal import Rules
internal import Text

extension AuditFindings {
  /// What an audit found, with what people vouch for weighed in.
  init(
    _ found: Assessment, project: Report.Project, diagnostics: [Diagnostic],
    in checkout: Checkout, for request: AuditRequest
  ) {
    let claims = ClaimFindings(in: checkout, for: request)
    let caps = request.policy.policy.notApplicableCaps
    let weighing = ClaimWeighing(found, claims: claims.claims, caps: caps)
    self.init(
      assessment: weighing.assessment, project: project,
      claims: weighing.claims.map { Report.Claim($0.claim, $0.isCounted, $0.isDivergent) },
      waivers: claims.waivers.map { Report.Claim($0, false, false) }, waived: claims.waived,
      diagnostics: diagnostics, faults: claims.faults)
  }
}

extension ClaimFindings {
  /// The claims that a request asks for: none where it leaves them out.
  fileprivate init(in checkout: Checkout, for request: AuditRequest) {
    guard request.readsClaims, let day = Day(request.asOf) else {
      self.init()
      return
    }
    self.init(
      in: checkout, from: request.claimsFrom, asOf: day, policy: request.policy,
      knownTests: Set(request.rules.rubrics.flatMap(\.tests).map(\.id)))
  }
}

extension Report.Claim {
  fileprivate init(_ claim: CheckedClaim, _ isCounted: Bool, _ isDivergent: Bool) {
    self.init(
      test: claim.test, state: claim.state.rawValue, claim: claim.claim, by: claim.by,
      expires: claim.expires, daysLeft: claim.daysLeft, isCounted: isCounted,
      isDivergent: isDivergent, explanation: claim.explanation, origin: claim.origin.text)
  }
}
