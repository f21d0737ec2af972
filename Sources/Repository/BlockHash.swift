/// A compression function over blocks of 64 bytes, which SHA-1 and SHA-256 are (FIPS 180-4).
protocol BlockHash: Sendable {
  init()
  /// Takes in whole blocks.
  mutating func absorb(_ blocks: UnsafeRawBufferPointer)
  /// The words of the state, the digest's first.
  var words: [UInt32] { get }
}

/// Feeds a block hash with pieces of any length, and pads the end.
struct Digester<Hash: BlockHash>: Sendable {
  private var hash = Hash()
  /// Less than a block.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  mutating func update(_ bytes: [UInt8]) {
    count &+= UInt64(bytes.count)
    bytes.withUnsafeBytes { piece in
      var piece = piece[...]
      if !rest.isEmpty {
        let missing = piece.prefix(64 - rest.count)
        rest += missing
        piece = piece[missing.endIndex...]
        guard rest.count == 64 else { return }
        rest.withUnsafeBytes { hash.absorb($0) }
        rest.removeAll(keepingCapacity: true)
      }
      let whole = piece.count & ~63
      hash.absorb(UnsafeRawBufferPointer(rebasing: piece.prefix(whole)))
      rest += piece.dropFirst(whole)
    }
  }

  /// The digest of all that was given.
  consuming func finish() -> [UInt8] {
    let bits = count &* 8
    var tail: [UInt8] = [0x80]
    tail += [UInt8](repeating: 0, count: (119 - rest.count) % 64)
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    update(tail)
    return hash.words.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }
}

/// Rotates a word to the left.
@inline(__always)
func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word &<< count | word &>> (32 &- count)
}
