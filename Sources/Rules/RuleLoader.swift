internal import Facts
internal import Formats
package import Text

/// Reads rule files into a checked `RuleBook`, or says all that is wrong with them at once.
///
/// Built-in files and a user's own go through here alike; a user's rubric is loaded together with the built-in
/// vocabulary by handing over both. What is an error, beside YAML that does not parse: a key, clause kind, field, list,
/// role, trigger or other word that is not known; a value of a wrong type; a missing key; a repeated key or id; an empty
/// list; lists that include each other in a circle; and a clause that can never match, judged from itself alone.
package enum RuleLoader {
  /// The book, unless there was an error; and what was found wrong, by file and place.
  package static func load(_ files: [RuleFile]) -> (book: RuleBook?, diagnostics: [Diagnostic]) {
    var loading = Loading()
    let sources = files.filter { $0.kind != .page }.map { loading.parse($0) }
    let lists = sources.filter { $0.kind == .vocabulary }
    let vocabulary = Vocabulary(
      files: lists.map { ($0.source, $0.root) }, findings: &loading.diagnostics)
    for file in sources {
      guard let root = file.root else { continue }
      var reader = RuleReader(source: file.source, vocabulary: vocabulary)
      switch file.kind {
      case .rubric: loading.add(reader.rubric(root), in: file.source)
      case .roles: loading.roles += reader.roleTable(root).rows
      case .runners: loading.read(runners: root, in: file.source)
      case .kinds: loading.kinds += reader.projectKinds(root)
      case .vocabulary, .page: break
      }
      loading.diagnostics += reader.diagnostics
      loading.usedLists.formUnion(reader.usedLists)
    }
    return loading.result(vocabulary, order: files.map(\.path))
  }
}

/// What has been read so far.
private struct Loading {
  var rubrics: [Rubric] = []
  var roles: [RoleTable.Row] = []
  var runners = RunnerTable(rows: [])
  var kinds: [ProjectKind] = []
  var usedLists: Set<String> = []
  var diagnostics: [Diagnostic] = []
  private var ids: [String: Diagnostic] = [:]

  struct Source {
    let kind: RuleFile.Kind
    let source: SourceText
    /// Nil where the file does not parse.
    let root: Node?
  }

  /// One YAML document; a warning of the parser is an error in a rule file.
  mutating func parse(_ file: RuleFile) -> Source {
    let source = SourceText(path: file.path, bytes: file.bytes)
    let parsed = YAML.parse(source)
    for problem in parsed.problems where problem.severity > .note {
      diagnostics.append(
        Diagnostic(Problem(problem.message, at: problem.offset), in: source))
    }
    let isReadable = parsed.isValid && parsed.value.first?.isNull == false
    if isReadable, parsed.value.count > 1 {
      diagnostics.append(
        Diagnostic(
          path: file.path, position: source.position(of: parsed.value[1].offset),
          message: "expected one document, found \(parsed.value.count)"))
    } else if parsed.isValid, !isReadable {
      diagnostics.append(
        Diagnostic(
          path: file.path, position: source.position(of: 0), message: "the file says nothing"))
    }
    return Source(kind: file.kind, source: source, root: isReadable ? parsed.value.first : nil)
  }

  mutating func read(runners root: Node, in source: SourceText) {
    let (table, problems) = RunnerTable.read(root)
    runners = table
    diagnostics += problems.map { Diagnostic($0, in: source) }
  }

  /// Ids are unique over all rubrics, since claims and gates name a test by its id alone.
  mutating func add(_ read: (rubric: Rubric, ids: [DeclaredID]), in source: SourceText) {
    rubrics.append(read.rubric)
    for declared in read.ids {
      let position = source.position(of: declared.node.offset)
      let key = "\(declared.kind) \(declared.id)"
      if let first = ids[key] {
        let place = first.position.map { "\(first.path):\($0.line):\($0.column)" } ?? first.path
        diagnostics.append(
          Diagnostic(
            path: source.path, position: position,
            message: "\(declared.kind) '\(declared.id)' is declared twice",
            notes: ["first at \(place)"]))
      } else {
        ids[key] = Diagnostic(path: source.path, position: position, message: key)
      }
    }
  }

  func result(_ vocabulary: Vocabulary, order: [String]) -> (RuleBook?, [Diagnostic]) {
    let ranks = Dictionary(
      order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = diagnostics.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      let left = (ranks[x.path] ?? 0, x.position?.line ?? 0, x.position?.column ?? 0, a.offset)
      return left < (ranks[y.path] ?? 0, y.position?.line ?? 0, y.position?.column ?? 0, b.offset)
    }.map(\.element)
    guard !sorted.contains(where: { $0.severity == .error }) else { return (nil, sorted) }
    let book = RuleBook(
      rubrics: rubrics, roles: RoleTable(rows: roles), runners: runners, kinds: kinds,
      vocabulary: vocabulary.lists.mapValues(\.entries),
      lists: vocabulary.lists.mapValues(\.declaration), usedLists: usedLists)
    return (book, sorted)
  }
}
