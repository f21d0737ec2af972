package import Text

/// What commands run and what frameworks call, as data: the rows of `rubrics/vocabulary/runners.yaml`.
package struct RunnerTable: Sendable {
  /// What the words behind a command's name lead to.
  package enum Action: String, Sendable, CaseIterable {
    /// Another command: the rest of the line (`uv run …`, `sudo …`).
    case command
    /// A command line given as one string (`bash -c "…"`).
    case line
    /// A Python file, run as a script.
    case script
    /// A Python module by its dotted name.
    case module
    /// A shell script.
    case shell
    /// A function or object, `module:name` or `file.py:name`.
    case function
    /// An application that answers requests, `module:name`, a module or a file.
    case application
    /// Tests as pytest collects them.
    case tests
    /// Tests as unittest collects them.
    case unittest
    /// Tests in another language, by their file names.
    case otherTests = "other-tests"
    /// A target of a task file found from the working folder (`make`, `just`, `tox` …); `family` says which.
    case target
    /// Stages of `dvc.yaml`.
    case stages
    /// Notebooks or documents that are executed.
    case notebook
    /// An image built from a Dockerfile.
    case imageBuild = "image-build"
    /// A container started from an image.
    case imageRun = "image-run"
    /// The services of a compose file.
    case compose
    /// A structured file: the commands, scripts and functions under `keys`.
    case file
    /// Files that are applied to a cluster or cloud as they stand.
    case deploy
    /// pre-commit hooks.
    case hooks
    /// A build or pipeline file of a CI system (`gcloud builds submit`, `act`).
    case pipeline
    /// The project of a framework whose entry is found by convention (`kedro run`, `mlflow run`, `dbt run`).
    case project
    /// Nothing of this repository.
    case nothing
  }

  package struct Row: Sendable {
    /// Words at the start of a simple command; `*` is any word, a trailing `*` any ending.
    package let patterns: [[String]]
    package let action: Action
    /// For `target` and `project`: whose (`make`, `tox`, `npm`, `kedro`).
    package let family: String
    /// The options, or with a number the position (from 0), that name what is run; empty for the first free word.
    package let arguments: [String]
    /// For `file`: the key paths whose values are commands, scripts or functions.
    package let keys: [String]
    /// Options that take the next word as their value.
    package let valued: Set<String>
    /// Whether it goes on answering requests.
    package let serves: Bool

    package init(
      patterns: [[String]], action: Action, family: String = "", arguments: [String] = [],
      keys: [String] = [], valued: Set<String> = [], serves: Bool = false
    ) {
      self.patterns = patterns
      self.action = action
      self.family = family
      self.arguments = arguments
      self.keys = keys
      self.valued = valued
      self.serves = serves
    }
  }

  package let rows: [Row]
  /// Names that frameworks give a meaning: route decorators, hooks, validators, operators …
  package let lists: [String: Set<String>]
  /// Rows by the first word of their patterns; under `""` those that begin with a wildcard.
  private let index: [String: [Int]]

  package init(rows: [Row], lists: [String: Set<String>] = [:]) {
    self.rows = rows
    self.lists = lists
    var index: [String: [Int]] = [:]
    for (number, row) in rows.enumerated() {
      for pattern in row.patterns {
        let first = pattern.first ?? ""
        index[first.contains("*") ? "" : first, default: []].append(number)
      }
    }
    self.index = index
  }

  package func list(_ name: String) -> Set<String> { lists[name] ?? [] }

  /// The row with the longest pattern that stands at the start of a command, and how many words it takes.
  package func row(for words: [String]) -> (row: Row, taken: Int)? {
    guard let first = words.first else { return nil }
    var best: (row: Row, taken: Int, weight: Int)?
    for number in (index[first] ?? []) + (index[""] ?? []) {
      let row = rows[number]
      for pattern in row.patterns {
        guard let taken = RunnerTable.match(pattern, words, valued: row.valued) else { continue }
        if pattern.count > (best?.weight ?? 0) { best = (row, taken, pattern.count) }
      }
    }
    return best.map { ($0.row, $0.taken) }
  }

  /// How many words a pattern takes at the start of a command, options between its words passed over.
  package static func match(_ pattern: [String], _ words: [String], valued: Set<String> = [])
    -> Int?
  {
    var at = 0
    for (number, part) in pattern.enumerated() {
      if number > 0, !part.hasPrefix("-") {
        while at < words.count, words[at].hasPrefix("-") {
          at += valued.contains(words[at]) ? 2 : 1
        }
      }
      guard at < words.count, matches(part, words[at]) else { return nil }
      at += 1
    }
    return at
  }

  private static func matches(_ part: String, _ word: String) -> Bool {
    guard part.hasSuffix("*") else { return part == word }
    return word.hasPrefix(part.dropLast())
  }
}

extension RunnerTable {
  private static let rowKeys: Set<String> = [
    "command", "runs", "family", "argument", "keys", "valued", "serves",
  ]

  /// Reads `runners:` (rows) and `lists:` (names); an unknown key or action is an error at its place.
  package static func read(_ node: Node) -> (RunnerTable, [Problem]) {
    var problems: [Problem] = []
    var rows: [Row] = []
    for member in node.members where !["runners", "lists"].contains(member.key.scalar ?? "") {
      problems.append(
        Problem(
          "unknown key '\(member.key.scalar ?? "")', expected 'runners' or 'lists'",
          at: member.key.offset))
    }
    for element in node["runners"]?.listed ?? [] {
      if let row = readRow(element, &problems) { rows.append(row) }
    }
    var lists: [String: Set<String>] = [:]
    for member in node["lists"]?.members ?? [] {
      guard let name = member.key.scalar else { continue }
      lists[name] = Set(member.value.listed.compactMap(\.scalar))
    }
    return (RunnerTable(rows: rows, lists: lists), problems)
  }

  private static func readRow(_ node: Node, _ problems: inout [Problem]) -> Row? {
    for member in node.members where !rowKeys.contains(member.key.scalar ?? "") {
      let name = member.key.scalar ?? ""
      let hint = nearest(to: name, among: rowKeys.sorted()).map { "; did you mean '\($0)'?" } ?? ""
      problems.append(Problem("unknown key '\(name)'\(hint)", at: member.key.offset))
    }
    let patterns = (node["command"]?.listed ?? []).compactMap(\.scalar)
      .map { $0.split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
    guard !patterns.isEmpty else {
      problems.append(Problem("a runner needs 'command'", at: node.offset))
      return nil
    }
    let name = node["runs"]?.scalar ?? ""
    guard let action = Action(rawValue: name) else {
      let hint = nearest(to: name, among: Action.allCases.map(\.rawValue))
      problems.append(
        Problem(
          "unknown action '\(name)'\(hint.map { "; did you mean '\($0)'?" } ?? "")",
          at: node["runs"]?.offset ?? node.offset))
      return nil
    }
    func texts(_ key: String) -> [String] { (node[key]?.listed ?? []).compactMap(\.scalar) }
    return Row(
      patterns: patterns, action: action, family: node["family"]?.scalar ?? "",
      arguments: texts("argument"), keys: texts("keys"), valued: Set(texts("valued")),
      serves: node["serves"]?.truth ?? false)
  }
}
