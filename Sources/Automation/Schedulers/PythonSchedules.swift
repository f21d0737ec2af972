internal import Facts

/// Schedules that Python code declares: Airflow, Prefect, Dagster, Kubeflow and Vertex, SageMaker, Azure ML, Metaflow,
/// Flyte, ZenML, APScheduler, Celery, Modal and their kin.
///
/// Each is a call, or a decorator, with an argument that says when; what it starts is what it decorates, what it is handed,
/// what it is called on, or the definition it stands in.
struct PythonSchedules {
  let facts: FactTable
  let code: CodeIndex
  let runners: RunnerTable
  private let reader: CadenceReader
  private let commands: PythonCommands
  private let scheduleCalls: Set<String>
  private let eventCalls: Set<String>
  private let scheduleKeywords: Set<String>
  private let scopeCalls: Set<String>
  /// The last parts of all names of calls, to pass over most calls at once.
  private let members: Set<String>

  init(
    facts: FactTable, code: CodeIndex, runners: RunnerTable, constants: Constants,
    commands: PythonCommands
  ) {
    self.facts = facts
    self.code = code
    self.runners = runners
    self.commands = commands
    reader = CadenceReader(
      facts: facts, code: code, constants: constants, presetCalls: runners.list("schedule-values"))
    scheduleCalls = runners.list("schedule-calls")
    eventCalls = runners.list("event-calls")
    scheduleKeywords = runners.list("schedule-keywords")
    scopeCalls = runners.list("schedule-scopes")
    members = Set(scheduleCalls.union(eventCalls).map(\.lastPart))
  }

  func add(to graph: inout GraphBuilder, _ calls: inout CallResolver) {
    for (index, call) in facts.calls.enumerated()
    where !call.isRead && members.contains(call.member) {
      guard isCounted(call.file), facts.definitions.indices.contains(call.definition) else {
        continue
      }
      let name = call.resolved ?? call.callee ?? call.member
      if matches(name, call.member, eventCalls) {
        start(index, call, .event, nil, &graph, &calls)
      } else if matches(name, call.member, scheduleCalls) {
        for cadence in cadences(call, &calls.names) {
          switch cadence {
          case .every(let text): start(index, call, .schedule, text, &graph, &calls)
          case .never: start(index, call, .manual, nil, &graph, &calls)
          case .unknown: break
          }
        }
      }
    }
    addBeat(&graph, &calls)
  }

  /// A schedule that only a notebook's cell or a test creates is no schedule.
  private func isCounted(_ file: Int) -> Bool {
    let role = facts.files[file].role
    return role != .notebook && role != .test && role != .teaching && role != .vendored
      && role != .fixture && role != .template
  }

  /// `dag` and `airflow.DAG` by the last part; `schedule.every` and `app.function` by two.
  private func matches(_ name: String, _ member: String, _ list: Set<String>) -> Bool {
    let parts = name.split(separator: ".").map(String.init)
    if list.contains(parts.last ?? name) || list.contains("." + member) { return true }
    return parts.count > 1 && list.contains(parts.suffix(2).joined(separator: "."))
  }

  private func cadences(_ call: CallFact, _ names: inout NameResolver) -> [Cadence] {
    if call.arguments.contains(where: {
      $0.name == "is_paused_upon_creation" && $0.expression.value.scalar == "True"
    }) {
      return [.never]
    }
    let named = call.arguments.filter { $0.name.map { scheduleKeywords.contains($0) } ?? false }
    if let first = named.first {
      let found = reader.cadences(of: first.expression, in: call.definition, &names)
      let isInterval =
        first.expression.value.number != nil || first.name.map { isUnit($0) } ?? false
      if isInterval, let name = first.name {
        return [.every("\(name)=\(first.expression.value.scalar ?? "…")")]
      }
      return found.map {
        $0 == .unknown && !scopeCalls.contains(call.member) ? .every("set elsewhere") : $0
      }
    }
    // `add_job(f, "cron", hour=3)`, `scheduler.scheduled_job("interval", minutes=5)`
    let strings = call.arguments.filter { $0.name == nil }.compactMap { $0.expression.value.string }
    if let kind = strings.first(where: { $0 == "cron" || $0 == "interval" }) {
      let values = call.arguments.compactMap { argument in
        argument.name.flatMap { name in argument.expression.value.scalar.map { "\(name)=\($0)" } }
      }
      return [.every(([kind] + values).joined(separator: " "))]
    }
    if let cron = strings.first(where: { Cadence.looksLikeCron($0.split(separator: " ")) }) {
      return [.every(cron)]
    }
    return scopeCalls.contains(call.member) ? [.never] : [.unknown]
  }

  private func isUnit(_ name: String) -> Bool {
    [
      "interval", "interval_second", "interval_seconds", "seconds", "minutes", "hours", "days",
      "rate",
    ].contains(name)
  }

  private func start(
    _ index: Int, _ call: CallFact, _ kind: TriggerKind, _ cadence: String?,
    _ graph: inout GraphBuilder, _ calls: inout CallResolver
  ) {
    let name = call.arguments.lazy.compactMap { argument -> String? in
      ["dag_id", "name", "job_name", "id"].contains(argument.name ?? "") || argument.name == nil
        ? argument.expression.value.string : nil
    }.first
    let node = graph.job("\(call.member) \(name ?? "")", at: call.location)
    graph.connect(graph.trigger(kind, cadence: cadence, at: call.location, file: call.file), node)
    for target in targets(index, call, graph, &calls) { graph.connect(node, target) }
    if scopeCalls.contains(call.member) { orderTasks(call, &graph, &calls) }
  }

