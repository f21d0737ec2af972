import Attestations
import Repository
import Testing
import Text

@Test(arguments: [
  ("2026-03-19", "pending: it holds from 2026-03-20 on"), ("2026-03-20", "valid"),
  ("2026-06-29", "valid"), ("2026-06-30", "valid"),
  ("2026-07-01", "expired: its last day was 2026-06-30"),
])
func `a claim holds from its first day to its last`(day: String, expected: String) throws {
  #expect(try standings(claim(), asOf: day) == [expected])
}

@Test(arguments: [
  ("2028-02-28", "valid"), ("2028-02-29", "valid"),
  ("2028-03-01", "expired: its last day was 2028-02-29"),
])
func `a leap day can be the last`(day: String, expected: String) throws {
  let text = claim(["on": "2028-02-01", "expires": "2028-02-29"])
  #expect(try standings(text, asOf: day) == [expected])
}

@Test(arguments: [
  ("2026-09-15", "valid"), ("2026-09-16", "valid"),
  ("2026-09-17", "expired: its last day was 2026-09-16: the policy lets it hold for 180 days"),
])
func `no claim holds longer than the policy lets it`(day: String, expected: String) throws {
  #expect(try standings(claim(["expires": "2030-01-01"]), asOf: day) == [expected])
}

@Test func `the days left are counted to the last day`() throws {
  func left(_ day: String) throws -> [Int?] {
    ClaimChecker(
      Checkout(files: [:]), asOf: try #require(Day(day)), policy: .none, knownTests: ["data-1"]
    ).check(attestations(claim()), from: .workingTree).map(\.daysLeft)
  }
  #expect(try left("2026-06-01") == [29])
  #expect(try left("2026-06-30") == [0])
  #expect(try left("2026-07-02") == [-2])
}

@Test func `one mistake voids the whole file`() throws {
  let text = claim() + claim(["on": "someday"]).replacing("attestations:\n", with: "")
  #expect(
    try standings(text) == [
      "void: its file has a mistake, so none of it counts",
      "malformed: the entry cannot be understood",
    ])
}

@Test func `a claim on a test that no rubric has is unused`() throws {
  #expect(
    try standings(claim(["test": "data-11"])) == [
      "unused: no rubric in use has a test 'data-11', did you mean 'data-1'?"
    ])
}

@Test(arguments: [
  ("*@example.org", "valid"), ("jane@*", "valid"), ("*@EXAMPLE.org", "valid"),
  ("*@example.com", "not-allowed: the policy does not let jane@example.org vouch"),
  ("jane", "not-allowed: the policy does not let jane@example.org vouch"),
])
func `a policy says by address who may vouch`(pattern: String, expected: String) throws {
  var policy = Policy()
  policy.mayAttest = [pattern]
  #expect(
    try standings(claim(), policy: PolicyInForce(policy, from: .caller)) == [expected])
  #expect(
    try standings(claim(["by": "Jane"]), policy: PolicyInForce(policy, from: .caller)) == [
      "not-allowed: the policy says who may vouch, and 'by' has no e-mail address"
    ])
}

@Test(arguments: [
  ("Jane <jane@example.org>", "jane@example.org"), ("jane@example.org", "jane@example.org"),
  ("Jane", nil), ("Jane <jane>", nil), ("<a@b> <c@d>", "c@d"), ("a@b@c", nil), ("@", nil),
  ("Jane <jane@example.org", nil), ("a b@c", nil), ("", nil),
])
func `an address is found in what a person writes`(person: String, address: String?) {
  #expect(emailAddress(in: person) == address)
}

private let withPath = claim(["evidence": "[{path: docs/a.md, sha256: \(evidenceDigest)}]"])

@Test func `evidence counts while it is there with its digest`() throws {
  func standing(_ files: [String: String]) throws -> [String] {
    try standings(withPath, in: Checkout(files: files.mapValues { Array($0.utf8) }))
  }
  #expect(try standing(["docs/a.md": "evidence\n"]) == ["valid"])
  #expect(
    try standing(["docs/a.md": "evidence.\n"]) == ["stale: evidence docs/a.md has changed since"])
  #expect(
    try standing(["docs/a.md": "evidence\r\n"]) == ["stale: evidence docs/a.md has changed since"])
  #expect(
    try standing(["docs/b.md": "evidence\n"]) == [
      "unsupported: evidence docs/a.md: no such file or folder"
    ])
}

