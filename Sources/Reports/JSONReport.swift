internal import Assessment
internal import Automation
internal import Facts
internal import Formats
internal import Rules
internal import Text

/// The report as JSON, by `reports/report.schema.json`: complete, its keys in the order of the contract.
///
/// Beyond the contract, and only where they say something: `cell` beside the line of a notebook; `reach` (how the chain
/// runs it) on evidence, `found` where not all evidence is listed; `inapplicable` on a rubric; `subject`, `failing` and
/// `explanation` on a gate; `explanation` and `origin` on an attestation; `waivers` beside the attestations, and the
/// `policy` whose demands hold.
package enum JSONReport: ReportFormat {
  package static let name = "json"
  package static let fileName = "readiness.json"
  /// The version of the contract; it changes when a key changes its meaning or goes.
  static let schema = "readiness-report/1"

  package static func render(_ report: Report) -> [UInt8] {
    JSONPrinter.indented(
      .object(
        [
          ("schema", .string(schema)),
          ("tool", tool(report.tool)),
          ("project", project(report.project)),
          ("rubrics", .array(report.assessment.rubrics.map(rubric))),
          ("plan", .array(report.plan.map(step))),
          ("gates", .array(report.gates.map(gate))),
          ("attestations", .array(report.claims.sorted().map(claim))),
        ] + waivers(report.waivers) + policy(report.policy) + [
          ("diagnostics", .array(report.sortedDiagnostics.map(diagnostic)))
        ]))
  }

  private static func waivers(_ waivers: [Report.Claim]) -> [(String, Node)] {
    waivers.isEmpty ? [] : [("waivers", .array(waivers.sorted().map(waiver)))]
  }

  private static func policy(_ policy: Report.Policy?) -> [(String, Node)] {
    policy.map { policy in
      [
        (
          "policy",
          .object([
            ("path", .string(policy.path)), ("origin", .string(policy.origin)),
            ("editable", .boolean(policy.isInReach)),
          ])
        )
      ]
    } ?? []
  }

  private static func tool(_ tool: Report.Tool) -> Node {
    .object([
      ("name", .string("readiness")), ("version", .string(tool.version)),
      ("rules", .string(tool.rules)),
    ])
  }

  private static func project(_ project: Report.Project) -> Node {
    .object([
      ("name", .text(project.name)), ("commit", .text(project.commit)),
      ("dirty", .boolean(project.isDirty)), ("files", .integer(project.fileCount)),
      ("as-of", .string(project.asOf)),
      (
        "kind",
        project.kind.map {
          .object([
            ("name", .string($0.name)), ("evidence", .array($0.evidence.map(evidence))),
          ])
        } ?? .null
      ),
    ])
  }

  private static func rubric(_ result: RubricResult) -> Node {
    var members: [(String, Node)] = [
      ("id", .string(result.rubric.id)), ("title", .string(result.rubric.title)),
      ("edition", .string(result.rubric.edition)), ("score", .points(result.score)),
      ("possible", .points(result.possible)), ("maximum", .points(result.maximum)),
      (
        "band",
        result.band.map {
          .object([("title", .string($0.title)), ("meaning", .string($0.meaning))])
        } ?? .null
      ),
      ("binding", .array(result.binding.map(Node.string))),
    ]
    if let reason = result.inapplicable { members.append(("inapplicable", .string(reason))) }
    members.append(("sections", .array(result.sections.map(section))))
    return .object(members)
  }

  private static func section(_ result: SectionResult) -> Node {
    .object([
      ("id", .string(result.section.id)), ("title", .string(result.section.title)),
      ("score", .points(result.score)), ("possible", .points(result.possible)),
      ("maximum", .points(result.maximum)), ("tests", .array(result.tests.map(test))),
    ])
  }

  private static func test(_ result: TestResult) -> Node {
    var members: [(String, Node)] = [
      ("id", .string(result.test.id)), ("title", .string(result.test.title)),
      ("score", .points(result.score)), ("maximum", .points(result.maximum)),
      ("verdict", .string(result.verdict.rawValue)), ("basis", .string(result.basis.rawValue)),
      ("possible", .points(result.possible)), ("label", .string(result.label)),
      ("evidence", .array(result.evidence.map(evidence))),
    ]
    if result.foundCount > result.evidence.count {
      members.append(("found", .integer(result.foundCount)))
    }
    members += [
      ("near", .array(result.near.map(near))), ("open", .array(result.open.map(open))),
      ("remedy", .string(result.remedy)),
    ]
    return .object(members)
  }

  private static func evidence(_ evidence: Evidence) -> Node {
    let place: [(String, Node)]
    switch evidence.place {
    case .commit(let hash): place = [("commit", .string(hash))]
    case .tag(let name): place = [("tag", .string(name))]
    case .location(let location):
      place = self.place(location) + [("column", .integer(location.column))]
    }
    return .object(
      place + [
        ("what", .string(evidence.what)),
        ("chain", .array(evidence.reach?.chain.map(hop) ?? [])),
      ] + (evidence.reach.map { [("reach", reach($0))] } ?? []))
  }

  private static func reach(_ reach: Reach) -> Node {
    .object([
      ("trigger", .string(reach.trigger.rawValue)), ("cadence", .text(reach.cadence)),
      ("through", .string(reach.through.rawValue)), ("by", .string(reach.by.rawValue)),
      ("failure-seen", .boolean(reach.isFailureSeen)),
    ])
  }

  private static func hop(_ hop: Hop) -> Node {
    .object(place(hop.location) + [("what", .string(hop.what))])
  }

  private static func near(_ miss: NearMiss) -> Node {
    .object(
      place(miss.location)
        + [("what", .string(miss.what)), ("missing", .string(miss.missing))])
  }

  private static func open(_ end: OpenEnd) -> Node {
    .object(place(end.location) + [("what", .string(end.what))])
  }

  private static func place(_ location: Location) -> [(String, Node)] {
    [("path", .string(location.path))]
      + (location.cell.map { [("cell", .integer($0))] } ?? [])
      + [("line", .integer(location.line))]
  }

  private static func step(_ step: PlanStep) -> Node {
    .object([
      ("test", .string(step.test)), ("gain", .points(step.gain)),
      ("effort", .string(step.effort.rawValue)), ("do", .string(step.action)),
    ])
  }

  private static func gate(_ gate: GateResult) -> Node {
    .object([
      ("gate", .string(gate.gate)), ("subject", .text(gate.subject)),
      ("required", .points(gate.required)), ("found", .points(gate.found)),
      ("passed", .boolean(gate.passed)), ("waived", .array(gate.waived.map(Node.string))),
      ("failing", .array(gate.failing.map(Node.string))),
      ("explanation", .string(gate.explanation)),
    ])
  }

  private static func claim(_ claim: Report.Claim) -> Node {
    .object(
      [
        ("test", .string(claim.test)), ("state", .string(claim.state)),
        ("claim", .string(claim.claim)),
      ] + standing(claim) + [
        ("counted", .boolean(claim.isCounted)), ("divergent", .boolean(claim.isDivergent)),
      ] + remarks(claim))
  }

  private static func waiver(_ waiver: Report.Claim) -> Node {
    .object(
      [("test", .string(waiver.test)), ("state", .string(waiver.state))] + standing(waiver)
        + remarks(waiver))
  }

  private static func standing(_ claim: Report.Claim) -> [(String, Node)] {
    [
      ("by", .string(claim.by)), ("expires", .string(claim.expires)),
      ("days-left", claim.daysLeft.map(Node.integer) ?? .null),
    ]
  }

  private static func remarks(_ claim: Report.Claim) -> [(String, Node)] {
    (claim.explanation.map { [("explanation", .string($0))] } ?? [])
      + [("origin", .string(claim.origin))]
  }

  private static func diagnostic(_ diagnostic: Diagnostic) -> Node {
    .object([
      ("path", .string(diagnostic.path)),
      ("line", diagnostic.position.map { .integer($0.line) } ?? .null),
      ("column", diagnostic.position.map { .integer($0.column) } ?? .null),
      ("severity", .string(diagnostic.severity.rawValue)),
      ("message", .string(diagnostic.message)),
    ])
  }
}

extension Node {
  fileprivate static func text(_ text: String?) -> Node { text.map(Node.string) ?? .null }

  /// Points without a needless fraction: `1`, `1.5`.
  fileprivate static func points(_ number: Double) -> Node {
    Int(exactly: number).map(Node.integer) ?? .float(number)
  }
}

extension [Report.Claim] {
  func sorted() -> [Report.Claim] {
    sorted {
      ($0.test, $0.expires, $0.by, $0.state) < ($1.test, $1.expires, $1.by, $1.state)
    }
  }
}

extension Report {
  var sortedDiagnostics: [Diagnostic] {
    diagnostics.sorted { $0.order < $1.order }
  }
}

extension Diagnostic {
  fileprivate var order: (String, Position, String) {
    (path, position ?? Position(line: 0, column: 0), message)
  }
}
