import Attestations
import Foundation
import Testing
import Text

private let path = ".readiness/attestations.yaml"

private func attestation(_ test: String = "data-2", signature: String? = nil) throws -> Attestation
{
  Attestation(
    test: test, level: .manual, statement: "Read by two: \"fine\" # really",
    evidence: [.path("docs/a, b.md", sha256: evidenceDigest), .url("https://example.org/#a")],
    covers: ["src/**", "*.py"], coversDigest: evidenceDigest, by: "Jane Doe <jane@example.org>",
    on: try #require(Day("2026-03-20")), expires: try #require(Day("2026-06-30")),
    signature: signature)
}

private func added(_ old: String?, _ claim: Attestation? = nil) throws -> String {
  let bytes = try ClaimEdit.adding(
    claim ?? attestation(), to: old.map { Array($0.utf8) }, path: path)
  return String(decoding: bytes, as: UTF8.self)
}

/// The entry as it is written, its dash in the first column.
private let flushEntry = """
  - test: data-2
    claim: manual
    statement: "Read by two: \\"fine\\" # really"
    evidence:
      - {path: "docs/a, b.md", sha256: \(evidenceDigest)}
      - {url: "https://example.org/#a"}
    covers: ["src/**", "*.py"]
    covers-digest: \(evidenceDigest)
    by: Jane Doe <jane@example.org>
    on: 2026-03-20
    expires: 2026-06-30

  """

private let entry = indented(2)

/// The entry with its dash in another column.
private func indented(_ columns: Int) -> String {
  flushEntry.split(separator: "\n").map { String(repeating: " ", count: columns) + $0 + "\n" }
    .joined()
}

@Test func `the first claim makes the file`() throws {
  let heading =
    "# What people vouch for, as `readiness audit` reads it; `readiness attest` adds to it.\n"
  #expect(try added(nil) == heading + "attestations:\n" + entry)
  #expect(try added("") == heading + "attestations:\n" + entry)
}

@Test(arguments: [
  ("# ours\n", "# ours\nattestations:\n"),
  ("---\n", "---\nattestations:\n"),
  ("attestations:\n", "attestations:\n"),
  ("attestations:", "attestations:\n"),
  ("attestations: []\n", "attestations:\n"),
  ("attestations: [ ]   # none yet\n", "attestations:    # none yet\n"),
  ("attestations: ~\n", "attestations:\n"),
  ("# a\nattestations: # b\n# c\n", "# a\nattestations: # b\n"),
])
func `a claim is added to an empty list`(old: String, head: String) throws {
  let tail = old.hasSuffix("# c\n") ? "# c\n" : ""
  #expect(try added(old) == head + entry + tail)
}

@Test(arguments: ["\n", "\n\n", "\n# the end\n", "\n    # deep\n\n  # less\n\n"])
func `a claim is added behind the last, before what follows`(tail: String) throws {
  let old = "# top\n" + claim() + tail
  #expect(try added(old) == "# top\n" + claim() + entry + tail)
}

@Test func `dashes keep their column, line ends their bytes`() throws {
  let flush = claim().split(separator: "\n").map { $0.hasPrefix("  ") ? $0.dropFirst(2) : $0 }
    .joined(separator: "\n")
  #expect(try added(flush + "\n") == flush + "\n" + indented(0))
  #expect(try added(flush) == flush + "\n" + indented(0))
  let deep = claim().replacing("\n  ", with: "\n      ")
  #expect(try added(deep) == deep + indented(6))
  let windows = claim().replacing("\n", with: "\r\n")
  #expect(try added(windows) == windows + entry.replacing("\n", with: "\r\n"))
}

@Test(arguments: [
  "attestations:\n  -\n    test: data-1\n",
  "attestations:\n  - # first\n    test: data-1\n",
  "attestations:\n  -   test: data-1\n",
])
func `a dash is found wherever its entry begins`(head: String) throws {
  let indent = head.hasSuffix("-   test: data-1\n") ? "      " : "    "
  let rest = claim().split(separator: "\n").dropFirst(2)
    .map { indent + $0.drop { $0 == " " } + "\n" }.joined()
  #expect(try added(head + rest) == head + rest + entry)
}

@Test func `a block scalar that looks like comments is not cut`() throws {
  let old = claim(["statement": nil]) + "    statement: |\n      a\n      # b\n\n"
  #expect(try added(old) == old + entry)
}

@Test func `a flow list is added to on its line`() throws {
  let old =
    "attestations: [{test: data-1, claim: manual, statement: s, evidence: [{url: \"https://a.b\"}],"
    + " by: J, on: 2026-03-20, expires: 2026-06-30}] # [all]\n"
  let new = try added(old)
  #expect(new.hasPrefix(String(old.dropLast("] # [all]\n".count)) + ", {test: \"data-2\", "))
  #expect(new.hasSuffix("}] # [all]\n"))
  #expect(attestations(new).value.map(\.value?.test) == ["data-1", "data-2"])
}

