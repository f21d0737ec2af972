internal import Text

/// The places where a new entry may be written into a file, the likeliest first.
struct Insertion {
  private let file: EditedFile

  init(_ file: EditedFile) { self.file = file }

  private static let heading =
    "# What people vouch for, as `readiness audit` reads it; `readiness attest` adds to it.\n"

  func candidates(for claim: Attestation) -> [[UInt8]] {
    let text = ClaimText(claim: claim)
    guard let list = file.list else { return [newList(text)] }
    if file.nodes.isEmpty { return [intoEmpty(list, text)] }
    guard let dash = dashColumn(of: list) else { return intoFlow(list, text) }
    return ends.map { insert(block(text, indent: dash), at: $0) }
  }

  /// The list itself is still to be written.
  private func newList(_ text: ClaimText) -> [UInt8] {
    let heading = file.bytes.isEmpty ? Insertion.heading : ""
    return insert(
      heading + "attestations:\n" + block(text, indent: 2), at: file.bytes.count)
  }

  /// `attestations:`, `attestations: []` or `attestations: ~`, maybe with a comment behind.
  private func intoEmpty(_ list: Node, _ text: ClaimText) -> [UInt8] {
    guard let key = file.root?.member("attestations")?.key else { return file.bytes }
    let end = file.lineEnd(of: key.offset)
    var line = Array(file.bytes[key.offset..<end])
    if list.isSequence || list.spelling != nil {
      let start = list.offset - key.offset
      guard line.indices.contains(start) else { return file.bytes }
      let length =
        list.isSequence
        ? (line[start...].firstIndex(of: UInt8(ascii: "]")) ?? start) - start + 1
        : list.spelling?.utf8.count ?? 0
      line.removeSubrange(start..<min(start + length, line.count))
      while let last = line.lastIndex(where: { $0 != 0x0A && $0 != 0x0D }), line[last] == 0x20 {
        line.remove(at: last)
      }
    }
    if line.last != 0x0A { line += Array(file.lineEnd.utf8) }
    let entry = native(block(text, indent: 2))
    return Array(file.bytes[..<key.offset]) + line + Array(entry.utf8) + Array(file.bytes[end...])
  }

  /// Before one of the last closing brackets.
  private func intoFlow(_ list: Node, _ text: ClaimText) -> [[UInt8]] {
    let brackets = file.bytes.indices.reversed().lazy
      .filter { $0 > list.offset && file.bytes[$0] == UInt8(ascii: "]") }.prefix(64)
    return brackets.flatMap { place in
      [", " + text.flowLine, text.flowLine].map { file.replacing(place..<place, with: $0) }
    }
  }

  /// Where the list may end: behind its last line of text, or else behind all comments that follow it.
  private var ends: [Int] {
    guard let root = file.root, let list = file.list else { return [] }
    let next = root.members.map(\.key.offset).filter { $0 > list.offset }.min()
    let limit = next.map(file.lineStart) ?? file.bytes.count
    var end = limit
    while end > list.offset {
      let start = file.lineStart(of: end - 1)
      let line = file.bytes[start..<end].drop { $0 == 0x20 || $0 == 0x09 }
      let isIdle =
        line.allSatisfy { $0 == 0x0A || $0 == 0x0D } || line.first == UInt8(ascii: "#")
        || line.starts(with: "...".utf8)
      guard isIdle else { break }
      end = start
    }
    return end == limit ? [end] : [end, limit]
  }

  /// How far the dashes of a block list are indented; nil for a flow list.
  private func dashColumn(of list: Node) -> Int? {
    guard var place = file.nodes.first?.offset else { return nil }
    if file.bytes.indices.contains(list.offset), file.bytes[list.offset] == UInt8(ascii: "-") {
      place = list.offset
    }
    let before = file.bytes[...place].lastIndex { byte in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: "[")
    }
    guard let before, file.bytes[before] == UInt8(ascii: "-") else { return nil }
    return before - file.lineStart(of: before)
  }

  private func block(_ text: ClaimText, indent: Int) -> String {
    let blanks = String(repeating: " ", count: indent)
    return text.lines.enumerated()
      .map { index, line in blanks + (index == 0 ? "- " : "  ") + line + "\n" }.joined()
  }

  private func insert(_ text: String, at place: Int) -> [UInt8] {
    let isLineStart = place == 0 || file.bytes[place - 1] == 0x0A
    return file.replacing(place..<place, with: native((isLineStart ? "" : "\n") + text))
  }

  /// With the file's own line ends.
  private func native(_ text: String) -> String { text.replacing("\n", with: file.lineEnd) }
}
