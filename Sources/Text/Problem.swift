/// How bad a problem is: an error makes the input invalid, a warning does not.
package enum Severity: String, Sendable, Comparable {
  case note, warning, error

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// What a parser found wrong, at a byte; `SourceText` turns the byte into a line at the edge.
package struct Problem: Error, Sendable, Equatable {
  package let offset: Int
  package let severity: Severity
  package let message: String

  package init(_ message: String, at offset: Int, severity: Severity = .error) {
    self.offset = offset
    self.severity = severity
    self.message = message
  }
}

/// What could be read of an input, and what was wrong with it.
///
/// A value stands here even after an error: what came before the fault.
package struct Parsed<Value: Sendable>: Sendable {
  package var value: Value
  package var problems: [Problem]

  package init(_ value: Value, problems: [Problem] = []) {
    self.value = value
    self.problems = problems
  }

  package var isValid: Bool { !problems.contains { $0.severity == .error } }
}

/// A problem with its place in a file, as people read it.
package struct Diagnostic: Sendable, Hashable {
  package let path: String
  package let position: Position?
  package let severity: Severity
  package let message: String
  package let notes: [String]

  package init(
    path: String, position: Position? = nil, severity: Severity = .error, message: String,
    notes: [String] = []
  ) {
    self.path = path
    self.position = position
    self.severity = severity
    self.message = message
    self.notes = notes
  }

  package init(_ problem: Problem, in source: SourceText) {
    self.init(
      path: source.path, position: source.position(of: problem.offset), severity: problem.severity,
      message: problem.message)
  }

  /// `path:line:column: severity: message`, and a line for each note.
  package var text: String {
    let place = position.map { "\(path):\($0.line):\($0.column)" } ?? path
    return ["\(place): \(severity.rawValue): \(message)"].appending(
      notes.map { "\(place): note: \($0)" }
    ).joined(separator: "\n")
  }
}

extension Array {
  package func appending(_ more: [Element]) -> [Element] { self + more }
}
