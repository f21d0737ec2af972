import Automation
import Extractors
import Facts
import Formats
import Foundation
import Repository
import Rubrics
import Testing
import Text

/// One scenario of a page: the smallest repository that shows it, and what reaches which place.
struct Scenario: Sendable, CustomTestStringConvertible {
  var page: String
  var title: String
  var files: [(path: String, text: String)] = []
  /// `path[:line]: what`, one a line.
  var expectations: [String] = []

  var testDescription: String { "\(page): \(title)" }

  /// What the graph says of each place that the scenario asks about, in its own form.
  func found() async throws -> [String] {
    let graph = AutomationGraph(facts: await facts(), runners: try runnerTable())
    return expectations.map { line in
      let place = Scenario.place(of: line)
      return "\(place): \(Scenario.describe(place, graph))"
    }
  }

  func facts() async -> FactTable {
    let sorted = files.sorted { $0.path < $1.path }
    let bytes = sorted.map { Array($0.text.utf8) }
    let extraction = Extraction(roles: roles, members: [], width: 1)
    return await extraction.facts(
      of: sorted.map { FileFact(path: $0.path, size: $0.text.utf8.count) }
    ) {
      index, limit in
      Contents(bytes: bytes[index], size: bytes[index].count)
    }
  }

  /// `path[:line]` before the first `: `.
  static func place(of line: String) -> String {
    String(line.prefix(upTo: line.range(of: ": ")?.lowerBound ?? line.endIndex))
  }

  /// `push calls exercise; schedule (0 3 * * *) runs hidden`; `by hand`; `never`.
  static func describe(_ place: String, _ graph: AutomationGraph) -> String {
    let parts = place.split(separator: ":").map(String.init)
    let line = parts.count > 1 ? Int(parts[1]) : nil
    guard let trace = graph.trace(path: parts[0], line: line) else { return "no such file" }
    let automatic = trace.reaches.filter { $0.trigger != .manual }
    guard !automatic.isEmpty else { return trace.reaches.isEmpty ? "never" : "by hand" }
    return automatic.map { reach in
      var words = [reach.trigger.rawValue]
      if let cadence = reach.cadence { words.append("(\(cadence))") }
      words.append(reach.by.rawValue)
      if reach.through == .exercise { words.append("exercise") }
      if !reach.isFailureSeen { words.append("hidden") }
      return words.joined(separator: " ")
    }.joined(separator: "; ")
  }
}

/// Roles for small repositories, as the built-in table gives them.
let roles = RoleTable(rows: [
  RoleTable.Row(
    role: .test,
    patterns: [
      "tests/**", "**/tests/**", "test/**", "**/test/**", "test_*.py", "*_test.py", "conftest.py",
    ]),
  RoleTable.Row(role: .ci, patterns: [".github/**", ".gitlab-ci.yml", ".circleci/**"]),
  RoleTable.Row(role: .docs, patterns: ["*.md"]),
  RoleTable.Row(role: .notebook, patterns: ["*.ipynb"]),
  RoleTable.Row(role: .source, patterns: ["*.py", "*.R", "*.sh"]),
])

func runnerTable() throws -> RunnerTable {
  let file = try #require(RubricFiles.all.first { $0.path.hasSuffix("vocabulary/runners.yaml") })
  let parsed = YAML.parse(SourceText(path: file.path, text: file.text))
  #expect(parsed.problems.isEmpty)
  let (table, problems) = RunnerTable.read(parsed.value.first ?? .null)
  #expect(problems.isEmpty)
  return table
}

/// Reads the pages of `Cases/`: a scenario a heading, its files in fenced blocks, what is expected in one marked `reach`.
enum CasePages {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  static func all() throws -> [Scenario] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
      $0.hasSuffix(".md")
    }
    .sorted().flatMap { try scenarios(of: $0) }
  }

  static func scenarios(of page: String) throws -> [Scenario] {
    let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
    var found: [Scenario] = []
    var open: (fence: String, name: String, lines: [String])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let block = open {
        if line == block.fence {
          close(block.name, block.lines, &found)
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        let fence = String(line.prefix { $0 == "`" })
        let words = line.dropFirst(fence.count).split(separator: " ").map(String.init)
        open = (fence, words.last ?? "", [])
      } else if line.hasPrefix("## ") {
        found.append(Scenario(page: page, title: String(line.dropFirst(3))))
      }
    }
    return found
  }

  private static func close(_ name: String, _ lines: [String], _ found: inout [Scenario]) {
    guard let last = found.indices.last else { return }
    if name == "reach" {
      found[last].expectations += lines.filter { !$0.isEmpty }
    } else {
      found[last].files.append((name, lines.joined(separator: "\n") + "\n"))
    }
  }

  /// Rewrites the expectations of a page with what was found.
  static func record(_ page: String, _ found: [[String]]) throws {
    let url = folder.appending(path: page)
    let text = try String(contentsOf: url, encoding: .utf8)
    var results = found[...]
    var output: [String] = []
    var isSkipping = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if isSkipping, line != "```" { continue }
      isSkipping = false
      output.append(line)
      if line == "```text reach" {
        output += results.popFirst() ?? []
        isSkipping = true
      }
    }
    try output.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
