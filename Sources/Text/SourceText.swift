/// A file's bytes and where its lines begin.
package struct SourceText: Sendable {
  /// The path below the audited root, or as the user wrote it; a notebook's cell is `path#3`.
  package let path: String
  package let bytes: [UInt8]
  private let lineStarts: [Int32]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts: [Int32] = [0]
    let span = bytes.span
    for index in span.indices where span[index] == UInt8(ascii: "\n") {
      starts.append(Int32(truncatingIfNeeded: index + 1))
    }
    lineStarts = starts
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The line and column of a byte, both from 1; the column counts UTF-8 bytes. Offsets past the end are the end.
  package func position(of offset: Int) -> Position {
    let offset = Int32(truncatingIfNeeded: min(max(offset, 0), bytes.count))
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Position(line: low + 1, column: Int(offset - lineStarts[low]) + 1)
  }

  /// How many lines there are; a last line without its end counts.
  package var lineCount: Int {
    lineStarts.count
      - (Int(lineStarts[lineStarts.count - 1]) == bytes.count && lineStarts.count > 1 ? 1 : 0)
  }

  /// The bytes of a line (from 1) without its end, or nothing past the last.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<max(start, end)]
  }

  /// The text of a range of bytes, with what is no UTF-8 repaired.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }
}

/// A place in a file: line and column, both from 1, the column in UTF-8 bytes.
package struct Position: Sendable, Hashable, Comparable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Position, b: Position) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
