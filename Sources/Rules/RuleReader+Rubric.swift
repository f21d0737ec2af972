internal import Text

/// Reading what a rubric says of itself.
extension RuleReader {
  private static let rubricKeys = [
    "rubric", "title", "edition", "source", "scale", "total", "labels", "bands", "applies-if",
    "sections",
  ]

  /// A whole rubric, and the ids it declares.
  mutating func rubric(_ root: Node) -> (rubric: Rubric, ids: [DeclaredID]) {
    let what = "the rubric"
    let values = values(
      of: root, what, keys: RuleReader.rubricKeys, required: ["rubric", "title", "sections"])
    let scale = scale(values["scale"])
    var ids: [DeclaredID] = []
    let id = id(values["rubric"], .rubric, &ids)
    let sections = elements(values["sections"], "sections").map { section($0, &ids) }
    let rubric = Rubric(
      id: id, title: text(values["title"], "the rubric's title"),
      edition: values["edition"]?.scalar ?? "",
      source: values["source"].map { citation($0) } ?? "", manual: scale.manual,
      automated: scale.automated, total: choice(values["total"], "total") ?? .sum,
      labels: values["labels"].map { labels($0) } ?? [:],
      bands: values["bands"].map { bands($0) } ?? [],
      appliesIf: values["applies-if"].map { clauses($0, "'applies-if'") } ?? [],
      sections: sections, path: source.path)
    return (rubric, ids)
  }

  /// Authors (year): title, doi and url, as one line.
  private mutating func citation(_ node: Node) -> String {
    let values = values(of: node, "'source'", keys: ["authors", "year", "doi", "url", "title"])
    let authors = elements(values["authors"], "authors", single: true).map { text($0, "an author") }
    if let year = values["year"], year.scalar == nil {
      report("expected a year, found \(year.described)", at: year)
    }
    let who = authors.joined(separator: ", ")
    let year = values["year"]?.scalar.map { who.isEmpty ? $0 : "\(who) (\($0))" } ?? who
    let title = text(values["title"], "the source's title")
    let doi = text(values["doi"], "the doi")
    let url = text(values["url"], "the url")
    return [year, title, doi.isEmpty ? "" : "doi:\(doi)", url]
      .filter { !$0.isEmpty }.joined(separator: ". ")
  }

  private mutating func scale(_ node: Node?) -> (manual: Double, automated: Double) {
    guard let node else { return (0.5, 1) }
    let keys = ["manual", "automated"]
    let values = values(of: node, "'scale'", keys: keys, required: keys)
    let manual = number(values["manual"], "'manual'") ?? 0.5
    let automated = number(values["automated"], "'automated'") ?? 1
    if !(manual >= 0 && manual <= automated && automated > 0 && automated.isFinite) {
      report(
        "expected 0 ≤ manual ≤ automated and automated above 0, found \(values["manual"]?.scalar ?? "") and \(values["automated"]?.scalar ?? "")",
        at: node)
    }
    return (manual, automated)
  }

  private mutating func labels(_ node: Node) -> [String: String] {
    let keys = ["automated", "manual", "absent", "unseen", "not-applicable"]
    let values = values(of: node, "'labels'", keys: keys)
    return values.mapValues { text($0, "a label") }
  }

  /// From the highest bound down to one that every score passes.
  private mutating func bands(_ node: Node) -> [Rubric.Band] {
    var bands: [Rubric.Band] = []
    for element in elements(node, "bands") {
      let keys = ["above", "from", "title", "meaning"]
      let values = values(of: element, "a band", keys: keys, required: ["title"])
      guard element.isMapping else { continue }
      let above = values["above"].flatMap { number($0, "'above'") }
      let from = values["from"].flatMap { number($0, "'from'") }
      if (values["above"] == nil) == (values["from"] == nil) {
        report("a band has one bound, 'above' or 'from'", at: element)
      }
      let band = Rubric.Band(
        bound: above.map { .above($0) } ?? .from(from ?? 0),
        title: text(values["title"], "a band's title"),
        meaning: text(values["meaning"], "a band's meaning"))
      if let last = bands.last, band.rank >= last.rank {
        report(
          "bands are not in order: this bound is not below the one before", at: element,
          notes: ["the highest band stands first"])
      }
      bands.append(band)
    }
    if let last = bands.last, last.rank > (0, 0) {
      report(
        "the score 0 has no band", at: node, notes: ["the last band is 'from: 0'"])
    }
    return bands
  }
}

extension Rubric.Band {
  /// Where the band begins; `above` a number begins behind `from` it.
  fileprivate var rank: (Double, Int) {
    switch bound {
    case .from(let bound): (bound, 0)
    case .above(let bound): (bound, 1)
    }
  }
}

/// An id as a rubric declares it, to find one that is given twice.
struct DeclaredID {
  enum Kind: String { case rubric, section, test }

  let kind: Kind
  let id: String
  let node: Node
}
