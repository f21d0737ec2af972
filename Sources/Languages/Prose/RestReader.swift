internal import Text

/// Reads reStructuredText with Sphinx's directives, line by line.
struct RestReader {
  let source: SourceText
  private var lineNumber = 1
  private var builder: ProseBuilder
  private var paragraph: [Range<Int>] = []
  private var item: Int?
  /// The underlines in the order they were first met, each the level of its place; overlined ones apart.
  private var styles: [[UInt8]] = []

  init(source: SourceText) {
    self.source = source
    builder = ProseBuilder(source: source)
  }

  mutating func read() -> ProseOutline {
    while lineNumber <= source.lineCount { readBlock() }
    flush()
    return builder.outline()
  }

  private func indent(of line: ArraySlice<UInt8>) -> Int { line.prefix { $0.isBlank }.count }

  private mutating func readBlock() {
    let line = source.line(lineNumber)
    let text = line.trimmed
    lineNumber += 1
    guard !text.isEmpty else {
      flush()
      return
    }
    if text.hasPrefix(".. ") || text.elementsEqual("..".utf8) {
      flush()
      readDirective(text, indent: indent(of: line))
      return
    }
    if readHeading(line) || readGridTable(text) || readSimpleTable(text) || readItem(text) {
      return
    }
    if text.hasPrefix(">>>") {
      flush()
      readDoctest()
      return
    }
    if text.hasPrefix("__ ") || text.first == UInt8(ascii: ":") && isField(text) { return }
    paragraph.append(text.startIndex..<text.endIndex)
    if text.suffix(2).elementsEqual("::".utf8) {
      let outer = indent(of: line)
      flush()
      readIndented(below: outer, language: "")
    }
  }

  private mutating func flush() {
    defer {
      paragraph.removeAll(keepingCapacity: true)
      item = nil
    }
    guard !paragraph.isEmpty else { return }
    let text = strip(paragraph)
    if let item {
      builder.add(item: text, isChecked: nil, at: item)
    } else {
      builder.add(paragraph: text)
    }
  }

  private mutating func strip(_ ranges: [Range<Int>]) -> ProseText {
    var raw = ProseText()
    for range in ranges { raw.append(line: source.bytes[range]) }
    var inline = RestInline(raw)
    let text = inline.strip()
    builder.section.links += inline.links
    return text
  }

  /// `:orphan:`, `:option: value` of no directive.
  private func isField(_ text: ArraySlice<UInt8>) -> Bool {
    guard let close = text.dropFirst().firstIndex(of: UInt8(ascii: ":")) else { return false }
    return close + 1 == text.endIndex || text[close + 1].isBlank
  }
}

extension RestReader {
  private static func isUnderline(_ line: ArraySlice<UInt8>) -> UInt8? {
    let text = line.trimmed
    guard let sign = text.first, text.count >= 2, !sign.isNameByte, text.allSatisfy({ $0 == sign }),
      line.first == sign, sign != ".", sign != ":" || text.count > 3
    else { return nil }
    return sign
  }

  /// A title over a line of signs, or between two.
  private mutating func readHeading(_ line: ArraySlice<UInt8>) -> Bool {
    guard lineNumber <= source.lineCount, paragraph.isEmpty else { return false }
    let next = source.line(lineNumber)
    if let sign = Self.isUnderline(line), lineNumber + 1 <= source.lineCount {
      let title = next.trimmed
      guard !title.isEmpty, Self.isUnderline(source.line(lineNumber + 1)) == sign,
        source.line(lineNumber + 1).trimmed.count == line.trimmed.count
      else { return false }
      begin(title, style: [sign, sign])
      lineNumber += 2
      return true
    }
    let title = line.trimmed
    guard let sign = Self.isUnderline(next), indent(of: line) == 0,
      next.trimmed.count >= min(title.count, 4) - 1, Self.isUnderline(line) == nil
    else { return false }
    begin(title, style: [sign])
    lineNumber += 1
    return true
  }

  private mutating func begin(_ title: ArraySlice<UInt8>, style: [UInt8]) {
    flush()
    let level = styles.firstIndex(of: style) ?? styles.count
    if level == styles.count { styles.append(style) }
    builder.begin("", level: level + 1, at: title.startIndex)
    builder.section.title = strip([title.startIndex..<title.endIndex]).string
  }

