internal import Text

/// Text taken from a file with markup left out, each byte knowing where it stood.
struct ProseText {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [Int32] = []

  var isEmpty: Bool { bytes.isEmpty }
  var count: Int { bytes.count }
  var string: String { String(bytes: bytes[...].trimmed) }

  /// The offset of the first byte that is no blank.
  var offset: Int? { bytes.firstIndex { !$0.isSpace }.map { Int(offsets[$0]) } }

  init() {}

  /// A text that all stands at one place.
  init(_ text: String, at offset: Int) {
    bytes = Array(text.utf8)
    offsets = Array(repeating: Int32(truncatingIfNeeded: offset), count: bytes.count)
  }

  mutating func append(_ byte: UInt8, at offset: Int) {
    bytes.append(byte)
    offsets.append(Int32(truncatingIfNeeded: offset))
  }

  /// A line's bytes at their own places, and a blank for the line end.
  mutating func append(line: ArraySlice<UInt8>) {
    for index in line.indices { append(line[index], at: index) }
    append(0x20, at: line.endIndex)
  }

  mutating func append(_ other: ProseText) {
    bytes += other.bytes
    offsets += other.offsets
  }

  func part(_ range: Range<Int>) -> ProseText {
    var part = ProseText()
    part.bytes = Array(bytes[range])
    part.offsets = Array(offsets[range])
    return part
  }
}

extension ProseText {
  /// The sentences: up to `.`, `!` or `?` before a blank, common abbreviations not ending one.
  var sentences: [ProseSentence] {
    var found: [ProseSentence] = []
    var start = 0
    func close(at end: Int) {
      var first = start
      while first < end, bytes[first].isSpace { first += 1 }
      if bytes[first..<end].contains(where: { $0.isNameByte }) {
        found.append(
          ProseSentence(
            text: Self.withSingleBlanks(bytes[first..<end]), offset: Int(offsets[first])))
      }
      start = end
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == "." || byte == "!" || byte == "?" else { continue }
      while index < bytes.count, Self.closers.contains(bytes[index]) { index += 1 }
      if index < bytes.count, bytes[index].isSpace, !(byte == "." && endsInAbbreviation(index - 1))
      {
        close(at: index)
      }
    }
    close(at: bytes.count)
    return found
  }

  private static let closers = Set(".!?\"')]".utf8)
  private static let abbreviations: Set<String> = [
    "e.g", "i.e", "etc", "vs", "cf", "fig", "eq", "al", "approx", "resp", "incl", "no", "dr", "mr",
    "mrs", "sec", "ca",
  ]

  private func endsInAbbreviation(_ dot: Int) -> Bool {
    var start = dot
    while start > 0, dot - start < 8, !bytes[start - 1].isSpace, bytes[start - 1] != "(" {
      start -= 1
    }
    let word = String(bytes: bytes[start..<dot]).lowercased()
    // Initials, but not `I` and not a digit which ends a sentence.
    let isInitial = dot - start == 1 && bytes[start].isLetter && bytes[start] != "I"
    return isInitial || Self.abbreviations.contains(word)
  }

  private static func withSingleBlanks(_ bytes: ArraySlice<UInt8>) -> String {
    var output: [UInt8] = []
    for byte in bytes where !(byte.isSpace && (output.last ?? 0x20) == 0x20) {
      output.append(byte.isSpace ? 0x20 : byte)
    }
    return String(bytes: output[...].trimmed)
  }
}

extension ProseText {
  /// How many numbers the text states: `0.91`, `12%`, `1,000`, `5e-3`, `30ms`; no versions, dates, ordinals or parts of names.
  var numbers: Int {
    var count = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index].isDecimalDigit else {
        index += 1
        continue
      }
      let start = index
      var dots = 0
      var marks = 0
      while index < bytes.count {
        let byte = bytes[index]
        let isInner = index + 1 < bytes.count && bytes[index + 1].isDecimalDigit
        if byte.isDecimalDigit {
          index += 1
        } else if byte == ".", isInner {
          dots += 1
          index += 1
        } else if byte == ",", isInner {
          index += 1
        } else if byte == "-" || byte == "/" || byte == ":", isInner {
          marks += 1
          index += 1
        } else {
          break
        }
      }
      if dots < 2, marks < 2, standsApart(start), isQuantity(index) { count += 1 }
      while index < bytes.count, bytes[index].isNameByte { index += 1 }
    }
    return count
  }

  private func standsApart(_ start: Int) -> Bool {
    guard start > 0 else { return true }
    let before = bytes[start - 1]
    if before == "-" || before == "." || before == "/" || before == "#" {
      return before != "#" && (start == 1 || !bytes[start - 2].isNameByte)
    }
    return !before.isNameByte || before >= 0x80
  }

  /// Whether a number ends here, or a unit of up to three letters follows it which makes no ordinal.
  private func isQuantity(_ end: Int) -> Bool {
    let unit = bytes[end...].prefix { $0.isLetter || $0 == "_" }
    return unit.count <= 3 && !["st", "nd", "rd", "th", "d", "D"].contains(String(bytes: unit))
  }
}
