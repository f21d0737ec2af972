package import Text

/// A structured file as it was read: its documents, and its text for places.
package struct StructuredFile: Sendable {
  package let source: SourceText
  package let documents: [Node]

  package init(source: SourceText, documents: [Node]) {
    self.source = source
    self.documents = documents
  }

  package func location(of node: Node) -> Location {
    let place = source.position(of: node.offset)
    return Location(path: source.path, line: place.line, column: place.column)
  }
}

/// What a file was read as, for the rooms that look inside: the automation graph and the key paths of rules.
package enum FileContents: Sendable {
  case structured(StructuredFile)
  case shell(SourceText)
  /// A Makefile, justfile or their kin.
  case tasks(SourceText)
  case dockerfile(SourceText)
  case jenkinsfile(SourceText)
  /// A `Procfile`, a crontab: one command a line.
  case lines(SourceText)
  case prose(SourceText)
}

/// All that was read of a repository, once; rules and the automation graph are views over it.
///
/// Files stand in path order, facts in the order of their files and places. Indexes in facts point into these arrays.
package struct FactTable: Sendable {
  package var files: [FileFact] = []
  package var contents: [Int: FileContents] = [:]
  package var definitions: [Definition] = []
  package var imports: [ImportFact] = []
  package var calls: [CallFact] = []
  package var assignments: [AssignmentFact] = []
  package var conditions: [ConditionFact] = []
  package var exits: [ExitFact] = []
  package var dependencies: [DependencyFact] = []
  package var resources: [ResourceFact] = []
  package var registry: [RegistryFact] = []
  package var headings: [HeadingFact] = []
  /// Shell lines of notebooks and documented commands of documents, with the place of each.
  package var looseCommands: [LooseCommand] = []
  package var history = HistoryFact(commits: [], unseen: "history was not read")
  package var diagnostics: [Diagnostic] = []
  /// `owner/name` of the remote, where one is known: what workflows are guarded with.
  package var repository: String?

  package init() {}
}

/// A command line that stands outside scripts and workflows.
package struct LooseCommand: Sendable {
  package enum Origin: String, Sendable {
    /// `!pip install x` in a notebook.
    case notebook
    /// A fenced block of a document: what people are told to run.
    case document
  }

  package let file: Int
  package let location: Location
  package let text: String
  package let origin: Origin

  package init(file: Int, location: Location, text: String, origin: Origin) {
    self.file = file
    self.location = location
    self.text = text
    self.origin = origin
  }
}
