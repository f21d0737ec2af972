/// The words of an identifier: split at `_`, `-`, `.`, spaces, digits' edges and changes of case, in lower case.
///
/// `maxTrainLoss_v2` → `max train loss v 2`; `HTTPServer` → `http server`.
package func words(of identifier: some StringProtocol) -> [String] {
  let bytes = Array(identifier.utf8)
  var found: [String] = []
  var word: [UInt8] = []
  func close() {
    if !word.isEmpty { found.append(String(decoding: word, as: UTF8.self)) }
    word.removeAll(keepingCapacity: true)
  }
  var previous = LetterKind.other
  for (index, byte) in bytes.enumerated() {
    let now = LetterKind(byte)
    switch (previous, now) {
    case (_, .other): close()
    case (.lower, .upper), (.digit, .upper), (.digit, .lower), (.lower, .digit), (.upper, .digit):
      close()
    case (.upper, .upper):
      // The last capital of a run begins the next word: HTTPServer.
      if index + 1 < bytes.count, LetterKind(bytes[index + 1]) == .lower { close() }
    default: break
    }
    if now != .other { word.append(now == .upper ? byte + 32 : byte) }
    previous = now
  }
  close()
  return found
}

private enum LetterKind {
  case upper, lower, digit, other

  init(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .upper
    case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF: self = .lower
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
    default: self = .other
    }
  }
}

/// The candidate nearest to a misspelt name by edit distance, where one is near enough to be meant.
package func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let limit = max(1, name.count / 3)
  let best = candidates.map { ($0, editDistance(name, $0)) }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }
  return best.flatMap { $0.1 <= limit ? $0.0 : nil }
}

/// Levenshtein distance with transpositions of neighbours (Damerau), over bytes.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased().utf8)
  let b = Array(b.lowercased().utf8)
  var before: [Int] = []
  var above = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      row.append(cost)
    }
    before = above
    above = row
  }
  return above[b.count]
}
