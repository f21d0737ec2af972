internal import Assessment
internal import OperatingSystem
internal import Reports
internal import Rules
internal import Text

/// `readiness audit [PATH]`: reads a repository and reports how ready it is.
enum AuditCommand {
  static let rubric = Flag(
    "--rubric", "ID|FILE", isRepeatable: true,
    help: "a rubric by its id, or a rule file; by default "
      + BuiltInRules.defaultRubrics.joined(separator: " and "))
  static let format = Flag(
    "--format", "NAME", choices: ReportFormats.all.map { $0.name },
    help: "how the report is written, by default \(ReportFormats.all[0].name)")
  static let output = Flag(
    "--output", "FILE|DIR", help: "write the report there, whole or not at all")
  static let asOf = Flag("--as-of", "DATE", help: "the day that counts as today, as YYYY-MM-DD")
  static let noAttestations = Flag(
    "--no-attestations", help: "leave claims and waivers of .readiness/ out")
  static let path = Operand(
    "PATH", isRequired: false,
    help: "a folder, by default this one; inside a checkout, the files below it are audited")

  static let subcommand = Subcommand(
    Synopsis(
      "audit", summary: "read a repository and report how ready it is, and what would raise it",
      operands: [path],
      flags: [rubric, format, output, asOf, noAttestations] + LoadedPolicy.flags + GateFlags.all)
  ) { (arguments, surroundings) throws(RunFault) in
    try await audit(arguments, surroundings)
  }

  private static func audit(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let asOf = try day(arguments, surroundings)
    let path = arguments.operands.first ?? "."
    let policy = try LoadedPolicy(arguments, for: path)
    let rules = try policy.rules(arguments.all(rubric))
    let demands =
      try gates(arguments, rules) + policy.gates(rules, namedByCaller: arguments.has(rubric))
    let findings = try await surroundings.findings(
      for: AuditRequest(
        path: path, rules: rules.book, asOf: asOf, readsClaims: !arguments.has(noAttestations),
        policy: policy.inForce, claimsFrom: arguments[LoadedPolicy.claimsFrom]))
    let plan = Plan.steps(for: findings.assessment)
    let judge = Gates(assessment: findings.assessment, waived: findings.waived, plan: plan)
    let results = demands.compactMap(judge.judge)
    let report = Report(
      tool: Report.Tool(version: version, rules: rules.digest), project: findings.project,
      assessment: findings.assessment, plan: plan, gates: results, claims: findings.claims,
      waivers: findings.waivers, policy: policy.shown, diagnostics: findings.diagnostics)
    let written = try write(report, arguments, surroundings)
    surroundings.report(findings.faults + results.filter { !$0.passed }.map(\.diagnostic))
    return written.combined(with: results.allSatisfy(\.passed) ? .done : .gateFailed)
      .combined(with: findings.faults.contains { $0.severity == .error } ? .badInput : .done)
  }

  /// The day given, or today.
  static func day(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> String {
    let day = arguments[asOf] ?? surroundings.today()
    guard Day(day) != nil else {
      throw RunFault(UsageFault("--as-of needs a day as YYYY-MM-DD, found '\(day)'"))
    }
    return day
  }

  private static func gates(
    _ arguments: Arguments, _ rules: LoadedRules
  ) throws(RunFault) -> [Gate] {
    let gates: [Gate]
    do throws(UsageFault) {
      gates = try GateFlags(rubrics: rules.book.rubrics).gates(arguments)
    } catch {
      throw RunFault(error)
    }
    guard let path = arguments[GateFlags.baseline] else { return gates }
    return gates + [.baseline(try Baseline.read(path, for: rules.book.rubrics))]
  }

  private static func write(
    _ report: Report, _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(RunFault) -> ExitStatus {
    let name = arguments[format]
    let format = ReportFormats.all.first { $0.name == name } ?? ReportFormats.all[0]
    let bytes = format.render(report)
    guard let target = arguments[output] else { return surroundings.print(bytes) }
    var path = target
    do throws(FileFault) {
      if target.hasSuffix("/") || isFolder(target) {
        try makeFolders(target)
        path = target + (target.hasSuffix("/") ? "" : "/") + format.fileName
      }
      try writeFile(path, bytes)
      return .done
    } catch {
      throw RunFault(error, at: path)
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    (try? status(ofPath: path).kind) == .folder
  }
}

extension GateResult {
  /// What is said on standard error where it fails.
  fileprivate var diagnostic: Diagnostic {
    Diagnostic(path: "readiness", message: "--\(gate): \(explanation)")
  }
}
