import Attestations
import Foundation
import OperatingSystem
import Repository
import Testing
import Text

/// A checkout whose `main` has one valid claim on `data-2`, and a branch `change` that is checked out.
private func reviewed() throws -> (folder: TemporaryFolder, shell: Shell) {
  let folder = try TemporaryFolder()
  let shell = Shell(folder: folder.path)
  try folder.write("evidence\n", to: "docs/a.md")
  try folder.write(
    claim(["test": "data-2", "evidence": "[{path: docs/a.md, sha256: \(evidenceDigest)}]"]),
    to: ".readiness/attestations.yaml")
  try shell.git("init", "-q", "-b", "main")
  try shell.git("add", "-A")
  try shell.git("commit", "-q", "-m", "Begin")
  try shell.git("checkout", "-q", "-b", "change")
  return (folder, shell)
}

/// Each claim as the change shows it: test, state, reason.
private func standings(of folder: TemporaryFolder, from base: String? = "main") throws -> [String] {
  let checkout = try Checkout.open(folder.path)
  let policy = try PolicyInForce.read(from: ClaimSource(checkout, at: base))
  let findings = ClaimFindings(
    in: checkout, from: base, asOf: try #require(Day("2026-05-01")), policy: policy,
    knownTests: ["data-1", "data-2"])
  return (findings.claims + findings.waivers).map { claim in
    "\(claim.test) \(claim.claim) \(claim.state.rawValue)"
      + (claim.explanation.map { ": \($0)" } ?? "")
  } + findings.faults.map(\.text)
}

@Test func `a change cannot vouch for itself`() throws {
  let (folder, _) = try reviewed()
  let old = try folder.text(of: ".readiness/attestations.yaml")
  #expect(try standings(of: folder) == ["data-2 manual valid"])
  try folder.write(
    old + claim().replacing("attestations:\n", with: ""), to: ".readiness/attestations.yaml")
  #expect(
    try standings(of: folder) == [
      "data-2 manual valid", "data-1 manual proposed: it is not in main",
    ])
  #expect(
    try standings(of: folder, from: nil) == ["data-2 manual valid", "data-1 manual valid"])
}

@Test func `a claim that the change rewords is proposed, and the base's counts`() throws {
  let (folder, _) = try reviewed()
  let old = try folder.text(of: ".readiness/attestations.yaml")
  try folder.write(
    old.replacing("claim: manual", with: "claim: automated"), to: ".readiness/attestations.yaml")
  #expect(
    try standings(of: folder) == [
      "data-2 manual valid", "data-2 automated proposed: it is not in main",
    ])
  try folder.write("attestations: []\n", to: ".readiness/attestations.yaml")
  #expect(try standings(of: folder) == ["data-2 manual valid"])
}

@Test func `evidence that the change edits makes the base's claim stale`() throws {
  let (folder, _) = try reviewed()
  try folder.write("other\n", to: "docs/a.md")
  #expect(
    try standings(of: folder) == ["data-2 manual stale: evidence docs/a.md has changed since"])
}

@Test func `waivers and policy of the change do not count either`() throws {
  let (folder, _) = try reviewed()
  try folder.write(
    "waivers: [{test: data-1, reason: r, by: J, on: 2026-03-20, expires: 2026-06-30}]\n",
    to: ".readiness/waivers.yaml")
  try folder.write("may-attest: [\"*@nowhere.org\"]\n", to: ".readiness/policy.yaml")
  #expect(
    try standings(of: folder) == [
      "data-2 manual valid", "data-1 waiver proposed: it is not in main",
    ])
  #expect(
    try standings(of: folder, from: nil) == [
      "data-2 manual not-allowed: the policy does not let jane@example.org vouch",
      "data-1 waiver not-allowed: the policy says who may vouch, and 'by' has no e-mail address",
    ])
}

@Test func `a mistake in the change or in the base is named with its place`() throws {
  let (folder, shell) = try reviewed()
  try folder.write(claim(["on": "someday"]), to: ".readiness/attestations.yaml")
  let message = "error: expected a day as YYYY-MM-DD for 'on', found 'someday'"
  #expect(
    try standings(of: folder) == [
      "data-2 manual valid", "data-1 manual malformed: the entry cannot be understood",
      ".readiness/attestations.yaml:7:9: \(message)",
    ])
  try shell.git("commit", "-q", "-a", "-m", "Break")
  #expect(
    try standings(of: folder, from: "change").contains(
      "change:.readiness/attestations.yaml:7:9: \(message)"))
}

