package import Text

/// A page of examples for one test of a rubric: small trees of files, and the verdict that each must get.
///
/// The page is Markdown. Each `##` heading begins a scenario; what stands before the first one is shared by all, and a
/// scenario's own file takes the place of a shared one. A fenced block is a file: its path stands behind the language
/// (```` ```yaml .github/workflows/ci.yml ````), or alone behind a space (```` ``` Makefile ````). A file that holds a
/// fence itself stands in a longer one. Anything else is prose for the reader, but for lines (also as list items) of
/// these forms:
///
///     verdict: automated            one of automated, manual, absent, unseen, not-applicable; every scenario has one
///     missing: no trigger runs it   what a near miss must say is missing, or a part of it
///     history:                      commits, newest first, each a list item below it: a subject, a day before it if it matters
///     - 2026-03-02 Merge pull request #7 from team/schema
///     - Declare the schema
package struct ExamplePage: Sendable, Equatable {
  /// One tree of files and what must be found in it.
  package struct Scenario: Sendable, Equatable {
    package let title: String
    /// In the order of the page, the shared ones first; each path once.
    package let files: [File]
    /// Newest first; empty where the scenario has no history.
    package let history: [Commit]
    package let verdict: Verdict
    /// A part of what the near miss says is missing; nil where nothing is asked of near misses.
    package let missing: String?
    /// Of the heading.
    package let position: Position
  }

  package struct File: Sendable, Equatable {
    package let path: String
    package let text: String
  }

  package struct Commit: Sendable, Equatable {
    /// ISO day, or nil where the page does not say.
    package let day: String?
    package let subject: String
  }

  /// The verdicts as rule files spell them.
  package enum Verdict: String, Sendable, CaseIterable {
    case automated, manual, absent, unseen
    case notApplicable = "not-applicable"
  }

  package let scenarios: [Scenario]

  /// Reads a page; scenarios without a verdict are left out and reported.
  package static func parse(_ source: SourceText) -> Parsed<ExamplePage> {
    var reader = ExamplePageReader(source)
    return reader.read()
  }
}
