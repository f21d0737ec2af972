internal import Text

extension RuleReader {
  /// A literal, or an entry that a `$name` brought in; the node is where it is written in this file.
  struct Entry {
    let text: String
    let node: Node
    /// The list it came from, or nil for a literal.
    let list: String?

    /// `'x'`, or `'x' from $list`.
    var named: String { list.map { "'\(text)' from $\($0)" } ?? "'\(text)'" }
  }

  /// Text, or a list of it, with each `$name` replaced by its list.
  ///
  /// `scalars` lets numbers and truth values stand for the text they are spelled with.
  mutating func entries(_ node: Node, _ what: String, scalars: Bool = false) -> [Entry] {
    if node.isSequence, node.elements.isEmpty {
      report("empty list for \(what)", at: node)
      return []
    }
    var found: [Entry] = []
    for element in node.isSequence ? node.elements : [node] {
      let text = scalars ? element.scalar : element.string
      guard let text, !element.isNull else {
        let hint = element.scalar == nil ? [] : ["put it in quotes"]
        report("expected text for \(what), found \(element.described)", at: element, notes: hint)
        continue
      }
      if let name = Vocabulary.listName(text) {
        found += list(name, element)
      } else if text.trimmed.isEmpty {
        report("\(what) is empty", at: element)
      } else {
        found.append(Entry(text: text.unescapedName, node: element, list: nil))
      }
    }
    return found
  }

  private mutating func list(_ name: String, _ node: Node) -> [Entry] {
    usedLists.insert(name)
    guard let list = vocabulary.lists[name] else {
      if vocabulary.isComplete {
        report(
          "unknown list '$\(name)'", at: node,
          notes: listSuggestions(name, among: Array(vocabulary.lists.keys)))
      }
      return []
    }
    usedLists.formUnion(list.includes)
    return list.entries.map { Entry(text: $0, node: node, list: name) }
  }

  /// The nearest list, or how to write a text that begins with `$`.
  func listSuggestions(_ name: String, among known: [String]) -> [String] {
    nearest(to: name, among: known).map { ["did you mean '$\($0)'?"] }
      ?? (name.isIdentifier ? [] : ["text that begins with '$' is written '$$\(name)'"])
  }

  /// Path globs; one that no path can match is reported.
  mutating func globs(_ node: Node, _ what: String) -> [String] {
    entries(node, what).map { entry in
      if let fault = Glob.fault(in: entry.text) {
        report("\(entry.named) matches no path: \(fault)", at: entry.node)
      }
      return entry.text
    }
  }

  /// Where a `*` may stand in a name.
  enum Stars {
    case nowhere, anywhere
    /// Only as `.*` at the end: whatever is below.
    case below
  }

  /// Names of code or packages; one that no name can match is reported.
  mutating func names(_ node: Node, _ what: String, _ stars: Stars) -> [String] {
    entries(node, what).map { entry in
      checkStars(entry, stars)
      if entry.text.utf8.contains(where: { " ()\t,;".utf8.contains($0) }) {
        report("\(entry.named) matches no name: it holds a space or a bracket", at: entry.node)
      } else if entry.text.hasSuffix(".") {
        report("\(entry.named) matches no name: it ends in a dot", at: entry.node)
      }
      return entry.text
    }
  }

  private mutating func checkStars(_ entry: Entry, _ stars: Stars) {
    let isBelow = entry.text.hasSuffix(".*") && !entry.text.hasPrefix(".")
    let name = stars == .below && isBelow ? entry.text.dropLast(2) : entry.text[...]
    guard stars != .anywhere, name.utf8.contains(UInt8(ascii: "*")) else { return }
    let hint =
      stars == .below ? "'*' stands only at the end, as in 'pandas.*'" : "'*' is for 'like'"
    report("\(entry.named) matches no name: it holds a '*'", at: entry.node, notes: [hint])
  }

  /// Phrases of words; one without any letter or digit is reported.
  mutating func phrases(_ node: Node, _ what: String) -> [WordPhrase] {
    entries(node, what, scalars: true).map { entry in
      let phrase = WordPhrase(entry.text)
      if phrase.words.isEmpty { report("\(entry.named) holds no word", at: entry.node) }
      return phrase
    }
  }
}

extension Glob {
  /// Why no path of a repository can match, or nil where one can.
  static func fault(in pattern: String) -> String? {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    if pattern.hasSuffix("/") { return "it ends in '/'; write '\(pattern)**'" }
    if parts.contains("..") || parts.contains(".") { return "paths hold no '.' or '..'" }
    if parts.dropFirst().contains("") { return "paths hold no '//'" }
    // A backslash takes the meaning from `*` or `{`; before a letter it is a folder's end on Windows.
    let pairs = zip(pattern.utf8, pattern.utf8.dropFirst())
    if pairs.contains(where: { $0 == UInt8(ascii: "\\") && ($1 | 0x20).isLowerCaseLetter }) {
      return "folders are parted by '/'"
    }
    return Glob(pattern).isImpossible ? "it is empty" : nil
  }
}

extension UInt8 {
  fileprivate var isLowerCaseLetter: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
}
