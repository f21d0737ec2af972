import Attestations
import Testing
import Text

@Test func `an entry is read whole`() throws {
  let entry = claims(
    "test: model-2", "claim: automated",
    "statement: >", "  Offline AUC against conversion", "  in the March A/B test.",
    "evidence:", "  - {path: docs/ab.md, sha256: \(evidenceDigest.uppercased())}",
    "  - url: https://wiki.example.org/ab", "covers: [\"src/**\", conf/*.yaml]",
    "covers-digest: \(evidenceDigest)", "by: Jane Doe <jane@example.org>", "on: 2026-03-20",
    "expires: \"2026-09-20\"", "signature: AAAA")
  let file = attestations(entry)
  #expect(file.problems.isEmpty)
  #expect(
    file.value.map(\.value) == [
      Attestation(
        test: "model-2", level: .automated,
        statement: "Offline AUC against conversion in the March A/B test.\n",
        evidence: [
          .path("docs/ab.md", sha256: evidenceDigest), .url("https://wiki.example.org/ab"),
        ], covers: ["src/**", "conf/*.yaml"], coversDigest: evidenceDigest,
        by: "Jane Doe <jane@example.org>", on: try #require(Day("2026-03-20")),
        expires: try #require(Day("2026-09-20")), signature: "AAAA")
    ])
}

@Test(arguments: ["", "# nothing yet\n", "attestations:\n", "attestations: []\n", "---\n", "~"])
func `a file without entries is no mistake`(text: String) {
  let file = attestations(text)
  #expect(file.value.isEmpty)
  #expect(file.problems.isEmpty)
}

/// What is wrong with an entry, as line and column and message.
private func mistakes(_ text: String) -> [String] {
  let source = SourceText(path: "", text: text)
  return attestations(text).problems.map {
    let place = source.position(of: $0.offset)
    return "\(place.line):\(place.column) \($0.message)"
  }
}

@Test(
  arguments: [
    (["test": nil], "2:5 'test' is missing"),
    (["claim": nil], "2:5 'claim' is missing"),
    (
      ["claim": "manuel"],
      "3:12 expected 'manual', 'automated' or 'not-applicable' for 'claim', "
        + "found 'manuel', did you mean 'manual'?"
    ),
    (["statement": nil], "2:5 'statement' is missing"),
    (["statement": "\" \""], "4:16 'statement' is blank"),
    (["statement": "[a]"], "4:16 expected text for 'statement', found a list"),
    (["evidence": nil], "2:5 'evidence' is missing: a path with its sha256, or a url"),
    (
      ["evidence": "[docs/a.md]"],
      "5:16 expected evidence as {path: …, sha256: …} or {url: …}, found 'docs/a.md'"
    ),
    (["evidence": "[{path: docs/a.md}]"], "5:16 'sha256' is missing"),
    (
      ["evidence": "[{path: docs/a.md, sha256: 12ab}]"],
      "5:42 expected 64 hexadecimal digits for 'sha256', found '12ab'"
    ),
    (
      ["evidence": "[{path: ../a.md, sha256: 12}]"],
      "5:23 the path '../a.md' leads outside, expected one below the folder of .readiness"
    ),
    (
      ["evidence": "[{path: /etc/passwd, sha256: 12}]"],
      "5:23 the path '/etc/passwd' leads outside, expected one below the folder of .readiness"
    ),
    (
      ["evidence": "[{path: docs/../../a, sha256: 12}]"],
      "5:23 the path 'docs/../../a' leads outside, expected one below the folder of .readiness"
    ),
    (
      ["evidence": "[{url: \"ftp://example.org/a\"}]"],
      "5:16 expected an address with https:// or http://, found 'ftp://example.org/a'"
    ),
    (
      ["evidence": "[{url: \"https:///a\"}]"],
      "5:16 expected an address with https:// or http://, found 'https:///a'"
    ),
    (["covers": "[src/**]"], "2:5 'covers-digest' is missing"),
    (["covers-digest": evidenceDigest], "2:5 'covers-digest' stands without 'covers'"),
    (
      ["covers": "[../src/**]", "covers-digest": evidenceDigest],
      "9:14 the pattern '../src/**' can match no file"
    ),
    (["by": nil], "2:5 'by' is missing"),
    (["on": nil], "2:5 'on' is missing"),
    (["on": "2026-02-29"], "7:9 expected a day as YYYY-MM-DD for 'on', found '2026-02-29'"),
    (["on": "20 March 2026"], "7:9 expected a day as YYYY-MM-DD for 'on', found '20 March 2026'"),
    (["expires": nil], "2:5 'expires' is missing"),
    (["expires": "2026-03-19"], "8:14 'expires' (2026-03-19) is before 'on' (2026-03-20)"),
    (["statment": "x"], "9:5 unknown key 'statment' of an attestation, did you mean 'statement'?"),
    (["reason": "x"], "2:5 'reason' belongs to a claim 'not-applicable', found 'manual'"),
  ] as [([String: String?], String)])
func `a mistake is named with its place`(changes: [String: String?], expected: String) {
  let found = mistakes(claim(changes))
  #expect(found.contains(expected), "\(found)")
  #expect(attestations(claim(changes)).value.map { $0.value == nil } == [true])
}

