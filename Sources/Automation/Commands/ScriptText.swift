internal import Facts
internal import Text

/// A piece of shell text and how its bytes map to places in the file it stands in.
struct ScriptText {
  let source: SourceText
  let range: Range<Int>?
  private let home: Home

  private enum Home {
    /// The text is the file, or a range of it.
    case file
    /// The text was a value of a structured file, whose lines stand from here on.
    case value(SourceText, firstLine: Int, column: Int)
    /// All of it stands at one place.
    case place(Location)
  }

  init(file source: SourceText, range: Range<Int>? = nil) {
    self.source = source
    self.range = range
    home = .file
  }

  /// A scalar of a structured file.
  init?(_ node: Node, in file: StructuredFile) {
    guard let text = node.scalar else { return nil }
    self.init(text, like: node, in: file)
  }

  /// Text that was changed on the way (variables put in) but keeps the lines of a scalar.
  init(_ text: String, like node: Node, in file: StructuredFile) {
    let place = file.source.position(of: node.offset)
    source = SourceText(path: file.source.path, text: text)
    range = nil
    home = .value(file.source, firstLine: place.line, column: place.column)
  }

  init(_ text: String, at location: Location) {
    source = SourceText(path: location.path, text: text)
    range = nil
    home = .place(location)
  }

  func location(of offset: Int) -> Location {
    let own = source.position(of: offset)
    switch home {
    case .file: return Location(path: source.path, line: own.line, column: own.column)
    case .place(let location): return location
    case .value(let file, let firstLine, let column):
      if source.lineCount <= 1, !ScriptText.isBlock(file, firstLine, column) {
        return Location(path: file.path, line: firstLine, column: column)
      }
      return find(own.line, in: file, from: firstLine)
    }
  }

  private static func isBlock(_ file: SourceText, _ line: Int, _ column: Int) -> Bool {
    let bytes = file.line(line).dropFirst(column - 1)
    return bytes.first == UInt8(ascii: "|") || bytes.first == UInt8(ascii: ">")
      || bytes.starts(with: "\"\"\"".utf8) || bytes.starts(with: "'''".utf8)
  }

  /// The line of the file that holds a line of the text: the value's own, or one or two below its first.
  private func find(_ line: Int, in file: SourceText, from firstLine: Int) -> Location {
    let wanted = source.line(line).trimmedBlanks
    for candidate in (firstLine + line - 1)...(firstLine + line + 2) {
      let text = file.line(candidate)
      if !wanted.isEmpty, let at = text.firstRange(of: wanted) {
        return Location(path: file.path, line: candidate, column: at - text.startIndex + 1)
      }
    }
    return Location(path: file.path, line: min(firstLine + line, file.lineCount), column: 1)
  }

  /// Bytes as a person wrote them, on one line and not too long.
  func text(_ range: Range<Int>) -> String {
    let words = source.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.utf8.count > 200 ? String(words.prefix(197)) + "..." : words
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmedBlanks: ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first, first == 32 || first == 9 || first == 13 { slice.removeFirst() }
    while let last = slice.last, last == 32 || last == 9 || last == 13 { slice.removeLast() }
    return slice
  }

  /// Where another run of bytes begins in this one.
  fileprivate func firstRange(of other: ArraySlice<UInt8>) -> Int? {
    guard let head = other.first, other.count <= count else { return nil }
    for start in startIndex...(endIndex - other.count) where self[start] == head {
      if self[start..<(start + other.count)].elementsEqual(other) { return start }
    }
    return nil
  }
}
