internal import Assessment
internal import Automation
internal import Facts
internal import OperatingSystem
internal import Reports
internal import Repository
internal import Rules
internal import Text

/// From a path to findings: open, gather facts, build the graph, put the rubrics to both.
struct AuditPipeline {
  /// How many files are read at a time; the findings do not depend on it.
  var width = Host.coreCount

  func findings(for request: AuditRequest) async throws(AuditFault) -> AuditFindings {
    let checkout: Checkout
    do throws(CheckoutError) {
      checkout = try Checkout.open(request.path)
    } catch {
      throw AuditFault(error, path: request.path)
    }
    guard !checkout.isEmpty else {
      throw .nothingToAudit(
        Diagnostic(path: request.path, message: "no file to audit in this folder"))
    }
    return await findings(in: checkout, for: request)
  }

  /// The same for a checkout that is open already, or held in memory.
  func findings(in checkout: Checkout, for request: AuditRequest) async -> AuditFindings {
    let reading = await Reading(checkout: checkout, rules: request.rules, width: width)
    let assessor = Assessor(
      facts: reading.facts, graph: reading.graph, vocabulary: request.rules.vocabulary)
    let assessment = assessor.assess(request.rules.rubrics)
    return AuditFindings(
      assessment,
      project: reading.project(
        asOf: request.asOf, kind: kind(by: assessor, assessment, request.rules)),
      diagnostics: reading.diagnostics, in: checkout, for: request)
  }

  /// A repository that a rubric does not apply to has nothing that the kinds are kinds of.
  private func kind(
    by assessor: Assessor, _ assessment: Assessment, _ rules: RuleBook
  ) -> Report.Kind? {
    guard assessment.rubrics.allSatisfy({ $0.inapplicable == nil }) else {
      return Report.Kind(name: "not ML", evidence: [])
    }
    return assessor.kind(among: rules.kinds).map {
      Report.Kind(name: $0.name, evidence: $0.evidence)
    }
  }
}

extension AuditFault {
  fileprivate init(_ error: CheckoutError, path: String) {
    let diagnostic = Diagnostic(path: path, message: error.message)
    switch error {
    case .unreadable: self = .nothingToAudit(diagnostic)
    default: self = .badInput([diagnostic])
    }
  }
}

/// What was read of a checkout: its facts, its graph, its revision.
struct Reading {
  let checkout: Checkout
  let revision: Revision
  let facts: FactTable
  let graph: AutomationGraph

  init(checkout: Checkout, rules: RuleBook, width: Int) async {
    self.checkout = checkout
    revision = checkout.revision()
    facts = await FactGathering(checkout: checkout, rules: rules, width: width)
      .facts(revision: revision)
    graph = AutomationGraph(facts: facts, runners: rules.runners)
  }

  /// In path order, then by place; the graph's own last for each file.
  var diagnostics: [Diagnostic] {
    (facts.diagnostics + graph.diagnostics).sorted { a, b in
      a.path != b.path
        ? a.path < b.path
        : (a.position ?? Position(line: 0, column: 0))
          < (b.position ?? Position(line: 0, column: 0))
    }
  }

  func project(asOf: String, kind: Report.Kind?) -> Report.Project {
    Report.Project(
      name: ProjectName.declared(in: facts) ?? checkout.remoteName, commit: revision.commit,
      isDirty: revision.isDirty, fileCount: checkout.audited.count, asOf: asOf, kind: kind)
  }
}
