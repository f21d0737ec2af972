internal import Assessment
internal import Attestations
internal import Facts
internal import OperatingSystem
internal import Repository
internal import Rules
internal import Text

/// Asks the person at the terminal for what a new claim lacks, with what the audit found laid before them.
struct ClaimQuestions {
  let ask: @Sendable (String) -> String?
  let folder: ClaimFolder
  /// What the repository shows of the test.
  let found: TestResult

  /// Fills a draft; what has an answer in brackets takes it for an empty line.
  func complete(_ draft: ClaimDraft) -> ClaimDraft {
    var draft = draft
    if draft.level == nil { draft.level = level() }
    if draft.statement == nil { draft.statement = answer("What was done, and what was found") }
    if draft.evidence.isEmpty {
      draft.evidence = list("Evidence, a path or an address", proposal: proposals.first)
    }
    if draft.covers.isEmpty {
      draft.covers = list("It lapses when these files change, as a pattern", proposal: nil)
    }
    if draft.by == nil { draft.by = answer("Who vouches", proposal: author) }
    if draft.expires == nil {
      let on = draft.on ?? folder.day
      let last = Day(number: on.number + folder.policy.inForce.policy.longestValidity)
      draft.expires = answer("The last day it holds", proposal: last.text).flatMap { Day($0) }
    }
    return draft
  }

  /// What the audit says of the test, for people.
  var introduction: String {
    var lines = [
      "\(found.test.id): \(found.test.title)", "asks: \(found.test.passing)",
      "the audit says: \(found.label) (\(plain(found.score)) of \(plain(found.maximum)))",
    ]
    lines += found.evidence.prefix(3).compactMap { evidence in
      evidence.location.map { "found: \($0.text): \(evidence.what)" }
    }
    lines += found.near.prefix(3).map { "near: \($0.location.text): \($0.what): \($0.missing)" }
    lines.append("next: \(found.remedy)")
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// Files that already have something to do with it.
  private var proposals: [String] {
    let places =
      found.evidence.compactMap { $0.location?.path } + found.near.map(\.location.path)
    let scope = folder.checkout.scope
    return places.filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
  }

  private var author: String? {
    guard let mail = Host.environment("GIT_AUTHOR_EMAIL") ?? Host.environment("EMAIL") else {
      return nil
    }
    return Host.environment("GIT_AUTHOR_NAME").map { "\($0) <\(mail)>" } ?? mail
  }

  private func level() -> Attestation.Level? {
    let names = Attestation.Level.allCases.map(\.rawValue)
    let text = answer("Claim: \(alternatives(names))", proposal: names[0])
    return text.flatMap(Attestation.Level.init)
  }

  private func answer(_ question: String, proposal: String? = nil) -> String? {
    let hint = proposal.map { " [\($0)]" } ?? ""
    guard let line = ask("\(question)\(hint): ") else { return nil }
    return line.allSatisfy(\.isWhitespace) ? proposal : line
  }

  /// Lines up to an empty one.
  private func list(_ question: String, proposal: String?) -> [String] {
    guard let first = answer(question, proposal: proposal) else { return [] }
    var list = [first]
    while let more = answer("\(question), one more") { list.append(more) }
    return list
  }
}