@Test func `a link is no evidence, at the end of a path or on its way`() throws {
  let folder = try TemporaryFolder()
  try folder.write("evidence\n", to: "real/a.md")
  try folder.link("docs", to: "real")
  #expect(
    try standings(withPath, in: Checkout.open(folder.path)) == [
      "unsupported: evidence docs/a.md: is a symbolic link, which is not followed"
    ])
  let other = try TemporaryFolder()
  try other.write("evidence\n", to: "docs/b.md")
  try other.link("docs/a.md", to: "b.md")
  #expect(
    try standings(withPath, in: Checkout.open(other.path)) == [
      "unsupported: evidence docs/a.md: is a symbolic link, which is not followed"
    ])
}

@Test func `an automated claim names what runs it`() throws {
  let automated = withPath.replacing("claim: manual", with: "claim: automated")
  let files = ["docs/a.md": Array("evidence\n".utf8)]
  #expect(try standings(automated, in: Checkout(files: files)) == ["valid"])
  #expect(try standings(claim(["claim": "automated"])) == ["valid"])
}

@Test func `a claim lapses when what it covers changes`() throws {
  let folder = try TemporaryFolder()
  try folder.write("a\n", to: "src/a.py")
  try folder.write("b\n", to: "src/deep/b.py")
  try folder.write("c\n", to: "other/c.py")
  // printf of the two lines of sha256sum, through sha256sum.
  let digest = "4a3d12a076e2bac73bf562c7fda40542a166e9cf1958f6dddc84c88dac8295cd"
  let text = claim(["covers": "[\"src/**\"]", "covers-digest": digest])
  try folder.write(text, to: ".readiness/attestations.yaml")
  func standing() throws -> [String] { try standings(text, in: Checkout.open(folder.path)) }
  let stale = ["stale: what src/** covers has changed since"]
  #expect(try standing() == ["valid"])

  try folder.write("changed\n", to: "other/c.py")
  #expect(try standing() == ["valid"])
  try folder.write("a\r\n", to: "src/a.py")
  #expect(try standing() == stale)
  try folder.write("a\n", to: "src/a.py")
  #expect(try standing() == ["valid"])
  try folder.write("new\n", to: "src/new.py")
  #expect(try standing() == stale)
  try folder.move("src/new.py", to: "other/new.py")
  #expect(try standing() == ["valid"])
  try folder.move("src/deep/b.py", to: "src/deep/c.py")
  #expect(try standing() == stale)
  try folder.move("src/deep/c.py", to: "src/deep/b.py")
  #expect(try standing() == ["valid"])
}

@Test func `claims themselves are never covered`() throws {
  let folder = try TemporaryFolder()
  try folder.write("a\n", to: "a.py")
  try folder.write("first\n", to: ".readiness/waivers.yaml")
  let before = try ClaimBase(Checkout.open(folder.path)).coverDigest(of: ["**"])
  try folder.write("second\n", to: ".readiness/waivers.yaml")
  let after = try ClaimBase(Checkout.open(folder.path)).coverDigest(of: ["**"])
  #expect(before == after)
  #expect(before.count == 1)
}

@Test func `paths are relative to the folder under audit`() throws {
  let files = ["services/rank/docs/a.md": Array("evidence\n".utf8)]
  let checkout = Checkout(files: files, scope: "services/rank/")
  #expect(try standings(withPath, in: checkout) == ["valid"])
  #expect(
    try ClaimBase(checkout).coverDigest(of: ["docs/*"])
      == ClaimBase(Checkout(files: ["docs/a.md": Array("evidence\n".utf8)]))
      .coverDigest(of: ["docs/*"]))
}

@Test(arguments: [
  ("2026-03-19", ClaimState.pending), ("2026-03-20", .valid), ("2026-06-30", .valid),
  ("2026-07-01", .expired),
])
func `a waiver holds from its first day to its last`(day: String, state: ClaimState) throws {
  let text = """
    waivers:
      - {test: data-1, reason: r, by: Jane, on: 2026-03-20, expires: 2026-06-30}
    """
  let checker = ClaimChecker(
    Checkout(files: [:]), asOf: try #require(Day(day)), policy: .none, knownTests: ["data-1"])
  #expect(checker.check(waivers(text), from: .workingTree).map(\.state) == [state])
}
