import Foundation
import Rubrics
import Rules
import Testing

@testable import Command

@Test func `the built-in rules have no mistake`() async {
  let run = await readiness("rubrics", "check")
  #expect(run.status == 0)
  #expect(run.errors == "")
  #expect(run.output.hasSuffix(" tests: no mistake\n"))
}

@Test func `the rubrics are listed, and so are the tests of one`() async {
  let all = await readiness("rubrics", "list")
  #expect(all.status == 0)
  #expect(all.output.split(separator: "\n").count == BuiltInRules.ids.count)
  let one = await readiness("rubrics", "list", "joel-test")
  #expect(one.output.contains("  joel-12  "))
  let wrong = await readiness("rubrics", "list", "joel")
  #expect(wrong.status == 2)
}

@Test func `a built-in rubric's file is named for its id`() throws {
  for id in BuiltInRules.ids {
    #expect(try LoadedRules.load([id]).book.rubrics.map(\.id) == [id])
  }
  #expect(BuiltInRules.defaultRubrics.allSatisfy(BuiltInRules.ids.contains))
}

@Test func `the digest of the rules changes with them and not with their place`() throws {
  let folder = TemporaryFolder()
  let joel = try #require(BuiltInRules.rubric("joel-test"))
  let text = String(decoding: joel.bytes, as: UTF8.self)
  let here = try LoadedRules.load([folder.write(text, to: "a/own.yaml")]).digest
  let there = try LoadedRules.load([folder.write(text, to: "b/own.yaml")]).digest
  let other = try LoadedRules.load([folder.write(text + "\n# more", to: "c/own.yaml")]).digest
  #expect(here == there)
  #expect(here != other)
  #expect(here.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil)
}

@Test func `a test is explained: what it asks, what counts, what does not, how to get there`() async
{
  let run = await readiness("explain", "data-1")
  #expect(run.status == 0)
  for part in [
    "What it asks", "Why", "What counts as manual (0.5)", "What makes it automated (1)",
    "What does not count", "What a repository shows of it", "How to get there (",
  ] { #expect(run.output.contains("\n\(part)"), "\(part)") }
  #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 101 })
}

@Test func `every test can be explained`() throws {
  for rubric in try LoadedRules.load(BuiltInRules.ids).book.rubrics {
    for section in rubric.sections {
      for test in section.tests {
        let page = TestPage.text(of: test, in: section, of: rubric)
        #expect(page.hasPrefix("\(test.id): \(test.title)\n"))
        #expect(page.contains("\nWhat it asks\n") && page.contains("\nHow to get there ("))
      }
    }
  }
}

@Test func `a misspelt test is met with the nearest`() async {
  let run = await readiness("explain", "monitr-3")
  #expect(
    run
      == Captured(
        status: 2, output: "",
        errors:
          "readiness: error: unknown test 'monitr-3'\nreadiness: note: did you mean 'monitor-3'?\n"
      ))
  #expect(await readiness("explain", "monitor").output.contains("monitor-7"))
  #expect(await readiness("explain", "joel-test").output.contains("joel-12"))
}

@Test(arguments: ["bash", "zsh", "fish"])
func `completions name every command and flag`(shell: String) async {
  let run = await readiness("completions", shell)
  #expect(run.status == 0)
  for synopsis in Subcommand.all.map(\.synopsis) {
    for word in synopsis.words { #expect(run.output.contains(word)) }
    for flag in synopsis.allFlags { #expect(run.output.contains(flag.name.dropFirst(2))) }
  }
}

@Test func `examples of a rule file are run, and one that fails is named`() async throws {
  let folder = TemporaryFolder()
  let rules = try folder.write(
    """
    rubric: own
    title: Own
    edition: "1"
    scale: {manual: 0.5, automated: 1}
    total: sum
    sections:
      - id: only
        title: Only
        tests:
          - id: own-1
            title: There is a changelog
            why: w
            passing: p
            remedy: r
            effort: hours
            exists: [{file: NEWS.md, roles: [docs, changelog, other]}]
            sight: full
            examples: own-1.md
    """, to: "own.yaml")
  let page = """
    # Examples

    ## There is one

    verdict: manual

    ``` NEWS.md
    # News
    ```

    ## There is none

    verdict: \("absent")

    ``` a.py
    x = 1
    ```

    """
  try folder.write(page, to: "own-1.md")
  let good = await readiness("rubrics", "test", rules)
  #expect(good == Captured(status: 0, output: "own-1: 2 examples, all hold\n", errors: ""))
  try folder.write(page.replacing("absent", with: "automated"), to: "own-1.md")
  let bad = await readiness("rubrics", "test", rules)
  #expect(bad.status == 1)
  #expect(bad.output == "own-1: 2 examples, 1 failures\n")
  #expect(
    bad.errors
      == "\(folder.path)/own-1.md:11:1: error: 'There is none' must be automated and is absent\n")
}
