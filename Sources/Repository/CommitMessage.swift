/// A commit's message, taken apart as git does: paragraphs, the last of which may hold trailers.
struct CommitMessage {
  let subject: String
  let trailers: [Commit.Trailer]
  let request: Int?

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0.isWhitespace }.reversed())
    }
    let paragraphs = lines.split(separator: "")
    let subject = paragraphs.first.map { $0.joined(separator: " ") } ?? ""
    self.subject = subject
    trailers = paragraphs.count > 1 ? paragraphs.last.map(CommitMessage.trailers) ?? [] : []
    request =
      CommitMessage.request(inSubject: subject)
      ?? lines.dropFirst().lazy.compactMap(CommitMessage.mergeRequest).first
  }

  /// The trailers of a paragraph that begins with one; lines that go on from the one before are joined to it.
  private static func trailers(_ lines: ArraySlice<String>) -> [Commit.Trailer] {
    var found: [Commit.Trailer] = []
    for line in lines {
      if line.first?.isWhitespace == true, let last = found.popLast() {
        let more = String(line.drop { $0.isWhitespace })
        found.append(Commit.Trailer(key: last.key, value: last.value + " " + more))
      } else if let trailer = trailer(line) {
        found.append(trailer)
      }
    }
    return found
  }

  private static func trailer(_ line: String) -> Commit.Trailer? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon]
    guard !key.isEmpty, key.utf8.allSatisfy({ isKeyByte($0) }) else { return nil }
    let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
    return value.isEmpty ? nil : Commit.Trailer(key: String(key), value: String(value))
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// `Merge pull request #12 from …`, `Merged in branch (pull request #12)`, or `… (#12)` at the end.
  private static func request(inSubject subject: String) -> Int? {
    if let number = number(in: subject, after: "Merge pull request #") { return number }
    if let number = number(in: subject, after: "(pull request #") { return number }
    guard subject.hasSuffix(")"), let open = subject.lastIndex(of: "(") else { return nil }
    let mark = subject[subject.index(after: open)...].dropLast()
    guard let first = mark.first, first == "#" || first == "!" else { return nil }
    return Int(mark.dropFirst())
  }

  /// GitLab's line `See merge request group/name!12`.
  private static func mergeRequest(_ line: String) -> Int? {
    guard line.hasPrefix("See merge request "), let mark = line.lastIndex(of: "!") else {
      return nil
    }
    return Int(line[line.index(after: mark)...])
  }

  private static func number(in text: String, after mark: String) -> Int? {
    let (text, mark) = (Array(text.utf8), Array(mark.utf8))
    guard text.count > mark.count else { return nil }
    for start in 0...(text.count - mark.count) where text[start...].starts(with: mark) {
      let digits = text[(start + mark.count)...].prefix { (0x30...0x39).contains($0) }
      return Int(String(decoding: digits, as: UTF8.self))
    }
    return nil
  }
}