@Test(arguments: [
  (
    "attestations: {a: 1}\n",
    "1:15 expected a list of entries under 'attestations', found a mapping"
  ),
  ("attestations: [1]\n", "1:16 expected an attestation, found '1'"),
  ("- a\n", "1:1 expected a mapping with 'attestations', found a list"),
  (
    "attestation: []\n",
    "1:1 unknown key 'attestation' of the file, did you mean 'attestations'?"
  ),
  ("attestations: []\n---\nattestations: []\n", "3:1 a second document found, expected one"),
])
func `a file of another form is a mistake`(text: String, expected: String) {
  #expect(mistakes(text).contains(expected), "\(mistakes(text))")
}

@Test func `a key given twice is a mistake, and so is broken YAML`() {
  #expect(!attestations(claim() + "    on: 2026-03-21\n").isValid)
  #expect(!attestations(claim() + "  - {test: data-2\n").isValid)
}

@Test func `a test that does not apply needs a reason and no evidence`() {
  let text = claims(
    "test: data-1", "claim: not-applicable", "reason: The model has no features.",
    "by: Jane", "on: 2026-03-20", "expires: 2026-06-30")
  let file = attestations(text)
  #expect(file.problems.isEmpty)
  #expect(file.value.first?.value?.reason == "The model has no features.")
  let without = claim(["claim": "not-applicable", "statement": nil])
  #expect(mistakes(without) == ["2:5 'statement' is missing"])
}

@Test func `CRLF line ends say the same`() {
  let text = claim()
  let other = attestations(text.replacing("\n", with: "\r\n"))
  #expect(other.problems.isEmpty)
  #expect(other.value.map(\.value) == attestations(text).value.map(\.value))
}

@Test func `a waiver is read whole, and its mistakes are named`() throws {
  let text = """
    waivers:
      - test: data-1
        reason: The schema moves to another team.
        by: Jane Doe <jane@example.org>
        on: 2026-03-20
        expires: 2026-06-30
        ticket: ML-12
    """
  let waiver = Waiver(
    test: "data-1", reason: "The schema moves to another team.", by: "Jane Doe <jane@example.org>",
    on: try #require(Day("2026-03-20")), expires: try #require(Day("2026-06-30")), ticket: "ML-12")
  #expect(waivers(text).problems.isEmpty)
  #expect(waivers(text).value.map(\.value) == [waiver])
  let broken = waivers(text.replacing("reason:", with: "why:"))
  #expect(
    broken.problems.map(\.message) == [
      "unknown key 'why' of a waiver, expected 'test', 'reason', 'by', 'on', 'expires' or 'ticket'",
      "'reason' is missing",
    ])
}

@Test func `a policy is read whole`() {
  let text = """
    rubrics: [ml-test-score, rules/own.yaml]
    gates:
      min-score: 1.5
      min-section: {data: 2, model: 0.5}
      require: [data-1, model-2=automated]
      baseline: baseline.json
    may-attest: ["*@example.org", lead@other.org]
    allowed-signers: allowed_signers
    require-signatures: true
    longest-validity: 90
    most-not-applicable: {data: 1}
    """
  let parsed = policy(text)
  #expect(parsed.problems.isEmpty)
  #expect(parsed.value.rubrics == ["ml-test-score", "rules/own.yaml"])
  #expect(
    parsed.value.gates.map { "--\($0.name) \($0.value)" } == [
      "--min-score 1.5", "--min-section data=2", "--min-section model=0.5", "--require data-1",
      "--require model-2=automated", "--baseline baseline.json",
    ])
  #expect(parsed.value.mayAttest == ["*@example.org", "lead@other.org"])
  #expect(parsed.value.allowedSigners == "allowed_signers")
  #expect(parsed.value.requiresSignatures)
  #expect(parsed.value.longestValidity == 90)
  #expect(parsed.value.notApplicableCaps == Policy.Caps(sections: ["data": 1]))
}

@Test func `an empty policy holds the defaults`() {
  #expect(policy("").value == Policy())
  #expect(policy("# none\n").value.longestValidity == 180)
}

@Test(arguments: [
  (
    "require-signatures: true",
    "'require-signatures' needs 'allowed-signers', the file that names them"
  ),
  ("require-signatures: maybe", "expected true or false for 'require-signatures', found 'maybe'"),
  (
    "longest-validity: 0",
    "expected a whole number from 1 for 'longest-validity' in days, found '0'"
  ),
  (
    "longest-validty: 3",
    "unknown key 'longest-validty' of the file, did you mean 'longest-validity'?"
  ),
  ("gates: [a]", "expected a mapping for 'gates', found a list"),
  ("gates: {min-section: 2}", "expected points by id for 'min-section' ({ID: N}), found '2'"),
  (
    "gates: {min-section: {data: two}}", "expected a number of points in 'min-section', found 'two'"
  ),
  (
    "most-not-applicable: -1",
    "expected a whole number from 0 for 'most-not-applicable', found '-1'"
  ),
])
func `a mistake of a policy is named`(text: String, expected: String) {
  let found = policy(text).problems.map(\.message)
  #expect(found.contains(expected), "\(found)")
}
