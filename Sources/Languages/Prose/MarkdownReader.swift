internal import Text

/// Reads Markdown line by line: GitHub's, Quarto's and MyST's blocks, and HTML between them.
struct MarkdownReader {
  let source: SourceText
  /// The file's bytes with HTML comments blanked out.
  private(set) var bytes: [UInt8]
  var lineNumber = 1
  var builder: ProseBuilder
  /// The lines of the paragraph or list item being read, at their own places.
  private var paragraph: [Range<Int>] = []
  private var item: (offset: Int, isChecked: Bool?)?
  private var isInList = false
  private var references: [String: String] = [:]
  private var frontMatter: Range<Int>?
  /// Up to where the bytes have been searched for comments.
  private var searched = 0
  /// Tags that are known to be closed nowhere, so that the search is not made again for each.
  var unclosedTags: Set<String> = []

  init(source: SourceText) {
    self.source = source
    bytes = source.bytes
    builder = ProseBuilder(source: source)
  }

  mutating func read() -> ProseOutline {
    readFrontMatter()
    findReferences()
    while lineNumber <= source.lineCount { readBlock() }
    flush()
    return builder.outline(frontMatter: frontMatter)
  }

  /// A line's range without its end.
  func range(_ number: Int) -> Range<Int> {
    let line = source.line(number)
    return line.startIndex..<line.endIndex
  }

  private mutating func readFrontMatter() {
    let first = source.line(1)
    guard first.elementsEqual("---".utf8) || first.elementsEqual("+++".utf8) else { return }
    var number = 2
    while number <= source.lineCount {
      let line = source.line(number)
      if line.elementsEqual(first) || line.elementsEqual("...".utf8) {
        if first.first == UInt8(ascii: "-") {
          frontMatter = source.line(2).startIndex..<line.startIndex
        }
        lineNumber = number + 1
        return
      }
      number += 1
    }
  }

  /// `[name]: target`, which may stand below what uses it.
  private mutating func findReferences() {
    for number in 1...max(1, source.lineCount) {
      let line = source.line(number).trimmed
      guard line.first == UInt8(ascii: "["), let close = line.firstIndex(of: UInt8(ascii: "]")),
        close + 1 < line.endIndex, line[close + 1] == ":"
      else { continue }
      let name = String(bytes: line[(line.startIndex + 1)..<close]).lowercased()
      let target = line[(close + 2)...].trimmed.prefix { !$0.isSpace }
      references[name] = String(bytes: target.filter { $0 != "<" && $0 != ">" })
    }
  }

  private mutating func readBlock() {
    blankComments()
    let range = quoteless(range(lineNumber))
    let line = bytes[range]
    let text = line.trimmed
    lineNumber += 1
    guard let first = text.first else {
      flush()
      return
    }
    let indent = line.prefix { $0.isBlank }.reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    switch first {
    case "`", "~": if readFence(text, indent: indent) { return }
    case "#": if indent < 4, readHeading(text) { return }
    case "=", "-": if readUnderline(text) { return }
    case "<": if readHTML(text) { return }
    case "[": if isReference(text) { return }
    case "!", "?", ":": if readAdmonition(text) { return }
    default: break
    }
    if indent >= 4, !isInList, paragraph.isEmpty, first != "<" {
      readIndentedCode()
      return
    }
    if readTable(text) || readItem(text) || isRule(text) { return }
    if indent == 0, paragraph.isEmpty { isInList = false }
    paragraph.append(text.startIndex..<text.endIndex)
  }

  /// A block quote's text.
  private func quoteless(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var place = start
    while place < range.upperBound, bytes[place].isBlank || bytes[place] == ">" {
      if bytes[place] == ">" { start = place + 1 }
      place += 1
    }
    return start..<range.upperBound
  }

  /// Ends the paragraph or list item.
  mutating func flush() {
    defer {
      paragraph.removeAll(keepingCapacity: true)
      item = nil
    }
    guard !paragraph.isEmpty || item != nil else { return }
    let text = strip(paragraph)
    if let item {
      builder.add(item: text, isChecked: item.isChecked, at: item.offset)
    } else {
      builder.add(paragraph: text)
    }
  }

  /// The text of some ranges without markup; its links and images go to the section.
  mutating func strip(_ ranges: [Range<Int>]) -> ProseText {
    var raw = ProseText()
    for range in ranges { raw.append(line: bytes[range]) }
    var inline = MarkdownInline(raw, references: references)
    let text = inline.strip()
    for figure in inline.figures {
      builder.add(figure: figure.target, caption: figure.caption, at: figure.offset)
    }
    builder.section.links += inline.links
    return text
  }

