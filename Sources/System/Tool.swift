#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The programs that may be started, and there are no others.
package enum Tool: String, Sendable, CaseIterable {
  case git
  case sshKeygen = "ssh-keygen"

  /// The program's absolute path, by `PATH`; nil where it is not installed.
  ///
  /// Entries that are not absolute are skipped: with `.` in `PATH`, the audited repository could bring its own `git`.
  package var location: String? {
    let path = Host.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").lazy
      .filter { $0.hasPrefix("/") }
      .map { "\($0)/\(rawValue)" }
      .first { access($0, X_OK) == 0 && (try? status(ofPath: $0).kind) == .file }
  }
}

/// One start of a tool: its arguments, all of its environment, and what it reads from standard input.
package struct Invocation: Sendable {
  package let tool: Tool
  package let arguments: [[UInt8]]
  package let environment: [String: String]
  package let input: [UInt8]
  /// Bytes of standard output that are kept; a tool that gives more is stopped.
  package let outputLimit: Int

  /// `ssh-keygen` with arguments; it may ask for a passphrase on the terminal or through the agent.
  package static func sshKeygen(
    _ arguments: [String], input: [UInt8] = [], outputLimit: Int = 1 << 20
  ) -> Invocation {
    // Days of validity are days in UTC.
    var environment = ["LC_ALL": "C", "TZ": "UTC"]
    for name in ["PATH", "HOME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "TERM"] {
      environment[name] = Host.environment(name)
    }
    return Invocation(
      tool: .sshKeygen, arguments: arguments.map { Array($0.utf8) }, environment: environment,
      input: input, outputLimit: outputLimit)
  }
}

/// How a started tool ended, and what it said.
package struct Outcome: Sendable, Hashable {
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut
    /// It gave more output than was asked for and was stopped.
    case cutShort
    case notStarted(FileFault)
  }

  package let ending: Ending
  package let output: [UInt8]
  /// The first 4 KB of standard error, as text.
  package let complaint: String

  package var hasSucceeded: Bool { ending == .exited(0) }
}
