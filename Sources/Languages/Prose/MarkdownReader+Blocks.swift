internal import Text

extension MarkdownReader {
  /// A fenced block; `{r}` chunks are run when the document is rendered, `{figure}` and kin are MyST's directives.
  mutating func readFence(_ text: ArraySlice<UInt8>, indent: Int) -> Bool {
    guard let sign = text.first else { return false }
    let length = text.prefix { $0 == sign }.count
    let info = text.dropFirst(length).trimmed
    guard length >= 3, !(sign == "`" && info.contains(sign)) else { return false }
    flush()
    let start = min(source.line(lineNumber).startIndex, bytes.count)
    var end = start
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      lineNumber += 1
      let inner = line.drop { $0.isBlank || $0 == ">" }.trimmed
      if inner.count >= length, inner.allSatisfy({ $0 == sign }) { break }
      end = lineNumber <= source.lineCount ? source.line(lineNumber).startIndex : bytes.count
    }
    addCode(start..<max(start, end), info: FenceInfo(info), indent: indent)
    return true
  }

  private mutating func addCode(_ range: Range<Int>, info: FenceInfo, indent: Int) {
    if info.isFigure {
      builder.add(figure: info.argument, caption: "", at: range.lowerBound)
      return
    }
    let text = unindented(range, by: indent)
    builder.add(code: range, language: info.language, text: text, isExecutable: info.isExecutable)
    if info.isExecutable,
      ["plotly", "ggplot", "fig-cap", "fig.cap", "plt."].contains(where: text.contains)
    {
      builder.add(figure: "", caption: info.argument, at: range.lowerBound)
    }
  }

  /// Code under a list item loses the item's indentation, code in a block quote its `>`.
  private func unindented(_ range: Range<Int>, by indent: Int) -> String {
    let isQuoted = source.bytes[range].first == UInt8(ascii: ">")
    guard indent > 0 || isQuoted else { return source.text(range) }
    let lines = source.bytes[range].split(separator: .newline, omittingEmptySubsequences: false)
    return lines.map { line in
      var line = line
      if isQuoted, line.first == UInt8(ascii: ">") {
        line = line.dropFirst(line.dropFirst().first == 0x20 ? 2 : 1)
      }
      let blanks = min(indent, line.prefix { $0.isBlank }.count)
      return String(bytes: line.dropFirst(blanks))
    }.joined(separator: "\n")
  }

  mutating func readIndentedCode() {
    let first = source.line(lineNumber - 1)
    let start = first.startIndex
    var end = first.endIndex
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      let isIndented = line.first == 0x09 || line.prefix { $0 == 0x20 }.count >= 4
      guard isIndented || line.trimmed.isEmpty else { break }
      lineNumber += 1
      if isIndented { end = line.endIndex }
    }
    builder.add(
      code: start..<max(start, end), language: "", text: unindented(start..<max(start, end), by: 4),
      isExecutable: false)
  }
}

extension MarkdownReader {
  /// A header row, `|---|`, and rows; false, and nothing read, where the second line is no such rule.
  mutating func readTable(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.contains(UInt8(ascii: "|")), lineNumber <= source.lineCount else { return false }
    let rule = source.line(lineNumber).drop { $0.isBlank || $0 == ">" }.trimmed
    guard rule.contains(UInt8(ascii: "-")), rule.contains(UInt8(ascii: "|")),
      rule.allSatisfy({ $0 == "|" || $0 == "-" || $0 == ":" || $0.isBlank })
    else { return false }
    flush()
    lineNumber += 1
    let header = cells(text).map { strip([$0]).string }
    var rows = 0
    while lineNumber <= source.lineCount {
      let row = bytes[range(lineNumber)].drop { $0.isBlank || $0 == ">" }.trimmed
      guard row.contains(UInt8(ascii: "|")) else { break }
      lineNumber += 1
      rows += 1
      for cell in cells(row) {
        let text = strip([cell])
        builder.section.numbers += text.numbers
      }
    }
    builder.section.tables.append(ProseTable(header: header, rows: rows, offset: text.startIndex))
    return true
  }

  /// The cells of a row; `\|` and a bar in a code span separate none.
  private func cells(_ row: ArraySlice<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = row.startIndex
    if row.first == UInt8(ascii: "|") { start += 1 }
    var inCode = false
    var place = start
    while place < row.endIndex {
      if row[place] == "`" { inCode.toggle() }
      if row[place] == "\\" {
        place += 1
      } else if row[place] == "|", !inCode {
        found.append(start..<place)
        start = place + 1
      }
      place += 1
    }
    if start < row.endIndex { found.append(start..<row.endIndex) }
    return found
  }
}

extension MarkdownReader {
  /// Headings, tables, code and scripts of HTML; false where the line is to be read as text with tags in it.
  mutating func readHTML(_ text: ArraySlice<UInt8>) -> Bool {
    if let (level, open) = headingTag(in: text) { return readHTMLHeading(level, from: open, text) }
    for name in ["pre", "script", "style", "svg"] where isTag(name, at: text.startIndex) {
      flush()
      let start = text.startIndex
      let end = closing(name, from: start)
      if name == "pre" {
        builder.add(
          code: start..<end, language: "", text: source.text(start..<end), isExecutable: false)
      }
      move(behind: end)
      return true
    }
    if isTag("table", at: text.startIndex) {
      flush()
      let end = closing("table", from: text.startIndex)
      readHTMLTable(text.startIndex..<end)
      move(behind: end)
      return true
    }
    return false
  }

