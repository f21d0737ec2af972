import Attestations
import Foundation
import OperatingSystem
import Repository
import Testing
import Text

/// A folder with two keys and a file of allowed signers that gives the first to jane@example.org.
private struct Keys {
  let folder: TemporaryFolder
  var jane: String { folder.path + "/jane" }
  var other: String { folder.path + "/other" }
  let signers: String

  init() throws {
    folder = try TemporaryFolder()
    for name in ["jane", "other"] {
      let outcome = run(
        .sshKeygen(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "\(folder.path)/\(name)"]),
        within: .seconds(30))
      try #require(outcome.hasSucceeded, "\(outcome)")
    }
    signers = "jane@example.org \(try folder.text(of: "jane.pub"))"
  }

  func check(
    _ claim: Attestation, signers: String? = nil, asOf day: String = "2026-05-01"
  ) throws -> SignatureVerdict {
    Signatures.check(
      claim, against: Array((signers ?? self.signers).utf8), asOf: try #require(Day(day)))
  }
}

private func unsigned(_ changes: [String: String?] = [:]) throws -> Attestation {
  try #require(attestations(claim(changes)).value.first?.value)
}

@Test func `the signed bytes are written down`() throws {
  let text = claims(
    "test: data-1", "claim: manual", "statement: >", "  Seen", "  by all.",
    "evidence: [{path: a.md, sha256: \(evidenceDigest)}, {url: \"https://a.b\"}]",
    "covers: [\"src/**\"]", "covers-digest: \(evidenceDigest)", "by: Jane <jane@example.org>",
    "on: 2026-03-20", "expires: 2026-06-30")
  let claim = try #require(attestations(text).value.first?.value)
  #expect(
    String(decoding: claim.signedBytes, as: UTF8.self) == """
      readiness-attestation/1
      {"test": "data-1", "claim": "manual", "statement": "Seen by all.", \
      "evidence": [{"path": "a.md", "sha256": "\(evidenceDigest)"}, {"url": "https://a.b"}], \
      "covers": ["src/**"], "covers-digest": "\(evidenceDigest)", \
      "by": "Jane <jane@example.org>", "on": "2026-03-20", "expires": "2026-06-30"}

      """)
}

@Test func `another YAML style has the same signed bytes`() throws {
  let bytes = try unsigned().signedBytes
  #expect(try unsigned(["statement": "\"Seen  by all.\""]).signedBytes == bytes)
  #expect(try unsigned(["statement": "'Seen by all.'"]).signedBytes == bytes)
  #expect(try unsigned(["statement": ">\n      Seen\n      by all."]).signedBytes == bytes)
  #expect(try unsigned(["on": "\"2026-03-20\""]).signedBytes == bytes)
  #expect(
    try unsigned(["evidence": "\n      - url: https://example.org/a"]).signedBytes == bytes)
}

@Test(arguments: [
  ["test": "data-2"], ["claim": "automated"], ["statement": "Seen by most."],
  ["statement": "Seen by all"], ["evidence": "[{url: \"https://example.org/b\"}]"],
  ["by": "Jane Doe <jane@example.com>"], ["on": "2026-03-21"], ["expires": "2026-07-01"],
  ["covers": "[a]", "covers-digest": evidenceDigest],
])
func `another word has other signed bytes`(changes: [String: String]) throws {
  #expect(try unsigned(changes).signedBytes != unsigned().signedBytes)
}

@Suite(.enabled(if: Tool.sshKeygen.location != nil, "ssh-keygen is not installed"))
struct SignatureTests {
  @Test func `a signature holds for its claim, its signer and the allowed days`() throws {
    let keys = try Keys()
    let signature = try Signatures.sign(unsigned(), withKeyAt: keys.jane)
    let claim = try unsigned().signed(with: signature)
    #expect(!signature.contains("\n"))
    #expect(try keys.check(claim) == .good)
    #expect(
      try keys.check(unsigned(["statement": "Seen   by all."]).signed(with: signature)) == .good)
    let armoured =
      "-----BEGIN SSH SIGNATURE-----\n\(signature)\n-----END SSH SIGNATURE-----\n"
    #expect(try keys.check(claim.signed(with: armoured)) == .good)

