/// Cuts a file into tokens, one logical line at a time (Language Reference §2).
///
/// F-strings come as their parts and the tokens of their fields (PEP 701), so that what is called in them is seen.
struct PythonLexer {
  /// The source and a NUL behind it, at which every loop ends.
  let bytes: [UInt8]
  /// How many of them are the source.
  let count: Int
  /// A notebook's cell: IPython's lines are understood.
  let isCell: Bool
  var at = 0
  /// The indent of the last line with tabs to the next multiple of eight, and with tabs as one (the width must not matter).
  private(set) var column = 0
  private(set) var tabColumn = 0
  var brackets: [(byte: UInt8, offset: Int)] = []
  var formats: [Format] = []
  var shellLines: [PythonOutline.ShellLine] = []

  /// An open f-string, or a format specification in one.
  struct Format {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    let isSpecification: Bool
    /// How many brackets are open where its text stands.
    let level: Int
    let offset: Int
  }

  static let deepestNesting = 200

  init(_ source: [UInt8], isCell: Bool) {
    bytes = Array(unsafeUninitializedCapacity: source.count + 4) { buffer, count in
      count = source.count + 4
      let end = buffer.initialize(fromContentsOf: source)
      buffer[end...].initialize(repeating: 0)
    }
    count = source.count
    self.isCell = isCell
    if source.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  static func startsName(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func continuesName(_ byte: UInt8) -> Bool {
    startsName(byte) || byte &- UInt8(ascii: "0") < 10
  }

  /// Reads the tokens of the next logical line, its newline last; false at the end of the file.
  mutating func line(into tokens: inout [PythonToken]) throws(PythonFault) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    guard try indentation() else { return false }
    if isCell, try ipythonLine(into: &tokens) { return true }
    while true {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: at += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), 0x80...0xFF:
        try word(into: &tokens)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): try number(into: &tokens)
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        try string(from: at, prefix: [], isFormat: false, into: &tokens)
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        let start = at
        skipLineEnd()
        if brackets.isEmpty {
          tokens.append(PythonToken(.newline, start, at))
          return true
        }
      case UInt8(ascii: "\\"):
        try skipContinuation()
      case 0:
        guard at == count else { throw PythonFault(.nulByte, at) }
        if let open = brackets.last { throw PythonFault(.unclosedBracket, open.offset) }
        tokens.append(PythonToken(.newline, at, at))
        return true
      case UInt8(ascii: ".") where bytes[at + 1] &- UInt8(ascii: "0") < 10:
        try number(into: &tokens)
      case UInt8(ascii: "?") where isCell && brackets.isEmpty:
        helpLine(into: &tokens)
        return true
      default: try sign(byte, into: &tokens)
      }
    }
  }

  // MARK: Blanks

  /// Goes to the first token of the next line that has one, and measures its indent.
  private mutating func indentation() throws(PythonFault) -> Bool {
    while true {
      column = 0
      tabColumn = 0
      var continued: (Int, Int)?
      blanks: while true {
        switch bytes[at] {
        case UInt8(ascii: " "):
          column += 1
          tabColumn += 1
        case UInt8(ascii: "\t"):
          column = (column / 8 + 1) * 8
          tabColumn += 1
        case 0x0C:
          column = 0
          tabColumn = 0
        case UInt8(ascii: "\\"):
          // The indent of a line that is continued before its first token is that of its first part.
          continued = continued ?? (column, tabColumn)
          try skipContinuation()
          continue blanks
        default: break blanks
        }
        at += 1
      }
      if let continued { (column, tabColumn) = continued }
      switch bytes[at] {
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipLineEnd()
      case 0 where at >= count: return false
      default: return true
      }
    }
  }

  mutating func skipComment() { at = endOfComment() }

  private func endOfComment() -> Int {
    let span = bytes.span
    var end = at
    while span[end] != UInt8(ascii: "\n"), span[end] != UInt8(ascii: "\r"), span[end] != 0 {
      end += 1
    }
    return end
  }

  mutating func skipLineEnd() {
    at += bytes[at] == UInt8(ascii: "\r") && bytes[at + 1] == UInt8(ascii: "\n") ? 2 : 1
  }

  private mutating func skipContinuation() throws(PythonFault) {
    let start = at
    at += 1
    guard bytes[at] == UInt8(ascii: "\n") || bytes[at] == UInt8(ascii: "\r") else {
      throw PythonFault(at == count ? .endAfterContinuation : .badContinuation, start)
    }
    skipLineEnd()
    if at == count { throw PythonFault(.endAfterContinuation, start) }
  }

  // MARK: Words

  private mutating func word(into tokens: inout [PythonToken]) throws(PythonFault) {
    let start = at
    let (end, packed, seen) = scanWord()
    at = end
    let byte = bytes[end]
    let length = at - start
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), length <= 2,
      let prefix = stringPrefix(start..<at)
    {
      try string(from: start, prefix: prefix.marks, isFormat: prefix.isFormat, into: &tokens)
      return
    }
    if seen >= 0x80 { try checkName(start..<at) }
    let keyword = length <= 8 && length > 1 ? PythonToken.Kind(packed: packed) : nil
    tokens.append(PythonToken(keyword ?? .name, start, at))
  }

  /// Where the word ends, its last eight letters packed, and the bits that any of its bytes has.
  private func scanWord() -> (end: Int, packed: UInt64, seen: UInt8) {
    let span = bytes.span
    var end = at
    var packed: UInt64 = 0
    var seen: UInt8 = 0
    var byte = span[end]
    repeat {
      packed = packed << 8 | UInt64(byte)
      seen |= byte
      end += 1
      byte = span[end]
    } while PythonLexer.continuesName(byte)
    return (end, packed, seen)
  }

  private func stringPrefix(_ range: Range<Int>) -> (marks: PythonToken.Marks, isFormat: Bool)? {
    var letters: [UInt8] = []
    for index in range { letters.append(bytes[index] | 0x20) }
    switch String(decoding: letters, as: UTF8.self) {
    case "r": return (.raw, false)
    case "u": return ([], false)
    case "b": return (.bytes, false)
    case "br", "rb": return ([.raw, .bytes], false)
    case "f", "t": return ([], true)
    case "fr", "rf", "tr", "rt": return (.raw, true)
    default: return nil
    }
  }

  /// Names are XID (UAX 31); blanks, quotes and signs beyond ASCII are mistakes, not names.
  private func checkName(_ range: Range<Int>) throws(PythonFault) {
    var offset = range.lowerBound
    for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
      guard scalar == "_" || scalar.properties.isXIDContinue || scalar == "\u{FFFD}" else {
        throw PythonFault(.badCharacter, offset)
      }
      offset += UTF8.width(scalar)
    }
  }
}
