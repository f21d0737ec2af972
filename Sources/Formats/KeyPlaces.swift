/// Finds the place of a key in a growing list: by looking at each while they are few, then by their hashes.
///
/// A hash table of places alone: the keys stay in the caller's list, and growing computes no hash again.
struct KeyPlaces<Key: Hashable> {
  private static var few: Int { 8 }

  /// The hash of the key at each place.
  private var hashes: [Int] = []
  /// One more than a place, or 0 where nothing is; a power of two of them.
  private var slots: [Int32] = []

  /// Where a key stands in the list, or nil; the caller then adds it as the next.
  ///
  /// - Parameter keyAt: the key at each of the `count` places; nil for what is never the same as another.
  mutating func place(of key: Key, count: Int, keyAt: (Int) -> Key?) -> Int? {
    if count < Self.few { return (0..<count).first { keyAt($0) == key } }
    for place in hashes.count..<max(count, hashes.count) {
      // A place without a key has no slot.
      guard let key = keyAt(place) else {
        hashes.append(0)
        continue
      }
      insert(place, hash: key.hashValue)
    }
    let hash = key.hashValue
    if let place = place(hash, where: { keyAt($0) == key }) { return place }
    insert(count, hash: hash)
    return nil
  }

  private func place(_ hash: Int, where isSame: (Int) -> Bool) -> Int? {
    if slots.isEmpty { return nil }
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash, isSame(place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func insert(_ place: Int, hash: Int) {
    hashes.append(hash)
    if hashes.count * 2 > slots.count { grow() }
    occupy(hash, place)
  }

  private mutating func occupy(_ hash: Int, _ place: Int) {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: place + 1)
  }

  private mutating func grow() {
    var places: [Int] = []
    for slot in slots where slot != 0 { places.append(Int(slot) - 1) }
    slots = Array(repeating: 0, count: max(4 * Self.few, slots.count * 2))
    for place in places { occupy(hashes[place], place) }
  }
}

/// A string compared by its bytes, not by canonical equivalence.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
