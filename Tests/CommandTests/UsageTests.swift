import Foundation
import Testing

@testable import Command

@Test(arguments: [
  ([], "readiness: error: a command is expected"),
  (
    ["prase", "x"],
    "readiness: error: unknown command 'prase'\nreadiness: note: did you mean 'parse'?\n"
  ),
  (["--versoin"], "readiness: note: did you mean '--version'?"),
  (["parse"], "readiness: error: parse needs FILE\nreadiness: note: usage: readiness parse FILE\n"),
  (["parse", "a.json", "b.json"], "readiness: error: unexpected argument 'b.json'"),
  (
    ["parse", "--hlep"],
    "readiness: error: unknown flag '--hlep' of parse\nreadiness: note: did you mean '--help'?"
  ),
  (["parse", "-x"], "readiness: error: unknown flag '-x' of parse"),
  (["parse", "--help=yes"], "readiness: error: --help takes no value"),
])
func `a command line that cannot be understood ends with 2`(
  arguments: [String], message: String
) async {
  let run = await readiness(arguments)
  #expect(run.status == 2)
  #expect(run.output == "")
  #expect(run.errors.contains(message), "\(run.errors)")
}

@Test func `help and version are printed to standard output`() async {
  let version = await readiness("--version")
  #expect(version == Captured(status: 0, output: "readiness 0.1.0\n", errors: ""))
  let help = await readiness("--help")
  #expect(help.status == 0)
  for subcommand in Subcommand.all {
    #expect(help.output.contains("  \(subcommand.synopsis.name)"))
  }
}

@Test(arguments: Subcommand.all.map(\.synopsis.words))
func `each command explains itself and all its flags`(words: [String]) async {
  let run = await readiness(words + ["--help"])
  #expect(run.status == 0)
  #expect(run.errors == "")
  let synopsis = Subcommand.all.first { $0.synopsis.words == words }?.synopsis
  #expect(run.output.hasPrefix("usage: readiness \(words.joined(separator: " "))"))
  for flag in synopsis?.allFlags ?? [] { #expect(run.output.contains("  \(flag.name)")) }
  #expect(run.output.split(separator: "\n").allSatisfy { $0.utf8.count <= 100 })
}

@Test func `each command's file is registered`() throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/Command/Subcommands")
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    .filter { $0.hasSuffix("Command.swift") && $0 != "Subcommand.swift" }
  #expect(files.count == Subcommand.all.count)
}

private let sample = Synopsis(
  "sample", summary: "", operands: [Operand("PATH", isRequired: false, help: "")],
  flags: [
    Flag("--format", "NAME", choices: ["markdown", "json"], help: ""),
    Flag("--rubric", "ID", isRepeatable: true, help: ""), Flag("--quiet", help: ""),
  ])

@Test func `flags take their value after a blank or an equals sign`() throws {
  let given = try Arguments(
    ["--rubric", "a", ".", "--rubric=b=c", "--format=json", "--quiet"], for: sample)
  #expect(given.operands == ["."])
  #expect(given.all(sample.flags[1]) == ["a", "b=c"])
  #expect(given[sample.flags[0]] == "json")
  #expect(given.has(sample.flags[2]))
}

@Test func `all after two dashes are operands, and so is a single dash`() throws {
  #expect(try Arguments(["--", "--quiet"], for: sample).operands == ["--quiet"])
  #expect(try Arguments(["-"], for: sample).operands == ["-"])
}

@Test(
  arguments: [
    (["--format", "jsno"], "unknown value 'jsno' of --format, expected markdown or json", "json"),
    (["--format"], "--format needs a value: --format NAME", nil),
    (["--format", "--quiet"], "--format needs a value: --format NAME", nil),
    (["--format=json", "--format=json"], "--format is given twice", nil),
    (["--quiet=1"], "--quiet takes no value", nil),
    (["--formt=json"], "unknown flag '--formt' of sample", "--format"),
    (["a", "b"], "unexpected argument 'b'", nil),
  ] as [([String], String, String?)])
func `a wrong argument is named`(words: [String], message: String, meant: String?) {
  #expect(throws: UsageFault(message, meant: meant, usage: sample)) {
    try Arguments(words, for: sample)
  }
}

@Test func `bad input beats nothing to audit, and that beats a failed gate`() {
  #expect(ExitStatus.gateFailed.combined(with: .nothingToAudit) == .nothingToAudit)
  #expect(ExitStatus.badInput.combined(with: .nothingToAudit) == .badInput)
  #expect(ExitStatus.nothingToAudit.combined(with: .badInput) == .badInput)
  #expect(ExitStatus.done.combined(with: .gateFailed) == .gateFailed)
}
