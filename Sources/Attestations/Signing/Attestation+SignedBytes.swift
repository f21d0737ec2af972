internal import Formats
internal import Text

extension Attestation {
  /// The bytes that a signature is over: a line `readiness-attestation/1`, then the claim as JSON on one line.
  ///
  /// The keys stand in the order `test, claim, statement, reason, evidence, covers, covers-digest, by, on, expires`,
  /// as `JSONPrinter.compact` writes them; what is not given is left out. In `statement`, `reason` and `by`, a run of
  /// white space counts as one blank and none stands at the ends, so that another YAML style or line break says the
  /// same; every other text counts byte by byte. A line feed ends the bytes.
  package var signedBytes: [UInt8] {
    var members: [(String, Node)] = [
      ("test", .string(test)), ("claim", .string(level.rawValue)),
    ]
    if !statement.isEmpty { members.append(("statement", .string(settled(statement)))) }
    if let reason { members.append(("reason", .string(settled(reason)))) }
    if !evidence.isEmpty { members.append(("evidence", .array(evidence.map(node)))) }
    if !covers.isEmpty { members.append(("covers", .array(covers.map(Node.string)))) }
    if let coversDigest { members.append(("covers-digest", .string(coversDigest))) }
    members += [
      ("by", .string(settled(by))), ("on", .string(on.text)), ("expires", .string(expires.text)),
    ]
    return Array("readiness-attestation/1\n".utf8) + JSONPrinter.compact(.object(members))
      + [UInt8(ascii: "\n")]
  }

  private func node(_ evidence: Evidence) -> Node {
    switch evidence {
    case .path(let path, let digest):
      .object([("path", .string(path)), ("sha256", .string(digest))])
    case .url(let url): .object([("url", .string(url))])
    }
  }

  private func settled(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
      .joined(separator: " ")
  }
}
