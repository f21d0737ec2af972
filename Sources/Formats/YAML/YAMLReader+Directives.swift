internal import Text

extension YAMLReader {
  /// Reads the directives before a document and says whether there were any.
  mutating func readDirectives() throws(Problem) -> Bool {
    handles = Self.usualHandles
    if scanner.peek != .percent { return false }
    var declared: Set<String> = []
    var hasDirectives = false
    while scanner.peek == .percent, scanner.column == 0 {
      hasDirectives = true
      let start = scanner.offset
      let words = directiveWords()
      switch words.first {
      case "%YAML": try checkVersion(words, at: start)
      case "%TAG": try declareHandle(words, at: start)
      default:
        problems.add(
          Problem("unknown directive '\(excerpt(words[0]))'", at: start, severity: .warning))
      }
      let isNew = declared.insert(words[0] == "%TAG" ? "%TAG \(words[1])" : words[0]).inserted
      if !isNew, words[0] == "%YAML" || words[0] == "%TAG" {
        throw Problem("repeated directive '\(excerpt(words[0]))'", at: start)
      }
      _ = scanner.skipGap()
    }
    return hasDirectives
  }

  private static let usualHandles = ["!": "!", "!!": "tag:yaml.org,2002:"]

  /// The words of this line up to a comment.
  private mutating func directiveWords() -> [String] {
    var words: [String] = []
    while !scanner.isLineEnd(at: scanner.offset), scanner.peek != .hash {
      let start = scanner.offset
      while !scanner.isBlankOrEnd(at: scanner.offset) { scanner.advance() }
      words.append(String(decoding: scanner.bytes[start..<scanner.offset], as: UTF8.self))
      scanner.skipBlanks()
    }
    return words
  }

  private mutating func checkVersion(_ words: [String], at offset: Int) throws(Problem) {
    let parts =
      words.count == 2 ? words[1].split(separator: ".", omittingEmptySubsequences: false) : []
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) })
    else {
      throw Problem(
        "'\(excerpt(words.joined(separator: " ")))' found, expected '%YAML 1.2'", at: offset)
    }
    guard parts[0] == "1" else {
      throw Problem("YAML \(excerpt(words[1])) found, expected 1.2", at: offset)
    }
    if parts[1] != "1", parts[1] != "2" {
      problems.add(
        Problem("YAML \(excerpt(words[1])) found, read as 1.2", at: offset, severity: .warning))
    }
  }

  private mutating func declareHandle(_ words: [String], at offset: Int) throws(Problem) {
    guard words.count == 3, Self.isHandle(words[1]) else {
      throw Problem(
        "'\(excerpt(words.joined(separator: " ")))' found, expected '%TAG !handle! prefix'",
        at: offset)
    }
    handles[words[1]] = words[2]
  }

  /// `!`, `!!` or `!word!`.
  private static func isHandle(_ text: String) -> Bool {
    if text == "!" { return true }
    guard text.utf8.count > 1, text.utf8.first == .exclamation, text.utf8.last == .exclamation
    else { return false }
    return text.utf8.dropFirst().dropLast().allSatisfy { byte in
      byte.isDigit || byte == .dash || (byte | 0x20) &- 0x61 < 26
    }
  }
}
