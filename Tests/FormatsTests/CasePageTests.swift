import Foundation
import Testing

struct CasePageTests {
  private static let pages = [
    "yaml-block", "yaml-flow", "yaml-scalars", "yaml-properties", "yaml-documents", "toml", "ini",
  ]

  @Test(arguments: try pages.flatMap { try CasePage($0).cases })
  func `a page's input is read as the page says`(one: CasePage.Case) {
    #expect(Reading.of(one.input, in: one.language).description == one.expected)
  }

  /// `RECORD=1 swift test` rewrites what the pages expect; read the difference before committing it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["RECORD"] != nil))
  func `the pages are recorded`() throws {
    for name in Self.pages {
      try CasePage(name).record { Reading.of($0.input, in: $0.language).description }
    }
  }
}
