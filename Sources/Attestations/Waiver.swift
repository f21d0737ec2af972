package import Text

/// An excuse for one test, as an entry of `.readiness/waivers.yaml` has it: its gates let it pass, its points stay.
package struct Waiver: Sendable, Equatable {
  package let test: String
  package let reason: String
  package let by: String
  package let on: Day
  /// The last day it holds.
  package let expires: Day
  package let ticket: String?

  package init(
    test: String, reason: String, by: String, on: Day, expires: Day, ticket: String? = nil
  ) {
    self.test = test
    self.reason = reason
    self.by = by
    self.on = on
    self.expires = expires
    self.ticket = ticket
  }
}
