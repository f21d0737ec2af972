/// What starts something; all but `manual` with nobody asking.
package enum TriggerKind: String, Sendable, CaseIterable, Comparable {
  case push
  case pullRequest = "pull-request"
  case schedule
  case release
  case event
  case serving
  case ingest
  case deployment
  case manual

  package static func < (a: TriggerKind, b: TriggerKind) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