  private mutating func readItem(_ text: ArraySlice<UInt8>) -> Bool {
    var place = text.startIndex
    guard let first = text.first else { return false }
    if first == "-" || first == "*" || first == "+" {
      place += 1
    } else {
      while place < text.endIndex, place - text.startIndex < 9,
        text[place].isDecimalDigit || text[place] == "#"
      {
        place += 1
      }
      guard place > text.startIndex, place < text.endIndex,
        text[place] == "." || text[place] == ")",
        paragraph.isEmpty || item != nil
      else { return false }
      place += 1
    }
    guard place < text.endIndex, text[place].isBlank else { return false }
    flush()
    item = text.startIndex
    let rest = text[place...].trimmed
    paragraph.append(rest.startIndex..<rest.endIndex)
    return true
  }
}

extension RestReader {
  /// The lines indented more than a block's own, or nothing; the next line read is the one behind them.
  private mutating func takeIndented(below outer: Int) -> Range<Int>? {
    var start: Int?
    var end = 0
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      let isEmpty = line.trimmed.isEmpty
      guard isEmpty || indent(of: line) > outer else { break }
      if !isEmpty {
        start = start ?? line.startIndex
        end = line.endIndex
      }
      lineNumber += 1
    }
    return start.map { $0..<end }
  }

  private mutating func readIndented(below outer: Int, language: String) {
    guard let range = takeIndented(below: outer) else { return }
    addCode(range, language: language)
  }

  private mutating func addCode(_ range: Range<Int>, language: String) {
    let lines = source.bytes[range].split(separator: .newline, omittingEmptySubsequences: false)
    let blanks = lines.first.map { indent(of: $0) } ?? 0
    let text = lines.map { String(bytes: $0.dropFirst(min(blanks, indent(of: $0)))) }
      .joined(separator: "\n")
    builder.add(code: range, language: language, text: text, isExecutable: false)
  }

  private mutating func readDoctest() {
    let start = source.line(lineNumber - 1).startIndex
    var end = source.line(lineNumber - 1).endIndex
    while lineNumber <= source.lineCount, !source.line(lineNumber).trimmed.isEmpty {
      end = source.line(lineNumber).endIndex
      lineNumber += 1
    }
    addCode(start..<end, language: "python")
  }

  private static let code: Set<String> = [
    "code-block", "code", "sourcecode", "parsed-literal", "testcode", "testsetup", "testoutput",
    "ipython", "prompt", "console", "jupyter-execute", "literalinclude",
  ]
  private static let prose: Set<String> = [
    "note", "warning", "tip", "important", "admonition", "attention", "caution", "danger", "error",
    "hint", "seealso", "versionadded", "versionchanged", "deprecated", "topic", "sidebar",
    "epigraph",
    "tab-item", "tab-set", "grid", "grid-item-card", "dropdown", "container", "rubric", "tabs",
    "tab",
    "details", "only",
  ]

  /// `.. name:: argument` with its options and content, or a comment.
  private mutating func readDirective(_ text: ArraySlice<UInt8>, indent outer: Int) {
    var head = text.dropFirst(2).trimmed
    if head.first == UInt8(ascii: "|"), let bar = head.dropFirst().firstIndex(of: UInt8(ascii: "|"))
    {
      head = head[(bar + 1)...].trimmed
    }
    guard let marker = Self.marker(in: head) else {
      // A comment, a target or a footnote.
      if head.first == UInt8(ascii: "["), let close = head.firstIndex(of: UInt8(ascii: "]")) {
        paragraph.append((close + 1)..<head.endIndex)
      } else {
        _ = takeIndented(below: outer)
      }
      return
    }
    let name = String(bytes: head[..<marker]).lowercased()
    let argument = String(bytes: head[(marker + 2)...].trimmed)
    if Self.prose.contains(name) {
      if name == "rubric" || !argument.isEmpty && !["only", "container"].contains(name) {
        paragraph.append(head[(marker + 2)...].trimmed.startIndex..<head.endIndex)
      }
      skipOptions()
      return
    }
    let start = text.startIndex
    let options = skipOptions()
    switch name {
    case "image", "figure", "plot":
      builder.add(figure: argument, caption: options["alt"] ?? "", at: start)
      if name == "plot" { _ = takeIndented(below: outer) }
    case "table", "list-table", "csv-table":
      readTableDirective(name, options, below: outer, at: start)
    case _ where Self.code.contains(name):
      let language = name == "ipython" || name == "testcode" ? "python" : argument.lowercased()
      readIndented(below: outer, language: language)
    default: _ = takeIndented(below: outer)
    }
  }

  private static func marker(in head: ArraySlice<UInt8>) -> Int? {
    var place = head.startIndex
    while place < head.endIndex, head[place].isNameByte || head[place] == "-" || head[place] == "+"
    {
      place += 1
    }
    if place + 1 < head.endIndex, head[place] == ":", head[place + 1] != ":" {
      // A domain: `py:function::`.
      place += 1
      while place < head.endIndex, head[place].isNameByte { place += 1 }
    }
    guard place > head.startIndex, place + 1 < head.endIndex, head[place] == ":",
      head[place + 1] == ":"
    else { return nil }
    return place
  }

  /// The `:name: value` lines under a directive.
  @discardableResult
  private mutating func skipOptions() -> [String: String] {
    var options: [String: String] = [:]
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber)
      let text = line.trimmed
      guard text.first == UInt8(ascii: ":"), indent(of: line) > 0,
        let close = text.dropFirst().firstIndex(of: UInt8(ascii: ":"))
      else { break }
      options[String(bytes: text[(text.startIndex + 1)..<close])] = String(
        bytes: text[(close + 1)...].trimmed)
      lineNumber += 1
    }
    return options
  }

  private mutating func readTableDirective(
    _ name: String, _ options: [String: String], below outer: Int, at offset: Int
  ) {
    // A plain `table` holds a grid or simple table, which is read by itself.
    guard name != "table", let range = takeIndented(below: outer) else { return }
    var header = options["header"].map { $0.split(separator: ",").map { String($0).trimmed } } ?? []
    var rows: [[String]] = []
    for line in source.bytes[range].split(separator: .newline) {
      var text = line.trimmed
      if name == "csv-table" {
        rows.append(text.split(separator: UInt8(ascii: ",")).map { String(bytes: $0).trimmed })
        continue
      }
      if text.hasPrefix("* -") {
        rows.append([])
        text = text.dropFirst(2)
      }
      guard text.first == UInt8(ascii: "-"), !rows.isEmpty else { continue }
      let cell = text.dropFirst().trimmed
      rows[rows.count - 1].append(strip([cell.startIndex..<cell.endIndex]).string)
    }
    let headers = Int(options["header-rows"] ?? "0") ?? 0
    if header.isEmpty, headers > 0, let first = rows.first {
      header = first
      rows.removeFirst()
    }
    for cell in rows.joined() { builder.section.numbers += ProseText(cell, at: offset).numbers }
    builder.section.tables.append(ProseTable(header: header, rows: rows.count, offset: offset))
  }
}