    let limited = keys.signers.replacing(
      "jane@example.org ", with: "jane@example.org valid-before=\"20260501\" ")
    #expect(try keys.check(claim, signers: limited, asOf: "2026-04-30") == .good)
    #expect(try keys.check(claim, signers: limited, asOf: "2026-05-01") == .notAllowed)
    let narrow = keys.signers.replacing(
      "jane@example.org ", with: "jane@example.org namespaces=\"git\" ")
    #expect(try keys.check(claim, signers: narrow) == .notAllowed)
  }

  @Test func `what is no signature over the claim is forged`() throws {
    let keys = try Keys()
    let signature = try Signatures.sign(unsigned(), withKeyAt: keys.jane)
    // Over another entry, by the same key.
    let elsewhere = try unsigned(["test": "data-2"]).signed(with: signature)
    #expect(try keys.check(elsewhere) == .forged)
    let reworded = try unsigned(["statement": "Seen by nobody."]).signed(with: signature)
    #expect(try keys.check(reworded) == .forged)
    let bent = String(signature.dropLast(8)) + "AAAAAAA="
    #expect(try keys.check(unsigned().signed(with: bent)) == .forged)
    #expect(try keys.check(unsigned().signed(with: "AAAA")) == .forged)
    #expect(try keys.check(unsigned().signed(with: "not base64!")) == .forged)
    #expect(try keys.check(unsigned()) == .missing)
  }

  @Test func `a signer that is not allowed, or signs for another, is named`() throws {
    let keys = try Keys()
    let stranger = try unsigned().signed(
      with: Signatures.sign(unsigned(), withKeyAt: keys.other))
    #expect(try keys.check(stranger) == .notAllowed)
    // Both keys are allowed, each to one person.
    let both = keys.signers + "bob@example.org \(try keys.folder.text(of: "other.pub"))"
    #expect(try keys.check(stranger, signers: both) == .notAllowed)
    let nameless = try unsigned(["by": "Jane"])
    let signed = try nameless.signed(with: Signatures.sign(nameless, withKeyAt: keys.jane))
    #expect(try keys.check(signed) == .notAllowed)
  }

  @Test func `a signature in another namespace does not count`() throws {
    let keys = try Keys()
    let claim = try unsigned()
    let outcome = run(
      .sshKeygen(["-q", "-Y", "sign", "-f", keys.jane, "-n", "git"], input: claim.signedBytes),
      within: .seconds(30))
    let signature = String(decoding: outcome.output, as: UTF8.self)
    #expect(try keys.check(claim.signed(with: signature)) == .forged)
  }

  @Test func `a policy may ask for signatures, and checks those that are there`() throws {
    let keys = try Keys()
    var policy = Policy()
    func standing(_ text: String) throws -> [String] {
      try standings(
        text,
        policy: PolicyInForce(policy, from: .caller, allowedSigners: Array(keys.signers.utf8)))
    }
    let good = try Signatures.sign(unsigned(), withKeyAt: keys.jane)
    let bad = try Signatures.sign(unsigned(), withKeyAt: keys.other)
    #expect(try standing(claim()) == ["valid"])
    policy.requiresSignatures = true
    #expect(try standing(claim()) == ["unsigned: the policy asks for a signature"])
    #expect(try standing(claim(["signature": good])) == ["valid"])
    #expect(
      try standing(claim(["signature": bad])) == [
        "not-allowed: the allowed signers do not give the signature's key to "
          + "'Jane Doe <jane@example.org>'"
      ])
    #expect(
      try standing(claim(["signature": good, "test": "data-2"])) == [
        "forged: the signature is not one over this entry"
      ])
  }

  @Test func `signing with what is no key says so`() throws {
    let folder = try TemporaryFolder()
    let noKey = try folder.write("nothing\n", to: "key")
    #expect(throws: SigningFault(message: "no key file at '/nowhere'")) {
      try Signatures.sign(unsigned(), withKeyAt: "/nowhere")
    }
    let fault = #expect(throws: SigningFault.self) {
      try Signatures.sign(unsigned(), withKeyAt: noKey)
    }
    #expect(fault?.message.hasPrefix("ssh-keygen failed while signing: ") == true)
  }
}
