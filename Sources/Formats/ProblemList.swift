internal import Text

/// The problems of one parse, no more of them than people read.
struct ProblemList {
  private static let limit = 100

  private(set) var problems: [Problem] = []
  private var isFull = false

  mutating func add(_ problem: Problem) {
    if problem.severity == .error || problems.count < Self.limit {
      problems.append(problem)
    } else if !isFull {
      isFull = true
      problems.append(Problem("more warnings left out", at: problem.offset, severity: .note))
    }
  }

  mutating func addRepeated(_ key: Node, severity: Severity = .warning) {
    add(Problem("repeated key '\(excerpt(key.keyText))'", at: key.offset, severity: severity))
  }
}

/// A text short enough to stand in a message, on one line.
func excerpt(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40).map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar
  }
  var short = String(String.UnicodeScalarView(shown))
  if text.utf8.count > short.utf8.count { short += "…" }
  return short
}
