internal import Facts
internal import Text

/// Schedules that structured files declare: Prefect deployments, Databricks bundles, Azure ML and dbt Cloud jobs, systemd
/// timers, crontabs, Render.
struct FileSchedules {
  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.structuredFiles({ _ in true }) {
      guard let root = file.documents.first, isCounted(graph.facts.files[index].role) else {
        continue
      }
      let name = FileIndex.name(of: file.source.path)
      if name.hasSuffix(".timer") { addTimer(root, file, index, &graph) }
      if name == "prefect.yaml" { addPrefect(root, file, index, &graph) }
      if name == "render.yaml" { addRender(root, file, index, &graph) }
      if let jobs = root["resources"]?["jobs"] { addDatabricks(jobs, file, index, &graph) }
      if let trigger = root["trigger"], let job = root["create_job"] {
        addAzureSchedule(trigger, job, file, index, &graph)
      }
      if let jobs = root["jobs"], jobs.members.contains(where: { $0.value["execute_steps"] != nil })
      {
        addDbtCloud(jobs, file, index, &graph)
      }
    }
    addCrontabs(&graph)
  }

  private static func isCounted(_ role: Role) -> Bool {
    ![.vendored, .teaching, .test, .fixture, .template, .generated].contains(role)
  }

  private static func start(
    _ node: Int, _ kind: TriggerKind, _ cadence: String?, _ location: Location, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    let trigger = graph.trigger(kind, cadence: cadence, at: location, file: index)
    graph.connect(trigger, node)
    graph.connect(trigger, index)
  }

  // MARK: Prefect

  private static func addPrefect(
    _ root: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    for deployment in root["deployments"]?.elements ?? [] {
      let node = graph.job(
        "deployment \(deployment["name"]?.scalar ?? "")", at: file.location(of: deployment))
      if let entry = deployment["entrypoint"]?.scalar {
        graph.pendingEntries.append((entry, index, node))
      }
      let schedules = (deployment["schedules"] ?? deployment["schedule"])?.listed ?? []
      var isScheduled = false
      for schedule in schedules where schedule["active"]?.truth != false {
        guard let when = schedule["cron"] ?? schedule["interval"] ?? schedule["rrule"],
          let text = when.scalar
        else { continue }
        isScheduled = true
        start(node, .schedule, text, file.location(of: when), index, &graph)
      }
      for trigger in deployment["triggers"]?.elements ?? [] where trigger["enabled"]?.truth != false
      {
        isScheduled = true
        start(
          node, .event, trigger["expect"]?.listed.first?.scalar, file.location(of: trigger), index,
          &graph)
      }
      if !isScheduled { start(node, .manual, nil, file.location(of: deployment), index, &graph) }
    }
  }

  // MARK: Databricks

  private static func addDatabricks(
    _ jobs: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    for job in jobs.members {
      let name = job.key.scalar ?? ""
      let node = graph.job("databricks job \(name)", at: file.location(of: job.key))
      var tasks: [String: Int] = [:]
      for task in job.value["tasks"]?.elements ?? [] {
        let key = task["task_key"]?.scalar ?? ""
        let inner = graph.add(.part, at: file.location(of: task), what: "task \(key)")
        graph.connect(node, inner)
        tasks[key] = inner
        addTask(task, inner, file, index, &graph)
      }
      for task in job.value["tasks"]?.elements ?? [] {
        guard let own = tasks[task["task_key"]?.scalar ?? ""] else { continue }
        for need in task["depends_on"]?.elements ?? [] {
          if let earlier = tasks[need["task_key"]?.scalar ?? ""] {
            graph.sequences.add(earlier, before: own)
          }
        }
      }
      addStart(job, node, file, index, &graph)
    }
  }

  private static func addStart(
    _ job: Node.Member, _ node: Int, _ file: StructuredFile, _ index: Int,
    _ graph: inout GraphBuilder
  ) {
    let schedule = job.value["schedule"]
    let trigger = job.value["trigger"]
    let isPaused = { (node: Node?) in node?["pause_status"]?.scalar?.uppercased() == "PAUSED" }
    if let schedule, !isPaused(schedule) {
      let when = schedule["quartz_cron_expression"] ?? schedule
      start(node, .schedule, when.scalar, file.location(of: when), index, &graph)
    } else if let trigger, !isPaused(trigger) {
      let periodic = trigger["periodic"]
      let cadence = periodic.map {
        "every \($0["interval"]?.scalar ?? "") \($0["unit"]?.scalar ?? "")"
      }
      start(
        node, periodic == nil ? .ingest : .schedule, cadence, file.location(of: trigger), index,
        &graph)
    } else if let continuous = job.value["continuous"], !isPaused(continuous) {
      start(node, .schedule, "continuous", file.location(of: continuous), index, &graph)
    } else {
      start(node, .manual, nil, file.location(of: job.key), index, &graph)
    }
  }

  private static func addTask(
    _ task: Node, _ node: Int, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    let folders = [FileIndex.folder(of: file.source.path), ""]
    let paths = [
      task["spark_python_task"]?["python_file"], task["notebook_task"]?["notebook_path"],
      task["sql_task"]?["file"]?["path"],
    ].compactMap { $0?.scalar }
    for path in paths {
      let forms = [path, path + ".py", path + ".ipynb"]
      if let found = graph.files.first(of: forms, from: folders) { graph.connect(node, found) }
    }
    let context = CommandContext(folder: folders[0], file: index, origin: .step)
    if let wheel = task["python_wheel_task"]?["entry_point"], let name = wheel.scalar {
      let command = graph.command(
        CommandNode(
          origin: .step, words: [name], text: name, location: file.location(of: wheel), file: index),
        context: context)
      graph.connect(node, command)
    }
    for line in task["dbt_task"]?["commands"]?.elements ?? [] {
      guard let script = ScriptText(line, in: file) else { continue }
      graph.addScript(script, below: node, context: context, shell: .stopping)
    }
  }

  // MARK: Azure ML, dbt Cloud, Render

  private static func addAzureSchedule(
    _ trigger: Node, _ job: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    let node = graph.job("schedule", at: file.location(of: trigger))
    let cadence =
      trigger["expression"]?.scalar
      ?? trigger["frequency"].map {
        "every \(trigger["interval"]?.scalar ?? "1") \($0.scalar ?? "")"
      }
    start(node, .schedule, cadence, file.location(of: trigger), index, &graph)
    guard let path = job.scalar ?? job["job"]?.scalar else { return }
    let command = graph.command(
      CommandNode(
        origin: .step,
        words: ["az", "ml", "job", "create", "--file", path.replacing("file:", with: "")],
        text: "create_job: \(path)", location: file.location(of: job), file: index),
      context: CommandContext(
        folder: FileIndex.folder(of: file.source.path), file: index, origin: .step))
    graph.connect(node, command)
  }

  private static func addDbtCloud(
    _ jobs: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    for job in jobs.members {
      let node = graph.job("dbt job \(job.key.scalar ?? "")", at: file.location(of: job.key))
      let context = CommandContext(folder: "", file: index, origin: .step)
      for step in job.value["execute_steps"]?.elements ?? [] {
        guard let script = ScriptText(step, in: file) else { continue }
        graph.addScript(script, below: node, context: context, shell: .stopping)
      }
      let triggers = job.value["triggers"]
      if triggers?["schedule"]?.truth == true, let cron = job.value["schedule"]?["cron"] {
        start(node, .schedule, cron.scalar, file.location(of: cron), index, &graph)
      }
      if triggers?["github_webhook"]?.truth == true {
        start(node, .pullRequest, nil, file.location(of: job.key), index, &graph)
      }
    }
  }

  private static func addRender(
    _ root: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    for service in root["services"]?.elements ?? [] {
      guard let command = service["startCommand"] ?? service["dockerCommand"],
        let script = ScriptText(command, in: file)
      else { continue }
      let node = graph.job(
        "service \(service["name"]?.scalar ?? "")", at: file.location(of: service))
      var context = CommandContext(folder: "", file: index, origin: .docker)
      if let folder = service["rootDir"]?.scalar { context.enter(folder, files: graph.files) }
      graph.addScript(script, below: node, context: context, shell: .stopping)
      let isCron = service["type"]?.scalar == "cron"
      start(
        node, isCron ? .schedule : .serving, service["schedule"]?.scalar,
        file.location(of: service),
        index, &graph)
    }
  }

  // MARK: systemd and cron

  private static func addTimer(
    _ root: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    guard let timer = root["Timer"] else { return }
    let when = ["OnCalendar", "OnUnitActiveSec", "OnBootSec", "OnActiveSec"].lazy
      .compactMap { timer[$0] }.first
    guard let when else { return }
    let path = file.source.path
    let unit =
      timer["Unit"]?.scalar
      ?? FileIndex.name(of: path).replacing(".timer", with: ".service")
    guard
      let service = graph.files.file(unit, from: [FileIndex.folder(of: path)])
        ?? graph.files.named(unit).first,
      let unitFile = graph.facts.structured(service),
      let command = unitFile.documents.first?["Service"]?["ExecStart"]
    else { return }
    let node = graph.job("unit \(unit)", at: unitFile.location(of: command))
    start(node, .schedule, when.scalar, file.location(of: when), index, &graph)
    graph.connect(node, service)
    var context = CommandContext(folder: "", file: service, origin: .script)
    if let folder = unitFile.documents.first?["Service"]?["WorkingDirectory"]?.scalar {
      context.enter(FileIndex.name(of: folder), files: graph.files)
    }
    let text = located(command.listed.last?.scalar ?? "", graph)
    graph.addScript(
      ScriptText(text, at: unitFile.location(of: command)), below: node, context: context,
      shell: .plain)
  }

  /// Absolute paths of an installed checkout as paths below the root, where a file of the repository ends so.
  static func located(_ line: String, _ graph: GraphBuilder) -> String {
    line.split(separator: " ").map { word -> String in
      guard word.hasPrefix("/") else { return String(word) }
      var rest = word.dropFirst()
      while !rest.isEmpty {
        if graph.files[String(rest)] != nil
          || (graph.files.isFolder(String(rest)) && rest.contains("/"))
        {
          return String(rest)
        }
        guard let slash = rest.firstIndex(of: "/") else { break }
        rest = rest[rest.index(after: slash)...]
      }
      return String(word)
    }.joined(separator: " ")
  }

  private static func addCrontabs(_ graph: inout GraphBuilder) {
    for (index, file) in graph.facts.files.enumerated() {
      guard case .lines(let source)? = graph.facts.contents[index],
        FileIndex.name(of: file.path).lowercased().contains("cron")
      else { continue }
      for number in 1...max(1, source.lineCount) {
        let line = String(decoding: source.line(number), as: UTF8.self)
        addCronLine(line, Location(path: file.path, line: number), index, &graph)
      }
    }
  }

  private static func addCronLine(
    _ line: String, _ location: Location, _ index: Int, _ graph: inout GraphBuilder
  ) {
    var fields = line.split(whereSeparator: \.isWhitespace)
    guard let first = fields.first, !first.hasPrefix("#") else { return }
    let count = first.hasPrefix("@") ? 1 : 5
    guard fields.count > count,
      first.hasPrefix("@") || Cadence.looksLikeCron(Array(fields.prefix(5)))
    else { return }
    let cadence = fields.prefix(count).joined(separator: " ")
    fields.removeFirst(count)
    let node = graph.job("cron", at: location)
    start(node, .schedule, cadence, location, index, &graph)
    let context = CommandContext(folder: "", file: index, origin: .script)
    let text = located(fields.joined(separator: " "), graph)
    let (steps, _) = graph.runScript(
      ScriptText(text, at: location), below: node, context: context, shell: .plain)
    graph.sequences.chain(steps)
    // A crontab of the system has a user before the command.
    if fields.count > 1, let last = steps.first,
      case .command(let command) = graph.nodes[last.node].kind,
      ["root", "www-data", "ubuntu", "app", "airflow"].contains(
        graph.commands[command].words.first ?? "")
    {
      graph.setWords(Array(graph.commands[command].words.dropFirst()), ofCommand: command)
    }
  }
}
