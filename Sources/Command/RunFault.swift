internal import OperatingSystem
internal import Text

/// Why a subcommand ended without doing its work: what to say, and the status.
struct RunFault: Error {
  let diagnostics: [Diagnostic]
  let status: ExitStatus

  init(_ diagnostics: [Diagnostic], status: ExitStatus = .badInput) {
    self.diagnostics = diagnostics
    self.status = status
  }

  init(_ fault: UsageFault) { self.init([fault.diagnostic]) }

  init(_ fault: FileFault, at path: String) {
    self.init([Diagnostic(path: path, message: fault.message)])
  }

  init(_ fault: AuditFault) {
    switch fault {
    case .badInput(let diagnostics): self.init(diagnostics)
    case .nothingToAudit(let diagnostic): self.init([diagnostic], status: .nothingToAudit)
    }
  }

  /// Reads a file that the user named.
  static func read(_ path: String, limit: Int = 64 << 20) throws(RunFault) -> SourceText {
    do throws(FileFault) {
      return SourceText(path: path, bytes: try readFile(path, limit: limit))
    } catch {
      throw RunFault(error, at: path)
    }
  }
}
