import Text

/// Hostile variants of a text: prefixes and random changes of bytes, the same at each run.
struct Mutations {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  private mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(bound, 1)))
  }

  private static let alphabet =
    Array("\n\t \"'`$(){}[]<>|&;:=\\#%-+*@!,./0aZ~^_?\u{0}é".utf8) + [0xFF]

  /// Every prefix, then `count` texts with one to six bytes changed, taken out, put in, or a part doubled.
  mutating func of(_ text: String, count: Int) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    var found = bytes.indices.map { Array(bytes[..<$0]) }
    for _ in 0..<count {
      var changed = bytes
      for _ in 0...next(below: 6) where !changed.isEmpty {
        let place = next(below: changed.count)
        switch next(below: 4) {
        case 0: changed[place] = Self.alphabet[next(below: Self.alphabet.count)]
        case 1: changed.remove(at: place)
        case 2: changed.insert(Self.alphabet[next(below: Self.alphabet.count)], at: place)
        default:
          let end = min(changed.count, place + next(below: 30))
          changed.insert(contentsOf: changed[place..<end], at: next(below: changed.count))
        }
      }
      found.append(changed)
    }
    return found
  }
}
