internal import Text

/// Reads INI line by line.
struct INIReader {
  private let bytes: [UInt8]
  private let readable: ReadableBytes
  private var problems = ProblemList()
  private var sections: [Section] = []
  private var sectionPlaces = KeyPlaces<ExactText>()
  /// The keys before the first section.
  private var top = MemberList()
  /// The section being read, nil before the first.
  private var current: Int?
  private var value: Value?

  private struct Section {
    let name: Node
    var members = MemberList()
  }

  /// A value that may go on over further lines.
  private struct Value {
    let key: Node
    let indent: Int
    let offset: Int
    var text: [UInt8]
    /// Empty lines that belong to the value if it goes on.
    var emptyLines = 0
  }

  init(_ source: SourceText) {
    bytes = source.bytes
    readable = ReadableBytes(of: source)
  }

  mutating func read() -> Parsed<Node> {
    var lines = INILines(bytes, from: readable.start, to: readable.end)
    while let line = lines.next() { readLine(line) }
    finishValue()
    if let problem = readable.problem { problems.addLast(problem) }
    let members =
      top.members
      + sections.map {
        Node.Member(
          key: $0.name, value: Node(.mapping($0.members.members), at: $0.name.offset))
      }
    return Parsed(
      Node(.mapping(members), at: members.first?.key.offset ?? readable.start),
      problems: problems.sorted)
  }

  private mutating func readLine(_ line: INILines.Line) {
    guard let first = bytes[line.range].first else {
      value?.emptyLines += 1
      return
    }
    if first == .hash || first == .semicolon { return }
    if let pending = value, line.indent > pending.indent { return continueValue(line) }
    finishValue()
    if first == .openBracket { readHeader(line) } else { readKey(line) }
  }

  private mutating func continueValue(_ line: INILines.Line) {
    let emptyLines = value?.emptyLines ?? 0
    value?.emptyLines = 0
    value?.text.append(contentsOf: repeatElement(.lineFeed, count: emptyLines + 1))
    value?.text.append(contentsOf: bytes[line.range])
  }

  private mutating func finishValue() {
    guard let finished = value else { return }
    value = nil
    let node = Node(.string(String(decoding: finished.text, as: UTF8.self)), at: finished.offset)
    let isRepeated: Bool
    if let current {
      isRepeated = sections[current].members.add(finished.key, node)
    } else {
      isRepeated = top.add(finished.key, node)
    }
    if isRepeated { problems.addRepeated(finished.key) }
  }

  private mutating func readHeader(_ line: INILines.Line) {
    let found = bytes[line.range].lastIndex(of: .closeBracket)
    if found == nil {
      problems.add(
        Problem("the section's name is not closed, expected ']'", at: line.range.lowerBound))
    }
    let close = found ?? line.range.upperBound
    let offset = line.range.lowerBound + 1
    let name = String(decoding: bytes[offset..<close], as: UTF8.self)
    let place = sectionPlaces.place(of: ExactText(name), count: sections.count) {
      ExactText(sections[$0].name.string ?? "")
    }
    if let place {
      current = place
      problems.add(
        Problem("repeated section '\(excerpt(name))'", at: offset, severity: .warning))
    } else {
      current = sections.count
      sections.append(Section(name: Node(.string(name), at: offset)))
    }
  }

  private mutating func readKey(_ line: INILines.Line) {
    let text = bytes[line.range]
    guard let equals = text.firstIndex(where: { $0 == .equals || $0 == .colon }),
      equals > line.range.lowerBound
    else {
      let found = excerpt(line.text(in: bytes))
      return problems.add(
        Problem(
          "'\(found)' found, expected a section or a key and '='", at: line.range.lowerBound))
    }
    let keyEnd = (text[..<equals].lastIndex { !$0.isBlank } ?? equals) + 1
    let valueStart = text[(equals + 1)...].firstIndex { !$0.isBlank } ?? line.range.upperBound
    let key = String(decoding: text[..<keyEnd], as: UTF8.self)
    value = Value(
      key: Node(.string(key), at: line.range.lowerBound), indent: line.indent, offset: valueStart,
      text: Array(text[valueStart...]))
  }
}
