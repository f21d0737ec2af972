internal import Rules
internal import Text

/// A field test whose values may be names as of calls (`pydantic.BaseModel`, `pa.*`), its patterns made once.
struct NamedTest {
  let plain: FieldTest
  /// The patterns of each condition that names something; nil for the others.
  private let patterns: [NamePatterns?]

  init(_ test: FieldTest) {
    plain = test
    patterns = test.conditions.map { condition in
      switch condition {
      case .equals(let names), .anyOf(let names), .not(let names): NamePatterns(names)
      default: nil
      }
    }
  }

  var field: String { plain.path.text }

  func holds(for names: [String]) -> Bool {
    zip(plain.conditions, patterns).allSatisfy { condition, patterns in
      switch (condition, patterns) {
      case (.not, let patterns?): !names.contains { matches($0, patterns) }
      case (_, let patterns?): names.contains { matches($0, patterns) }
      case (.like(let globs), nil):
        names.contains { name in globs.contains { $0.matchesText(name) } }
      default:
        FieldTest(path: plain.path, conditions: [condition])
          .holds(for: names.map(FieldValue.text))
      }
    }
  }

  private func matches(_ name: String, _ patterns: NamePatterns) -> Bool {
    patterns.match(resolved: name, member: lastComponent(of: name))
  }
}
