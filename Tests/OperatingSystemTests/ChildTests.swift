import Foundation
import OperatingSystem
import Testing

/// An empty repository made by git itself.
private func emptyRepository(in scratch: Scratch) throws {
  let git = Process()
  git.executableURL = URL(filePath: try #require(Tool.git.location))
  git.arguments = ["init", "--quiet", scratch.path]
  try git.run()
  git.waitUntilExit()
}

private func git(
  _ command: GitCommand, _ arguments: [String], in scratch: Scratch, input: String = "",
  outputLimit: Int = 1 << 20
) -> Invocation {
  .git(
    command, arguments.map { Array($0.utf8) }, gitFolder: scratch.path + "/.git",
    workTree: scratch.path, input: Array(input.utf8), outputLimit: outputLimit)
}

@Test func `a tool's output, complaint and status come back`() throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  let refs = run(git(.forEachRef, [], in: scratch), within: .seconds(20))
  #expect(refs.hasSucceeded)
  #expect(refs.output == [] && refs.complaint == "")
  let bad = run(git(.catFile, ["blob", "0000"], in: scratch), within: .seconds(20))
  #expect(bad.ending == .exited(128))
  #expect(bad.complaint.contains("0000"))
}

@Test func `what is fed to a tool reaches it, more than a pipe holds`() throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  let questions = (0..<20_000).map { "missing-\($0)" }
  let answers = run(
    git(.catFile, ["--batch"], in: scratch, input: questions.joined(separator: "\n") + "\n"),
    within: .seconds(20))
  #expect(answers.hasSucceeded)
  let expected = questions.map { $0 + " missing\n" }.joined()
  #expect(String(decoding: answers.output, as: UTF8.self) == expected)
}

@Test func `a tool that says too much is stopped`() throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  let input = String(repeating: "x\n", count: 100_000)
  let outcome = run(
    git(.catFile, ["--batch"], in: scratch, input: input, outputLimit: 1000), within: .seconds(20))
  #expect(outcome.ending == .cutShort)
  #expect(outcome.output.count == 1000)
}

@Test func `a tool that waits for ever is stopped at the limit`() throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  #expect(mkfifo(scratch.path + "/pipe", 0o600) == 0)
  try scratch.write("[include]\n\tpath = \(scratch.path)/pipe\n", to: ".git/config")
  let start = ContinuousClock.now
  let outcome = run(git(.revList, ["HEAD"], in: scratch), within: .milliseconds(300))
  #expect(outcome.ending == .timedOut)
  #expect(ContinuousClock.now - start < .seconds(5))
}

@Test func `several tools run side by side, their outcomes in the order asked for`() throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  let outcomes = run(
    (0..<8).map { git(.catFile, ["--batch"], in: scratch, input: "question-\($0)\n") },
    within: .seconds(20))
  #expect(
    outcomes.map { String(decoding: $0.output, as: UTF8.self) }
      == (0..<8).map { "question-\($0) missing\n" })
}

@Test func `nothing of the environment reaches git`() async throws {
  let scratch = Scratch()
  try emptyRepository(in: scratch)
  await #expect(processExitsWith: .success) { [path = scratch.path as String] in
    setenv("GIT_TRACE", path + "/trace", 1)
    let refs = Invocation.git(.forEachRef, [], gitFolder: path + "/.git", workTree: path)
    #expect(run(refs, within: .seconds(20)).hasSucceeded)
  }
  #expect(!FileManager.default.fileExists(atPath: scratch.path + "/trace"))
}
