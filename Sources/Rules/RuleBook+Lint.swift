package import Text

extension RuleBook {
  /// What is wrong with a whole set of rules: lists that no rule names, and pages of examples that are missing or unused.
  ///
  /// `usedElsewhere` are lists that other rooms read by name (`stops-run`); pages are paths as the rule files were given.
  package func lint(pages: Set<String>, usedElsewhere: Set<String> = []) -> [Diagnostic] {
    unusedLists(usedElsewhere) + missingPages(pages)
  }

  private func unusedLists(_ usedElsewhere: Set<String>) -> [Diagnostic] {
    let unused = lists.filter { name, _ in
      !usedLists.contains(name) && !usedElsewhere.contains(name)
    }
    let misspelt = usedElsewhere.filter { lists[$0] == nil }.sorted().map { name in
      Diagnostic(
        path: "vocabulary", message: "the program reads the list '\(name)', and there is none")
    }
    return misspelt
      + unused.sorted { ($0.value.path, $0.value.position) < ($1.value.path, $1.value.position) }
      .map { name, place in
        Diagnostic(
          path: place.path, position: place.position, message: "no rule uses the list '\(name)'")
      }
  }

  private func missingPages(_ pages: Set<String>) -> [Diagnostic] {
    var wanted: Set<String> = []
    var found: [Diagnostic] = []
    for rubric in rubrics {
      for test in rubric.tests {
        guard let page = test.examples else { continue }
        let path = rubric.path(below: page)
        wanted.insert(path)
        if !pages.contains(path) {
          found.append(
            Diagnostic(
              path: rubric.path, position: test.position,
              message: "the examples of '\(test.id)' are missing: \(path)"))
        }
      }
    }
    return found
      + pages.subtracting(wanted).sorted().map {
        Diagnostic(path: $0, message: "no test has this page as its examples")
      }
  }
}

extension Rubric {
  /// A path that the rubric gives, from the folder of its file.
  package func path(below page: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return page }
    return path[...slash] + page
  }
}
