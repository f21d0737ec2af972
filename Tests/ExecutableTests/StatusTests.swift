import Foundation
import Testing

@Suite(.serialized) struct StatusTests {
  @Test func `a real folder is audited with status 0`() throws {
    let scratch = try Scratch(sampleFiles)
    try scratch.commit()
    let run = try Program.run("audit", scratch.path)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("# Readiness of sample\n"))
    #expect(run.output.contains("tests/test_train.py#L4"))
  }

  @Test func `a score that is missed ends with 1 and names the binding section`() throws {
    let scratch = try Scratch(sampleFiles)
    let run = try Program.run("audit", scratch.path, "--min-score", "7")
    #expect(run.status == 1)
    #expect(run.errors.contains("ml-test-score must have 7 and has 0; section"))
    #expect(run.errors.contains("; next: "))
    #expect(run.output.hasPrefix("# Readiness"))
  }

  @Test func `a path that is missing or a file ends with 2`() throws {
    let scratch = try Scratch(["a.txt": "x"])
    let missing = try Program.run("audit", scratch.path + "/nowhere")
    #expect(missing.status == 2)
    #expect(missing.output == "")
    #expect(missing.errors.contains("no such folder"))
    let file = try Program.run("audit", scratch.path + "/a.txt")
    #expect(file.status == 2)
    #expect(file.errors.contains("expected a folder"))
  }

  @Test(arguments: [
    (["audit", ".", "--formt", "json"], "did you mean '--format'?"),
    (["audit", ".", "--rubric", "ml-test-scor"], "did you mean 'ml-test-score'?"),
    (["audit", ".", "--require", "monitr-1"], "did you mean 'monitor-1'?"),
    (["audti", "."], "did you mean 'audit'?"),
  ])
  func `a misspelt name ends with 2 and the nearest`(
    arguments: [String], message: String
  ) throws {
    let scratch = try Scratch(sampleFiles)
    let run = try Program.run(
      arguments[0], arguments[1], arguments.count > 2 ? arguments[2] : "--",
      arguments.count > 3 ? arguments[3] : "--", in: scratch.url)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test func `an empty folder ends with 3, and a bad argument beats it`() throws {
    let scratch = try Scratch()
    let empty = try Program.run("audit", scratch.path)
    #expect(empty.status == 3)
    #expect(empty.output == "")
    #expect(empty.errors.contains("no file to audit"))
    #expect(try Program.run("audit", scratch.path, "--min-score", "7").status == 3)
    #expect(try Program.run("audit", scratch.path, "--require", "data-99").status == 2)
  }

  @Test(.enabled(if: getuid() != 0, "root reads every folder"))
  func `a folder that cannot be read ends with 3`() throws {
    let scratch = try Scratch(["closed/a.py": "x = 1\n"])
    let closed = scratch.path + "/closed"
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed)
    }
    #expect(try Program.run("audit", closed).status == 3)
  }

  @Test func `a corrupt index is walked around, and said`() throws {
    let scratch = try Scratch(sampleFiles)
    try scratch.commit()
    try Data("DIRC garbage".utf8).write(to: scratch.url.appending(path: ".git/index"))
    let run = try Program.run("audit", scratch.path)
    #expect(run.status == 0)
    #expect(run.output.contains("`.git/index`: warning: "))
    #expect(run.output.contains("tests/test_train.py"))
  }

  @Test func `half a workflow is a line in the report with its place`() throws {
    var files = sampleFiles
    files[".github/workflows/broken.yml"] = "on: push\njobs:\n  a: [1,\n"
    let scratch = try Scratch(files)
    let run = try Program.run("audit", scratch.path)
    #expect(run.status == 0)
    #expect(
      run.output.contains("(.github/workflows/broken.yml#L3): error: "), "\(run.output.suffix(600))"
    )
  }

  @Test(.timeLimit(.minutes(1))) func `a file of 3 GB is no trouble`() throws {
    let scratch = try Scratch(sampleFiles)
    for name in ["data.bin", "big.json", "big.py"] {
      try scratch.write("{", to: name)
      let handle = try FileHandle(forWritingTo: scratch.url.appending(path: name))
      try handle.truncate(atOffset: 3 << 30)
      try handle.close()
    }
    let run = try Program.run("audit", scratch.path)
    #expect(run.status == 0)
    #expect(run.output.contains("big.json"))
  }

  @Test func `ten mistakes of a rule file are all reported, with status 2`() throws {
    let scratch = try Scratch([
      "own.yaml": """
      rubric: own
      titel: Own
      edition: 1
      scale: {manual: many, automated: 1}
      total: some
      bands: [{over: 1, title: x}]
      sections:
        - id: a
          title: A
          tests:
            - id: own-1
              title: t
              why: w
              passing: p
              remedy: r
              effort: years
              exists: [{cal: x}, {call: $no-such-list}, {file: ""}]
              sight: ful
            - id: own-1
              title: t
              why: w
              passing: p
              remedy: r
              effort: days
              exists: [{call: fit, within: run}]
              sight: full
      """, "a.py": "x = 1\n",
    ])
    let run = try Program.run("audit", ".", "--rubric", "own.yaml", in: scratch.url)
    #expect(run.status == 2)
    #expect(run.output == "")
    let errors = run.errors.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(errors.count >= 10, "\(run.errors)")
    #expect(errors.allSatisfy { $0.wholeMatch(of: /own\.yaml:\d+:\d+: error: .+/) != nil })
  }

  @Test func `an invalid file is parsed as far as it goes, with status 2`() throws {
    let scratch = try Scratch(["x.json": "{\"a\": 1, "])
    let run = try Program.run("parse", "x.json", in: scratch.url)
    #expect(run.status == 2)
    #expect(run.output == "{\"a\": 1}\n")
    #expect(run.errors.hasPrefix("x.json:1:10: error: "))
  }

  @Test func `help and version end with 0`() throws {
    #expect(try Program.run("--version").output.hasPrefix("readiness "))
    #expect(try Program.run("audit", "--help").output.contains("--min-score"))
  }
}