  /// The tasks of a DAG in the order of its text: what is written later mostly waits for what is written before.
  private func orderTasks(
    _ call: CallFact, _ graph: inout GraphBuilder, _ calls: inout CallResolver
  ) {
    var steps: [ScriptStep] = []
    for other in code.calls[call.definition] where facts.calls[other].location > call.location {
      steps += mentioned(facts.calls[other], graph, &calls).map {
        ScriptStep(node: $0, isSeen: true)
      }
      steps += (commands.nodesOfCall[other] ?? []).map { ScriptStep(node: $0, isSeen: true) }
    }
    graph.sequences.chain(Array(steps.prefix(100)))
  }

  /// What a schedule starts.
  private func targets(
    _ index: Int, _ call: CallFact, _ graph: GraphBuilder, _ calls: inout CallResolver
  ) -> [Int] {
    if let decorated = decorated(index, call) { return [graph.node(ofDefinition: decorated)] }
    if scopeCalls.contains(call.member) { return scope(index, call, graph, &calls) }
    var found: [Int] = []
    if let callee = call.callee, let receiver = calls.names.resolve(callee, in: call.definition),
      let flow = receiver.definition
    {
      found.append(graph.node(ofDefinition: flow))
    }
    found += mentioned(call, graph, &calls)
    if let receiver = call.receiver { found += mentioned(facts.calls[receiver], graph, &calls) }
    if found.isEmpty { found = pipelines(in: call.file, graph) }
    return found.isEmpty ? [graph.node(ofDefinition: call.definition)] : found
  }

  /// The functions and classes that a call's arguments name.
  private func mentioned(
    _ call: CallFact, _ graph: GraphBuilder, _ calls: inout CallResolver
  ) -> [Int] {
    call.arguments.flatMap { $0.expression.names }.compactMap { name in
      calls.names.resolve(full: name, in: call.definition)?.definition
    }.filter { facts.definitions[$0].kind != .module }.map { graph.node(ofDefinition: $0) }
  }

  /// Functions of a file that are a pipeline by their decorator.
  private func pipelines(in file: Int, _ graph: GraphBuilder) -> [Int] {
    facts.definitions.indices.filter { index in
      facts.definitions[index].file == file
        && facts.definitions[index].decorators.contains {
          facts.name(of: $0)?.lastPart == "pipeline"
        }
    }.map { graph.node(ofDefinition: $0) }
  }

  /// The function or class that a call decorates: the next definition behind it with a decorator of that name.
  private func decorated(_ index: Int, _ call: CallFact) -> Int? {
    let name = call.resolved ?? call.callee ?? ""
    return code.inside[call.definition].first { inner in
      let definition = facts.definitions[inner]
      return definition.location.line > call.location.line
        && definition.location.line <= call.location.line + 40
        && definition.decorators.contains { facts.name(of: $0) == name }
    }
  }

  /// A DAG's own block: the whole definition, or where it holds several DAGs the calls up to the next.
  private func scope(
    _ index: Int, _ call: CallFact, _ graph: GraphBuilder, _ calls: inout CallResolver
  ) -> [Int] {
    let peers = code.calls[call.definition].filter {
      scopeCalls.contains(facts.calls[$0].member) && !facts.calls[$0].isRead
    }.map { facts.calls[$0].location }.sorted()
    let owner = graph.node(ofDefinition: call.definition)
    guard peers.count > 1 else { return [owner] }
    let end = peers.first { $0 > call.location }
    var found: [Int] = []
    for other in code.calls[call.definition] {
      let fact = facts.calls[other]
      guard fact.location > call.location, end.map({ fact.location < $0 }) ?? true else { continue }
      found += calls.callees(of: other).map { graph.node(ofDefinition: $0) }
      found += mentioned(fact, graph, &calls)
      found += commands.nodesOfCall[other] ?? []
    }
    return found
  }

  /// Celery's `beat_schedule = {"name": {"task": "module.function", "schedule": …}}`.
  private func addBeat(_ graph: inout GraphBuilder, _ calls: inout CallResolver) {
    for fact in facts.assignments
    where fact.target.lowercased().hasSuffix("beat_schedule") && isCounted(fact.file) {
      guard case .mapping(let entries) = fact.expression.value else { continue }
      for entry in entries {
        guard case .mapping(let fields) = entry.value else { continue }
        let task = fields.first { $0.key.string == "task" }?.value
        let when = fields.first { $0.key.string == "schedule" }?.value
        guard let name = task?.string else { continue }
        let read = when.map { reader.cadence(Expression($0), in: fact.definition, &calls.names) }
        let cadence: String? = if case .every(let text)? = read { text } else { "beat" }
        let node = graph.job("task \(name)", at: fact.location)
        graph.connect(
          graph.trigger(.schedule, cadence: cadence, at: fact.location, file: fact.file), node)
        for index in facts.definitions.indices where facts.definitions[index].name == name.lastPart
        {
          graph.connect(node, graph.node(ofDefinition: index))
        }
      }
    }
  }
}
