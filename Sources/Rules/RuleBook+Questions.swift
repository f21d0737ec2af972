package import Text

extension RuleBook {
  /// The attribute names that rules look for on any receiver (`.feature_importances_`), so that reads of them are kept.
  package var memberNames: Set<String> {
    var names: Set<String> = []
    for clause in factClauses where clause.kind == .call {
      for pattern in clause.patterns where pattern.hasPrefix(".") {
        names.insert(String(pattern.dropFirst()))
      }
    }
    return names
  }

  /// The globs of files whose last change a rule asks for.
  package var lastChangeGlobs: [Glob] {
    factClauses.filter { $0.kind == .history }.flatMap(\.fields)
      .filter { $0.path.text == "last-change.file" }.flatMap(\.conditions)
      .flatMap { condition -> [Glob] in
        if case .path(let globs) = condition { globs } else { [] }
      }
  }

  /// Every clause about facts, however deep it stands in joins.
  private var factClauses: [FactClause] {
    var clauses = kinds.flatMap(\.when)
    for rubric in rubrics {
      clauses += rubric.appliesIf
      for test in rubric.tests {
        clauses += test.exists + test.against + test.traps
        for way in test.runs {
          if case .own(let clause) = way { clauses.append(clause) }
        }
      }
    }
    return clauses.flatMap(\.facts)
  }
}
