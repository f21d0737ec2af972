internal import Rules
internal import Text

/// A value that a field test looks at.
enum FieldValue {
  case text(String)
  case number(Double)
  case truth(Bool)
  /// A mapping or sequence: only its presence can be tested.
  case composite

  init(_ node: Node) {
    switch node.content {
    case .string(let text): self = .text(text)
    case .boolean(let truth): self = .truth(truth)
    case .integer(let number): self = .number(Double(number))
    case .float(let number): self = .number(number)
    case .null: self = .text("")
    case .sequence, .mapping: self = .composite
    }
  }

  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .truth(let truth): truth ? "true" : "false"
    case .composite: ""
    }
  }

  var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text.hasSuffix("%") ? String(text.dropLast()) : text)
    case .truth, .composite: nil
    }
  }
}

extension FieldTest {
  /// Whether the values of a field satisfy every condition; each condition asks for one value that does.
  func holds(for values: [FieldValue]) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .present(let wanted): values.isEmpty != wanted
      case .not(let unwanted): !values.contains { unwanted.containsIgnoringCase($0.text) }
      case .equals(let wanted), .anyOf(let wanted):
        values.contains { wanted.containsIgnoringCase($0.text) }
      case .above(let bound): values.contains { $0.number.map { $0 > bound } ?? false }
      case .below(let bound): values.contains { $0.number.map { $0 < bound } ?? false }
      case .like(let globs):
        values.contains { value in globs.contains { $0.matchesText(value.text) } }
      case .path(let globs):
        values.contains { value in globs.contains { $0.matches(value.text) } }
      case .words(let phrases):
        values.contains { value in
          let found = Text.words(of: value.text)
          return phrases.contains { $0.occurs(in: found) }
        }
      }
    }
  }
}

extension [String] {
  fileprivate func containsIgnoringCase(_ text: String) -> Bool {
    contains(text) || contains { $0.lowercased() == text.lowercased() }
  }
}
