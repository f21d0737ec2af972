import Assessment
import Command
import Foundation
import Rules
import Testing
import Text

private let verdicts: [String: Verdict] = [
  "data-1": .automated, "data-7": .manual, "model-1": .automated, "infra-1": .manual,
  "monitor-1": .automated,
]

private func audit(_ arguments: String..., waived: Set<String> = []) async -> Captured {
  await readiness(
    ["audit", "."] + arguments,
    audit: { request in sampleFindings(request, verdicts, waived: waived) })
}

@Test func `an audit asks both built-in rubrics of this folder, today, with its claims`() async {
  let run = await readiness(
    ["audit"],
    audit: { request in
      #expect(request.path == ".")
      #expect(request.rules.rubrics.map(\.id) == ["ml-test-score", "joel-test"])
      #expect(request.asOf == "2026-11-20")
      #expect(request.readsClaims)
      return sampleFindings(request)
    })
  #expect(run.status == 0)
  #expect(run.errors == "")
  #expect(run.output.hasPrefix("# Readiness of sample\n"))
}

@Test func `an audit asks what its flags say`() async {
  let run = await readiness(
    ["audit", "some/path", "--rubric", "joel-test", "--as-of=2026-02-28", "--no-attestations"],
    audit: { request in
      #expect(request.path == "some/path")
      #expect(request.rules.rubrics.map(\.id) == ["joel-test"])
      #expect(request.asOf == "2026-02-28")
      #expect(!request.readsClaims)
      return sampleFindings(request)
    })
  #expect(run.status == 0)
}

@Test(
  arguments: [
    (["--rubric", "joel-tset"], "unknown rubric 'joel-tset'", "joel-test"),
    (["--min-score", "joel-tets=1"], "unknown rubric 'joel-tets' of --min-score", "joel-test"),
    (["--min-score", "high"], "--min-score needs a number of points, found 'high'", nil),
    (["--min-score", "-1"], "--min-score needs a number of points, found '-1'", nil),
    (["--min-score", "nan"], "--min-score needs a number of points, found 'nan'", nil),
    (["--min-section", "moniter=1"], "unknown section 'moniter' of --min-section", "monitor"),
    (["--min-section", "monitor"], "--min-section needs a section and points", nil),
    (["--require", "dat-1"], "unknown test 'dat-1' of --require", "data-1"),
    (["--require", "data-1=automatd"], "unknown level 'automatd' of --require", "automated"),
    (["--as-of", "2026-02-29"], "--as-of needs a day as YYYY-MM-DD, found '2026-02-29'", nil),
    (["--format", "markdwn"], "unknown value 'markdwn' of --format", "markdown"),
    (["--rubrics", "x"], "unknown flag '--rubrics' of audit", "--rubric"),
  ] as [([String], String, String?)])
func `a misspelt argument ends with 2 and the nearest name, before anything is read`(
  arguments: [String], message: String, meant: String?
) async {
  let run = await readiness(
    ["audit", "."] + arguments,
    audit: { request in
      Issue.record("the audit ran")
      return sampleFindings(request)
    })
  #expect(run.status == 2)
  #expect(run.output == "")
  #expect(run.errors.hasPrefix("readiness: error: \(message)"), "\(run.errors)")
  #expect(run.errors.contains("did you mean") == (meant != nil))
  if let meant { #expect(run.errors.contains("did you mean '\(meant)'?")) }
}

@Test func `a gate that is met changes nothing`() async {
  let run = await audit(
    "--min-score", "0.5", "--min-score", "ml-test-score=0.5", "--min-section", "data=1.5",
    "--require", "data-1=automated", "--require", "data-7")
  #expect(run.status == 0)
  #expect(run.errors == "")
  #expect(run.output.contains("All gates passed:"))
}

@Test
func `a gate that fails ends with 1, says what binds and what is next, and the report is printed`()
  async
{
  let run = await audit("--min-score", "7")
  #expect(run.status == 1)
  #expect(
    run.errors.hasPrefix(
      "readiness: error: --min-score: ml-test-score must have 7 and has 0.5; section infra binds; next: "
    ), "\(run.errors)")
  #expect(run.output.contains("**1 of 1 gates failed:**"))
}

