package import Text

extension Waiver {
  static let keys = ["test", "reason", "by", "on", "expires", "ticket"]

  /// Reads the entries of a waivers file; a problem anywhere voids the file.
  package static func read(_ source: SourceText) -> Parsed<[ClaimEntry<Waiver>]> {
    var reader = EntryReader()
    let root = reader.root(of: source, keys: ["waivers"])
    let nodes = root.map { reader.entries("waivers", of: $0) } ?? []
    let entries = nodes.map { ClaimEntry($0, claim: "waiver", value: reader.waiver($0)) }
    return Parsed(entries, problems: reader.problems)
  }
}

extension EntryReader {
  fileprivate mutating func waiver(_ node: Node) -> Waiver? {
    let before = problems.count
    guard node.isMapping else {
      report("expected a waiver, found \(described(node))", at: node)
      return nil
    }
    check(node, keys: Waiver.keys, of: "a waiver")
    let test = text("test", of: node)
    let reason = text("reason", of: node)
    let by = text("by", of: node)
    let (on, expires) = days(of: node)
    let ticket = text("ticket", of: node, isRequired: false)
    guard problems.count == before, let test, let reason, let by, let on, let expires else {
      return nil
    }
    return Waiver(test: test, reason: reason, by: by, on: on, expires: expires, ticket: ticket)
  }
}
