internal import Attestations
internal import OperatingSystem
internal import Text

/// What a person wants to vouch for, before it is checked and digested.
struct ClaimDraft {
  var level: Attestation.Level?
  var statement: String?
  /// Paths and addresses.
  var evidence: [String] = []
  var covers: [String] = []
  var by: String?
  var on: Day?
  var expires: Day?

  static let claim = Flag(
    "--claim", "LEVEL", choices: Attestation.Level.allCases.map(\.rawValue), help: "what is claimed"
  )
  static let statement = Flag(
    "--statement", "TEXT",
    help: "what was done and found; for not-applicable, why it does not apply")
  static let evidence = Flag(
    "--evidence", "PATH|URL", isRepeatable: true, help: "where it can be looked up")
  static let covers = Flag(
    "--covers", "GLOB", isRepeatable: true, help: "files with whose change the claim lapses")
  static let by = Flag("--by", "PERSON", help: "who vouches: 'Jane Doe <jane@example.org>'")
  static let on = Flag("--on", "DATE", help: "the first day, by default today")
  static let expires = Flag(
    "--expires", "DATE", help: "the last day, by default as late as the policy lets it be")
  static let flags = [claim, statement, evidence, covers, by, on, expires]

  init(_ arguments: Arguments) throws(RunFault) {
    level = arguments[Self.claim].flatMap(Attestation.Level.init)
    statement = arguments[Self.statement]
    evidence = arguments.all(Self.evidence)
    covers = arguments.all(Self.covers)
    by = arguments[Self.by]
    on = try ClaimFolder.day(Self.on, arguments)
    expires = try ClaimFolder.day(Self.expires, arguments)
  }

  /// The flags that are still to be given.
  var missing: [Flag] {
    var missing: [Flag] = []
    if level == nil { missing.append(Self.claim) }
    if isBlank(statement) { missing.append(Self.statement) }
    if evidence.isEmpty, level != .notApplicable { missing.append(Self.evidence) }
    if isBlank(by) { missing.append(Self.by) }
    return missing
  }

  /// The claim with its digests as the files are now.
  func claim(on test: String, in folder: ClaimFolder) throws(RunFault) -> Attestation {
    guard missing.isEmpty, let level, let statement, let by else {
      throw RunFault(
        UsageFault("attest new needs \(missing.map(\.name).joined(separator: ", "))"))
    }
    let on = on ?? folder.day
    let last = Day(number: on.number + folder.policy.inForce.policy.longestValidity)
    let expires = expires ?? last
    guard on <= expires else {
      throw RunFault(UsageFault("--expires (\(expires.text)) is before --on (\(on.text))"))
    }
    let digester = ClaimDigester(folder)
    return Attestation(
      test: test, level: level, statement: statement,
      evidence: try digester.evidence(evidence, for: level), covers: covers,
      coversDigest: try digester.coverDigest(of: covers), by: by, on: on, expires: expires)
  }

  private func isBlank(_ text: String?) -> Bool { text?.allSatisfy(\.isWhitespace) ?? true }
}

/// Takes the digests of a claim, and refuses what could never count.
struct ClaimDigester {
  private let base: ClaimBase

  init(_ folder: ClaimFolder) { base = ClaimBase(folder.checkout) }

  func evidence(
    _ names: [String], for level: Attestation.Level
  ) throws(RunFault) -> [Attestation.Evidence] {
    var evidence: [Attestation.Evidence] = []
    var shows = false
    for name in names {
      if isWebAddress(name) {
        evidence.append(.url(name))
        shows = true
      } else {
        let path = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        evidence.append(.path(path, sha256: try digest(of: path)))
        shows = shows || base.isCommitted(path)
      }
    }
    guard level != .automated || shows else {
      throw RunFault(
        UsageFault("an automated claim needs a url or a committed file that shows what runs it"))
    }
    return evidence
  }

  /// The digest over what globs cover; nil where there are none.
  func coverDigest(of globs: [String]) throws(RunFault) -> String? {
    guard !globs.isEmpty else { return nil }
    for glob in globs {
      guard let found = try? base.coverDigest(of: [glob]), found.count > 0 else {
        throw RunFault(UsageFault("--covers '\(glob)' matches no file of the repository"))
      }
    }
    do throws(FileFault) {
      return try base.coverDigest(of: globs).digest
    } catch {
      throw RunFault(error, at: globs.joined(separator: ", "))
    }
  }

  private func digest(of path: String) throws(RunFault) -> String {
    do throws(FileFault) {
      return try base.sha256(of: path)
    } catch {
      throw RunFault([Diagnostic(path: path, message: "evidence \(error.message)")])
    }
  }
}
