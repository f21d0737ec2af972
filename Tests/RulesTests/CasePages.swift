import Foundation
import Rules
import Testing

/// A scenario of a page in `Cases/`: rule files, and the text block that says what must come of them.
struct CaseScenario: CustomTestStringConvertible {
  let page: String
  let title: String
  var files: [RuleFile] = []
  var expected = ""

  var testDescription: String { "\(page): \(title)" }
}

/// Reads a page: `## title`, blocks ```` ```yaml path ```` for files, one ```` ```text ```` for what is expected.
func scenarios(of page: String) throws -> [CaseScenario] {
  let lines = try String(contentsOf: casePage(page), encoding: .utf8)
    .split(separator: "\n", omittingEmptySubsequences: false)
  var scenarios: [CaseScenario] = []
  var block: (info: String, lines: [Substring])?
  for line in lines {
    if line.hasPrefix("```") {
      if let (info, body) = block {
        let text = body.map { $0 + "\n" }.joined()
        if info == "text" {
          scenarios[scenarios.count - 1].expected = text
        } else {
          let path = String(info.split(separator: " ")[1])
          scenarios[scenarios.count - 1].files.append(RuleFile(path: path, bytes: Array(text.utf8)))
        }
        block = nil
      } else {
        block = (String(line.dropFirst(3)), [])
      }
    } else if block != nil {
      block?.lines.append(line)
    } else if line.hasPrefix("## ") {
      scenarios.append(CaseScenario(page: page, title: String(line.dropFirst(3))))
    }
  }
  return scenarios
}

/// Writes what was found in place of a scenario's expected block, for `RECORD=1 swift test`.
func record(_ found: String, for scenario: CaseScenario) throws {
  var text = try String(contentsOf: casePage(scenario.page), encoding: .utf8)
  let heading = try #require(text.range(of: "## \(scenario.title)\n"))
  let open = try #require(text.range(of: "```text\n", range: heading.upperBound..<text.endIndex))
  let close = try #require(text.range(of: "```", range: open.upperBound..<text.endIndex))
  text.replaceSubrange(open.upperBound..<close.lowerBound, with: found)
  try text.write(to: casePage(scenario.page), atomically: true, encoding: .utf8)
}

var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] != nil }

private func casePage(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/\(name)")
}
