package import Facts

/// One hop of a chain: a place, and what it starts (`push → pytest tests/`).
package struct Hop: Sendable, Hashable {
  package let location: Location
  package let what: String

  package init(location: Location, what: String) {
    self.location = location
    self.what = what
  }
}

/// How something is started by one kind of trigger: the best chain found.
package struct Reach: Sendable {
  /// Whether the chain runs the place for real, or exercises it from a unit test.
  package enum Through: String, Sendable { case run, exercise }
  /// What leads to the place: a command that names it, calls, or only imports.
  package enum By: String, Sendable { case runs, calls, imports }

  package let trigger: TriggerKind
  /// The cron line, interval or event filter as written; nil where there is none.
  package let cadence: String?
  /// Whether a failure at the place would end the triggered run badly or notify somebody.
  package let isFailureSeen: Bool
  package let through: Through
  package let by: By
  /// From the trigger to the place, both included.
  package let chain: [Hop]

  package init(
    trigger: TriggerKind, cadence: String?, isFailureSeen: Bool, through: Through, by: By,
    chain: [Hop]
  ) {
    self.trigger = trigger
    self.cadence = cadence
    self.isFailureSeen = isFailureSeen
    self.through = through
    self.by = by
    self.chain = chain
  }
}

/// What a fact hangs on in the automation graph.
package enum Anchor: Sendable, Hashable {
  /// Index into `FactTable.files`: the file is run, read or deployed as a whole.
  case file(Int)
  /// Index into `FactTable.definitions`.
  case definition(Int)
  /// Index into the graph's commands.
  case command(Int)
  /// What a Python file does only when it is run as a script (below its main guard), by file.
  case script(Int)
}

/// Something that could not be resolved: a variable command, a remote script, a dynamic import.
package struct OpenEnd: Sendable, Hashable {
  package let location: Location
  package let what: String

  package init(location: Location, what: String) {
    self.location = location
    self.what = what
  }
}