  /// Blanks the comments that begin on this line, up to their ends.
  private mutating func blankComments() {
    let range = range(lineNumber)
    var place = max(range.lowerBound, searched)
    var ticks = 0
    while place + 4 <= range.upperBound {
      if bytes[place] == "`" { ticks += 1 }
      guard bytes[place] == "<", bytes[place...].hasPrefix("<!--"), ticks % 2 == 0 else {
        place += 1
        continue
      }
      var end = place + 4
      while end < bytes.count, !(bytes[end] == "-" && bytes[end...].hasPrefix("-->")) { end += 1 }
      end = min(bytes.count, end + 3)
      for index in place..<end where bytes[index] != .newline && bytes[index] != 0x0D {
        bytes[index] = 0x20
      }
      place = end
    }
    searched = max(searched, place)
  }
}

extension MarkdownReader {
  private mutating func readHeading(_ text: ArraySlice<UInt8>) -> Bool {
    let level = text.prefix { $0 == "#" }.count
    var title = text.dropFirst(level)
    guard level <= 6, title.first?.isSpace ?? true else { return false }
    title = title.trimmed
    let unclosed = title.reversed().drop { $0 == "#" }.count
    if unclosed == 0 || title[title.startIndex + unclosed - 1].isSpace {
      title = title.prefix(unclosed).trimmed
    }
    // `{#id .class}` is no part of the title.
    if title.last == UInt8(ascii: "}"), let open = title.lastIndex(of: UInt8(ascii: "{")) {
      title = title[..<open].trimmed
    }
    flush()
    begin([title.startIndex..<title.endIndex], level: level, at: text.startIndex)
    return true
  }

  private mutating func begin(_ title: [Range<Int>], level: Int, at offset: Int) {
    isInList = false
    builder.begin("", level: level, at: offset)
    builder.section.title = strip(title).string
  }

  /// `===` or `---` under a paragraph.
  private mutating func readUnderline(_ text: ArraySlice<UInt8>) -> Bool {
    guard let sign = text.first, text.allSatisfy({ $0 == sign }), item == nil,
      let first = paragraph.first, !isInList, sign == "=" || text.count > 1
    else { return false }
    let title = paragraph
    paragraph.removeAll()
    begin(title, level: sign == "=" ? 1 : 2, at: first.lowerBound)
    return true
  }

  private mutating func isRule(_ text: ArraySlice<UInt8>) -> Bool {
    let signs = text.filter { !$0.isSpace }
    guard let sign = signs.first, signs.count >= 3, sign == "-" || sign == "*" || sign == "_",
      signs.allSatisfy({ $0 == sign })
    else { return false }
    flush()
    return true
  }

  private func isReference(_ text: ArraySlice<UInt8>) -> Bool {
    guard paragraph.isEmpty, let close = text.firstIndex(of: UInt8(ascii: "]")),
      close + 1 < text.endIndex
    else { return false }
    return text[close + 1] == ":"
      && references[
        String(bytes: text[(text.startIndex + 1)..<close]).lowercased()] != nil
  }

  /// `!!! note`, `??? tip`, `::: {.callout}`: their lines are indented prose, not code.
  private mutating func readAdmonition(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.hasPrefix("!!!") || text.hasPrefix("???") || text.hasPrefix(":::") else {
      return false
    }
    flush()
    isInList = text.first != UInt8(ascii: ":")
    return true
  }

  /// `- x`, `* [ ] x`, `1. x`.
  private mutating func readItem(_ text: ArraySlice<UInt8>) -> Bool {
    var place = text.startIndex
    guard let first = text.first else { return false }
    if first == "-" || first == "*" || first == "+" {
      place += 1
    } else {
      while place < text.endIndex, place - text.startIndex < 9, text[place].isDecimalDigit {
        place += 1
      }
      guard place > text.startIndex, place < text.endIndex, text[place] == "." || text[place] == ")"
      else { return false }
      // A number may begin a line of running text.
      if !paragraph.isEmpty, !isInList, text[text.startIndex..<place] != [UInt8(ascii: "1")] {
        return false
      }
      place += 1
    }
    guard place == text.endIndex || text[place].isBlank else { return false }
    if isRuleOfSigns(text) { return false }
    flush()
    isInList = true
    var rest = text[place...].trimmed
    var isChecked: Bool?
    if rest.count >= 3, rest[rest.startIndex] == "[", rest[rest.startIndex + 2] == "]" {
      switch rest[rest.startIndex + 1] {
      case " ": isChecked = false
      case "x", "X": isChecked = true
      default: break
      }
      if isChecked != nil { rest = rest.dropFirst(3).trimmed }
    }
    item = (text.startIndex, isChecked)
    if !rest.isEmpty { paragraph.append(rest.startIndex..<rest.endIndex) }
    return true
  }

  private func isRuleOfSigns(_ text: ArraySlice<UInt8>) -> Bool {
    let signs = text.filter { !$0.isSpace }
    return signs.count >= 3 && signs.allSatisfy { $0 == signs[0] } && !signs[0].isNameByte
  }
}
