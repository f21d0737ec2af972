internal import Text

/// The lines of a file, blanks around them cut off.
struct INILines: IteratorProtocol {
  struct Line {
    /// The blanks before the text.
    let indent: Int
    let range: Range<Int>

    func text(in bytes: [UInt8]) -> String {
      String(decoding: bytes[range], as: UTF8.self)
    }
  }

  private let bytes: [UInt8]
  private let end: Int
  private var offset: Int

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.end = end
    offset = start
  }

  mutating func next() -> Line? {
    guard offset <= end else { return nil }
    let start = offset
    var lineEnd = start
    while lineEnd < end, bytes[lineEnd] != .lineFeed { lineEnd += 1 }
    offset = lineEnd + 1
    var last = lineEnd
    while last > start, bytes[last - 1].isBlank || bytes[last - 1] == .carriageReturn { last -= 1 }
    var first = start
    while first < last, bytes[first].isBlank { first += 1 }
    return Line(indent: first - start, range: first..<last)
  }
}
