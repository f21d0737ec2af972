internal import OperatingSystem
package import Repository
package import Text

/// Says of each claim and waiver how it stands on a day, in a checkout, under a policy.
package struct ClaimChecker: Sendable {
  private let base: ClaimBase
  private let day: Day
  private let policy: PolicyInForce
  private let knownTests: Set<String>

  package init(
    _ checkout: Checkout, asOf day: Day, policy: PolicyInForce, knownTests: Set<String>
  ) {
    base = ClaimBase(checkout)
    self.day = day
    self.policy = policy
    self.knownTests = knownTests
  }

  /// The claims of one file, in its order; where anything is wrong with the file, none of them counts.
  package func check(
    _ file: Parsed<[ClaimEntry<Attestation>]>, from origin: ClaimOrigin
  ) -> [CheckedClaim] {
    file.value.map { entry in
      guard let claim = entry.value, file.isValid else {
        return broken(entry, isMalformed: entry.value == nil, from: origin)
      }
      return checked(entry, standing(of: claim), (claim.on, claim.expires), origin, claim)
    }
  }

  /// The same for waivers.
  package func check(
    _ file: Parsed<[ClaimEntry<Waiver>]>, from origin: ClaimOrigin
  ) -> [CheckedClaim] {
    file.value.map { entry in
      guard let waiver = entry.value, file.isValid else {
        return broken(entry, isMalformed: entry.value == nil, from: origin)
      }
      let reason =
        use(of: waiver.test) ?? time(waiver.on, waiver.expires) ?? permission(of: waiver.by)
      return checked(entry, reason, (waiver.on, waiver.expires), origin, nil)
    }
  }

  /// Why something does not count.
  private struct Reason {
    let state: ClaimState
    let explanation: String

    init(_ state: ClaimState, _ explanation: String) {
      self.state = state
      self.explanation = explanation
    }
  }

  private func broken<Value>(
    _ entry: ClaimEntry<Value>, isMalformed: Bool, from origin: ClaimOrigin
  ) -> CheckedClaim {
    CheckedClaim(
      test: entry.test, claim: entry.claim, by: entry.by, expires: entry.expires,
      daysLeft: Day(entry.expires).map { $0.number - day.number },
      state: isMalformed ? .malformed : .void,
      explanation: isMalformed
        ? "the entry cannot be understood" : "its file has a mistake, so none of it counts",
      origin: origin, offset: entry.offset)
  }

  private func checked<Value>(
    _ entry: ClaimEntry<Value>, _ reason: Reason?, _ days: (on: Day, expires: Day),
    _ origin: ClaimOrigin, _ attestation: Attestation?
  ) -> CheckedClaim {
    let last = lastDay(days.on, days.expires)
    return CheckedClaim(
      test: entry.test, claim: entry.claim, by: entry.by, expires: last.text,
      daysLeft: last.number - day.number, state: reason?.state ?? .valid,
      explanation: reason?.explanation, origin: origin, attestation: attestation,
      offset: entry.offset)
  }

  /// What keeps a claim from counting, the first of the reasons; nil where it is valid.
  private func standing(of claim: Attestation) -> Reason? {
    use(of: claim.test) ?? time(claim.on, claim.expires) ?? permission(of: claim.by)
      ?? support(of: claim) ?? freshness(of: claim) ?? signature(of: claim)
  }

  private func use(of test: String) -> Reason? {
    guard !knownTests.contains(test) else { return nil }
    let meant = nearest(to: test, among: knownTests.sorted()).map { ", did you mean '\($0)'?" }
    return Reason(.unused, "no rubric in use has a test '\(test)'\(meant ?? "")")
  }

  private func lastDay(_ on: Day, _ expires: Day) -> Day {
    min(expires, Day(number: on.number + policy.policy.longestValidity))
  }

  private func time(_ on: Day, _ expires: Day) -> Reason? {
    if day < on { return Reason(.pending, "it holds from \(on.text) on") }
    let last = lastDay(on, expires)
    guard last < day else { return nil }
    let limit =
      last == expires
      ? "" : ": the policy lets it hold for \(policy.policy.longestValidity) days"
    return Reason(.expired, "its last day was \(last.text)\(limit)")
  }

  private func permission(of person: String) -> Reason? {
    let patterns = policy.policy.mayAttest
    guard !patterns.isEmpty else { return nil }
    guard let address = emailAddress(in: person) else {
      return Reason(.notAllowed, "the policy says who may vouch, and 'by' has no e-mail address")
    }
    let isAllowed = patterns.contains { Glob($0, ignoresCase: true).matchesText(address) }
    return isAllowed ? nil : Reason(.notAllowed, "the policy does not let \(address) vouch")
  }

  private func support(of claim: Attestation) -> Reason? {
    var shows = false
    for evidence in claim.evidence {
      guard case .path(let path, _) = evidence else {
        shows = true
        continue
      }
      do throws(FileFault) {
        _ = try base.sha256(of: path)
      } catch {
        return Reason(.unsupported, "evidence \(path): \(error.message)")
      }
      shows = shows || base.isCommitted(path)
    }
    guard claim.level == .automated, !shows else { return nil }
    return Reason(
      .unsupported, "an automated claim names a url or a committed file that shows what runs it")
  }

  private func freshness(of claim: Attestation) -> Reason? {
    for case .path(let path, let digest) in claim.evidence
    where (try? base.sha256(of: path)) != digest {
      return Reason(.stale, "evidence \(path) has changed since")
    }
    guard let digest = claim.coversDigest else { return nil }
    let patterns = claim.covers.joined(separator: ", ")
    guard let now = try? base.coverDigest(of: claim.covers) else {
      return Reason(.stale, "what \(patterns) covers cannot be read here")
    }
    return now.digest == digest ? nil : Reason(.stale, "what \(patterns) covers has changed since")
  }

  private func signature(of claim: Attestation) -> Reason? {
    switch policy.verdict(on: claim, asOf: day) {
    case .good, .notAsked: nil
    case .missing: Reason(.unsigned, "the policy asks for a signature")
    case .forged: Reason(.forged, "the signature is not one over this entry")
    case .notAllowed:
      Reason(
        .notAllowed, "the allowed signers do not give the signature's key to '\(claim.by)'")
    case .unavailable(let reason): Reason(.unchecked, reason)
    }
  }
}
