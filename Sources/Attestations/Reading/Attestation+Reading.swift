internal import OperatingSystem
package import Text

extension Attestation {
  static let keys = [
    "test", "claim", "statement", "reason", "evidence", "covers", "covers-digest", "by", "on",
    "expires", "signature",
  ]

  /// Reads the entries of an attestations file; a problem anywhere voids the file.
  package static func read(_ source: SourceText) -> Parsed<[ClaimEntry<Attestation>]> {
    var reader = EntryReader()
    let root = reader.root(of: source, keys: ["attestations"])
    let nodes = root.map { reader.entries("attestations", of: $0) } ?? []
    let entries = nodes.map { node in
      ClaimEntry(
        node, claim: node["claim"]?.scalar ?? "", value: reader.attestation(node))
    }
    return Parsed(entries, problems: reader.problems)
  }
}

extension EntryReader {
  fileprivate mutating func attestation(_ node: Node) -> Attestation? {
    let before = problems.count
    guard node.isMapping else {
      report("expected an attestation, found \(described(node))", at: node)
      return nil
    }
    check(node, keys: Attestation.keys, of: "an attestation")
    let test = text("test", of: node)
    let level = choice("claim", of: node, as: Attestation.Level.self)
    let statement = statement(node, level)
    let evidence = evidence(node, level)
    let covers = covers(node)
    let digest = coversDigest(node, isCovering: node["covers"]?.listed.isEmpty == false)
    let by = text("by", of: node)
    let (on, expires) = days(of: node)
    let signature = text("signature", of: node, isRequired: false)
    guard problems.count == before, let test, let level, let statement, let by, let on, let expires
    else { return nil }
    return Attestation(
      test: test, level: level, statement: statement.text, reason: statement.reason,
      evidence: evidence, covers: covers, coversDigest: digest, by: by, on: on, expires: expires,
      signature: signature)
  }

  /// For a test that does not apply a reason may take the statement's place.
  private mutating func statement(
    _ node: Node, _ level: Attestation.Level?
  ) -> (text: String, reason: String?)? {
    let reason = text("reason", of: node, isRequired: false)
    if reason != nil, let level, level != .notApplicable {
      report("'reason' belongs to a claim 'not-applicable', found '\(level.rawValue)'", at: node)
    }
    let text = text("statement", of: node, isRequired: reason == nil)
    return text.map { ($0, reason) } ?? reason.map { ("", $0) }
  }

  private mutating func evidence(
    _ node: Node, _ level: Attestation.Level?
  ) -> [Attestation.Evidence] {
    let listed = node["evidence"]?.listed ?? []
    // That something does not exist is vouched for by the reason alone.
    if listed.isEmpty, level != .notApplicable {
      report(
        "'evidence' is missing: a path with its sha256, or a url", at: node["evidence"] ?? node)
    }
    return listed.compactMap { evidence($0) }
  }

  private mutating func evidence(_ node: Node) -> Attestation.Evidence? {
    guard node.isMapping else {
      report(
        "expected evidence as {path: …, sha256: …} or {url: …}, found \(described(node))", at: node)
      return nil
    }
    check(node, keys: ["path", "sha256", "url"], of: "evidence")
    if node["url"] != nil {
      if node["path"] != nil { report("evidence has both a path and a url", at: node) }
      guard let url = text("url", of: node) else { return nil }
      guard isWebAddress(url) else {
        report("expected an address with https:// or http://, found '\(url)'", at: node)
        return nil
      }
      return .url(url)
    }
    guard let path = text("path", of: node) else { return nil }
    guard isInside(Array(path.utf8)) else {
      report(
        "the path '\(path)' leads outside, expected one below the folder of .readiness",
        at: node["path"] ?? node)
      return nil
    }
    return digest("sha256", of: node).map { .path(path, sha256: $0) }
  }

  private mutating func covers(_ node: Node) -> [String] {
    texts("covers", of: node).compactMap { text, element in
      let isOutside = text.split(separator: "/").contains("..")
      guard !isOutside, !Glob(text).isImpossible else {
        report("the pattern '\(text)' can match no file", at: element)
        return nil
      }
      return text
    }
  }

  private mutating func coversDigest(_ node: Node, isCovering: Bool) -> String? {
    guard isCovering || node["covers-digest"] != nil else { return nil }
    if !isCovering { report("'covers-digest' stands without 'covers'", at: node) }
    return digest("covers-digest", of: node)
  }

  /// 64 hexadecimal digits, in lower case.
  private mutating func digest(_ key: String, of node: Node) -> String? {
    guard let text = text(key, of: node) else { return nil }
    guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else {
      report(
        "expected 64 hexadecimal digits for '\(key)', found '\(text)'", at: node[key] ?? node)
      return nil
    }
    return text.lowercased()
  }
}

extension EntryReader {
  /// `on` and `expires`, in this order.
  mutating func days(of node: Node) -> (on: Day?, expires: Day?) {
    let on = day("on", of: node)
    let expires = day("expires", of: node)
    if let on, let expires, expires < on {
      report("'expires' (\(expires.text)) is before 'on' (\(on.text))", at: node["expires"] ?? node)
    }
    return (on, expires)
  }
}

/// Whether a text is an `http` or `https` address with a host and without blanks.
package func isWebAddress(_ text: String) -> Bool {
  guard let scheme = ["https://", "http://"].first(where: text.lowercased().hasPrefix) else {
    return false
  }
  let rest = text.dropFirst(scheme.count)
  let host = rest.prefix { !"/?#".contains($0) }
  return !host.isEmpty && !text.contains { $0.isWhitespace }
}