@Test func `a revision that is not there is a fault`() throws {
  let (folder, _) = try reviewed()
  let fault = #expect(throws: ClaimFault.self) { try standings(of: folder, from: "nowhere") }
  #expect(
    fault?.diagnostics.map(\.text) == [
      "nowhere:.readiness/policy.yaml: error: the repository has no commit 'nowhere'"
    ])
}

@Test func `an automated claim needs more than a file on this disk`() throws {
  let (folder, shell) = try reviewed()
  try folder.write("evidence\n", to: "docs/new.md")
  try folder.write(
    claim([
      "claim": "automated", "evidence": "[{path: docs/new.md, sha256: \(evidenceDigest)}]",
    ]), to: ".readiness/attestations.yaml")
  #expect(
    try standings(of: folder, from: nil) == [
      "data-1 automated unsupported: an automated claim names a url or a committed file that "
        + "shows what runs it"
    ])
  try shell.git("add", "docs/new.md")
  #expect(try standings(of: folder, from: nil) == ["data-1 automated valid"])
}

@Test func `a claim file that is a link is refused`() throws {
  let (folder, _) = try reviewed()
  try folder.move(".readiness/attestations.yaml", to: "docs/claims.yaml")
  try folder.link(".readiness/attestations.yaml", to: "../docs/claims.yaml")
  #expect(
    try standings(of: folder, from: nil) == [
      ".readiness/attestations.yaml: error: is a symbolic link, which is not followed"
    ])
}

/// The score of a rubric, the states of claims and the status, as the built program reports them.
private func audited(_ shell: Shell, _ flags: String...) throws -> String {
  let ending = try shell.start(
    ["audit", "--format", "json", "--as-of", "2026-05-01"] + flags
  ).finish()
  let report = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
  let root = try #require(report as? [String: Any])
  let sections = (root["rubrics"] as? [[String: Any]] ?? [])
    .flatMap { $0["sections"] as? [[String: Any]] ?? [] }
  let data = sections.first { $0["id"] as? String == "data" }?["score"] as? Double ?? -1
  let claims = (root["attestations"] as? [[String: Any]] ?? []).map { claim in
    "\(claim["test"] ?? "") \(claim["state"] ?? "")"
      + (claim["counted"] as? Bool == true ? " counted" : "")
  }
  return ([String(ending.status), String(data)] + claims).joined(separator: ", ")
}

extension ProcessTests {
  @Test(.enabled(if: Tool.sshKeygen.location != nil, "ssh-keygen is not installed"))
  func `the score moves by what counts and by nothing else`() throws {
    let (folder, shell) = try reviewed()
    try folder.write("import sklearn\nmodel.fit(x)\n", to: "src/train.py")
    try folder.write("scikit-learn\n", to: "requirements.txt")
    try shell.git("rm", "-q", "--cached", ".readiness/attestations.yaml")
    try FileManager.default.removeItem(atPath: folder.path + "/.readiness/attestations.yaml")
    try shell.git("add", "-A")
    try shell.git("commit", "-q", "-m", "Train")
    #expect(try audited(shell) == "0, 0.0")

    let keys = try TemporaryFolder()
    for name in ["jane", "other"] {
      _ = try shell.start(
        "/usr/bin/env",
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys.path + "/\(name)"]
      ).finish()
    }
    let by = ["--by", "Jane <jane@example.org>", "--as-of", "2026-05-01"]
    for (test, level, key) in [("data-1", "manual", "jane"), ("data-2", "automated", "other")] {
      let new = try shell.start(
        [
          "attest", "new", test, "--claim", level, "--statement", "Seen.", "--evidence",
          "docs/a.md", "--covers", "src/**", "--sign", keys.path + "/\(key)",
        ] + by
      ).finish()
      #expect(new.status == 0, "\(new.errors)")
    }
    #expect(try audited(shell) == "0, 1.5, data-1 valid counted, data-2 valid counted")