@Test func `a required test is excused by a waiver, a score is not`() async {
  #expect(await audit("--require", "model-2").status == 1)
  #expect(await audit("--require", "model-2", waived: ["model-2"]).status == 0)
  #expect(await audit("--min-score", "1", waived: ["infra-2"]).status == 1)
}

@Test func `claims that cannot be read make the status 2, and the report is printed all the same`()
  async
{
  let fault = Diagnostic(
    path: ".readiness/attestations.yaml", position: Position(line: 2, column: 5),
    message: "a claim needs 'expires'")
  let run = await readiness(
    ["audit", "--min-score", "7"],
    audit: { request in sampleFindings(request, faults: [fault]) })
  #expect(run.status == 2)
  #expect(run.output.hasPrefix("# Readiness"))
  #expect(run.errors.contains(".readiness/attestations.yaml:2:5: error: a claim needs 'expires'\n"))
  #expect(run.errors.contains("--min-score"))
}

@Test func `nothing to audit ends with 3, and a bad path with 2`() async {
  let empty = await readiness(
    ["audit", "x"],
    audit: { _ throws(AuditFault) in
      throw .nothingToAudit(Diagnostic(path: "x", message: "no file to audit in this folder"))
    })
  #expect(
    empty == Captured(status: 3, output: "", errors: "x: error: no file to audit in this folder\n"))
  let missing = await readiness(
    ["audit", "x"],
    audit: { _ throws(AuditFault) in
      throw .badInput([Diagnostic(path: "x", message: "no such file or folder")])
    })
  #expect(missing == Captured(status: 2, output: "", errors: "x: error: no such file or folder\n"))
}

@Test func `a report is written to a file or into a folder, and nothing is printed`() async throws {
  let folder = TemporaryFolder()
  let file = folder.path + "/out.json"
  #expect(
    await audit("--format", "json", "--output", file)
      == Captured(status: 0, output: "", errors: ""))
  let printed = await audit("--format", "json").output
  #expect(try String(contentsOfFile: file, encoding: .utf8) == printed)
  #expect(await audit("--output", folder.path).status == 0)
  #expect(FileManager.default.fileExists(atPath: folder.path + "/readiness.md"))
  #expect(await audit("--output", folder.path + "/new/deep/").status == 0)
  #expect(FileManager.default.fileExists(atPath: folder.path + "/new/deep/readiness.md"))
  let nowhere = await audit("--output", folder.path + "/missing/out.md")
  #expect(nowhere.status == 2)
  #expect(nowhere.errors == "\(folder.path)/missing/out.md: error: no such file or folder\n")
}

@Test func `a rubric of one's own is loaded beside the built-in vocabulary`() async throws {
  let folder = TemporaryFolder()
  let path = try folder.write(
    """
    rubric: own
    title: Own
    edition: "1"
    scale: {manual: 1, automated: 2}
    total: sum
    sections:
      - id: only
        title: Only
        tests:
          - id: own-1
            title: A schema is declared
            why: w
            passing: p
            remedy: r
            effort: hours
            exists: [{call: $schema-declaration}]
            sight: full
    """, to: "own.yaml")
  let run = await readiness(
    ["audit", "--rubric", path, "--min-score", "own=1"],
    audit: { request in sampleFindings(request, ["own-1": .manual]) })
  #expect(run.status == 0, "\(run.errors)")
  #expect(run.output.contains("**Score 1 of 2**"))
}

@Test func `every mistake of a rule file is reported at once, with its place`() async throws {
  let folder = TemporaryFolder()
  let path = try folder.write(
    """
    rubric: own
    titel: Own
    edition: "1"
    scale: {manual: many, automated: 1}
    total: some
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
            exists: [{cal: x}, {call: $no-such-list}]
            sight: full
          - id: own-1
            title: t
            why: w
            passing: p
            remedy: r
            effort: days
            exists: []
            sight: ful
    """, to: "own.yaml")
  let run = await readiness("audit", "--rubric", path)
  #expect(run.status == 2)
  #expect(run.output == "")
  let places = run.errors.split(separator: "\n").filter { $0.contains(": error: ") }
    .compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
  #expect(Set(places).isSuperset(of: [2, 4, 5, 15, 16, 18, 25]), "\(run.errors)")
  #expect(run.errors.contains("did you mean 'title'?"))
  let check = await readiness("rubrics", "check", path)
  #expect(check == run)
}
