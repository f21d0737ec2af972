internal import Facts

/// What a kind of clause takes: the form of its value, its fields and the modifiers that mean something on it.
struct ClauseShape {
  /// How a field's plain value is read, and which conditions it becomes.
  enum Field {
    /// Compared with the fact's text as it is.
    case text
    /// Names as they are, without `*`.
    case names
    /// Names of what is called: `pandas.read_csv`, `pandas.*`, `DataFrameSchema`, `.fit`.
    case callees
    /// Globs of paths.
    case paths
    /// Words of identifiers or of prose.
    case phrases
    /// A number is compared as a literal, text as words.
    case operand
    case number
    case truth
    case oneOf([String])
    /// Key paths, as text; see `KeyPath`.
    case keyPaths
  }

  /// What the short form and `is` give.
  enum Patterns {
    case paths, commands
    /// Names, with `*` anywhere.
    case names
    /// Names of what is called, as in fields.
    case callees
    /// Names without `*`: a module stands for what is below it.
    case modules
    case oneOf([String])
    /// The short form is a test of this field of phrases.
    case phrases(of: String)
    /// There is no short form.
    case none
  }

  let patterns: Patterns
  let fields: [String: Field]
  /// Fields with a name of their own behind a dot: `keyword.dtype`.
  var families: [String] = []
  /// Whether `where:` also takes key paths into the fact's value.
  var isOpen = false
  /// Whether the clause may stand with no pattern and no field.
  var mayBeBare = false
  /// Whether `names:` has arguments or a condition to read.
  var takesNames = false
  /// Whether `to:` has a callee to look at.
  var takesCallee = false

  static func of(_ kind: FactClause.Kind) -> ClauseShape {
    switch kind {
    case .file, .dependency, .command, .trigger, .history: ofProject(kind)
    case .setting, .resource, .registry, .heading: ofDocuments(kind)
    case .import, .call, .defines, .asserts, .compares, .fails, .test: ofCode(kind)
    }
  }

  private static func ofProject(_ kind: FactClause.Kind) -> ClauseShape {
    switch kind {
    case .file:
      ClauseShape(
        patterns: .paths,
        fields: [
          "path": .paths, "name": .text, "role": .oneOf(Role.allCases.map(\.rawValue)),
          "size": .number,
        ])
    case .dependency:
      ClauseShape(
        patterns: .names,
        fields: [
          "name": .names, "ecosystem": .text, "requirement": .text, "pinned": .truth,
          "locked": .truth, "group": .text,
        ])
    case .command:
      ClauseShape(
        patterns: .commands,
        fields: [
          "origin": .oneOf(["step", "script", "target", "docker", "notebook", "document"]),
          "text": .text, "word": .text, "option": .text,
        ], takesNames: true)
    case .trigger:
      ClauseShape(
        patterns: .oneOf(TriggerKind.allCases.map(\.rawValue)),
        fields: ["cadence": .text])
    default:
      ClauseShape(
        patterns: .none,
        fields: [
          "reviewed-commits": .number, "commits": .number, "authors": .number, "tags": .number,
          "merges": .number, "subject": .phrases,
          "last-change.file": .paths, "last-change.within-days": .number,
        ])
    }
  }

  private static func ofDocuments(_ kind: FactClause.Kind) -> ClauseShape {
    switch kind {
    case .setting:
      ClauseShape(
        patterns: .none, fields: ["key": .keyPaths, "value": .text], isOpen: true,
        takesNames: true)
    case .heading:
      ClauseShape(
        patterns: .phrases(of: "title"),
        fields: [
          "title": .phrases, "header": .phrases, "sentence": .phrases, "parent": .phrases,
          "has": .oneOf(["table", "figure", "list", "rule", "number", "date", "sentence"]),
          "level": .number, "link": .text,
        ], takesNames: true)
    default:
      ClauseShape(
        patterns: .names, fields: ["system": .text, "kind": .names, "name": .names], isOpen: true,
        takesNames: true)
    }
  }

  private static func ofCode(_ kind: FactClause.Kind) -> ClauseShape {
    switch kind {
    case .import: ClauseShape(patterns: .modules, fields: ["module": .names, "name": .names])
    case .call:
      ClauseShape(
        patterns: .callees,
        fields: [
          "callee": .names, "member": .names, "keywords": .names, "strings": .text,
          "under-main": .truth, "assigned-to": .names,
        ],
        families: ["keyword", "argument"], mayBeBare: true, takesNames: true, takesCallee: true)
    case .defines:
      ClauseShape(
        patterns: .names,
        fields: [
          "name": .names, "kind": .oneOf(["function", "class"]), "base": .callees,
          "decorator": .callees, "parameter": .names, "annotation": .callees,
        ], takesNames: true)
    case .asserts:
      ClauseShape(
        patterns: .none, fields: ["symbol": .text, "operand": .operand, "call": .callees],
        mayBeBare: true, takesNames: true)
    case .compares:
      ClauseShape(
        patterns: .none,
        fields: [
          "left": .operand, "right": .operand, "symbol": .text,
          "consequence": .oneOf(["raises", "exits", "stops", "returns", "nothing", "fails"]),
        ],
        mayBeBare: true, takesNames: true)
    case .fails:
      ClauseShape(
        patterns: .none,
        fields: ["kind": .oneOf(["raises", "asserts", "exits"]), "detail": .text],
        mayBeBare: true)
    default:
      ClauseShape(
        patterns: .names,
        fields: ["name": .names, "framework": .text, "skipped": .truth],
        mayBeBare: true, takesNames: true, takesCallee: true)
    }
  }

  /// How a field is read, or nil where the kind has no such field.
  func field(_ path: String) -> Field? {
    if let field = fields[path] { return field }
    if families.contains(where: { path.hasPrefix($0 + ".") && path.utf8.count > $0.utf8.count + 1 })
    {
      return .text
    }
    return isOpen ? .text : nil
  }

  /// The names to suggest from.
  var fieldNames: [String] { fields.keys.sorted() + families.map { $0 + ".…" } }
}