    try keys.write(
      "jane@example.org \(try keys.text(of: "jane.pub"))", to: "allowed_signers")
    let policy = try keys.write(
      "allowed-signers: allowed_signers\nrequire-signatures: true\n", to: "policy.yaml")
    #expect(
      try audited(shell, "--policy", policy)
        == "0, 0.5, data-1 valid counted, data-2 not-allowed")
    let verify = try shell.readiness("attest", "verify", "--policy", policy)
    #expect(verify.status == 1)
    #expect(
      verify.output == """
        1. data-1 by Jane <jane@example.org>: good signature
        2. data-2 by Jane <jane@example.org>: not allowed: the allowed signers do not give the \
        signature's key to this person

        """)

    try folder.write("import sklearn\nmodel.fit(x, y)\n", to: "src/train.py")
    #expect(try audited(shell) == "0, 0.0, data-1 stale, data-2 stale")
    try folder.write("import sklearn\nmodel.fit(x)\n", to: "src/train.py")
    #expect(
      try audited(shell, "--claims-from", "main")
        == "0, 0.5, data-1 proposed, data-2 valid counted, data-2 proposed")
    let text = try folder.text(of: ".readiness/attestations.yaml")
    try folder.write(
      text.replacing("statement: Seen.", with: "statement: Heard."),
      to: ".readiness/attestations.yaml")
    #expect(try audited(shell, "--policy", policy) == "0, 0.0, data-1 forged, data-2 forged")
    #expect(try audited(shell, "--no-attestations") == "0, 0.0")
    try folder.write(text + "    claim: manual\n", to: ".readiness/attestations.yaml")
    #expect(try audited(shell) == "2, 0.0, data-1 void, data-2 void")
  }

  @Test func `gates come from the policy, and a waiver excuses one test`() throws {
    let (folder, shell) = try reviewed()
    func status(_ flags: String...) throws -> [Substring] {
      let ending = try shell.start(
        ["audit", "--as-of", "2026-05-01", "--output", "/dev/null"] + flags
      ).finish()
      return ["\(ending.status)"] + ending.errors.split(separator: "\n").map { $0.prefix(54) }
    }
    try folder.write(
      "gates: {require: [data-1], min-section: {data: 0.5}}\n", to: ".readiness/policy.yaml")
    #expect(
      try status() == [
        "1", "readiness: error: --require: data-1 must have 0.5 and has 0 (unseen)".prefix(54),
      ])
    #expect(try status("--claims-from", "main") == ["0"])
    try folder.write(
      "waivers: [{test: data-1, reason: r, by: J, on: 2026-03-20, expires: 2026-06-30}]\n",
      to: ".readiness/waivers.yaml")
    #expect(try status() == ["0"])
    #expect(try status("--no-attestations").first == "1")

    let own = try TemporaryFolder()
    let policy = try own.write("gates: {min-section: {dat: 1}}\n", to: "policy.yaml")
    #expect(
      try status("--policy", policy) == [
        "2", "\(policy):1:23: error: unknown section 'dat' of --min-section".prefix(54),
        "\(policy):1:23: note: did you mean 'data'?".prefix(54),
      ])
    try own.write("gates: {min-section: {data: 1}}\n", to: "policy.yaml")
    #expect(try status("--policy", policy).first == "1")
    #expect(try status("--policy", policy, "--rubric", "joel-test") == ["0"])
  }

  @Test func `without ssh-keygen nothing is signed and no signature counts`() throws {
    let (folder, shell) = try reviewed()
    try folder.write("key\n", to: "key")
    let new = try shell.start(
      [
        "attest", "new", "data-1", "--claim", "manual", "--statement", "s", "--evidence",
        "docs/a.md", "--by", "Jane <jane@example.org>", "--sign", "key",
      ], path: "/nowhere"
    ).finish()
    #expect(
      new
        == Shell.Ending(
          status: 2, output: "",
          errors: "readiness: error: signing takes ssh-keygen, which is not installed; "
            + "it comes with OpenSSH\n"))
    try folder.write(claim(["signature": "AAAA"]), to: ".readiness/attestations.yaml")
    try folder.write("allowed-signers: signers\n", to: ".readiness/policy.yaml")
    try folder.write("", to: ".readiness/signers")
    let list = try shell.start(
      ["attest", "list", "--as-of", "2026-05-01"], path: "/nowhere"
    ).finish()
    #expect(
      list.output == "1. data-1: manual by Jane Doe <jane@example.org>: unchecked: checking a "
        + "signature takes ssh-keygen, which is not installed; it comes with OpenSSH\n")
  }

  @Test func `a policy inside the tree is labelled, whoever names it`() throws {
    let (folder, shell) = try reviewed()
    try folder.write("longest-validity: 90\n", to: "ci/policy.yaml")
    let outside = try TemporaryFolder()
    let policy = try outside.write("longest-validity: 90\n", to: "policy.yaml")
    func label(_ path: String) throws -> String {
      let page = try shell.readiness("audit", "--policy", path).output
      return String(page.split(separator: "\n").first { $0.hasPrefix("Policy: ") } ?? "")
    }
    let remark = "; a change under review could have edited it."
    #expect(try label("ci/policy.yaml") == "Policy: `ci/policy.yaml` (working tree)" + remark)
    #expect(try label(policy) == "Policy: `policy.yaml` (caller).")
    try folder.write("longest-validity: 90\n", to: ".readiness/policy.yaml")
    #expect(
      try label(folder.path + "/.readiness/policy.yaml").hasSuffix("(working tree)" + remark))
  }
}
