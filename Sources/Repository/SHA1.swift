/// SHA-1 (FIPS 180-4 §6.1), by which git names objects; nothing here rests on its strength.
struct SHA1: Sendable {
  private var digester = Digester<SHA1Blocks>()

  mutating func update(_ bytes: [UInt8]) { digester.update(bytes) }

  /// 20 bytes.
  consuming func finish() -> [UInt8] { digester.finish() }
}

private struct SHA1Blocks: BlockHash {
  private var h0: UInt32 = 0x6745_2301
  private var h1: UInt32 = 0xefcd_ab89
  private var h2: UInt32 = 0x98ba_dcfe
  private var h3: UInt32 = 0x1032_5476
  private var h4: UInt32 = 0xc3d2_e1f0

  var words: [UInt32] { [h0, h1, h2, h3, h4] }

  mutating func absorb(_ blocks: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { w in
      for start in stride(from: 0, to: blocks.count, by: 64) {
        for index in 0..<16 {
          w[index] = UInt32(
            bigEndian: blocks.loadUnaligned(fromByteOffset: start &+ index &* 4, as: UInt32.self))
        }
        for t in 16..<80 {
          w[t] = rotated(w[t &- 3] ^ w[t &- 8] ^ w[t &- 14] ^ w[t &- 16], 1)
        }
        absorb(w)
      }
    }
  }

  @inline(__always)
  private mutating func absorb(_ w: UnsafeMutableBufferPointer<UInt32>) {
    var (a, b, c, d, e) = (h0, h1, h2, h3, h4)
    @inline(__always) func step(_ mixed: UInt32, _ constant: UInt32, _ word: UInt32) {
      let next = rotated(a, 5) &+ mixed &+ e &+ constant &+ word
      (e, d, c, b, a) = (d, c, rotated(b, 30), a, next)
    }
    for t in 0..<20 { step(d ^ (b & (c ^ d)), 0x5a82_7999, w[t]) }
    for t in 20..<40 { step(b ^ c ^ d, 0x6ed9_eba1, w[t]) }
    for t in 40..<60 { step((b & c) | (d & (b | c)), 0x8f1b_bcdc, w[t]) }
    for t in 60..<80 { step(b ^ c ^ d, 0xca62_c1d6, w[t]) }
    h0 &+= a
    h1 &+= b
    h2 &+= c
    h3 &+= d
    h4 &+= e
  }
}
