import Command
import OperatingSystem
import Synchronization

/// What a run said and how it ended.
struct Captured: Equatable {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a command line in this process, on a fixed day.
func readiness(_ arguments: String..., today: String = "2026-11-20") async -> Captured {
  await readiness(arguments, today: today)
}

func readiness(_ arguments: [String], today: String = "2026-11-20") async -> Captured {
  let said = Mutex<[StandardStream: [UInt8]]>([:])
  let surroundings = Surroundings(
    today: { today },
    write: { (bytes, stream) throws(FileFault) in
      said.withLock { $0[stream, default: []] += bytes }
    })
  let status = await run(arguments: arguments, in: surroundings)
  return said.withLock {
    Captured(
      status: status, output: String(decoding: $0[.output] ?? [], as: UTF8.self),
      errors: String(decoding: $0[.error] ?? [], as: UTF8.self))
  }
}
