internal import OperatingSystem
internal import Repository
internal import Rules
internal import Text

extension Reading {
  /// Reads a folder that a user named; one that is empty or unreadable is nothing to audit.
  static func open(_ path: String, rules: RuleBook, width: Int = Host.coreCount)
    async throws(RunFault) -> Reading
  {
    let checkout: Checkout
    do throws(CheckoutError) {
      checkout = try Checkout.open(path)
    } catch {
      let diagnostic = Diagnostic(path: path, message: error.message)
      if case .unreadable = error { throw RunFault(.nothingToAudit(diagnostic)) }
      throw RunFault([diagnostic])
    }
    guard !checkout.isEmpty else {
      throw RunFault(
        .nothingToAudit(Diagnostic(path: path, message: "no file to audit in this folder")))
    }
    return await Reading(checkout: checkout, rules: rules, width: width)
  }
}
