internal import Assessment
internal import Attestations
internal import Rules
internal import Text

/// `readiness attest new TEST [PATH]`: adds a claim to the folder's attestations.
enum AttestNewCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "attest new", summary: "vouch for a test; asks on a terminal for what is not given",
      operands: [
        Operand("TEST", isRequired: true, help: "the id of the test"), ClaimFolder.path,
      ],
      flags: ClaimDraft.flags + [ClaimFolder.sign] + ClaimFolder.flags)
  ) { (arguments, surroundings) throws(RunFault) in
    try await add(arguments, surroundings)
  }

  private static func add(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let folder = try ClaimFolder(arguments, surroundings, operand: 1)
    let test = arguments.operands[0]
    guard folder.knownTests.contains(test) else {
      throw RunFault(
        UsageFault(
          "no rubric in use has a test '\(test)'",
          meant: nearest(to: test, among: folder.knownTests.sorted())))
    }
    var draft = try ClaimDraft(arguments)
    if !draft.missing.isEmpty, let ask = surroundings.ask {
      let found = try await result(of: test, folder, surroundings)
      let questions = ClaimQuestions(ask: ask, folder: folder, found: found)
      surroundings.tell(questions.introduction)
      draft = questions.complete(draft)
    }
    let claim = try folder.signed(draft.claim(on: test, in: folder), arguments)
    try folder.update { (old) throws(ClaimFault) in
      try ClaimEdit.adding(claim, to: old, path: folder.file)
    }
    return surroundings.print(
      "\(folder.file): \(test): \(claim.level.rawValue) from \(claim.on.text) to \(claim.expires.text)\n"
    )
  }

  /// What an audit of the folder, without any claims, finds of the test.
  private static func result(
    of test: String, _ folder: ClaimFolder, _ surroundings: Surroundings
  ) async throws(RunFault) -> TestResult {
    let findings = try await surroundings.findings(
      for: AuditRequest(
        path: folder.path, rules: folder.rules.book, asOf: folder.day.text, readsClaims: false))
    guard
      let found = findings.assessment.rubrics.flatMap(\.tests).first(where: { $0.test.id == test })
    else { throw RunFault(UsageFault("the audit says nothing of '\(test)'")) }
    return found
  }
}
