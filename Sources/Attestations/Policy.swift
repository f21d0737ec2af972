/// What a team demands of a repository and of those who vouch for it: `.readiness/policy.yaml`, or the caller's file.
package struct Policy: Sendable, Equatable {
  /// A demand as the command line writes it: `min-section` and `data=2`.
  package struct Gate: Sendable, Equatable {
    /// The flag without its dashes.
    package let name: String
    package let value: String
    /// Where it stands in the policy.
    package let offset: Int

    package init(name: String, value: String, offset: Int) {
      self.name = name
      self.value = value
      self.offset = offset
    }
  }

  /// How many tests may be `not-applicable` by a claim.
  package struct Caps: Sendable, Equatable {
    /// For each section that is not named; nil for any number.
    package let everySection: Int?
    package let sections: [String: Int]

    package init(everySection: Int? = nil, sections: [String: Int] = [:]) {
      self.everySection = everySection
      self.sections = sections
    }

    package func most(in section: String) -> Int? { sections[section] ?? everySection }
  }

  /// Ids of built-in rubrics, or rule files relative to the policy; empty for the default ones.
  package var rubrics: [String] = []
  package var gates: [Gate] = []
  /// Patterns of e-mail addresses (`*@example.org`); empty where anybody may attest.
  package var mayAttest: [String] = []
  /// OpenSSH's file of allowed signers, relative to the policy.
  package var allowedSigners: String?
  package var requiresSignatures = false
  /// How many days after `on` a claim or waiver holds at most, whatever its `expires` says.
  package var longestValidity = 180
  package var notApplicableCaps = Caps()

  package init() {}
}
