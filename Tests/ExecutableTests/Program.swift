import Foundation

/// The built program, run as a user runs it.
enum Program {
  /// What a run printed and how it ended.
  struct Ending: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// It lies beside the test bundle, or where a debug build puts it.
  static let url: URL = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bundles = (CommandLine.arguments + [Bundle.main.bundlePath]).filter {
      $0.contains(".xctest")
    }
    let folders = bundles.map { path in
      var url = URL(filePath: path)
      while url.path().contains(".xctest") { url = url.deletingLastPathComponent() }
      return url
    }
    return (folders + [root.appending(path: ".build/debug")])
      .map { $0.appending(path: "readiness") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
      ?? root.appending(path: ".build/debug/readiness")
  }()

  static func run(
    _ arguments: String..., in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Ending {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: what is printed may be more than a pipe holds.
    let place = FileManager.default.temporaryDirectory.appending(path: "readiness-run-\(UUID())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let streams = try ["output", "errors"].map { name in
      let file = place.appending(path: name)
      try Data().write(to: file)
      return (file, try FileHandle(forWritingTo: file))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].1
    process.standardError = streams[1].1
    try process.run()
    process.waitUntilExit()
    let texts = try streams.map { String(decoding: try Data(contentsOf: $0.0), as: UTF8.self) }
    return Ending(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// A folder on disk that is deleted with its last use.
final class Scratch: Sendable {
  let url: URL

  var path: String { url.path() }

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "readiness-scratch-\(UUID())")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  /// Makes it a git checkout with all files committed, on fixed dates.
  func commit() throws {
    try git("init", "-q", "-b", "main")
    try git("add", "-A")
    try git("commit", "-q", "-m", "Begin")
  }

  func git(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
      "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-03-01T00:00:00Z",
      "GIT_COMMITTER_DATE": "2026-03-01T00:00:00Z", "GIT_CONFIG_GLOBAL": "/dev/null",
    ]) { $1 }
    try process.run()
    process.waitUntilExit()
    struct Failure: Error { let status: Int32 }
    guard process.terminationStatus == 0 else {
      throw Failure(status: process.terminationStatus)
    }
  }
}

/// A small project with a model, a test of it, and CI that runs the test.
let sampleFiles = [
  "pyproject.toml": "[project]\nname = \"sample\"\ndependencies = [\"scikit-learn==1.5.0\"]\n",
  "src/train.py": """
  from sklearn.linear_model import LogisticRegression


  def train(x, y):
      return LogisticRegression(random_state=0).fit(x, y)


  if __name__ == "__main__":
      train([[0.0], [1.0]], [0, 1])

  """,
  "tests/test_train.py": """
  from src.train import train


  def test_train():
      assert train([[0.0], [1.0]], [0, 1]).predict([[1.0]]) == [1]

  """,
  ".github/workflows/ci.yml": """
  on: [push, pull_request]
  jobs:
    test:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v4
        - run: pip install . pytest
        - run: pytest tests

  """,
]
