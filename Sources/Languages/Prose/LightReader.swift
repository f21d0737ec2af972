internal import Text

/// Reads AsciiDoc and Org as far as headings, code, tables, lists and links go.
struct LightReader {
  private let source: SourceText
  private let dialect: ProseDialect
  private var lineNumber = 1
  private var builder: ProseBuilder
  private var paragraph: [Range<Int>] = []
  private var item: (offset: Int, isChecked: Bool?)?
  /// The language that `[source,bash]` names for the next block.
  private var language = ""

  init(source: SourceText, dialect: ProseDialect) {
    self.source = source
    self.dialect = dialect
    builder = ProseBuilder(source: source)
  }

  mutating func read() -> ProseOutline {
    while lineNumber <= source.lineCount {
      let text = source.line(lineNumber).trimmed
      lineNumber += 1
      if text.isEmpty {
        flush()
      } else if dialect == .org ? readOrg(text) : readAsciiDoc(text) {
        continue
      } else if !readItem(text) {
        paragraph.append(text.startIndex..<text.endIndex)
      }
    }
    flush()
    return builder.outline()
  }

  private mutating func flush() {
    defer {
      paragraph.removeAll(keepingCapacity: true)
      item = nil
    }
    guard !paragraph.isEmpty else { return }
    let text = strip(paragraph)
    if let item {
      builder.add(item: text, isChecked: item.isChecked, at: item.offset)
    } else {
      builder.add(paragraph: text)
    }
  }

  private mutating func strip(_ ranges: [Range<Int>]) -> ProseText {
    var raw = ProseText()
    for range in ranges { raw.append(line: source.bytes[range]) }
    var inline = LightInline(raw, dialect: dialect)
    let text = inline.strip()
    for link in inline.links {
      if Self.isImage(link.target) {
        builder.add(figure: link.target, caption: link.text, at: link.offset)
      } else {
        builder.section.links.append(link)
      }
    }
    return text
  }

  private static func isImage(_ target: String) -> Bool {
    let target = target.lowercased()
    return [".png", ".svg", ".jpg", ".jpeg", ".gif"].contains { target.hasSuffix($0) }
  }

  private mutating func begin(_ title: ArraySlice<UInt8>, level: Int, at offset: Int) {
    flush()
    builder.begin("", level: level, at: offset)
    builder.section.title = strip([title.startIndex..<title.endIndex]).string
  }

  private mutating func readOrg(_ text: ArraySlice<UInt8>) -> Bool {
    let isAtMargin = text.startIndex == source.line(lineNumber - 1).startIndex
    let stars = text.prefix { $0 == "*" }.count
    if stars > 0, isAtMargin, text.dropFirst(stars).first == 0x20 {
      begin(text.dropFirst(stars).trimmed, level: stars, at: text.startIndex)
      return true
    }
    let start = String(bytes: text.prefix(60)).lowercased()
    if start.hasPrefix("#+begin_src") || start.hasPrefix("#+begin_example") {
      let words = start.split(separator: " ")
      flush()
      let isSource = start.hasPrefix("#+begin_src")
      readCode(
        until: isSource ? "#+end_src" : "#+end_example",
        language: isSource && words.count > 1 ? String(words[1]) : "")
      return true
    }
    if start.hasPrefix("#+title:") {
      begin(text.dropFirst("#+title:".utf8.count).trimmed, level: 1, at: text.startIndex)
      return true
    }
    if text.first == UInt8(ascii: "|") {
      readTable(text)
      return true
    }
    return start.hasPrefix("#") || start.hasPrefix(":properties:") || start.hasPrefix(":end:")
  }

