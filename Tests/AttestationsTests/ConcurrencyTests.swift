import Attestations
import Foundation
import OperatingSystem
import Synchronization
import Testing
import Text

private func numbered(_ number: Int) -> Attestation {
  Attestation(
    test: "data-1", level: .manual, statement: "Number \(number).",
    evidence: [.url("https://example.org/\(number)")], by: "Jane <jane@example.org>",
    on: Day(number: 20_000), expires: Day(number: 20_010))
}

@Test func `two hundred claims at once lose nothing`() async throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("# ours\nattestations: # and yours\n", to: "attestations.yaml")
  await withTaskGroup(of: Void.self) { group in
    for number in 0..<200 {
      group.addTask {
        try? updateFile(path) { old in
          try ClaimEdit.adding(numbered(number), to: old, path: path)
        }
      }
    }
  }
  let text = try folder.text(of: "attestations.yaml")
  let found = attestations(text)
  #expect(found.problems.isEmpty)
  #expect(
    Set(found.value.compactMap(\.value?.statement)) == Set((0..<200).map { "Number \($0)." }))
  #expect(found.value.count == 200)
  #expect(text.hasPrefix("# ours\nattestations: # and yours\n  - test: data-1\n"))
}

@Suite(.serialized)
struct ProcessTests {
  private func arguments(_ number: Int) -> [String] {
    [
      "attest", "new", "data-1", "--claim", "manual", "--statement", "Number \(number).",
      "--evidence", "https://example.org/\(number)", "--by", "Jane <jane@example.org>",
      "--on", "2026-03-20",
    ]
  }

  @Test func `programs that write at once lose nothing`() throws {
    let folder = try TemporaryFolder()
    let shell = Shell(folder: folder.path)
    let running = try (0..<16).map { try shell.start(arguments($0)) }
    let endings = try running.map { try $0.finish() }
    #expect(endings.allSatisfy { $0.status == 0 }, "\(endings)")
    let found = attestations(try folder.text(of: ".readiness/attestations.yaml"))
    #expect(found.problems.isEmpty)
    #expect(
      Set(found.value.compactMap(\.value?.statement)) == Set((0..<16).map { "Number \($0)." }))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/.readiness").count == 1)
  }

  @Test func `a program that is killed leaves the old or the new file whole`() throws {
    let folder = try TemporaryFolder()
    // Large enough that writing it takes a while.
    let many = (0..<400).reduce(into: claim()) { text, number in
      text += claim(["statement": "Old \(number)."]).replacing("attestations:\n", with: "")
    }
    try folder.write(many, to: ".readiness/attestations.yaml")
    let shell = Shell(folder: folder.path)
    let whole = ContinuousClock().measure { _ = try? shell.start(arguments(0)).finish() }
    var count = attestations(try folder.text(of: ".readiness/attestations.yaml")).value.count
    #expect(count == 402)
    var killed = 0
    for round in 1...12 {
      let running = try shell.start(arguments(round))
      Thread.sleep(
        forTimeInterval: Double(round + 3) / 16 * Double(whole.components.attoseconds) / 1e18
          + Double(round + 3) / 16 * Double(whole.components.seconds))
      kill(running.process.processIdentifier, SIGKILL)
      let ending = try running.finish()
      if ending.status != 0 { killed += 1 }
      let found = attestations(try folder.text(of: ".readiness/attestations.yaml"))
      #expect(found.problems.isEmpty)
      #expect(found.value.count == count || found.value.count == count + 1)
      #expect(found.value.dropFirst().first?.value?.statement == "Old 0.")
      count = found.value.count
    }
    #expect(killed > 0)
    let last = try shell.start(arguments(99)).finish()
    #expect(last.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/.readiness")
    #expect(names == ["attestations.yaml"])
  }
}
