import Attestations
import Command
import Foundation
import OperatingSystem
import Synchronization
import Testing
import Text

/// What a command line said in this process, on 2026-05-01.
private struct Said: Equatable {
  var status: Int32
  var output: String
  var errors: String

  /// Runs a command line; answers are given in order where it asks.
  static func by(_ arguments: [String], answers: [String]? = nil) async -> Said {
    let said = Mutex<[StandardStream: [UInt8]]>([:])
    let rest = Mutex(answers ?? [])
    let ask: @Sendable (String) -> String? = { question in
      said.withLock { $0[.error, default: []] += Array((question + "\n").utf8) }
      return rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
    let surroundings = Surroundings(
      today: { "2026-05-01" },
      write: { (bytes, stream) throws(FileFault) in
        said.withLock { $0[stream, default: []] += bytes }
      }, ask: answers == nil ? nil : ask)
    let status = await run(arguments: arguments, in: surroundings)
    return said.withLock {
      Said(
        status: status, output: String(decoding: $0[.output] ?? [], as: UTF8.self),
        errors: String(decoding: $0[.error] ?? [], as: UTF8.self))
    }
  }
}

private func sample() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try folder.write("evidence\n", to: "docs/a.md")
  try folder.write("print(1)\n", to: "src/a.py")
  return folder
}

private let flags = [
  "--claim", "manual", "--statement", "Seen by all.", "--evidence", "docs/a.md", "--by",
  "Jane Doe <jane@example.org>",
]

@Test func `a claim is added, listed, lapses and is renewed`() async throws {
  let folder = try sample()
  let path = folder.path
  let file = "\(path)/.readiness/attestations.yaml"
  let new = await Said.by(
    ["attest", "new", "data-2", path, "--covers", "src/*.py"] + flags)
  #expect(
    new
      == Said(
        status: 0, output: "\(file): data-2: manual from 2026-05-01 to 2026-10-28\n", errors: ""))
  let entry = try #require(
    attestations(folder.text(of: ".readiness/attestations.yaml")).value.first)
  #expect(entry.value?.evidence == [.path("docs/a.md", sha256: evidenceDigest)])
  #expect(entry.value?.covers == ["src/*.py"])

  let line = "1. data-2: manual by Jane Doe <jane@example.org>: "
  var list = await Said.by(["attest", "list", path])
  #expect(list.output == line + "valid, 180 days left (until 2026-10-28)\n")
  #expect(await Said.by(["attest", "check", path]).status == 0)

  try folder.write("print(2)\n", to: "src/a.py")
  list = await Said.by(["attest", "list", path])
  #expect(list.output == line + "stale: what src/*.py covers has changed since\n")
  let check = await Said.by(["attest", "check", path])
  #expect(
    check
      == Said(
        status: 1, output: "0 of 1 claims and waivers count\n",
        errors: ".readiness/attestations.yaml:3:5: error: data-2: stale: "
          + "what src/*.py covers has changed since\n"))

  let renewed = await Said.by(["attest", "renew", "data-2", path, "--as-of", "2026-06-01"])
  #expect(renewed.output == "\(file): data-2: manual from 2026-06-01 to 2026-11-28\n")
  list = await Said.by(["attest", "list", path, "--as-of", "2026-11-28"])
  #expect(list.output == line + "valid, 0 days left (until 2026-11-28)\n")
  list = await Said.by(["attest", "list", path, "--as-of", "2026-11-29"])
  #expect(list.output == line + "expired: its last day was 2026-11-28\n")
}

@Test(arguments: [
  (
    ["data-22"],
    "readiness: error: no rubric in use has a test 'data-22'\nreadiness: note: did you mean 'data-2'?\n"
  ),
  (
    ["data-2", "--claim", "manual", "--by", "J"],
    "readiness: error: attest new needs --statement, --evidence\n"
  ),
  (
    ["data-2"] + flags + ["--evidence", "../a.md"],
    "../a.md: error: evidence leads outside the folder\n"
  ),
  (
    ["data-2"] + flags + ["--evidence", "/etc/passwd"],
    "/etc/passwd: error: evidence leads outside the folder\n"
  ),
  (
    ["data-2"] + flags + ["--evidence", "no.md"], "no.md: error: evidence no such file or folder\n"
  ),
  (
    ["data-2"] + flags + ["--evidence", "link.md"],
    "link.md: error: evidence is a symbolic link, which is not followed\n"
  ),
  (
    ["data-2"] + flags + ["--covers", "no/**"],
    "readiness: error: --covers 'no/**' matches no file of the repository\n"
  ),
  (
    ["data-2"] + flags + ["--expires", "2026-04-30"],
    "readiness: error: --expires (2026-04-30) is before --on (2026-05-01)\n"
  ),
  (
    ["data-2"] + flags + ["--on", "today"],
    "readiness: error: --on needs a day as YYYY-MM-DD, found 'today'\n"
  ),
  (["data-2"] + flags + ["--sign", "/no/key"], "readiness: error: no key file at '/no/key'\n"),
])
func `what could never count is not written`(arguments: [String], expected: String) async throws {
  let folder = try sample()
  try folder.link("link.md", to: "docs/a.md")
  let said = await Said.by(
    ["attest", "new", arguments[0], folder.path] + arguments.dropFirst())
  #expect(said == Said(status: 2, output: "", errors: expected))
  #expect(!FileManager.default.fileExists(atPath: folder.path + "/.readiness"))
}