  private mutating func readAsciiDoc(_ text: ArraySlice<UInt8>) -> Bool {
    let signs = text.prefix { $0 == "=" }.count
    if signs > 0, signs < 7, text.dropFirst(signs).first == 0x20 {
      begin(text.dropFirst(signs).trimmed, level: signs, at: text.startIndex)
      return true
    }
    let isFence = text.count >= 4 && text.allSatisfy { $0 == text[text.startIndex] }
    if isFence || text.hasPrefix("```"), let sign = text.first {
      flush()
      let fence = String(bytes: text.hasPrefix("```") ? text.prefix(3) : text)
      if sign == "-" || sign == "." || sign == "`" || sign == "/" {
        let named = sign == "`" ? String(bytes: text.dropFirst(3).trimmed) : language
        readCode(until: fence, language: named, isComment: sign == "/")
      }
      language = ""
      return true
    }
    if text.hasPrefix("|===") {
      readTable(text)
      return true
    }
    if text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") {
      let parts = text.dropFirst().dropLast().split(separator: UInt8(ascii: ","))
      if parts.count > 1, parts[0].elementsEqual("source".utf8) {
        language = String(bytes: parts[1].trimmed).lowercased()
      }
      return true
    }
    if text.hasPrefix("image::"), let open = text.firstIndex(of: UInt8(ascii: "[")) {
      let caption = text[(open + 1)...].prefix { $0 != "]" && $0 != "," }
      builder.add(
        figure: String(bytes: text[..<open].dropFirst(7)), caption: String(bytes: caption),
        at: text.startIndex)
      return true
    }
    return text.hasPrefix("//")
      || text.first == UInt8(ascii: ":") && text.dropFirst().contains(0x3A)
  }

  private mutating func readCode(until close: String, language: String, isComment: Bool = false) {
    let start =
      lineNumber <= source.lineCount ? source.line(lineNumber).startIndex : source.bytes.count
    var end = start
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      lineNumber += 1
      if String(bytes: line.trimmed).lowercased() == close { break }
      end = line.endIndex
    }
    guard !isComment else { return }
    let range = start..<max(start, end)
    builder.add(code: range, language: language, text: source.text(range), isExecutable: false)
  }

  private mutating func readTable(_ first: ArraySlice<UInt8>) {
    flush()
    var rows: [[String]] = []
    let isOrg = dialect == .org
    if isOrg { lineNumber -= 1 }
    while lineNumber <= source.lineCount {
      let text = source.line(lineNumber).trimmed
      if isOrg ? text.first != UInt8(ascii: "|") : text.hasPrefix("|===") { break }
      lineNumber += 1
      guard text.first == UInt8(ascii: "|"), !text.hasPrefix("|-") else { continue }
      let cells = text.split(separator: UInt8(ascii: "|"))
      rows.append(cells.map { strip([$0.startIndex..<$0.endIndex]).string })
    }
    if !isOrg { lineNumber += 1 }
    let header = rows.first ?? []
    for cell in rows.dropFirst().joined() {
      builder.section.numbers += ProseText(cell, at: first.startIndex).numbers
    }
    builder.section.tables.append(
      ProseTable(header: header, rows: max(0, rows.count - 1), offset: first.startIndex))
  }

  private mutating func readItem(_ text: ArraySlice<UInt8>) -> Bool {
    let signs = text.prefix {
      $0 == "-" || $0 == "*" || $0 == "+" || $0 == "." || $0.isDecimalDigit || $0 == ")"
    }
    let isNumber = signs.first?.isDecimalDigit == true && signs.count < 4 && signs.count > 1
    guard
      isNumber || signs.allSatisfy({ $0 == signs.first }) && signs.first?.isDecimalDigit == false,
      !signs.isEmpty, signs.endIndex < text.endIndex, text[signs.endIndex].isBlank
    else { return false }
    flush()
    var rest = text[signs.endIndex...].trimmed
    var isChecked: Bool?
    if rest.hasPrefix("[ ]") { isChecked = false }
    if rest.hasPrefix("[x]") || rest.hasPrefix("[X]") || rest.hasPrefix("[*]") { isChecked = true }
    if isChecked != nil { rest = rest.dropFirst(3).trimmed }
    item = (text.startIndex, isChecked)
    paragraph.append(rest.startIndex..<rest.endIndex)
    return true
  }
}

/// Takes AsciiDoc's and Org's inline markup out of a paragraph, and gathers the links in it.
struct LightInline {
  private let raw: ProseText
  private let dialect: ProseDialect
  private var index = 0
  private var text = ProseText()
  private(set) var links: [ProseLink] = []

  init(_ raw: ProseText, dialect: ProseDialect) {
    self.raw = raw
    self.dialect = dialect
  }

  mutating func strip() -> ProseText {
    while index < raw.count {
      let byte = raw.bytes[index]
      if byte == "[", dialect == .org, readOrgLink() { continue }
      if byte == "h", index == 0 || !raw.bytes[index - 1].isNameByte, readURL() { continue }
      if !"*`~".utf8.contains(byte) { text.append(byte, at: Int(raw.offsets[index])) }
      index += 1
    }
    return text
  }

  /// `[[target][text]]`
  private mutating func readOrgLink() -> Bool {
    let part = raw.bytes[index...].prefix(1000)
    guard part.hasPrefix("[["), let close = part.firstIndex(of: UInt8(ascii: "]")),
      close + 1 < part.endIndex
    else { return false }
    let target = String(bytes: part[(index + 2)..<close])
    let place = Int(raw.offsets[index])
    var shown = close..<close
    var end = close + 2
    if part[close + 1] == "[", let inner = part[(close + 2)...].firstIndex(of: UInt8(ascii: "]")) {
      shown = (close + 2)..<inner
      end = inner + 2
    }
    let label = raw.part(shown)
    links.append(ProseLink(text: label.string, target: target, offset: place))
    text.append(label)
    index = min(end, raw.count)
    return true
  }

  /// `https://x[text]` or a bare address.
  private mutating func readURL() -> Bool {
    let part = raw.bytes[index...]
    guard part.hasPrefix("http://") || part.hasPrefix("https://") else { return false }
    let place = Int(raw.offsets[index])
    let address = part.prefix { !$0.isSpace && $0 != "[" && $0 != "]" && $0 != ")" && $0 != ">" }
    var label = ProseText()
    var end = address.endIndex
    if end < raw.count, raw.bytes[end] == "[",
      let close = raw.bytes[end...].prefix(400).firstIndex(of: UInt8(ascii: "]"))
    {
      label = raw.part(end + 1..<close)
      end = close + 1
    }
    links.append(ProseLink(text: label.string, target: String(bytes: address), offset: place))
    text.append(label)
    index = end
    return true
  }
}
