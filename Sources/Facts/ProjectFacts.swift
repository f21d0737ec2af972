package import Text

/// One dependency, declared in a manifest or resolved in a lock file.
package struct DependencyFact: Sendable {
  package let file: Int
  package let location: Location
  /// Normalised (PEP 503 for Python): lower case, runs of `-_.` are one `-`.
  package let name: String
  package let ecosystem: String
  package let requirement: String
  package let isPinned: Bool
  /// Read from a lock file, where every entry is exact.
  package let isLocked: Bool
  /// An extra, a dependency group, `dev`; nil for the main list.
  package let group: String?

  package init(
    file: Int, location: Location, name: String, ecosystem: String, requirement: String = "",
    isPinned: Bool = false, isLocked: Bool = false, group: String? = nil
  ) {
    self.file = file
    self.location = location
    self.name = name
    self.ecosystem = ecosystem
    self.requirement = requirement
    self.isPinned = isPinned
    self.isLocked = isLocked
    self.group = group
  }
}

/// One thing that infrastructure files declare: a Kubernetes object, a Terraform or CloudFormation resource,
/// an alert rule, a dashboard panel.
package struct ResourceFact: Sendable {
  package let file: Int
  package let location: Location
  /// `kubernetes`, `terraform`, `cloudformation`, `compose`, `prometheus`, `grafana`, `bicep` …
  package let system: String
  /// `PrometheusRule`, `aws_sagemaker_endpoint`, `AWS::SageMaker::Endpoint`, `alert` …
  package let kind: String
  package let name: String
  /// The whole declaration, for field tests by key path.
  package let body: Node

  package init(
    file: Int, location: Location, system: String, kind: String, name: String, body: Node
  ) {
    self.file = file
    self.location = location
    self.system = system
    self.kind = kind
    self.name = name
    self.body = body
  }
}

/// One entry of a model or data registry on disk: an MLflow model or run, a DVC stage or remote, a model card.
package struct RegistryFact: Sendable {
  package let file: Int
  package let location: Location
  package let system: String
  package let kind: String
  package let name: String
  package let body: Node

  package init(
    file: Int, location: Location, system: String, kind: String, name: String, body: Node
  ) {
    self.file = file
    self.location = location
    self.system = system
    self.kind = kind
    self.name = name
    self.body = body
  }
}

/// A heading of a document and what stands directly under it.
package struct HeadingFact: Sendable {
  package struct Sentence: Sendable {
    package let text: String
    package let location: Location

    package init(text: String, location: Location) {
      self.text = text
      self.location = location
    }
  }

  package let file: Int
  package let location: Location
  /// From 1; 0 for what stands before the first heading.
  package let level: Int
  package let title: String
  /// The titles above it, outermost first.
  package let parents: [String]
  /// The cells of each table's header row, with the table's place and how many rows it has.
  package var tables: [(header: [String], rows: Int, location: Location)]
  package var figures: Int
  package let listItems: Int
  /// Numeric tokens in running text and table cells.
  package let numbers: Int
  package let sentences: [Sentence]
  package let links: [(text: String, target: String, location: Location)]

  package init(
    file: Int, location: Location, level: Int, title: String, parents: [String] = [],
    tables: [(header: [String], rows: Int, location: Location)] = [], figures: Int = 0,
    listItems: Int = 0, numbers: Int = 0, sentences: [Sentence] = [],
    links: [(text: String, target: String, location: Location)] = []
  ) {
    self.file = file
    self.location = location
    self.level = level
    self.title = title
    self.parents = parents
    self.tables = tables
    self.figures = figures
    self.listItems = listItems
    self.numbers = numbers
    self.sentences = sentences
    self.links = links
  }
}

/// What git's history shows, or why it shows nothing.
package struct HistoryFact: Sendable {
  package struct Commit: Sendable {
    package let hash: String
    /// ISO day, UTC.
    package let day: String
    package let author: String
    package let subject: String
    package let parents: Int
    /// Merged through a review: a pull or merge request's merge, a squash mark, a `Reviewed-by` trailer.
    package let isReviewed: Bool

    package init(
      hash: String, day: String, author: String, subject: String, parents: Int, isReviewed: Bool
    ) {
      self.hash = hash
      self.day = day
      self.author = author
      self.subject = subject
      self.parents = parents
      self.isReviewed = isReviewed
    }
  }

  /// The newest 500, newest first.
  package let commits: [Commit]
  package let tags: [(name: String, day: String)]
  /// The ISO day on which files that a rule names were last changed, by path.
  package let lastChanges: [String: String]
  /// Why there is no history, where there is none.
  package let unseen: String?

  package init(
    commits: [Commit], tags: [(name: String, day: String)] = [],
    lastChanges: [String: String] = [:], unseen: String? = nil
  ) {
    self.commits = commits
    self.tags = tags
    self.lastChanges = lastChanges
    self.unseen = unseen
  }
}
