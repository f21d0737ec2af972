internal import Facts
internal import Text

/// Triggers kept outside the repository, where a committed document says that something runs by itself.
///
/// A sentence counts that says in the present or past that jobs, models, notebooks or scripts run, are trained or scheduled
/// with a cadence or on every push; what it starts are the files it links to, else those that the document links to.
struct DocumentedSchedules {
  private static let cadences: [(phrase: [String], kind: TriggerKind)] = [
    (["nightly"], .schedule), (["daily"], .schedule), (["hourly"], .schedule),
    (["weekly"], .schedule),
    (["monthly"], .schedule), (["every", "day"], .schedule), (["every", "night"], .schedule),
    (["every", "hour"], .schedule), (["every", "week"], .schedule),
    (["every", "month"], .schedule),
    (["each", "day"], .schedule), (["each", "night"], .schedule),
    (["on", "a", "schedule"], .schedule),
    (["scheduled"], .schedule), (["cron"], .schedule), (["every", "push"], .push),
    (["every", "commit"], .push), (["every", "merge"], .push), (["each", "push"], .push),
    (["every", "pull", "request"], .pullRequest), (["each", "pull", "request"], .pullRequest),
  ]
  private static let verbs: Set<String> = [
    "run", "runs", "ran", "running", "executed", "executes", "trained", "retrained", "retrains",
    "refreshed",
    "scheduled", "scored", "rebuilt", "updated", "started", "triggered", "triggers",
  ]
  private static let subjects: Set<String> = [
    "job", "jobs", "model", "models", "pipeline", "pipelines", "notebook", "notebooks", "script",
    "scripts",
    "document", "documents", "workflow", "dag", "dags", "training", "etl", "task", "tasks",
    "report", "reports", "build",
  ]
  /// Wishes, choices and advice say nothing of what is.
  private static let doubts: Set<String> = [
    "can", "could", "should", "would", "will", "may", "might", "plan", "planned", "todo", "if",
    "not", "never",
    "optionally", "consider", "want", "need", "recommend", "recommended", "example", "let", "must",
    "you", "your",
  ]

  static func add(to graph: inout GraphBuilder) {
    var linked: [Int: [Int]] = [:]
    for heading in graph.facts.headings where isRead(graph.facts.files[heading.file]) {
      linked[heading.file, default: []] += files(of: heading, graph)
    }
    for heading in graph.facts.headings where isRead(graph.facts.files[heading.file]) {
      let own = files(of: heading, graph)
      for sentence in heading.sentences {
        guard let (kind, cadence) = trigger(in: sentence.text) else { continue }
        let targets = own.isEmpty ? linked[heading.file] ?? [] : own
        guard !targets.isEmpty else { continue }
        let trigger = graph.trigger(
          kind, cadence: "\(cadence), as \(sentence.location.text) says", at: sentence.location,
          file: heading.file)
        for target in Set(targets).sorted() { graph.connect(trigger, target) }
      }
    }
  }

  private static func isRead(_ file: FileFact) -> Bool {
    file.role == .docs || file.role == .notebook || file.role == .source || file.role == .other
  }

  /// What a sentence says starts something, and how often.
  static func trigger(in sentence: String) -> (TriggerKind, String)? {
    let words = sentence.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
    guard words.count < 60, !words.contains(where: { doubts.contains($0) }),
      words.contains(where: verbs.contains), words.contains(where: subjects.contains)
    else { return nil }
    for (phrase, kind) in cadences {
      guard words.count >= phrase.count else { continue }
      for start in 0...(words.count - phrase.count)
      where words[start..<(start + phrase.count)].elementsEqual(phrase) {
        return (kind, phrase.joined(separator: " "))
      }
    }
    return nil
  }

  /// The runnable files of this repository that a heading's part links to.
  private static func files(of heading: HeadingFact, _ graph: GraphBuilder) -> [Int] {
    let ends = [".qmd", ".Rmd", ".rmd", ".ipynb", ".py", ".R", ".r", ".sh", ".sql"]
    let folder = FileIndex.folder(of: graph.facts.files[heading.file].path)
    return heading.links.compactMap { link in
      guard !link.target.contains("://"), ends.contains(where: { link.target.hasSuffix($0) }) else {
        return nil
      }
      return graph.files.file(link.target, from: [folder, ""])
    }
  }
}
