/// A commit's message, taken apart as git does: paragraphs, the last of which may hold trailers.
///
/// Bytes throughout: five hundred messages are read for every audit.
struct CommitMessage {
  let subject: String
  let trailers: [Commit.Trailer]
  let request: Int?

  private typealias Line = ArraySlice<UInt8>

  init(_ text: String) {
    let lines = Array(text.utf8).split(separator: newline, omittingEmptySubsequences: false)
      .map(CommitMessage.trimmed)
    let paragraphs = lines.split { $0.isEmpty }
    let subject = Array((paragraphs.first ?? []).joined(separator: [space]))
    self.subject = String(decoding: subject, as: UTF8.self)
    trailers = paragraphs.count > 1 ? paragraphs.last.map(CommitMessage.trailers) ?? [] : []
    request =
      CommitMessage.request(inSubject: subject)
      ?? lines.dropFirst().lazy.compactMap(CommitMessage.mergeRequest).first
  }

  private static func trimmed(_ line: Line) -> Line {
    var line = line
    while let last = line.last, isSpace(last) { line.removeLast() }
    return line
  }

  /// The trailers among a paragraph's lines; a line that is indented goes on with the trailer before it.
  private static func trailers(_ lines: ArraySlice<Line>) -> [Commit.Trailer] {
    var found: [Commit.Trailer] = []
    for line in lines {
      if let first = line.first, isSpace(first), let last = found.popLast() {
        found.append(
          Commit.Trailer(key: last.key, value: last.value + " " + text(line.drop(while: isSpace))))
      } else if let trailer = trailer(line) {
        found.append(trailer)
      }
    }
    return found
  }

  private static func trailer(_ line: Line) -> Commit.Trailer? {
    let key = line.prefix(while: isKeyByte)
    guard !key.isEmpty, line[key.endIndex...].first == UInt8(ascii: ":") else { return nil }
    let value = line[key.endIndex...].dropFirst().drop(while: isSpace)
    return value.isEmpty ? nil : Commit.Trailer(key: text(key), value: text(value))
  }

  /// `Merge pull request #12 from …`, `Merged in branch (pull request #12)`, or `… (#12)` at the end.
  private static func request(inSubject subject: [UInt8]) -> Int? {
    if let number = number(in: subject, after: "Merge pull request #") { return number }
    if let number = number(in: subject, after: "(pull request #") { return number }
    guard subject.last == UInt8(ascii: ")"),
      let open = subject.lastIndex(of: UInt8(ascii: "("))
    else { return nil }
    let mark = subject[(open + 1)...].dropLast()
    guard let first = mark.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "!") else {
      return nil
    }
    return Int(text(mark.dropFirst()))
  }

  /// GitLab's line `See merge request group/name!12`.
  private static func mergeRequest(_ line: Line) -> Int? {
    guard line.starts(with: "See merge request ".utf8),
      let mark = line.lastIndex(of: UInt8(ascii: "!"))
    else { return nil }
    return Int(text(line[(mark + 1)...]))
  }

  private static func number(in text: [UInt8], after mark: String) -> Int? {
    let mark = Array(mark.utf8)
    guard let start = text.indices.first(where: { text[$0...].starts(with: mark) }) else {
      return nil
    }
    let digits = text[(start + mark.count)...].prefix { (0x30...0x39).contains($0) }
    return Int(CommitMessage.text(digits))
  }

  private static func text(_ line: Line) -> String { String(decoding: line, as: UTF8.self) }
}

private let newline = UInt8(ascii: "\n")
private let space = UInt8(ascii: " ")

private func isSpace(_ byte: UInt8) -> Bool {
  byte == space || (0x09...0x0D).contains(byte)
}

private func isKeyByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
    true
  default: false
  }
}
