import Command
import Formats
import Foundation
import OperatingSystem
import Reports
import Synchronization
import Testing
import Text

private let here = URL(filePath: #filePath).deletingLastPathComponent()
private let reports = here.appending(path: "../../reports").standardizedFileURL

/// The fixture repository of `Cases/example`, committed on a fixed day so that its commit is always the same.
private func makeRepository() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID())")
  try FileManager.default.copyItem(at: here.appending(path: "Cases/example"), to: folder)
  for arguments in [
    ["init", "-q", "--object-format=sha1", "-b", "main"], ["add", "-A", "-f"],
    ["commit", "-q", "-m", "Predict fares"],
  ] {
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-C", folder.path(), "-c", "core.autocrlf=false"] + arguments
    git.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "Jo Doe", "GIT_AUTHOR_EMAIL": "jo@example.org",
      "GIT_COMMITTER_NAME": "Jo Doe", "GIT_COMMITTER_EMAIL": "jo@example.org",
      "GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-01T12:00:00Z",
    ]
    try git.run()
    git.waitUntilExit()
    try #require(git.terminationStatus == 0)
  }
  return folder
}

private func audit(_ folder: URL, format: String) async throws -> String {
  let said = Mutex<[StandardStream: [UInt8]]>([:])
  let surroundings = Surroundings(
    today: { "2026-03-02" },
    write: { (bytes, stream) throws(FileFault) in
      said.withLock { $0[stream, default: []] += bytes }
    })
  let status = await run(
    arguments: ["audit", folder.path(), "--format", format], in: surroundings)
  try #require(status == 0)
  return said.withLock { String(decoding: $0[.output] ?? [], as: UTF8.self) }
}

/// The digest changes with every word of every rule, and says nothing of this report.
private func withoutDigest(_ text: String) -> String {
  text.replacing(/"sha256:[0-9a-f]{64}"/, with: "\"sha256:…\"")
}

/// One after the other: what is recorded first is read next.
@Suite(.serialized) struct ExampleTests {
  @Test(arguments: [("markdown", "example.md"), ("json", "example.json")])
  func `the example report is what an audit of the example gives`(
    format: String, name: String
  ) async throws {
    let folder = try makeRepository()
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try await audit(folder, format: format)
    let file = reports.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try found.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(
      withoutDigest(found) == withoutDigest(expected), "RECORD=1 swift test writes \(name) anew")
  }

  @Test func `the example fits the schema, and its places stand in the example`() throws {
    let text = try String(contentsOf: reports.appending(path: "example.json"), encoding: .utf8)
    let report = JSON.parse(SourceText(path: "example.json", text: text)).value
    #expect(try reportSchema().faults(in: report) == [])
    var places: [(String, Int)] = []
    var pending = [report]
    while let node = pending.popLast() {
      if let path = node["path"]?.string, let line = node["line"]?.number, node["cell"] == nil {
        places.append((path, Int(line)))
      }
      pending += node.elements + node.members.map(\.value)
    }
    #expect(places.count > 20)
    for (path, line) in places {
      let file = here.appending(path: "Cases/example/\(path)")
      let source = SourceText(path: path, bytes: Array(try Data(contentsOf: file)))
      #expect((1...max(1, source.lineCount)).contains(line), "\(path):\(line)")
    }
  }

  @Test func `the README shows the beginning of the example report`() throws {
    let file = reports.appending(path: "../README.md").standardizedFileURL
    let readme = try String(contentsOf: file, encoding: .utf8)
    let report = try String(contentsOf: reports.appending(path: "example.md"), encoding: .utf8)
    let score = try #require(report.range(of: "**Score "))
    let beginning = report[..<report.lineRange(for: score).upperBound]
    // A longer fence, since the bars stand in one.
    let block = "````markdown\n\(beginning)````\n"
    let begin = try #require(readme.range(of: "writes it anew -->\n"))
    let end = try #require(readme.range(of: "<!-- end -->"))
    let shown = begin.upperBound..<end.lowerBound
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try readme.replacingCharacters(in: shown, with: block)
        .write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(readme[shown] == block)
    }
  }
}
