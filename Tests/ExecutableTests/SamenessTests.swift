import Foundation
import Testing

@Test func `the report is the same from anywhere, in any locale, and twice`() throws {
  let scratch = try Scratch(sampleFiles)
  try scratch.commit()
  for format in ["json", "markdown"] {
    let first = try Program.run(
      "audit", scratch.path, "--format", format, "--as-of", "2026-03-02")
    #expect(first.status == 0)
    let again = try Program.run(
      "audit", ".", "--format", format, "--as-of", "2026-03-02",
      in: scratch.url)
    let abroad = try Program.run(
      "audit", scratch.path + "/src/..", "--format", format, "--as-of", "2026-03-02",
      environment: ["LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "TZ": "Asia/Tokyo", "HOME": "/"])
    #expect(first == again)
    #expect(first == abroad)
    #expect(!first.output.contains(scratch.path))
  }
}

@Test func `an audit writes nothing, and only where it is told`() throws {
  let scratch = try Scratch(sampleFiles)
  try scratch.commit()
  let before = try snapshot(scratch.url)
  #expect(try Program.run("audit", scratch.path).status == 0)
  #expect(try Program.run("facts", scratch.path).status == 0)
  #expect(try Program.run("trace", "src/train.py", in: scratch.url).status == 0)
  #expect(try snapshot(scratch.url) == before)
  #expect(
    try Program.run("audit", scratch.path, "--output", "report.md", in: scratch.url)
      == Program.Ending(status: 0, output: "", errors: ""))
  let after = try snapshot(scratch.url)
  #expect(Set(after.keys).subtracting(before.keys) == ["report.md"])
}

/// Each file below a folder with its size and its last change.
private func snapshot(_ folder: URL) throws -> [String: String] {
  var found: [String: String] = [:]
  for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path()) {
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.appending(path: path).path())
    guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
    found[path] = "\(attributes[.size] ?? 0) \(attributes[.modificationDate] ?? 0)"
  }
  return found
}

@Test func `what runs a line is told as text and as JSON`() throws {
  let scratch = try Scratch(sampleFiles)
  try scratch.commit()
  let text = try Program.run("trace", "tests/test_train.py:5", in: scratch.url)
  #expect(text.status == 0)
  #expect(text.output.hasPrefix("tests/test_train.py:5 is run by\n"))
  #expect(text.output.contains(".github/workflows/ci.yml:8"))
  let elsewhere = try Program.run("trace", scratch.path + "/tests/test_train.py:5")
  #expect(elsewhere == text)
  let json = try Program.run(
    "trace", "test_train.py:5", "--format", "json",
    in: scratch.url.appending(path: "tests"))
  let value = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
  #expect(value?["path"] as? String == "tests/test_train.py")
  #expect(value?["line"] as? Int == 5)
  let reaches = value?["reaches"] as? [[String: Any]]
  #expect(reaches?.compactMap { $0["trigger"] as? String } == ["push", "pull-request", "manual"])
  #expect(value?["nearest"] is NSNull)
  #expect(try Program.run("trace", "nothing.py", in: scratch.url).status == 2)
  #expect(try Program.run("trace", "tests", in: scratch.url).status == 2)
}

@Test func `facts are JSON lines, of one kind where asked`() throws {
  let scratch = try Scratch(sampleFiles)
  let run = try Program.run("facts", scratch.path, "--kind", "dependency")
  #expect(
    run
      == Program.Ending(
        status: 0,
        output: """
          {"kind": "dependency", "path": "pyproject.toml", "line": 3, "column": 17, "name": \
          "scikit-learn", "ecosystem": "python", "requirement": "==1.5.0", "pinned": true, "locked": \
          false, "group": null}

          """, errors: ""))
  let all = try Program.run("facts", scratch.path).output.split(separator: "\n")
  let kinds = try all.map { line in
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return value?["kind"] as? String
  }
  #expect(Set(kinds).isSuperset(of: ["file", "import", "definition", "call", "setting"]))
}
