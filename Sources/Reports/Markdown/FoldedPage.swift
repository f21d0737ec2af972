/// A page of lines that is kept under a size: what matters least is left out first, and counted.
struct FoldedPage {
  /// What a line is, the most important first.
  enum Weight: Int, CaseIterable, Comparable {
    case frame, summary, table, evidence, near, moreEvidence, open, diagnostic

    static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }

    /// What lines of this weight are called where they were left out.
    fileprivate func called(_ count: Int) -> String {
      switch self {
      case .frame, .summary: "\(count) lines of the summary"
      case .table: "\(count) lines of tables"
      case .evidence: "\(count) lines of evidence"
      case .moreEvidence: "\(count) lines of further evidence"
      case .near: "\(count) near misses"
      case .open: "\(count) open ends"
      case .diagnostic: "\(count) diagnostics"
      }
    }
  }

  private var lines: [(weight: Weight, text: String, counts: Bool)] = []

  /// Adds a line that says something.
  mutating func add(_ weight: Weight, _ text: String) { lines.append((weight, text, true)) }

  /// Adds a line that only holds others together (a heading, a blank); it is not counted when it goes.
  mutating func frame(_ weight: Weight, _ text: String = "") {
    lines.append((weight, text, false))
  }

  /// The page in fewer bytes than the limit, which must leave room for the line that counts what is gone.
  func text(under limit: Int) -> String {
    let order = lines.indices.sorted { (lines[$0].weight, $0) < (lines[$1].weight, $1) }
    let size = lines.reduce(0) { $0 + $1.text.utf8.count + 1 }
    guard size >= limit else { return lines.map { $0.text + "\n" }.joined() }
    var left = limit - Self.reserve
    var kept: Set<Int> = []
    for index in order {
      left -= lines[index].text.utf8.count + 1
      guard left > 0 else { break }
      kept.insert(index)
    }
    let text = lines.indices.filter(kept.contains).map { lines[$0].text + "\n" }.joined()
    return text + "\n" + note(on: lines.indices.filter { !kept.contains($0) }) + "\n"
  }

  /// Room for the line that counts; no call of `note` is longer.
  private static let reserve = 600

  private func note(on folded: [Int]) -> String {
    var counts: [(name: Weight, count: Int)] = []
    for weight in Weight.allCases {
      let count = folded.count { lines[$0].weight == weight && lines[$0].counts }
      if count > 0 { counts.append((weight, count)) }
    }
    let names = counts.map { $0.name.called($0.count) }.joined(separator: ", ")
    return "*Folded to keep this page short: \(names). The JSON report has all.*"
  }
}
