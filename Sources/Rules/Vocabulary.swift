internal import Text

/// The vocabulary lists of all files, with their includes followed.
struct Vocabulary {
  struct List {
    let declaration: RuleBook.Declaration
    /// Words and names as written, those of included lists in their place, each once.
    fileprivate(set) var entries: [String] = []
    fileprivate var known: Set<String> = []
    /// The lists it includes, and those that they include.
    fileprivate(set) var includes: Set<String> = []

    fileprivate init(declaration: RuleBook.Declaration) { self.declaration = declaration }
  }

  private(set) var lists: [String: List] = [:]
  /// Whether every file was read, so that an unknown name is surely a mistake.
  private(set) var isComplete = true

  init() {}

  /// Reads `name: [entries]` from each file, and reports names given twice, unknown includes and cycles.
  init(
    files: [(source: SourceText, root: Node?)], findings: inout [Diagnostic]
  ) {
    var drafts: [String: Draft] = [:]
    for (source, root) in files {
      guard let root else {
        isComplete = false
        continue
      }
      var reader = RuleReader(source: source)
      for (name, member) in reader.uniqueMembers(of: root, "the vocabulary") {
        let draft = Vocabulary.draft(name, member, &reader)
        if let first = drafts[name] {
          reader.report(
            "list '\(name)' is given twice", at: member.key,
            notes: ["first in \(first.declaration.path):\(first.declaration.position.line)"])
        } else {
          drafts[name] = draft
        }
      }
      findings += reader.diagnostics
    }
    for name in drafts.keys.sorted() {
      var path: [String] = []
      resolve(name, drafts, &path, &findings)
    }
  }

  /// The list that a text calls by name: a `$` with a letter behind it. `${{` is text, and `$$x` is the text `$x`.
  static func listName(_ text: String) -> String? {
    guard text.utf8.first == UInt8(ascii: "$"), let second = text.utf8.dropFirst().first,
      (second | 0x20) >= UInt8(ascii: "a"), (second | 0x20) <= UInt8(ascii: "z")
    else { return nil }
    return String(text.dropFirst())
  }

  /// A list as written: text and `$includes`, each with its node.
  private struct Draft {
    let declaration: RuleBook.Declaration
    let source: SourceText
    var entries: [(text: String, node: Node)] = []
  }

  private static func draft(_ name: String, _ member: Node.Member, _ reader: inout RuleReader)
    -> Draft
  {
    let place = RuleBook.Declaration(
      path: reader.source.path, position: reader.position(of: member.key))
    var draft = Draft(declaration: place, source: reader.source)
    if !name.isIdentifier {
      reader.report(
        "'\(name)' is no list name", at: member.key,
        notes: ["a name is lower-case letters, digits and hyphens"])
    }
    var seen: Set<String> = []
    for node in reader.elements(member.value, "entries of '\(name)'") {
      let text = reader.text(node, "an entry of '\(name)'")
      guard !text.isEmpty else { continue }
      if seen.insert(text).inserted {
        draft.entries.append((text, node))
      } else {
        reader.report("'\(text)' stands twice in '\(name)'", at: node)
      }
    }
    return draft
  }

  /// Depth-first over the includes; `path` is the chain of lists being resolved.
  private mutating func resolve(
    _ name: String, _ drafts: [String: Draft], _ path: inout [String],
    _ findings: inout [Diagnostic]
  ) {
    guard lists[name] == nil, let draft = drafts[name] else { return }
    var list = List(declaration: draft.declaration)
    var reader = RuleReader(source: draft.source)
    path.append(name)
    for (text, node) in draft.entries {
      guard let other = Vocabulary.listName(text) else {
        list.add(text.unescapedName)
        continue
      }
      if let start = path.firstIndex(of: other) {
        let cycle = (path[start...] + [other]).joined(separator: " → ")
        reader.report("list '\(other)' includes itself", at: node, notes: [cycle])
      } else if path.count > 32 {
        reader.report("lists include each other more than 32 deep", at: node)
      } else if drafts[other] == nil {
        if isComplete {
          reader.report(
            "unknown list '$\(other)'", at: node,
            notes: reader.listSuggestions(other, among: Array(drafts.keys)))
        }
      } else {
        resolve(other, drafts, &path, &findings)
        lists[other].map { list.include(other, $0) }
      }
    }
    path.removeLast()
    findings += reader.diagnostics
    lists[name] = list
  }
}

extension Vocabulary.List {
  fileprivate mutating func add(_ entry: String) {
    if known.insert(entry).inserted { entries.append(entry) }
  }

  fileprivate mutating func include(_ name: String, _ other: Vocabulary.List) {
    includes.insert(name)
    includes.formUnion(other.includes)
    for entry in other.entries { add(entry) }
  }
}

extension String {
  /// Lower-case letters, digits and hyphens, a letter first: the form of ids and of list names.
  var isIdentifier: Bool {
    guard let first = utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else {
      return false
    }
    return utf8.allSatisfy {
      ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: "-")
    }
  }

  /// `$$x` means the text `$x`.
  var unescapedName: String { hasPrefix("$$") ? String(dropFirst()) : self }
}
