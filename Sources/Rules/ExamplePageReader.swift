internal import Text

/// Reads a page of examples line by line.
struct ExamplePageReader {
  private let source: SourceText
  private var problems: [Problem] = []
  private var line = 1
  /// Byte at which the current line begins.
  private var offset = 0
  private var shared: [ExamplePage.File] = []
  private var draft: Draft?
  private var scenarios: [ExamplePage.Scenario] = []
  private var isInHistory = false

  private struct Draft {
    let title: String
    let offset: Int
    var files: [ExamplePage.File] = []
    var history: [ExamplePage.Commit] = []
    var verdict: ExamplePage.Verdict?
    var missing: String?
  }

  init(_ source: SourceText) { self.source = source }

  mutating func read() -> Parsed<ExamplePage> {
    while line <= source.lineCount {
      let text = String(decoding: source.line(line), as: UTF8.self)
      if let fence = Fence(opening: text) {
        readFile(fence)
      } else {
        read(text)
        advance()
      }
    }
    finishScenario()
    if scenarios.isEmpty, problems.isEmpty {
      problems.append(Problem("a page without a scenario: no '## heading'", at: 0))
    }
    return Parsed(ExamplePage(scenarios: scenarios), problems: problems)
  }

  private mutating func advance() {
    offset += source.line(line).count + 1
    // A carriage return before the line feed is not in the line.
    if offset - 1 < source.bytes.count, source.bytes[offset - 1] == UInt8(ascii: "\r") {
      offset += 1
    }
    line += 1
  }

  private mutating func read(_ text: String) {
    if text.hasPrefix("## ") {
      finishScenario()
      draft = Draft(title: String(text.dropFirst(3)).trimmed, offset: offset)
      isInHistory = false
      return
    }
    let trimmed = text.trimmed
    let item = trimmed.hasPrefix("- ") || trimmed.hasPrefix("* ")
    let body = item ? String(trimmed.dropFirst(2)).trimmed : trimmed
    if let value = value(of: "verdict", in: body) {
      setVerdict(value)
    } else if let value = value(of: "missing", in: body) {
      set("missing") { $0.missing = value }
    } else if value(of: "history", in: body) == "" {
      set("history") { _ in }
      isInHistory = true
      return
    } else if isInHistory, item {
      let commit = commit(body)
      draft?.history.append(commit)
      return
    } else if trimmed.isEmpty {
      return
    }
    isInHistory = false
  }

  /// The text behind `key:`, or nil.
  private func value(of key: String, in text: String) -> String? {
    text.hasPrefix(key + ":") ? String(text.dropFirst(key.count + 1)).trimmed : nil
  }

  private mutating func set(_ what: String, _ change: (inout Draft) -> Void) {
    guard var changed = draft else {
      problems.append(Problem("'\(what)' stands before the first scenario", at: offset))
      return
    }
    change(&changed)
    draft = changed
  }

  private mutating func setVerdict(_ text: String) {
    guard let verdict = ExamplePage.Verdict(rawValue: text) else {
      let known = ExamplePage.Verdict.allCases.map(\.rawValue)
      let hint = nearest(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
      problems.append(Problem("unknown verdict '\(text)'\(hint)", at: offset))
      return
    }
    if draft?.verdict != nil {
      problems.append(Problem("a scenario has one verdict", at: offset))
    }
    set("verdict") { $0.verdict = verdict }
  }

  /// `2026-03-02 Subject`, or a subject alone.
  private func commit(_ text: String) -> ExamplePage.Commit {
    let shape = text.utf8.prefix(11).map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
    guard shape == Array("0000-00-00 ".utf8) else {
      return ExamplePage.Commit(day: nil, subject: text)
    }
    return ExamplePage.Commit(
      day: String(text.prefix(10)), subject: String(text.dropFirst(11)).trimmed)
  }

  /// From the opening fence to behind the closing one.
  private mutating func readFile(_ fence: Fence) {
    let start = offset
    advance()
    var lines: [String] = []
    while line <= source.lineCount {
      let text = String(decoding: source.line(line), as: UTF8.self)
      advance()
      if fence.isClosed(by: text) {
        add(fence, lines, at: start)
        return
      }
      lines.append(text)
    }
    problems.append(Problem("a fenced block without an end", at: start))
  }

  private mutating func add(_ fence: Fence, _ lines: [String], at start: Int) {
    guard let path = fence.path else {
      let hint = "write '``` PATH' or '```LANGUAGE PATH'"
      problems.append(Problem("a fenced block without a file's path; \(hint)", at: start))
      return
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.contains(where: { ["", ".", ".."].contains($0) }) {
      problems.append(Problem("'\(path)' is no path below the tree's root", at: start))
      return
    }
    let file = ExamplePage.File(path: path, text: lines.map { $0 + "\n" }.joined())
    if (draft?.files ?? shared).contains(where: { $0.path == path }) {
      problems.append(Problem("'\(path)' stands twice in one tree", at: start))
    }
    if draft == nil { shared.append(file) } else { draft?.files.append(file) }
  }

  private mutating func finishScenario() {
    guard let draft else { return }
    self.draft = nil
    guard let verdict = draft.verdict else {
      problems.append(Problem("scenario '\(draft.title)' lacks a verdict", at: draft.offset))
      return
    }
    let own = Set(draft.files.map(\.path))
    scenarios.append(
      ExamplePage.Scenario(
        title: draft.title, files: shared.filter { !own.contains($0.path) } + draft.files,
        history: draft.history, verdict: verdict, missing: draft.missing,
        position: source.position(of: draft.offset)))
  }
}

/// The opening of a fenced block (CommonMark §4.5, without indentation).
private struct Fence {
  private let mark: Character
  private let length: Int
  /// What stands behind the language, or alone behind a space; nil where there is neither.
  let path: String?

  init?(opening line: String) {
    guard let mark = line.first, mark == "`" || mark == "~" else { return nil }
    let length = line.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    let info = line.dropFirst(length)
    guard !info.contains("`") else { return nil }
    self.mark = mark
    self.length = length
    let path = String(info.drop { $0 != " " }).trimmed
    self.path = path.isEmpty ? nil : path
  }

  func isClosed(by line: String) -> Bool {
    let marks = line.prefix { $0 == mark }
    return marks.count >= length && line.dropFirst(marks.count).allSatisfy { $0 == " " }
  }
}
