import Foundation
import Testing

@Test(arguments: try CasePages.all())
func `what runs a place`(_ scenario: Scenario) async throws {
  let found = try await scenario.found()
  #expect(found == scenario.expectations)
}

@Test(.enabled(if: ProcessInfo.processInfo.environment["RECORD"] != nil))
func `the pages are recorded`() async throws {
  let pages = Dictionary(grouping: try CasePages.all(), by: \.page)
  for (page, scenarios) in pages {
    var found: [[String]] = []
    for scenario in scenarios where !scenario.expectations.isEmpty {
      found.append(try await scenario.found())
    }
    try CasePages.record(page, found)
  }
}
