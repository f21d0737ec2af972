import Command
import OperatingSystem
import Synchronization

/// What a run said and how it ended.
struct Captured: Equatable {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a command line in this process, on a fixed day; `audit` takes the place of reading a repository.
func readiness(
  _ arguments: [String], today: String = "2026-11-20",
  audit: @escaping @Sendable (AuditRequest) async throws(AuditFault) -> AuditFindings =
    Surroundings.pipeline
) async -> Captured {
  let said = Mutex<[StandardStream: [UInt8]]>([:])
  let surroundings = Surroundings(
    today: { today },
    write: { (bytes, stream) throws(FileFault) in
      said.withLock { $0[stream, default: []] += bytes }
    }, audit: audit)
  let status = await run(arguments: arguments, in: surroundings)
  return said.withLock {
    Captured(
      status: status, output: String(decoding: $0[.output] ?? [], as: UTF8.self),
      errors: String(decoding: $0[.error] ?? [], as: UTF8.self))
  }
}

func readiness(_ arguments: String...) async -> Captured { await readiness(arguments) }
