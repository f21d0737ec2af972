internal import Text

/// The ways to make one entry say something else, value by value.
struct Rewriting {
  private let file: EditedFile
  private let node: Node
  private let old: Attestation

  init(_ file: EditedFile, _ place: Int) {
    self.file = file
    node = file.nodes[place]
    old = file.claims[place]
  }

  private struct Change {
    let range: Range<Int>
    let text: String
  }

  /// The file with the entry changed: the signature on a line of its own, or behind a comma in a flow mapping.
  func candidates(for new: Attestation) -> [[UInt8]] {
    guard let values = valueChanges(to: new) else { return [] }
    return signatureChanges(to: new.signature).map { apply(values + $0) }
  }

  /// The scalars that differ; nil where one cannot be told from what is around it.
  private func valueChanges(to new: Attestation) -> [Change]? {
    var changes: [Change?] = []
    func change(_ node: Node?, _ before: String?, _ after: String?) {
      guard before != after, let after else { return }
      changes.append(node.flatMap { self.change($0, to: after) })
    }
    change(node["on"], old.on.text, new.on.text)
    change(node["expires"], old.expires.text, new.expires.text)
    change(node["by"], old.by, new.by)
    change(node["statement"], old.statement, new.statement)
    change(node["covers-digest"], old.coversDigest, new.coversDigest)
    for (place, pair) in zip(old.evidence, new.evidence).enumerated() {
      if case (.path(_, let before), .path(_, let after)) = pair {
        change(node["evidence"]?.listed[place]["sha256"], before, after)
      }
    }
    return changes.contains { $0 == nil } ? nil : changes.compactMap { $0 }
  }

  private func signatureChanges(to signature: String?) -> [[Change]] {
    guard old.signature != signature else { return [[]] }
    switch (node.member("signature"), signature) {
    case (let member?, let signature?):
      return [change(member.value, to: signature), wholeValue(of: member, signature)]
        .compactMap { $0 }.map { [$0] }
    case (let member?, nil): return [[Change(range: lines(of: member), text: "")]]
    case (nil, let signature?): return added(signature)
    case (nil, nil): return [[]]
    }
  }

  /// A new line below `expires`, or a new member behind it.
  private func added(_ signature: String) -> [[Change]] {
    guard let expires = node.member("expires"), let span = span(of: expires.value) else {
      return []
    }
    let indent = expires.key.offset - file.lineStart(of: expires.key.offset)
    let line = String(repeating: " ", count: indent) + "signature: " + ClaimText.scalar(signature)
    let end = file.lineEnd(of: span.upperBound)
    let isClosed = end > 0 && file.bytes[end - 1] == 0x0A
    let text = isClosed ? line + file.lineEnd : file.lineEnd + line
    let flow = ", signature: " + ClaimText.quoted(signature)
    return [
      [Change(range: end..<end, text: text)],
      [Change(range: span.upperBound..<span.upperBound, text: flow)],
    ]
  }

  /// A member and its value on the lines that are theirs alone.
  private func lines(of member: Node.Member) -> Range<Int> {
    let start = file.lineStart(of: member.key.offset)
    let indent = member.key.offset - start
    var end = file.lineEnd(of: member.key.offset)
    while end < file.bytes.count {
      let line = file.bytes[end..<file.lineEnd(of: end)]
      let blanks = line.prefix { $0 == 0x20 }.count
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
      guard blanks > indent, !isBlank else { break }
      end = file.lineEnd(of: end)
    }
    return start..<end
  }

  private func wholeValue(of member: Node.Member, _ text: String) -> Change {
    let range = lines(of: member)
    return Change(
      range: member.key.offset..<range.upperBound,
      text: "signature: " + ClaimText.scalar(text) + file.lineEnd)
  }

  /// A scalar in the quotes that it had.
  private func change(_ node: Node, to text: String) -> Change? {
    guard let span = span(of: node) else { return nil }
    switch file.bytes[span.lowerBound] {
    case UInt8(ascii: "\""): return Change(range: span, text: ClaimText.quoted(text))
    case UInt8(ascii: "'") where !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }:
      return Change(range: span, text: "'\(text.replacing("'", with: "''"))'")
    case UInt8(ascii: "'"): return Change(range: span, text: ClaimText.quoted(text))
    default: return Change(range: span, text: ClaimText.scalar(text))
    }
  }

  /// The bytes of a scalar on one line; nil for any other.
  private func span(of node: Node) -> Range<Int>? {
    let rest = file.bytes[min(node.offset, file.bytes.count)...]
    guard let first = rest.first, let text = node.scalar else { return nil }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      var place = node.offset + 1
      while place < file.bytes.count, file.bytes[place] != first {
        place += first == UInt8(ascii: "\"") && file.bytes[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      return place < file.bytes.count ? node.offset..<place + 1 : nil
    }
    guard rest.starts(with: text.utf8) else { return nil }
    return node.offset..<node.offset + text.utf8.count
  }

  private func apply(_ changes: [Change]) -> [UInt8] {
    var bytes = file.bytes
    for change in changes.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(change.range, with: Array(change.text.utf8))
    }
    return bytes
  }
}
