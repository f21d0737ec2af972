internal import Text

/// The problems of one parse, no more of them than people read.
struct ProblemList {
  private static let limit = 100

  private var problems: [Problem] = []
  private var isFull = false
  private var hasError = false

  /// The problems in the order of their places.
  var sorted: [Problem] {
    problems.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element)
  }

  /// Notes a problem after which reading goes on; past a hundred only the first error.
  mutating func add(_ problem: Problem) {
    let isFirstError = problem.severity == .error && !hasError
    if problems.count < Self.limit || isFirstError {
      problems.append(problem)
    } else if !isFull {
      isFull = true
      problems.append(Problem("more problems left out", at: problem.offset, severity: .note))
    }
    hasError = hasError || isFirstError
  }

  /// Notes the problem that ended the reading.
  mutating func addLast(_ problem: Problem) { problems.append(problem) }

  mutating func add(_ more: ProblemList) { problems += more.problems }

  mutating func addRepeated(_ key: Node) {
    add(Problem("repeated key '\(excerpt(key.keyText))'", at: key.offset, severity: .warning))
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