extension RestReader {
  /// `+---+---+` tables.
  private mutating func readGridTable(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.hasPrefix("+-") || text.hasPrefix("+="), text.last == UInt8(ascii: "+") else {
      return false
    }
    flush()
    var header: [String] = []
    var rows: [[String]] = [[]]
    while lineNumber <= source.lineCount {
      let line = source.line(lineNumber).trimmed
      if line.first == UInt8(ascii: "+") {
        if line.contains(UInt8(ascii: "=")) {
          header = rows.last ?? []
          rows = []
        }
        rows.append([])
      } else if line.first == UInt8(ascii: "|") {
        let cells = line.dropFirst().split(separator: UInt8(ascii: "|"))
        let texts = cells.map { strip([$0.startIndex..<$0.endIndex]).string }
        if var last = rows.popLast() {
          for (index, text) in texts.enumerated() {
            if index < last.count {
              last[index] += text.isEmpty ? "" : " " + text
            } else {
              last.append(text)
            }
          }
          rows.append(last)
        }
      } else {
        break
      }
      lineNumber += 1
    }
    add(rows: rows.filter { !$0.isEmpty }, header: header, at: text.startIndex)
    return true
  }

  private mutating func add(rows: [[String]], header: [String], at offset: Int) {
    for cell in rows.joined() { builder.section.numbers += ProseText(cell, at: offset).numbers }
    builder.section.tables.append(ProseTable(header: header, rows: rows.count, offset: offset))
  }

  private static func columns(_ rule: ArraySlice<UInt8>) -> [Range<Int>]? {
    guard rule.allSatisfy({ $0 == "=" || $0.isBlank }) else { return nil }
    let parts = rule.split(whereSeparator: \.isBlank)
    guard parts.count > 1 else { return nil }
    return parts.map { $0.startIndex - rule.startIndex..<$0.endIndex - rule.startIndex }
  }

