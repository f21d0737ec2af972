internal import Text

/// An instruction's lines as a shell may read them, byte for byte at the file's places.
///
/// Comment and empty lines between joined lines become blanks, another escape sign becomes `\`; the length stays.
struct DockerText {
  var bytes: [UInt8]
  /// The offset of the first byte in the file.
  var base: Int

  var end: Int { base + bytes.count }

  init(source: SourceText, range: Range<Int>, escape: UInt8) {
    bytes = Array(source.bytes[range])
    base = range.lowerBound
    var start = range.lowerBound
    while start < range.upperBound {
      // Looked for in the source, so that no slice of `bytes` is alive when they change.
      let end = source.bytes[start..<range.upperBound].firstIndex(of: .newline) ?? range.upperBound
      let text = source.bytes[start..<end].trimmed
      if start > base, text.isEmpty || text.first == UInt8(ascii: "#") {
        for index in start - base..<min(end + 1 - base, bytes.count) { bytes[index] = 0x20 }
      } else if text.last == escape, end < range.upperBound {
        for index in text.endIndex - 1 - base..<end - base { bytes[index] = 0x20 }
        bytes[end - 1 - base] = UInt8(ascii: "\\")
      }
      start = end + 1
    }
  }

  private init(bytes: [UInt8], base: Int) {
    self.bytes = bytes
    self.base = base
  }

  func dropping(_ count: Int) -> DockerText {
    DockerText(bytes: Array(bytes.dropFirst(count)), base: base + min(count, bytes.count))
  }

  mutating func skipBlanks() {
    var count = 0
    while count < bytes.count {
      if bytes[count].isSpace {
        count += 1
      } else if bytes[count] == "\\", count + 1 < bytes.count, bytes[count + 1].isSpace {
        count += 1
      } else {
        break
      }
    }
    self = dropping(count)
  }

  /// The text with joined lines made one.
  var joined: String {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == "\\", index + 1 < bytes.count, bytes[index + 1] == .newline {
        index += 2
        continue
      }
      output.append(bytes[index])
      index += 1
    }
    return String(bytes: output[...].trimmed)
  }

  /// The words as Docker splits them: quotes and escapes taken off, variables left.
  var words: [String] { split().map(\.text) }

  /// The flags `--name=value` at the start, and what follows them.
  var withoutFlags: (flags: [String: String], text: DockerText) {
    var flags: [String: String] = [:]
    var rest = self
    while rest.bytes.starts(with: [0x2D, 0x2D]) {
      let word = rest.bytes.prefix { !$0.isSpace }
      let parts = String(bytes: word.dropFirst(2)).split(separator: "=", maxSplits: 1)
      if let name = parts.first {
        flags[String(name)] = parts.count > 1 ? String(parts[1]) : "true"
      }
      rest = rest.dropping(word.count)
      rest.skipBlanks()
    }
    return (flags, rest)
  }

  /// The strings of exec form, `["a", "b"]`; nil where the text is no such list.
  var list: [String]? {
    let text = Array(joined.utf8)
    guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else { return nil }
    var found: [String] = []
    var index = 1
    while index < text.count - 1 {
      let byte = text[index]
      if byte == "\"" {
        guard let (string, end) = Self.string(in: text, from: index + 1) else { return nil }
        found.append(string)
        index = end
      } else if byte.isSpace || byte == "," {
        index += 1
      } else {
        return nil
      }
    }
    return found
  }

  private static func string(in text: [UInt8], from start: Int) -> (String, Int)? {
    var bytes: [UInt8] = []
    var index = start
    while index < text.count {
      switch text[index] {
      case "\"": return (String(bytes: bytes), index + 1)
      case "\\":
        guard index + 1 < text.count else { return nil }
        switch text[index + 1] {
        case "n": bytes.append(.newline)
        case "t": bytes.append(0x09)
        case let byte: bytes.append(byte)
        }
        index += 2
      case let byte:
        bytes.append(byte)
        index += 1
      }
    }
    return nil
  }

  /// The delimiters of `<<EOF` and `<<-"EOF"`.
  var hereDocumentNames: [String] {
    split().compactMap { word in
      guard !word.startsQuoted, let range = word.text.range(ofHereDocument: ()) else { return nil }
      let name = word.text[range].drop { $0 == "-" }
      return name.isEmpty ? nil : String(name)
    }
  }

  private struct Word {
    var text: String
    var startsQuoted: Bool
  }

  private func split() -> [Word] {
    var words: [Word] = []
    var word: [UInt8] = []
    var isInWord = false
    var startsQuoted = false
    var quote: UInt8?
    func close() {
      if isInWord { words.append(Word(text: String(bytes: word), startsQuoted: startsQuoted)) }
      word.removeAll(keepingCapacity: true)
      isInWord = false
      startsQuoted = false
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == "\\", quote != UInt8(ascii: "'") {
        if index + 1 < bytes.count, bytes[index + 1] != .newline {
          word.append(bytes[index + 1])
          isInWord = true
        }
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
      } else if byte == "\"" || byte == "'" {
        quote = byte
        if !isInWord { startsQuoted = true }
        isInWord = true
      } else if byte.isSpace {
        close()
      } else {
        word.append(byte)
        isInWord = true
      }
      index += 1
    }
    close()
    return words
  }
}

extension String {
  /// What stands behind `<<` at the start of a word or behind a descriptor, where it is no `<<<`.
  fileprivate func range(ofHereDocument: Void) -> Range<String.Index>? {
    let digits = prefix { $0.isASCII && $0.isNumber }
    let rest = self[digits.endIndex...]
    guard rest.hasPrefix("<<"), !rest.hasPrefix("<<<") else { return nil }
    return index(digits.endIndex, offsetBy: 2)..<endIndex
  }
}
