import Assessment
import Command
import Foundation
import Testing

private func run(
  _ arguments: [String], _ verdicts: [String: Verdict], waived: Set<String> = []
) async -> Captured {
  await readiness(
    arguments, audit: { request in sampleFindings(request, verdicts, waived: waived) })
}

@Test(arguments: [["audit", "--format", "json"], ["baseline", "write"]])
func `no test may fall below an earlier report`(write: [String]) async throws {
  let folder = TemporaryFolder()
  let file = folder.path + "/baseline.json"
  let before: [String: Verdict] = ["data-1": .automated, "infra-1": .manual, "joel-1": .automated]
  #expect(await run(write + ["--output", file], before).status == 0)
  #expect(await run(["audit", "--baseline", file], before).status == 0)
  var after = before
  after["data-2"] = .automated
  #expect(await run(["audit", "--baseline", file], after).status == 0)
  after["infra-1"] = .absent
  let fallen = await run(["audit", "--baseline", file], after)
  #expect(fallen.status == 1)
  #expect(fallen.errors.contains("infra-1 fell from 0.5 to 0"))
  #expect(await run(["audit", "--baseline", file], after, waived: ["infra-1"]).status == 0)
  let other = await run(["audit", "--baseline", file, "--rubric", "joel-test"], after)
  #expect(other.status == 0)
}

@Test func `a baseline is written below the folder by default`() async throws {
  let folder = TemporaryFolder()
  #expect(
    await run(["baseline", "write", folder.path], ["data-1": .manual])
      == Captured(status: 0, output: "", errors: ""))
  let text = try String(
    contentsOfFile: folder.path + "/.readiness/baseline.json", encoding: .utf8)
  #expect(text.hasPrefix("{\n  \"schema\": \"readiness-baseline/1\",\n"))
  #expect(text.contains("\"id\": \"data-1\",\n              \"score\": 0.5\n"))
}

@Test(arguments: [
  ("{\"schema\": 1}", ":1:1: error: no report of readiness"),
  ("{\"a\": ", ":1:7: error: "),
  (
    #"{"schema": "readiness-baseline/1", "rubrics": [{"id": "joel-test", "sections": []}]}"#,
    ": error: none of the audited tests stands in this baseline"
  ),
  (
    #"{"schema": "readiness-baseline/1", "rubrics": [{"id": "joel-test", "sections": [{"tests": [{"id": "joel-13", "score": 1}]}]}]}"#,
    "joel-test has no test 'joel-13' any more"
  ),
])
func `a baseline that compares nothing is an error`(text: String, message: String) async throws {
  let folder = TemporaryFolder()
  let file = try folder.write(text, to: "baseline.json")
  let found = await run(["audit", "--baseline", file], [:])
  #expect(found.status == 2)
  #expect(found.output == "")
  #expect(found.errors.contains(message), "\(found.errors)")
  #expect(await run(["audit", "--baseline", folder.path + "/no.json"], [:]).status == 2)
}
