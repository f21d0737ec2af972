internal import Facts
internal import Languages
internal import Text

/// Turns a document's outline into headings, and its fenced shell blocks into commands people are told to run.
struct ProseFacts {
  let file: Int
  let source: SourceText
  /// The notebook's path and cell, for a Markdown cell.
  var path: String
  var cell: Int?
  /// Names of programs that rules and runners know: in a block without a language, a line that begins with one is a
  /// command.
  var programs: Set<String> = []

  private static let shells: Set<String> = [
    "", "bash", "sh", "shell", "console", "zsh", "terminal",
  ]

  func facts(of outline: ProseOutline) -> FileFacts {
    var facts = FileFacts()
    facts.headings = outline.sections.map { heading($0, in: outline) }
    for section in outline.sections {
      for code in section.code where !code.isExecutable && Self.shells.contains(code.language) {
        facts.looseCommands += commands(in: code)
      }
    }
    return facts
  }

  private func location(_ offset: Int) -> Location {
    let place = source.position(of: offset)
    return Location(path: path, cell: cell, line: place.line, column: place.column)
  }

  private func heading(_ section: ProseSection, in outline: ProseOutline) -> HeadingFact {
    HeadingFact(
      file: file, location: location(section.offset), level: section.level, title: section.title,
      parents: parents(of: section, in: outline),
      tables: section.tables.map { ($0.header, $0.rows, location($0.offset)) },
      figures: section.figures.count, listItems: section.lists.count, numbers: section.numbers,
      sentences: section.sentences.map {
        HeadingFact.Sentence(text: $0.text, location: location($0.offset))
      }, links: section.links.map { ($0.text, $0.target, location($0.offset)) })
  }

  private func parents(of section: ProseSection, in outline: ProseOutline) -> [String] {
    var titles: [String] = []
    var parent = section.parent
    while let index = parent, titles.count < 8 {
      titles.insert(outline.sections[index].title, at: 0)
      parent = outline.sections[index].parent
    }
    return titles
  }

  /// The lines of a block, a prompt (`$ `) taken off; in a block without a language those with a prompt, or that begin
  /// with a program.
  private func commands(in code: ProseCode) -> [LooseCommand] {
    var commands: [LooseCommand] = []
    var offset = code.range.lowerBound
    for line in code.text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { offset += line.utf8.count + 1 }
      var text = line.drop { $0 == " " || $0 == "\t" }
      let isPrompted = text.hasPrefix("$ ") || text.hasPrefix("% ")
      if isPrompted { text = text.dropFirst(2) }
      guard !text.isEmpty, !text.hasPrefix("#"),
        isPrompted || !code.language.isEmpty || beginsWithProgram(text)
      else {
        continue
      }
      commands.append(
        LooseCommand(file: file, location: location(offset), text: String(text), origin: .document))
    }
    return commands
  }

  private func beginsWithProgram(_ line: Substring) -> Bool {
    line.split(separator: " ").first.map { programs.contains(String($0)) } ?? false
  }
}
