internal import Text

/// Puts what a reader finds under the heading it stands under.
struct ProseBuilder {
  private let source: SourceText
  private var sections: [ProseSection] = []
  private var stack: [(level: Int, index: Int)] = []

  init(source: SourceText) {
    self.source = source
    sections = [ProseSection(title: "", level: 0, offset: 0, lines: 1...1, parent: nil)]
  }

  /// The section that is being filled.
  var section: ProseSection {
    get { sections[sections.count - 1] }
    // In place: a setter would copy the section's lists for each thing added.
    _modify { yield &sections[sections.count - 1] }
  }

  mutating func begin(_ title: String, level: Int, at offset: Int) {
    while let last = stack.last, last.level >= level { stack.removeLast() }
    let line = source.position(of: offset).line
    let parent = stack.last?.index
    stack.append((level, sections.count))
    sections.append(
      ProseSection(title: title, level: level, offset: offset, lines: line...line, parent: parent))
  }

  mutating func add(paragraph text: ProseText) {
    section.sentences += text.sentences
    section.numbers += text.numbers
  }

  mutating func add(item text: ProseText, isChecked: Bool?, at offset: Int) {
    section.lists.append(ProseListItem(text: text.string, offset: offset, isChecked: isChecked))
    add(paragraph: text)
  }

  mutating func add(figure target: String, caption: String, at offset: Int) {
    guard !Self.isBadge(target) else { return }
    section.figures.append(ProseFigure(target: target, caption: caption, offset: offset))
  }

  mutating func add(code range: Range<Int>, language: String, text: String, isExecutable: Bool) {
    section.code.append(
      ProseCode(
        language: language, range: range, text: text, offset: range.lowerBound,
        isExecutable: isExecutable))
  }

  private static let badges = [
    "shields.io", "badge.svg", "/badge", "badgen.net", "badge.fury", "codecov.io", "coveralls.io",
    "-badge", "_badge", "badge.png", "zenodo.org", "pepy.tech", "/build/status",
    "app.netlify.com/api",
  ]

  static func isBadge(_ target: String) -> Bool {
    let target = target.lowercased()
    return badges.contains { target.contains($0) }
  }

  /// The outline; the first section is left out where nothing stands in it.
  func outline(frontMatter: Range<Int>? = nil) -> ProseOutline {
    var sections = sections
    for index in sections.indices {
      let start = sections[index].lines.lowerBound
      let next =
        index + 1 < sections.count ? sections[index + 1].lines.lowerBound - 1 : source.lineCount
      sections[index].lines = start...max(start, next)
    }
    if sections.count > 1, sections[0].isEmpty {
      sections.removeFirst()
      for index in sections.indices {
        sections[index].parent = sections[index].parent.map { $0 - 1 }
      }
    }
    return ProseOutline(sections: sections, frontMatter: frontMatter)
  }
}

extension ProseSection {
  fileprivate var isEmpty: Bool {
    tables.isEmpty && figures.isEmpty && lists.isEmpty && code.isEmpty && sentences.isEmpty
      && links.isEmpty && numbers == 0
  }
}
