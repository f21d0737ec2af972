/// A subcommand: how it is called, and what it does.
struct Subcommand: Sendable {
  let synopsis: Synopsis
  let run: @Sendable (Arguments, Surroundings) async throws(RunFault) -> ExitStatus

  init(
    _ synopsis: Synopsis,
    run: @escaping @Sendable (Arguments, Surroundings) async throws(RunFault) -> ExitStatus
  ) {
    self.synopsis = synopsis
    self.run = run
  }

  /// All of them, in the order of help; one line for each file of this folder.
  static let all: [Subcommand] = [
    AuditCommand.subcommand,
    ExplainCommand.subcommand,
    RubricsListCommand.subcommand,
    RubricsCheckCommand.subcommand,
    RubricsTestCommand.subcommand,
    TraceCommand.subcommand,
    FactsCommand.subcommand,
    ParseCommand.subcommand,
    BaselineWriteCommand.subcommand,
    AttestNewCommand.subcommand,
    AttestRenewCommand.subcommand,
    AttestSignCommand.subcommand,
    AttestCheckCommand.subcommand,
    AttestListCommand.subcommand,
    AttestVerifyCommand.subcommand,
    InitCommand.subcommand,
    CompletionsCommand.subcommand,
  ]
}
