/// How the program ends. Where two hold, a bad input beats nothing to audit, and that beats a failed gate.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case gateFailed = 1
  case badInput = 2
  case nothingToAudit = 3

  /// The one that the run ends with when both hold.
  package func combined(with other: ExitStatus) -> ExitStatus {
    weight >= other.weight ? self : other
  }

  package var meaning: String {
    switch self {
    case .done: "done, and every gate passed"
    case .gateFailed: "a gate failed"
    case .badInput:
      "a bad argument; a PATH that is missing or no folder; a rule, policy or claim file that cannot be read; "
        + "for parse, an invalid input"
    case .nothingToAudit: "nothing to audit: the folder is empty or cannot be read"
    }
  }

  private var weight: Int {
    switch self {
    case .done: 0
    case .gateFailed: 1
    case .nothingToAudit: 2
    case .badInput: 3
    }
  }
}
