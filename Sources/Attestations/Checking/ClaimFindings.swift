package import Repository
package import Text

/// All claims and waivers that a repository shows, each as it stands, and what was wrong with their files.
package struct ClaimFindings: Sendable {
  package private(set) var claims: [CheckedClaim] = []
  package private(set) var waivers: [CheckedClaim] = []
  /// Mistakes with their places: the status is 2.
  package private(set) var faults: [Diagnostic] = []

  package init() {}

  /// Reads and checks the claims of a checkout.
  ///
  /// - Parameter base: a revision to read them from, so that a change cannot vouch for itself: what stands only in
  ///   the checkout is then `proposed` and does not count. Evidence and what is covered are always those on disk.
  package init(
    in checkout: Checkout, from base: String?, asOf day: Day, policy: PolicyInForce,
    knownTests: Set<String>
  ) {
    let checker = ClaimChecker(checkout, asOf: day, policy: policy, knownTests: knownTests)
    claims = entries(
      ClaimSource.attestations, checkout, base, Attestation.read, checker.check)
    waivers = entries(ClaimSource.waivers, checkout, base, Waiver.read, checker.check)
  }

  /// The tests that a valid waiver excuses.
  package var waived: Set<String> { Set(waivers.filter { $0.state == .valid }.map(\.test)) }

  private typealias Entries<Value: Sendable> = Parsed<[ClaimEntry<Value>]>

  private mutating func entries<Value: Sendable & Equatable>(
    _ name: String, _ checkout: Checkout, _ base: String?, _ read: (SourceText) -> Entries<Value>,
    _ check: (Entries<Value>, ClaimOrigin) -> [CheckedClaim]
  ) -> [CheckedClaim] {
    let here = file(name, ClaimSource(checkout), read)
    guard let base else { return here.map { check($0.entries, $0.origin) } ?? [] }
    let there = file(name, ClaimSource(checkout, at: base), read)
    let settled = there?.entries.value.compactMap(\.value) ?? []
    let new = here.map { found in
      let entries = found.entries.value.filter { entry in
        entry.value.map { !settled.contains($0) } ?? true
      }
      return check(Entries(entries, problems: found.entries.problems), found.origin)
        .map { $0.proposed(beside: base) }
    }
    return (there.map { check($0.entries, $0.origin) } ?? []) + (new ?? [])
  }

  private mutating func file<Value>(
    _ name: String, _ source: ClaimSource, _ read: (SourceText) -> Entries<Value>
  ) -> (entries: Entries<Value>, origin: ClaimOrigin)? {
    do throws(ClaimFault) {
      guard let file = try source.file(name) else { return nil }
      let entries = read(file.source)
      faults += entries.problems.map { Diagnostic($0, in: file.source) }
      return (entries, file.origin)
    } catch {
      faults += error.diagnostics
      return nil
    }
  }
}

extension CheckedClaim {
  /// What stands only in the change, whatever else is to be said of it; a malformed entry stays malformed.
  fileprivate func proposed(beside base: String) -> CheckedClaim {
    switch state {
    case .malformed, .void: self
    default:
      standing(
        .proposed,
        because: "it is not in \(base)" + (state == .valid ? "" : ", and \(explanation ?? "")"))
    }
  }
}
