internal import Facts

extension CommandLinker {
  /// `python -m package.module`.
  mutating func runModule(_ name: String, _ pending: PendingCommand, _ graph: inout GraphBuilder) {
    let path = name.split(separator: ".").joined(separator: "/")
    let forms = [path + "/__main__.py", path + ".py"]
    for folder in folders(pending) {
      for form in forms + forms.map({ "src/" + $0 }) {
        guard let file = graph.files.file(form, from: [folder]) else { continue }
        graph.connect(pending.node, file)
        return
      }
    }
    guard case .file(let file)? = names.finder.module(name, importer: pending.context.file) else {
      return
    }
    let found = graph.files.paths[file]
    let main = FileIndex.join(FileIndex.folder(of: found), "__main__.py") ?? ""
    let isPackage = FileIndex.name(of: found) == "__init__.py"
    graph.connect(pending.node, isPackage ? graph.files[main] ?? file : file)
  }

  /// `module:function`, `file.py:function`, or a module or file alone.
  mutating func runEntry(
    _ entry: String, from file: Int, _ source: Int, folders: [String] = [""],
    _ graph: inout GraphBuilder
  ) {
    let parts = entry.split(separator: ":", maxSplits: 1).map(String.init)
    guard let place = parts.first, let module = module(place, file, folders, &graph),
      let body = code.module(ofFile: module)
    else { return }
    guard parts.count > 1 else {
      graph.connect(source, module)
      return
    }
    graph.connect(source, graph.node(ofDefinition: body))
    graph.connect(source, module, .imports)
    let name = String(parts[1].prefix { $0 != "(" && $0 != " " && $0 != "[" })
    if let found = names.resolve(name, in: body)?.definition {
      graph.connect(source, graph.node(ofDefinition: found))
    } else {
      // An object such as a Typer app: its commands run as from the script.
      graph.connect(source, graph.node(ofScript: module))
    }
  }

  /// A file by its path, or a module by its dotted name.
  private mutating func module(
    _ place: String, _ file: Int, _ folders: [String], _ graph: inout GraphBuilder
  ) -> Int? {
    let own = FileIndex.folder(of: graph.files.paths[file])
    for path in [place, place.split(separator: ".").joined(separator: "/") + ".py"] {
      if let found = graph.files.file(path, from: folders + [own, ""]) { return found }
    }
    guard case .file(let found)? = names.finder.module(place, importer: file) else { return nil }
    return found
  }

  /// A pytest command: its session's node leads to what it selects.
  mutating func runTests(
    _ words: [String], _ row: RunnerTable.Row, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    var given = TestOptions()
    given.read(words, valued: row.valued)
    let folders = folders(pending)
    let settings = tests.settings(for: settingsFolder(given, folders, graph.files))
    var options = TestOptions()
    options.read(settings.addedOptions, valued: row.valued)
    options.paths = []
    options.read(words, valued: row.valued)
    guard !options.collectsOnly else { return }
    let key = ([folders[0]] + words).joined(separator: "\u{0}")
    let session =
      graph.sessions[key] ?? addSession(key, options, folders, settings, pending, &graph)
    graph.connect(pending.node, session)
    if let unknown = options.paths.first(where: { $0.contains("$") }) {
      leaveOpen("pytest \(unknown)", pending, &graph)
    }
  }

  /// Where pytest looks for its settings: the folder that its arguments share, or the working folder.
  private func settingsFolder(_ options: TestOptions, _ folders: [String], _ files: FileIndex)
    -> String
  {
    guard let first = options.paths.first else { return folders.first ?? "" }
    let place = String(first.split(separator: ":").first ?? "")
    if let folder = files.folder(place, from: folders) { return folder }
    if let file = files.file(place, from: folders) {
      return FileIndex.folder(of: files.paths[file])
    }
    return folders.first ?? ""
  }

  private mutating func addSession(
    _ key: String, _ options: TestOptions, _ folders: [String], _ settings: TestSettings,
    _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) -> Int {
    let command = graph.commands[pending.command]
    let session = graph.add(.session, at: command.location, what: "test session")
    graph.sessions[key] = session
    graph.markEntry(session)
    for (file, tests) in tests.select(options, from: folders, settings: settings) {
      addCollected(file, tests, session, &graph)
    }
    if options.notebooks {
      for path in options.paths.isEmpty ? [""] : options.paths {
        guard let folder = graph.files.folder(path, from: folders) else {
          if let file = graph.files.file(path, from: folders) { graph.connect(session, file) }
          continue
        }
        for file in graph.files.below(folder) where graph.files.paths[file].hasSuffix(".ipynb") {
          graph.connect(session, file)
        }
      }
    }
    return session
  }

  /// A file that a session imports and the tests of it that it runs.
  func addCollected(
    _ file: Int, _ tests: [TestCollection.Test], _ session: Int, _ graph: inout GraphBuilder
  ) {
    guard let body = code.module(ofFile: file) else { return }
    graph.connect(session, graph.node(ofDefinition: body), .calls, entersTest: true)
    if !tests.isEmpty { graph.connect(session, file, entersTest: true) }
    var folder = FileIndex.folder(of: graph.files.paths[file])
    while true {
      let path = folder.isEmpty ? "conftest.py" : folder + "/conftest.py"
      if let conftest = graph.files[path], let body = code.module(ofFile: conftest) {
        graph.connect(session, graph.node(ofDefinition: body), .calls, entersTest: true)
      }
      guard !folder.isEmpty else { break }
      folder = FileIndex.folder(of: folder)
    }
    for test in tests where !test.isSkipped {
      graph.connect(
        session, graph.node(ofDefinition: test.definition), hidesFailure: test.mayFail,
        entersTest: true)
    }
  }

  /// `python -m unittest [discover] [names]`.
  mutating func runUnittest(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    let folders = folders(pending)
    let session = graph.add(
      .session, at: graph.commands[pending.command].location, what: "test session")
    graph.markEntry(session)
    graph.connect(pending.node, session)
    let names = arguments.free.filter { $0 != "discover" }
    var settings = tests.settings(for: "")
    settings.filePatterns = [arguments.value("-p", "--pattern") ?? "test*.py"]
    settings.functionPatterns = []
    settings.classPatterns = []
    settings.testPaths = []
    var options = TestOptions()
    if arguments.free.contains("discover") || names.isEmpty {
      options.paths = [arguments.value("-s", "--start-directory") ?? names.first ?? "."]
    } else {
      options.paths = names.map { name in
        name.contains("/") ? name : name.split(separator: ".").joined(separator: "/") + ".py"
      }
    }
    for (file, tests) in tests.select(options, from: folders, settings: settings) {
      addCollected(file, tests.filter { self.tests.isUnittest($0.type) }, session, &graph)
    }
  }

  /// Test runners of other languages run every test file there is.
  func runOtherTests(_ pending: PendingCommand, _ graph: inout GraphBuilder) {
    let ends = [
      ".R", ".r", ".jl", ".ts", ".tsx", ".js", ".jsx", ".scala", ".java", ".kt", ".rs", ".go",
    ]
    for (index, file) in facts.files.enumerated()
    where file.role == .test && ends.contains(where: { file.path.hasSuffix($0) }) {
      graph.connect(pending.node, index, entersTest: true)
    }
  }
}
