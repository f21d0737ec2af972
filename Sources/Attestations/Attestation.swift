package import Text

/// A person's claim about one test, as an entry of `.readiness/attestations.yaml` has it.
package struct Attestation: Sendable, Equatable {
  package enum Level: String, Sendable, CaseIterable {
    case manual, automated
    case notApplicable = "not-applicable"
  }

  /// Where the claim can be looked up: a file with the SHA-256 it had, or an address, which is never fetched.
  package enum Evidence: Sendable, Hashable {
    case path(String, sha256: String)
    case url(String)
  }

  package let test: String
  package let level: Level
  package let statement: String
  /// Why a test does not apply, where that is said beside the statement.
  package let reason: String?
  package let evidence: [Evidence]
  /// Globs, relative to the folder that holds `.readiness`: the claim lapses when the files they match change.
  package let covers: [String]
  /// What `CoverDigest` gave for `covers`; nil exactly where nothing is covered.
  package let coversDigest: String?
  /// `Jane Doe <jane@example.org>`.
  package let by: String
  package let on: Day
  /// The last day it holds.
  package let expires: Day
  /// The base64 of an SSH signature over `signedBytes`.
  package let signature: String?

  package init(
    test: String, level: Level, statement: String, reason: String? = nil, evidence: [Evidence],
    covers: [String] = [], coversDigest: String? = nil, by: String, on: Day, expires: Day,
    signature: String? = nil
  ) {
    self.test = test
    self.level = level
    self.statement = statement
    self.reason = reason
    self.evidence = evidence
    self.covers = covers
    self.coversDigest = coversDigest
    self.by = by
    self.on = on
    self.expires = expires
    self.signature = signature
  }

  /// The same claim with another signature, or none.
  package func signed(with signature: String?) -> Attestation {
    Attestation(
      test: test, level: level, statement: statement, reason: reason, evidence: evidence,
      covers: covers, coversDigest: coversDigest, by: by, on: on, expires: expires,
      signature: signature)
  }
}

/// The e-mail address in `Name <address>`, or the whole text where it is a bare address; nil where there is none.
package func emailAddress(in person: String) -> String? {
  var address = person[...]
  if let open = person.lastIndex(of: "<"), person.hasSuffix(">") {
    address = person[person.index(after: open)..<person.index(before: person.endIndex)]
  }
  let parts = address.split(separator: "@", omittingEmptySubsequences: false)
  let isAddress =
    parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    && !address.contains { $0.isWhitespace || $0 == "<" || $0 == ">" }
  return isAddress ? String(address) : nil
}
