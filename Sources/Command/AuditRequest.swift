package import Assessment
package import Attestations
package import Reports
package import Rules
package import Text

/// What `audit` asks for, after its arguments were read.
///
/// The pipeline that answers it stands in `Audit/`: a function from a request to `AuditFindings`, called by
/// `AuditCommand`. The rules are loaded before it, so that a misspelt id is an error however empty the folder is;
/// gates, plan and rendering are done after it, from what it returns.
package struct AuditRequest: Sendable {
  /// As the user wrote it; it may lie inside a checkout.
  package let path: String
  /// The rubrics to judge by, in the order asked for and never none, with the vocabulary.
  package let rules: RuleBook
  /// The ISO day that counts as today.
  package let asOf: String
  /// Whether `.readiness/` may add claims and waivers.
  package let readsClaims: Bool
  /// Who may vouch, for how long, and with which signatures.
  package let policy: PolicyInForce
  /// The revision that claims and waivers are read from; nil for the tree under audit.
  package let claimsFrom: String?

  package init(
    path: String, rules: RuleBook, asOf: String, readsClaims: Bool, policy: PolicyInForce = .none,
    claimsFrom: String? = nil
  ) {
    self.path = path
    self.rules = rules
    self.asOf = asOf
    self.readsClaims = readsClaims
    self.policy = policy
    self.claimsFrom = claimsFrom
  }
}

/// What an audit found: all of a report but its plan and gates.
package struct AuditFindings: Sendable {
  package let assessment: Assessment
  package let project: Report.Project
  package let claims: [Report.Claim]
  package let waivers: [Report.Claim]
  /// The tests that a valid waiver excuses.
  package let waived: Set<String>
  /// What was wrong with audited files; shown in the report, without effect on the status.
  package let diagnostics: [Diagnostic]
  /// What was wrong with claim, waiver and policy files: also printed, and the status is 2.
  package let faults: [Diagnostic]

  package init(
    assessment: Assessment, project: Report.Project, claims: [Report.Claim] = [],
    waivers: [Report.Claim] = [], waived: Set<String> = [], diagnostics: [Diagnostic] = [],
    faults: [Diagnostic] = []
  ) {
    self.assessment = assessment
    self.project = project
    self.claims = claims
    self.waivers = waivers
    self.waived = waived
    self.diagnostics = diagnostics
    self.faults = faults
  }
}

/// Why there is no audit.
package enum AuditFault: Error, Sendable, Equatable {
  /// A path that is missing or no folder: status 2.
  case badInput([Diagnostic])
  /// An empty or unreadable folder: status 3.
  case nothingToAudit(Diagnostic)
}