@Test func `nothing is written through a link`() async throws {
  let folder = try sample()
  let other = try TemporaryFolder()
  try folder.link(".readiness", to: other.path)
  let said = await Said.by(["attest", "new", "data-2", folder.path] + flags)
  #expect(said.status == 2)
  #expect(said.errors.hasSuffix("is a symbolic link, which is not followed\n"))
  #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).isEmpty)
}

@Test func `a file with a mistake is neither written over nor renewed`() async throws {
  let folder = try sample()
  let broken = claim(["on": "someday"])
  try folder.write(broken, to: ".readiness/attestations.yaml")
  for arguments in [
    ["new", "data-2", folder.path] + flags, ["renew", "data-1", folder.path],
    ["list", folder.path], ["check", folder.path],
  ] {
    let said = await Said.by(["attest"] + arguments)
    #expect(said.status == 2)
    #expect(said.errors.contains("attestations.yaml:7:9: error: expected a day as YYYY-MM-DD"))
  }
  #expect(try folder.text(of: ".readiness/attestations.yaml") == broken)
}

@Test func `of several claims on a test one is chosen by number`() async throws {
  let folder = try sample()
  try folder.write(
    claim() + claim(["statement": "Again."]).replacing("attestations:\n", with: ""),
    to: ".readiness/attestations.yaml")
  let vague = await Said.by(["attest", "renew", "data-1", folder.path])
  #expect(vague.errors.contains("there are 2 claims on 'data-1'; choose one with --entry 1 or 2"))
  let chosen = await Said.by(["attest", "renew", "data-1", folder.path, "--entry", "2"])
  #expect(chosen.status == 0)
  let days = attestations(try folder.text(of: ".readiness/attestations.yaml")).value
    .map { $0.value?.on.text }
  #expect(days == ["2026-03-20", "2026-05-01"])
  let gone = await Said.by(["attest", "renew", "data-1", folder.path, "--entry", "3"])
  #expect(gone.errors.contains("--entry 3 is no claim on 'data-1'"))
}

@Test func `on a terminal it asks for what is missing, with what the audit found`() async throws {
  let folder = try sample()
  let answers = ["", "Seen by all.", "docs/a.md", "", "src/*", "", "Jane <jane@example.org>", ""]
  let said = await Said.by(["attest", "new", "data-2", folder.path], answers: answers)
  #expect(said.status == 0, "\(said.errors)")
  #expect(said.errors.hasPrefix("data-2: "))
  #expect(said.errors.contains("\nthe audit says: "))
  #expect(said.errors.contains("\nClaim: manual, automated or not-applicable [manual]: \n"))
  #expect(said.errors.contains("\nThe last day it holds [2026-10-28]: \n"))
  let claim = attestations(try folder.text(of: ".readiness/attestations.yaml")).value.first?.value
  #expect(claim?.statement == "Seen by all.")
  #expect(claim?.covers == ["src/*"])
  #expect(claim?.expires.text == "2026-10-28")
}

@Test func `what init writes can be read, audited and added to`() async throws {
  let folder = try sample()
  try folder.write("on: push\njobs: {}\n", to: ".github/workflows/ci.yml")
  #expect(await Said.by(["init", folder.path]).status == 0)
  let first = try folder.text(of: ".readiness/attestations.yaml")
  #expect(policy(try folder.text(of: ".readiness/policy.yaml")).problems.isEmpty)
  #expect(waivers(try folder.text(of: ".readiness/waivers.yaml")).problems.isEmpty)
  #expect(attestations(first).problems.isEmpty)
  let audit = await Said.by(["audit", folder.path])
  #expect(audit.status == 0, "\(audit.errors)")
  #expect(audit.output.contains("Policy: `.readiness/policy.yaml` (working tree)"))
  #expect(await Said.by(["attest", "new", "data-2", folder.path] + flags).status == 0)
  let grown = try folder.text(of: ".readiness/attestations.yaml")
  #expect(grown.hasPrefix(first + "attestations:\n  - test: data-2\n"))
}

@Test func `init writes nothing through a link`() async throws {
  let folder = try sample()
  let other = try TemporaryFolder()
  try folder.link(".readiness", to: other.path)
  let said = await Said.by(["init", folder.path])
  #expect(said.status == 2)
  #expect(said.errors.hasSuffix("is a symbolic link, which is not followed\n"))
  #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).isEmpty)
}
