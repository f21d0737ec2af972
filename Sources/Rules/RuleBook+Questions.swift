internal import Facts
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

  /// The first words of the commands that runners and rules know, wildcards and options left out.
  package var programNames: Set<String> {
    let patterns =
      factClauses.filter { $0.kind == .command }.flatMap(\.patterns)
      .map { String($0.prefix { $0 != " " }) }
      + runners.rows.flatMap(\.patterns).compactMap(\.first)
    return Set(patterns.filter { !$0.contains("*") && !$0.hasPrefix("-") && !$0.hasPrefix(".") })
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
