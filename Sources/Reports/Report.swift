package import Assessment
package import Text

/// All that a report shows; every format renders the same value.
package struct Report: Sendable {
  package let tool: Tool
  package let project: Project
  package let assessment: Assessment
  package let plan: [PlanStep]
  package let gates: [GateResult]
  package let claims: [Claim]
  /// The excuses of single tests from gates: they add no points.
  package let waivers: [Claim]
  /// The policy whose demands hold; nil where there is no policy file.
  package let policy: Policy?
  package let diagnostics: [Diagnostic]

  package init(
    tool: Tool, project: Project, assessment: Assessment, plan: [PlanStep] = [],
    gates: [GateResult] = [], claims: [Claim] = [], waivers: [Claim] = [],
    policy: Policy? = nil, diagnostics: [Diagnostic] = []
  ) {
    self.tool = tool
    self.project = project
    self.assessment = assessment
    self.plan = plan
    self.gates = gates
    self.claims = claims
    self.waivers = waivers
    self.policy = policy
    self.diagnostics = diagnostics
  }
}

extension Report {
  /// What made the report: its version, and the digest of the rules it went by.
  package struct Tool: Sendable {
    package let version: String
    /// `sha256:` and 64 hexadecimal digits.
    package let rules: String

    package init(version: String, rules: String) {
      self.version = version
      self.rules = rules
    }
  }

  /// The repository that was audited, without its place on this machine.
  package struct Project: Sendable {
    /// The package metadata's name, else owner/name of a remote; nil where neither is known.
    package let name: String?
    /// 40 hexadecimal digits; nil without git.
    package let commit: String?
    package let isDirty: Bool
    package let fileCount: Int
    /// The ISO day that counted as today.
    package let asOf: String
    package let kind: Kind?

    package init(
      name: String?, commit: String?, isDirty: Bool, fileCount: Int, asOf: String, kind: Kind?
    ) {
      self.name = name
      self.commit = commit
      self.isDirty = isDirty
      self.fileCount = fileCount
      self.asOf = asOf
      self.kind = kind
    }
  }

  /// What kind of project it is (`service`, `library` …) and the facts that say so.
  package struct Kind: Sendable {
    package let name: String
    package let evidence: [Evidence]

    package init(name: String, evidence: [Evidence]) {
      self.name = name
      self.evidence = evidence
    }
  }

  /// Where the policy came from, which tells who could have written it.
  package struct Policy: Sendable {
    package let path: String
    /// `caller`, `working tree` or `commit …`.
    package let origin: String
    /// Whether the change under review could have edited it.
    package let isInReach: Bool

    package init(path: String, origin: String, isInReach: Bool) {
      self.path = path
      self.origin = origin
      self.isInReach = isInReach
    }
  }

  /// What a person vouches for, and whether it counts.
  package struct Claim: Sendable {
    package let test: String
    /// `valid`, `expired`, `stale`, `unsupported`, `void` …
    package let state: String
    /// `manual`, `automated`, `not-applicable`; `waiver` for a waiver.
    package let claim: String
    package let by: String
    /// The last day it holds, ISO.
    package let expires: String
    /// Negative once it has expired; nil where the dates could not be read.
    package let daysLeft: Int?
    package let isCounted: Bool
    /// Whether the repository shows something else than the claim says.
    package let isDivergent: Bool
    /// Why it does not count, where there is a reason to give.
    package let explanation: String?
    /// Where it was read: `working tree`, where the change under review could have written it, or `commit …`.
    package let origin: String

    package init(
      test: String, state: String, claim: String, by: String, expires: String, daysLeft: Int?,
      isCounted: Bool, isDivergent: Bool, explanation: String? = nil,
      origin: String = "working tree"
    ) {
      self.test = test
      self.state = state
      self.claim = claim
      self.by = by
      self.expires = expires
      self.daysLeft = daysLeft
      self.isCounted = isCounted
      self.isDivergent = isDivergent
      self.explanation = explanation
      self.origin = origin
    }
  }
}
