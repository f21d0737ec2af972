import Attestations
import Testing
import Text

/// A small generator with a seed, so that a failure can be run again.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
  }
}

private let samples = [
  claim(["covers": "[\"src/**\"]", "covers-digest": evidenceDigest, "signature": "AAAA"])
    + "# end\n",
  "---\n# a\nattestations: # b\n  -\n    test: data-1\n    claim: not-applicable\n"
    + "    reason: |\n      x\n      # y\n    by: 'J'\n    on: 2026-03-20\n    expires: 2026-03-21\n",
  "attestations: [{test: a, claim: manual, statement: s, evidence: [{url: \"https://a.b\"}],"
    + " by: J, on: 2026-03-20, expires: 2026-06-30}] # [z]\r\n",
]

/// Bytes that mean something to YAML, and some that mean nothing.
private let signs = Array("\n\r \t-:#[]{}\"'|>&*!%@`,?~0a\\\u{0}é".utf8)

private func mutated(_ text: String, _ generator: inout Seeded) -> [UInt8] {
  var bytes = Array(text.utf8)
  for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(signs.randomElement(using: &generator) ?? 0, at: place)
    default: bytes[place] = signs.randomElement(using: &generator) ?? 0
    }
  }
  return bytes
}

@Test(arguments: 0..<12)
func `whatever a file holds, an edit is exact or there is none`(seed: Int) throws {
  var generator = Seeded(state: UInt64(seed) &+ 7)
  let own = try #require(attestations(claim(["test": "data-2"])).value.first?.value)
  var edits = 0
  for _ in 0..<80 {
    let old = mutated(samples[seed % samples.count], &generator)
    let before = Attestation.read(SourceText(path: "", bytes: old))
    let claims = before.value.compactMap(\.value)
    if let new = try? ClaimEdit.adding(own, to: old, path: "") {
      let after = Attestation.read(SourceText(path: "", bytes: new))
      #expect(after.isValid && after.value.compactMap(\.value) == claims + [own])
      edits += 1
    }
    for (place, claim) in claims.enumerated() {
      let signed = claim.signed(with: claim.signature == nil ? "BBBB" : nil)
      guard
        let new = try? ClaimEdit.replacing(entryAt: place, with: signed, in: old, path: "")
      else { continue }
      let after = Attestation.read(SourceText(path: "", bytes: new))
      #expect(after.isValid && after.value.compactMap(\.value).dropFirst(place).first == signed)
      #expect(after.value.count == claims.count)
      edits += 1
    }
    _ = Waiver.read(SourceText(path: "", bytes: old))
    _ = Policy.read(SourceText(path: "", bytes: old))
  }
  #expect(edits > 0)
}