  /// `===  ===` tables.
  private mutating func readSimpleTable(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "="), let columns = Self.columns(text) else { return false }
    let indent = indent(of: source.line(lineNumber - 1))
    flush()
    var groups: [[[String]]] = [[]]
    while lineNumber <= source.lineCount, groups.count < 3 {
      let line = source.line(lineNumber)
      lineNumber += 1
      if Self.columns(line.trimmed) != nil {
        groups.append([])
        // The rule behind the header is followed by rows; the last one by a blank line.
        if lineNumber > source.lineCount || source.line(lineNumber).trimmed.isEmpty { break }
        continue
      }
      let body = line.dropFirst(min(indent, line.count))
      guard !body.trimmed.isEmpty else { continue }
      groups[groups.count - 1].append(
        columns.enumerated().map { index, column in
          let start = min(body.startIndex + column.lowerBound, body.endIndex)
          let isLast = index + 1 == columns.count
          let end = isLast ? body.endIndex : min(body.startIndex + column.upperBound, body.endIndex)
          return strip([start..<max(start, end)]).string
        })
    }
    let hasHeader = groups.count > 2
    add(
      rows: hasHeader ? groups[1] : groups[0], header: hasHeader ? groups[0].last ?? [] : [],
      at: text.startIndex)
    return true
  }
}

/// Takes reStructuredText's inline markup out of a paragraph, and gathers the links in it.
struct RestInline {
  private let raw: ProseText
  private var index = 0
  private var text = ProseText()
  private(set) var links: [ProseLink] = []
  private var isTickDead = false

  init(_ raw: ProseText) { self.raw = raw }

  mutating func strip() -> ProseText {
    while index < raw.count { step() }
    return text
  }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    let place = index + ahead
    return place >= 0 && place < raw.count ? raw.bytes[place] : 0
  }

  private mutating func keep() {
    text.append(raw.bytes[index], at: Int(raw.offsets[index]))
    index += 1
  }

  private mutating func step() {
    switch peek() {
    case "\\": index += 1
    case "`": readTicks()
    case "*": while peek() == "*" { index += 1 }
    case "|" where peek(1).isNameByte || peek(-1).isNameByte: index += 1
    case ":" where peek(-1) == 0 || !peek(-1).isNameByte: if !skipRole() { keep() }
    case "_" where !peek(1).isNameByte: index += 1
    case "h" where !peek(-1).isNameByte && isURL: readURL()
    default: keep()
    }
  }

  private var isURL: Bool {
    peek(1) == "t" && peek(2) == "t" && peek(3) == "p" && (peek(4) == ":" || peek(5) == ":")
  }

  private mutating func readURL() {
    let start = index
    while index < raw.count, !peek().isSpace, peek() != ">", peek() != ")", peek() != "`" {
      index += 1
    }
    let target = String(bytes: raw.bytes[start..<index])
    links.append(ProseLink(text: target, target: target, offset: Int(raw.offsets[start])))
  }

  /// The role in ``:ref:`text` ``.
  private mutating func skipRole() -> Bool {
    var length = 1
    while peek(length).isNameByte || peek(length) == ":" || peek(length) == "-"
      || peek(length) == "+"
    {
      length += 1
      if length > 60 { return false }
    }
    guard length > 2, peek(length) == "`", peek(length - 1) == ":" else { return false }
    index += length
    return true
  }

  /// ``` ``code`` ```, `` `text` ``, `` `text <target>`_ ``.
  private mutating func readTicks() {
    let length = peek(1) == "`" ? 2 : 1
    let start = index + length
    var end = start
    while !isTickDead, end < raw.count,
      !(raw.bytes[end] == "`" && (length == 1 || end + 1 < raw.count && raw.bytes[end + 1] == "`"))
    {
      end += 1
    }
    guard end < raw.count, !isTickDead else {
      isTickDead = true
      index = start
      return
    }
    let place = Int(raw.offsets[index])
    var shown = start..<end
    if length == 1, end > start, raw.bytes[end - 1] == ">",
      let open = raw.bytes[start..<end].lastIndex(of: UInt8(ascii: "<"))
    {
      shown = start..<open
      let target = String(bytes: raw.bytes[open + 1..<end - 1])
      links.append(ProseLink(text: raw.part(shown).string, target: target, offset: place))
    }
    text.append(raw.part(shown))
    index = end + length
    while peek() == "_" { index += 1 }
  }
}