  /// The next line read is the one after the line that an offset stands in.
  private mutating func move(behind end: Int) {
    lineNumber = max(lineNumber, source.position(of: max(0, end - 1)).line + 1)
  }

  private func isTag(_ name: String, at place: Int, isClosing: Bool = false) -> Bool {
    var place = place
    guard place < bytes.count, bytes[place] == "<" else { return false }
    place += 1
    if isClosing {
      guard place < bytes.count, bytes[place] == "/" else { return false }
      place += 1
    }
    for byte in name.utf8 {
      guard place < bytes.count, bytes[place].lowercased == byte else { return false }
      place += 1
    }
    return place >= bytes.count || !bytes[place].isNameByte
  }

  /// Behind the closing tag, or at the line's end where the tag is never closed.
  private mutating func closing(_ name: String, from start: Int) -> Int {
    var place = start
    while place < bytes.count, !unclosedTags.contains(name) {
      if bytes[place] == "<", isTag(name, at: place, isClosing: true) {
        return min(bytes.count, place + name.utf8.count + 3)
      }
      place += 1
    }
    unclosedTags.insert(name)
    return source.line(source.position(of: start).line).endIndex
  }

  private func headingTag(in text: ArraySlice<UInt8>) -> (level: Int, offset: Int)? {
    var place = text.startIndex
    while place + 2 < text.endIndex {
      if text[place] == "<", text[place + 1].lowercased == UInt8(ascii: "h"),
        ("1"..."6") ~= text[place + 2], place + 3 >= text.endIndex || !text[place + 3].isNameByte
      {
        return (Int(text[place + 2] - 0x30), place)
      }
      place += 1
    }
    return nil
  }

  private mutating func readHTMLHeading(_ level: Int, from open: Int, _ text: ArraySlice<UInt8>)
    -> Bool
  {
    flush()
    let name = "h\(level)"
    var end = open
    let limit = min(bytes.count, open + 1000)
    while end < limit, !(bytes[end] == "<" && isTag(name, at: end, isClosing: true)) { end += 1 }
    if end == limit { end = text.endIndex }
    builder.begin("", level: level, at: open)
    let title = strip([open..<end])
    builder.section.title = title.string
    let after = min(bytes.count, end + 5)
    let line = source.position(of: end).line
    if line >= lineNumber { lineNumber = line + 1 }
    // What stands behind the heading on its line.
    let rest = after..<max(after, source.line(line).endIndex)
    if !bytes[rest].trimmed.isEmpty { builder.add(paragraph: strip([rest])) }
    return true
  }

  private mutating func readHTMLTable(_ range: Range<Int>) {
    var header: [String] = []
    var rows = 0
    var place = range.lowerBound
    while place < range.upperBound {
      guard bytes[place] == "<" else {
        place += 1
        continue
      }
      if isTag("tr", at: place) { rows += 1 }
      if isTag("th", at: place) || isTag("td", at: place) {
        let isHeader = isTag("th", at: place)
        let end = cellEnd(from: place + 3, to: range.upperBound)
        let text = strip([place..<end])
        if isHeader { header.append(text.string) } else { builder.section.numbers += text.numbers }
        place = end
      } else {
        place += 1
      }
    }
    builder.section.tables.append(
      ProseTable(
        header: header, rows: max(0, rows - (header.isEmpty ? 0 : 1)), offset: range.lowerBound))
  }

  private func cellEnd(from start: Int, to end: Int) -> Int {
    var place = min(start, end)
    while place < end {
      if bytes[place] == "<",
        ["td", "th", "tr"].contains(where: {
          isTag($0, at: place) || isTag($0, at: place, isClosing: true)
        })
      {
        break
      }
      place += 1
    }
    return place
  }
}

/// What stands behind a fence: `python`, `{r, echo=FALSE}`, `{.bash .copy}`, `{figure} a.png`, `py title="x"`.
struct FenceInfo {
  private(set) var language = ""
  private(set) var argument = ""
  private(set) var isExecutable = false
  private(set) var isFigure = false

  private static let engines: Set<String> = [
    "r", "python", "python3", "julia", "bash", "sh", "sql", "ojs", "stan", "rcpp", "code-cell",
    "ipython", "ipython3",
  ]

  init(_ info: ArraySlice<UInt8>) {
    guard info.first == UInt8(ascii: "{"), let close = info.firstIndex(of: UInt8(ascii: "}")) else {
      language = String(bytes: info.prefix { !$0.isSpace && $0 != "{" && $0 != "," && $0 != ":" })
        .lowercased()
      return
    }
    let inner = info[(info.startIndex + 1)..<close].trimmed
    argument = String(bytes: info[(close + 1)...].trimmed)
    let isClass = inner.first == UInt8(ascii: ".")
    let name = String(
      bytes: inner.drop { $0 == "." || $0 == "=" }.prefix { !$0.isSpace && $0 != "," && $0 != "}" }
    )
    .lowercased()
    isExecutable = !isClass && Self.engines.contains(name)
    isFigure = name == "figure" || name == "image"
    switch name {
    case "code-cell", "code-block", "code", "sourcecode": language = argument.lowercased()
    case "python3", "ipython", "ipython3": language = "python"
    default: language = name
    }
  }
}
