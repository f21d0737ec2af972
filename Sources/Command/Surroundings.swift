package import OperatingSystem
package import Text

/// What a run takes from the outside besides files: its streams, today's date and the audit; tests bring their own.
package struct Surroundings: Sendable {
  private let write: @Sendable ([UInt8], StandardStream) throws(FileFault) -> Void
  private let audit: @Sendable (AuditRequest) async throws(AuditFault) -> AuditFindings
  /// Today as an ISO day in UTC.
  package let today: @Sendable () -> String
  /// Puts a question to the person at the terminal and gives the answer's line; nil where nobody is there to ask.
  package let ask: (@Sendable (_ question: String) -> String?)?

  package init(
    today: @escaping @Sendable () -> String,
    write: @escaping @Sendable ([UInt8], StandardStream) throws(FileFault) -> Void,
    audit: @escaping @Sendable (AuditRequest) async throws(AuditFault) -> AuditFindings =
      Surroundings.pipeline,
    ask: (@Sendable (_ question: String) -> String?)? = nil
  ) {
    self.today = today
    self.ask = ask
    self.write = write
    self.audit = audit
  }

  /// This process: its streams, its clock.
  package static let process = Surroundings(
    today: { Host.today() },
    write: { (bytes, stream) throws(FileFault) in try stream.write(bytes) },
    ask: inputIsTerminal && StandardStream.error.isTerminal ? askOnTerminal : nil)

  private static let askOnTerminal: @Sendable (String) -> String? = { question in
    try? StandardStream.error.write(question)
    return readLine()
  }

  /// The audit of what is on disk.
  package static let pipeline: @Sendable (AuditRequest) async throws(AuditFault) -> AuditFindings =
    {
      (request) throws(AuditFault) in try await AuditPipeline().findings(for: request)
    }

  func findings(for request: AuditRequest) async throws(RunFault) -> AuditFindings {
    do throws(AuditFault) {
      return try await audit(request)
    } catch {
      throw RunFault(error)
    }
  }

  /// Writes to standard output; where that fails, says so and asks for status 2.
  package func print(_ bytes: [UInt8]) -> ExitStatus {
    do throws(FileFault) {
      try write(bytes, .output)
      return .done
    } catch {
      report([Diagnostic(path: "standard output", message: error.message)])
      return .badInput
    }
  }

  package func print(_ text: String) -> ExitStatus { print(Array(text.utf8)) }

  /// Writes diagnostics to standard error, a line each.
  package func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    tell(diagnostics.map { $0.text + "\n" }.joined())
  }

  /// Writes to standard error what is no part of the result.
  package func tell(_ text: String) {
    // Where standard error is closed there is nobody left to tell.
    try? write(Array(text.utf8), .error)
  }
}