@Test(arguments: [
  "attestations: [\n", "- a\n", claim(["on": "someday"]), claim() + "more: 1\n", "a: \u{1}\n",
])
func `nothing is written over a file with mistakes`(old: String) {
  let fault = #expect(throws: ClaimFault.self) { try added(old) }
  #expect(fault?.diagnostics.last?.message == "nothing is written over a file with mistakes")
  #expect((fault?.diagnostics.count ?? 0) > 1)
}

@Test(arguments: [
  "plain", "", " a", "a ", "a: b", "a #b", "- a", "[a]", "{a", "\"q\"", "'q'", "*a", "&a", "!a",
  "| a", "> a", "%a", "@a", "`a", "true", "null", "~", "1.5", "0x1F", "2026-03-20", "a\nb", "a\tb",
  "a\\b", "ünïcödé 🚀", "a\u{85}b", "a\u{2028}b", "\u{FEFF}a", "---", "...", "a,b", "a]b", "?",
  "key:",
  "\u{0}", "\u{7F}",
])
func `any text comes back as it was`(text: String) throws {
  let statement = "x\(text)x \(text)"
  for text in [text, statement] where text.contains(where: { !$0.isWhitespace }) {
    let claim = Attestation(
      test: "data-1", level: .manual, statement: text, evidence: [.url("https://example.org")],
      covers: ["a\(text)b"], coversDigest: evidenceDigest, by: text,
      on: try #require(Day("2026-03-20")), expires: try #require(Day("2026-06-30")))
    let file = attestations(try added(nil, claim))
    #expect(file.problems.isEmpty)
    #expect(file.value.map(\.value) == [claim])
  }
}

/// The file after its entry at a place holds until 2026-12-31, with another signature.
private func renewed(
  _ old: String, at place: Int = 0, signature: String? = nil, digest: String = evidenceDigest
) throws -> String {
  let claim = try #require(attestations(old).value.dropFirst(place).first?.value)
  let evidence = claim.evidence.map { evidence in
    if case .path(let path, _) = evidence {
      Attestation.Evidence.path(path, sha256: digest)
    } else {
      evidence
    }
  }
  let new = Attestation(
    test: claim.test, level: claim.level, statement: claim.statement, evidence: evidence,
    covers: claim.covers, coversDigest: claim.coversDigest.map { _ in digest }, by: claim.by,
    on: try #require(Day("2026-07-01")), expires: try #require(Day("2026-12-31")),
    signature: signature)
  return String(
    decoding: try ClaimEdit.replacing(
      entryAt: place, with: new, in: Array(old.utf8), path: path), as: UTF8.self)
}

/// What differs is dates and digests alone.
private func withNewDates(_ text: String) -> String {
  text.replacing("2026-03-20", with: "2026-07-01").replacing("2026-06-30", with: "2026-12-31")
}

private let styles = [
  claim(), claim(["on": "\"2026-03-20\"", "expires": "'2026-06-30' # soon"]),
  claim().replacing("\n", with: "\r\n"),
  "attestations: [{test: data-1, claim: manual, statement: s, evidence: [{url: \"https://a.b\"}],"
    + " by: J, on: 2026-03-20, expires: 2026-06-30}]",
  "# a\n\nattestations:\n" + entry + "\n# z\n",
]

@Test(arguments: styles)
func `renewing changes the dates and nothing else`(old: String) throws {
  #expect(try renewed(old) == withNewDates(old))
}

@Test func `only the entry that is meant changes`() throws {
  let old = claim() + entry + indented(2).replacing("data-2", with: "data-3")
  let new = try renewed(old, at: 1)
  #expect(new == claim() + withNewDates(entry) + indented(2).replacing("data-2", with: "data-3"))
}

@Test func `digests are renewed in their places`() throws {
  let other = String(repeating: "ab", count: 32)
  let old = "attestations:\n" + entry
  #expect(
    try renewed(old, digest: other)
      == withNewDates(old).replacing(evidenceDigest, with: other))
}

@Test(arguments: styles)
func `a signature comes, changes and goes`(old: String) throws {
  let signed = try renewed(old, signature: "AAAA")
  #expect(attestations(signed).value.last?.value?.signature == "AAAA")
  #expect(signed.utf8.count > old.utf8.count)
  let again = try renewed(signed, signature: "BBBB+/=")
  #expect(attestations(again).value.last?.value?.signature == "BBBB+/=")
  guard !old.hasSuffix("]") else { return }
  #expect(try renewed(again) == withNewDates(old))
}

@Test func `an armoured signature over many lines is replaced whole`() throws {
  let old =
    claim() + "    signature: |\n      -----BEGIN SSH SIGNATURE-----\n      AAAA\n"
    + "      -----END SSH SIGNATURE-----\n" + entry
  #expect(try renewed(old) == withNewDates(claim()) + entry)
  #expect(
    try renewed(old, signature: "BBBB") == withNewDates(claim()) + "    signature: BBBB\n" + entry)
}

@Test func `an entry that shares its dates with another is left alone`() {
  let old =
    claim(["on": "&day 2026-03-20"])
    + claim(["on": "*day"]).replacing("attestations:\n", with: "")
  #expect(attestations(old).isValid)
  #expect(throws: ClaimFault.self) { try renewed(old, at: 0) }
  #expect(throws: ClaimFault.self) { try renewed(old, at: 1) }
}
