import Facts
import Rules
import Testing
import Text

@Suite(.serialized) struct RuleLoaderTests {
  @Test(arguments: try scenarios(of: "mistakes.md"))
  func `every mistake is reported at its place, all at once`(scenario: CaseScenario) throws {
    let (book, diagnostics) = RuleLoader.load(scenario.files)
    let found = diagnostics.map { $0.text + "\n" }.joined()
    if isRecording {
      try record(found, for: scenario)
    } else {
      #expect(found == scenario.expected)
      #expect((book == nil) == found.contains(": error: "))
    }
  }

  @Test func `a vocabulary that does not parse makes no list unknown`() {
    let (book, diagnostics) = RuleLoader.load([
      RuleFile(path: "tiny.yaml", bytes: Array(Self.rubric.utf8)),
      RuleFile(path: "vocabulary/words.yaml", bytes: Array("schemas: [a\nfiles: [b]".utf8)),
    ])
    #expect(book == nil)
    #expect(Set(diagnostics.map(\.path)) == ["vocabulary/words.yaml"])
  }

  @Test func `no input makes the loader trap`() {
    let base = Array(Self.rubric.utf8)
    for cut in stride(from: 0, to: base.count, by: 7) {
      let files = [
        RuleFile(path: "a.yaml", bytes: Array(base[..<cut])),
        RuleFile(path: "b.yaml", bytes: Array(base[cut...])),
      ]
      #expect(RuleLoader.load(files).book == nil || cut == 0)
    }
  }

  static let rubric = """
    rubric: tiny
    title: Tiny
    edition: "1"
    source: {authors: [Doe, Roe], year: 2020, title: On tests, doi: 10.1/x}
    scale: {manual: 0.25, automated: 1}
    total: minimum-of-sections
    labels: {automated: "yes"}
    bands:
      - {above: 0, title: some}
      - {from: 0, title: none, meaning: Nothing at all.}
    sections:
      - id: only
        title: The only section
        tests:
          - id: only-1
            title: A test
            why: because
            passing: do it
            remedy: >-
              Do it,
              now.
            effort: hours
            exists:
              - call: $schemas
                where: {keyword.strict: true, argument.0: {above: 1, below: 2}}
                worth: manual
              - all:
                  - file: ["*.sql", $files]
                  - heading: {title: $schemas, has: [table], level: {below: 3}}
                  - not: {import: [dbt]}
                within: folder
                roles: [docs]
                reached-by: [schedule]
            runs:
              - reached-by: {triggers: [push], through: exercise, failure: any, by: imports}
              - setting: {file: "*.yml", key: "jobs[]"}
                under: "steps[]"
                where: {uses: {like: "a/*"}}
                gates: ci
            sight: partial
            examples: examples/only-1.md
    """

  static let vocabulary = """
    schemas: [pandera.DataFrameSchema, $more]
    more: [.validate, pandera.DataFrameSchema]
    files: [schema.json]
    """

  static func book() throws -> RuleBook {
    let (book, diagnostics) = RuleLoader.load([
      RuleFile(path: "rubrics/tiny.yaml", bytes: Array(rubric.utf8)),
      RuleFile(path: "rubrics/vocabulary/words.yaml", bytes: Array(vocabulary.utf8)),
    ])
    #expect(diagnostics.map(\.text) == [])
    return try #require(book)
  }

  @Test func `a rubric says of itself what its file says`() throws {
    let rubric = try #require(try Self.book().rubrics.first)
    #expect(rubric.id == "tiny")
    #expect(rubric.source == "Doe, Roe (2020). On tests. doi:10.1/x")
    #expect((rubric.manual, rubric.automated) == (0.25, 1))
    #expect(rubric.total == .minimumOfSections)
    #expect(rubric.labels == ["automated": "yes"])
    #expect(rubric.bands.map(\.title) == ["some", "none"])
    let test = try #require(rubric.tests.first)
    #expect(test.remedy == "Do it, now.")
    #expect(test.effort == .hours)
    #expect(test.sight == .partial)
    #expect(test.position == Position(line: 15, column: 9))
    #expect(test.examples == "examples/only-1.md")
  }

  @Test func `a clause has its patterns, fields and modifiers`() throws {
    let test = try #require(try Self.book().rubrics.first?.tests.first)
    let facts = test.exists.flatMap(\.facts)
    #expect(facts.map(\.kind) == [.call, .file, .heading, .import])
    #expect(facts[0].patterns == ["pandera.DataFrameSchema", ".validate"])
    #expect(facts[0].worthManual)
    #expect(
      facts[0].fields.map { "\($0.path.text) \($0.conditions)" } == [
        "keyword.strict [Rules.FieldTest.Condition.equals([\"true\"])]",
        "argument.0 [Rules.FieldTest.Condition.above(1.0), Rules.FieldTest.Condition.below(2.0)]",
      ])
    #expect(facts[1].patterns == ["*.sql", "schema.json"])
    #expect(facts[2].patterns == [])
    #expect(facts[2].fields.map(\.path.text) == ["title", "has", "level"])
  }

  @Test func `a join hands its modifiers down, but only roles into a not`() throws {
    let test = try #require(try Self.book().rubrics.first?.tests.first)
    guard case .all(_, let scope, let position) = test.exists[1] else {
      Issue.record("no join")
      return
    }
    #expect(scope == .folder)
    #expect(position == Position(line: 27, column: 13))
    let facts = test.exists[1].facts
    #expect(facts.map(\.roles) == [[.docs], [.docs], [.docs]])
    #expect(facts.map { $0.reachedBy?.triggers } == [[.schedule], [.schedule], nil])
  }

  @Test func `the ways to run are the evidence that exists, or evidence of their own`() throws {
    let test = try #require(try Self.book().rubrics.first?.tests.first)
    guard case .existing(let reach)? = test.runs.first, case .own(.fact(let own))? = test.runs.last
    else {
      Issue.record("other ways")
      return
    }
    #expect(reach.triggers == [.push])
    #expect((reach.through, reach.by, reach.failure) == (.exercise, .imports, .any))
    #expect(own.under == KeyPath("steps[]"))
    #expect(own.fields.map(\.path.text) == ["file", "key", "uses"])
    guard case .ci? = own.gates else {
      Issue.record("no gate")
      return
    }
  }

  @Test func `automatic is every trigger but a person`() throws {
    let text = Self.rubric.replacing("reached-by: [schedule]", with: "reached-by: automatic")
    let (book, _) = RuleLoader.load([
      RuleFile(path: "tiny.yaml", bytes: Array(text.utf8)),
      RuleFile(path: "vocabulary/words.yaml", bytes: Array(Self.vocabulary.utf8)),
    ])
    let facts = book?.rubrics.first?.tests.first?.exists.flatMap(\.facts) ?? []
    #expect(facts[1].reachedBy?.triggers.contains(.manual) == false)
    #expect(facts[1].reachedBy?.triggers.count == 8)
  }
}
