/// Finds the place of a key in a growing list: by looking at each while they are few, then by their hashes.
struct KeyPlaces<Key: Hashable> {
  private var places: [Key: Int]?

  /// Where a key stands in the list, or nil; the caller then adds it as the next.
  ///
  /// - Parameter keyAt: the key at each of the `count` places; nil for what is never the same as another.
  mutating func place(of key: Key, count: Int, keyAt: (Int) -> Key?) -> Int? {
    if count < 8 { return (0..<count).first { keyAt($0) == key } }
    if places == nil {
      places = [:]
      for place in 0..<count {
        if let key = keyAt(place) { places?[key] = place }
      }
    }
    if let place = places?[key] { return place }
    places?[key] = count
    return nil
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
