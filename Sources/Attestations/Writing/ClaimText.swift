internal import Formats
internal import Text

/// Writes a claim as YAML.
struct ClaimText {
  let claim: Attestation

  /// The entry as lines, the first behind its dash, the others to be indented below it.
  var lines: [String] {
    var lines = ["test: \(ClaimText.scalar(claim.test))", "claim: \(claim.level.rawValue)"]
    if !claim.statement.isEmpty { lines.append("statement: \(ClaimText.scalar(claim.statement))") }
    if let reason = claim.reason { lines.append("reason: \(ClaimText.scalar(reason))") }
    if !claim.evidence.isEmpty {
      lines.append("evidence:")
      lines += claim.evidence.map { "  - {\(ClaimText.flow($0))}" }
    }
    if let digest = claim.coversDigest {
      lines.append("covers: [\(claim.covers.map(ClaimText.quoted).joined(separator: ", "))]")
      lines.append("covers-digest: \(ClaimText.scalar(digest))")
    }
    lines += [
      "by: \(ClaimText.scalar(claim.by))", "on: \(claim.on.text)", "expires: \(claim.expires.text)",
    ]
    if let signature = claim.signature { lines.append("signature: \(ClaimText.scalar(signature))") }
    return lines
  }

  /// The entry as a flow mapping on one line.
  var flowLine: String {
    var members = ["test: \(ClaimText.quoted(claim.test))", "claim: \(claim.level.rawValue)"]
    if !claim.statement.isEmpty {
      members.append("statement: \(ClaimText.quoted(claim.statement))")
    }
    if let reason = claim.reason { members.append("reason: \(ClaimText.quoted(reason))") }
    if !claim.evidence.isEmpty {
      let evidence = claim.evidence.map { "{\(ClaimText.flow($0))}" }
      members.append("evidence: [\(evidence.joined(separator: ", "))]")
    }
    if let digest = claim.coversDigest {
      members.append("covers: [\(claim.covers.map(ClaimText.quoted).joined(separator: ", "))]")
      members.append("covers-digest: \(ClaimText.quoted(digest))")
    }
    members += [
      "by: \(ClaimText.quoted(claim.by))", "on: \(claim.on.text)", "expires: \(claim.expires.text)",
    ]
    if let signature = claim.signature {
      members.append("signature: \(ClaimText.quoted(signature))")
    }
    return "{\(members.joined(separator: ", "))}"
  }

  /// A value behind `key: `, plain where YAML reads it back as the same text.
  static func scalar(_ text: String) -> String {
    isPlain(text, in: "key: \(text)") ? text : quoted(text)
  }

  /// JSON's quotes are YAML's double quotes.
  static func quoted(_ text: String) -> String {
    String(decoding: JSONPrinter.quoted(text), as: UTF8.self)
  }

  private static func flow(_ evidence: Attestation.Evidence) -> String {
    switch evidence {
    case .url(let url): return "url: \(quoted(url))"
    case .path(let path, let digest):
      let written = isPlain(path, in: "{key: \(path), other: 1}") ? path : quoted(path)
      return "path: \(written), sha256: \(scalar(digest))"
    }
  }

  private static func isPlain(_ text: String, in yaml: String) -> Bool {
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
    let parsed = YAML.parse(SourceText(path: "", text: yaml))
    return parsed.problems.isEmpty && parsed.value.count == 1
      && parsed.value.first?["key"]?.string?.utf8.elementsEqual(text.utf8) == true
  }
}
