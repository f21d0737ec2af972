import Assessment
import Command
import Foundation
import Testing

private func run(_ arguments: String..., verdicts: [String: Verdict] = [:]) async -> Captured {
  await readiness(arguments, audit: { request in sampleFindings(request, verdicts) })
}

private func text(_ folder: TemporaryFolder, _ path: String) throws -> String {
  try String(contentsOfFile: folder.path + "/" + path, encoding: .utf8)
}

@Test func `a fresh folder gets a policy at today's score, and an audit holds to it`() async throws
{
  let folder = TemporaryFolder()
  let verdicts: [String: Verdict] = [
    "data-1": .automated, "model-1": .manual, "infra-1": .automated, "monitor-1": .manual,
    "joel-1": .automated,
  ]
  let begun = await run("init", folder.path, verdicts: verdicts)
  #expect(
    begun
      == Captured(
        status: 0,
        output: """
          wrote .readiness/policy.yaml
          wrote .readiness/attestations.yaml
          wrote .readiness/waivers.yaml
          wrote .readiness/baseline.json
          no CI system was found: let yours run `readiness audit` on every change

          """, errors: ""))
  #expect(
    try text(folder, ".readiness/policy.yaml").contains(
      "  min-score:\n    ml-test-score: 0.5\n    joel-test: 1\n"))
  #expect(await run("audit", folder.path, verdicts: verdicts).status == 0)
  var fallen = verdicts
  fallen["data-1"] = .manual
  let found = await run("audit", folder.path, verdicts: fallen)
  #expect(found.status == 1)
  #expect(
    found.errors.contains("--baseline: 39 of 40 tests hold their baseline; data-1 fell from 1"))
}

@Test func `what is there is left as it is`() async throws {
  let folder = TemporaryFolder()
  try folder.write("gates: {min-score: 3}\n", to: ".readiness/policy.yaml")
  let found = await run("init", folder.path)
  #expect(found.status == 0)
  #expect(found.output.hasPrefix("left .readiness/policy.yaml as it is\nwrote "))
  #expect(try text(folder, ".readiness/policy.yaml") == "gates: {min-score: 3}\n")
}

@Test(arguments: [
  (".github/workflows/ci.yml", ".github/workflows/readiness.yml"),
  (".gitlab-ci.yml", ".gitlab/readiness.gitlab-ci.yml"),
  ("azure-pipelines.yml", ".azure-pipelines/readiness.yml"),
])
func `the CI system in use gets a workflow that can be read`(
  sign: String, path: String
) async throws {
  let folder = TemporaryFolder()
  try folder.write("on: push\n", to: sign)
  let found = await run("init", folder.path)
  #expect(found.output.contains("wrote \(path): set READINESS_SOURCE in it"))
  let parsed = await readiness("parse", folder.path + "/" + path)
  #expect(parsed.status == 0, "\(parsed.errors)")
  #expect(parsed.output.contains("readiness audit ."))
}
