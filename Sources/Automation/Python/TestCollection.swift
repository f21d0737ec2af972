internal import Facts
internal import Text

/// The Python tests of a repository, and which of them a command selects.
struct TestCollection {
  struct Test: Sendable {
    let definition: Int
    let type: Int?
    let isSkipped: Bool
    let mayFail: Bool
    let marks: Set<String>
  }

  let facts: FactTable
  let code: CodeIndex
  let files: FileIndex
  private let skipDecorators: Set<String>
  private let fixtureDecorators: Set<String>
  private let setupNames: Set<String>
  /// By file, its tests as pytest's own patterns find them.
  private(set) var testsByFile: [Int: [Test]] = [:]
  /// Fixtures by name.
  private var fixtures: [String: [Int]] = [:]
  private var automaticFixtures: [Int] = []
  private var settingsByFolder: [String: TestSettings] = [:]

  init(facts: FactTable, code: CodeIndex, files: FileIndex, runners: RunnerTable) {
    self.facts = facts
    self.code = code
    self.files = files
    skipDecorators = runners.list("skip-decorators")
    fixtureDecorators = runners.list("fixture-decorators")
    setupNames = runners.list("test-setup")
    for (index, definition) in facts.definitions.enumerated() where definition.kind == .function {
      noteFixture(index, definition)
    }
  }

  /// Every test that pytest or unittest would collect with the settings of its own folder.
  mutating func all() -> [TestNode] {
    var found: [TestNode] = []
    for file in facts.files.indices where code.module(ofFile: file) != nil {
      let path = files.paths[file]
      guard path.hasSuffix(".py") else { continue }
      let settings = settings(for: FileIndex.folder(of: path))
      guard isTestFile(path, settings) else { continue }
      for test in tests(in: file, settings) {
        found.append(
          TestNode(
            definition: test.definition, name: facts.definitions[test.definition].name,
            framework: isUnittest(test.type) ? "unittest" : "pytest", isSkipped: test.isSkipped))
      }
    }
    return found
  }

  mutating func settings(for folder: String) -> TestSettings {
    if let known = settingsByFolder[folder] { return known }
    let found = TestSettings(for: folder, facts: facts, files: files)
    settingsByFolder[folder] = found
    return found
  }

  func isTestFile(_ path: String, _ settings: TestSettings) -> Bool {
    let name = FileIndex.name(of: path)
    return settings.filePatterns.contains { pattern in
      Glob(pattern).matches(pattern.contains("/") ? path : name)
    }
  }

  /// The files and tests that options select from a working folder.
  mutating func select(_ options: TestOptions, from folders: [String], settings: TestSettings)
    -> [(file: Int, tests: [Test])]
  {
    var found: [(file: Int, tests: [Test])] = []
    var seen: Set<Int> = []
    for target in targets(options, folders, settings) {
      for file in target.files where isIgnored(file, options, folders) == false {
        guard seen.insert(file).inserted || target.names != nil else { continue }
        let tests = tests(in: file, settings).filter { test in
          isSelected(test, file, target.names, options)
        }
        found.append((file, tests))
      }
    }
    return found
  }

  private struct Target {
    let files: [Int]
    /// The parts behind `::`.
    let names: [String]?
  }

  private func targets(_ options: TestOptions, _ folders: [String], _ settings: TestSettings)
    -> [Target]
  {
    var paths = options.paths
    let start = folders.first ?? ""
    if paths.isEmpty, settings.folder == start { paths = settings.testPaths }
    if paths.isEmpty { return [Target(files: collectable(below: start, settings), names: nil)] }
    return paths.compactMap { path in
      let parts = path.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
      let names = path.contains("::") ? Array(parts.dropFirst()) : nil
      let place = parts.first ?? path
      if let file = files.file(place, from: folders) { return Target(files: [file], names: names) }
      if place.contains("*") {
        return Target(files: matching(place, folders), names: names)
      }
      return files.folder(place, from: folders).map {
        Target(files: collectable(below: $0, settings), names: names)
      }
    }
  }

  /// The files that a glob names from the first folder in which it names any.
  private func matching(_ pattern: String, _ folders: [String]) -> [Int] {
    for folder in folders {
      let glob = Glob("/" + (FileIndex.join(folder, pattern) ?? pattern))
      let found = files.paths.indices.filter { glob.matches(files.paths[$0]) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The test files below a folder, without those in folders that pytest does not enter.
  private func collectable(below folder: String, _ settings: TestSettings) -> [Int] {
    let globs = settings.leftOutFolders.map { Glob($0) }
    return files.below(folder).filter { file in
      let path = files.paths[file]
      guard path.hasSuffix(".py"), isTestFile(path, settings) else { return false }
      let below = path.dropFirst(folder.isEmpty ? 0 : folder.utf8.count + 1)
      return !below.split(separator: "/").dropLast().contains { part in
        globs.contains { $0.matches(String(part)) }
      }
    }
  }

  private func isIgnored(_ file: Int, _ options: TestOptions, _ folders: [String]) -> Bool {
    let path = files.paths[file]
    return (options.ignored + options.deselected.filter { !$0.contains("::") }).contains {
      ignored in
      folders.prefix(1).contains { folder in
        guard let full = FileIndex.join(folder, ignored) else { return false }
        return path == full || path.hasPrefix(full + "/") || Glob(full).matches(path)
      }
    }
  }

  private func isSelected(_ test: Test, _ file: Int, _ names: [String]?, _ options: TestOptions)
    -> Bool
  {
    let definition = facts.definitions[test.definition]
    let parts = definition.qualname.split(separator: ".").map(String.init)
    if let names, let first = names.first, !first.isEmpty {
      let wanted = names.map { String($0.prefix { $0 != "[" }) }
      guard parts.starts(with: wanted) else { return false }
    }
    if options.deselected.contains(where: { $0.hasSuffix("::" + definition.name) }) { return false }
    if let marks = options.marks,
      !NameExpression(marks).holds({ test.marks.contains($0) })
    {
      return false
    }
    guard let keyword = options.keyword else { return true }
    let words = (parts + files.paths[file].split(separator: "/").map(String.init) + test.marks)
      .map { $0.lowercased() }
    return NameExpression(keyword).holds { name in
      words.contains { $0.contains(name.lowercased()) }
    }
  }

  /// The tests of one file.
  mutating func tests(in file: Int, _ settings: TestSettings) -> [Test] {
    if let known = testsByFile[file] { return known }
    testsByFile[file] = []
    guard let body = code.module(ofFile: file) else { return [] }
    let moduleMarks = marks(ofBody: body)
    var found: [Test] = []
    for index in code.inside[body] {
      let definition = facts.definitions[index]
      if definition.kind == .function {
        guard settings.matchesFunction(definition.name), !isFixture(definition) else { continue }
        found.append(test(index, type: nil, marks: moduleMarks))
      } else if isUnittest(index) || settings.matchesClass(definition.name) {
        let classMarks = moduleMarks.union(marks(of: definition)).union(marks(ofBody: index))
        for method in code.inside[index] {
          let name = facts.definitions[method].name
          let isTest = isUnittest(index) ? name.hasPrefix("test") : settings.matchesFunction(name)
          if isTest, facts.definitions[method].kind == .function,
            !isFixture(facts.definitions[method])
          {
            found.append(test(method, type: index, marks: classMarks))
          }
        }
      }
    }
    testsByFile[file] = found
    return found
  }

  private func test(_ index: Int, type: Int?, marks inherited: Set<String>) -> Test {
    let own = inherited.union(marks(of: facts.definitions[index]))
    return Test(
      definition: index, type: type, isSkipped: own.contains("skip"),
      mayFail: own.contains("xfail"), marks: own)
  }

  /// The pytest marks and skips among a definition's decorators.
  private func marks(of definition: Definition) -> Set<String> {
    Set(definition.decorators.flatMap(marks))
  }

  private func marks(_ expression: Expression) -> [String] {
    guard let name = facts.name(of: expression) else { return [] }
    if skipDecorators.contains(name) { return ["skip"] }
    let last = name.lastPart
    if last == "skipif" || last == "skipUnless" || last == "skipIf" {
      // What waits for a machine or a secret is not run by a plain runner.
      let waits = ["environ", "getenv", "cuda", "is_available", "device_count"]
      let isWaiting = expression.names.contains { name in waits.contains { name.contains($0) } }
      return isWaiting ? ["skipif", "skip"] : ["skipif"]
    }
    if last == "expectedFailure" { return ["xfail"] }
    return name.contains("mark.") ? [last] : []
  }

  /// `pytestmark = pytest.mark.slow` and `pytest.skip(allow_module_level=True)`.
  private func marks(ofBody body: Int) -> Set<String> {
    var found: Set<String> = []
    for index in code.assignments[body] where facts.assignments[index].target == "pytestmark" {
      let expression = facts.assignments[index].expression
      found.formUnion(marks(expression))
      for name in expression.names where name.contains("mark.") { found.insert(name.lastPart) }
    }
    for index in code.calls[body] where facts.calls[index].resolved == "pytest.skip" {
      let isGuarded = facts.conditions.contains {
        $0.definition == body && $0.bodyCalls.contains("pytest.skip")
      }
      if !isGuarded { found.insert("skip") }
    }
    return found
  }

  func isUnittest(_ type: Int?) -> Bool {
    guard let type else { return false }
    return facts.definitions[type].bases.contains { base in
      (facts.name(of: base) ?? "").lastPart.hasSuffix("TestCase")
    }
  }

  // MARK: What a test needs

  private func isFixture(_ definition: Definition) -> Bool {
    definition.decorators.contains { fixtureDecorators.contains(facts.name(of: $0) ?? "") }
  }

  private mutating func noteFixture(_ index: Int, _ definition: Definition) {
    for decorator in definition.decorators
    where fixtureDecorators.contains(facts.name(of: decorator) ?? "") {
      var name = definition.name
      if case .call(let call) = decorator.value, facts.calls.indices.contains(call) {
        for argument in facts.calls[call].arguments {
          if argument.name == "name", let given = argument.expression.value.string { name = given }
          if argument.name == "autouse" { automaticFixtures.append(index) }
        }
      }
      fixtures[name, default: []].append(index)
    }
  }

  /// The fixture that a name means in a file: its own, else that of the nearest `conftest.py`.
  private func fixture(_ name: String, seenFrom file: Int) -> Int? {
    let folder = FileIndex.folder(of: files.paths[file])
    return (fixtures[name] ?? []).filter { isVisible($0, from: file, folder) }
      .max { depth($0) < depth($1) }
  }

  private func isVisible(_ fixture: Int, from file: Int, _ folder: String) -> Bool {
    let home = facts.definitions[fixture].file
    if home == file { return true }
    let homeFolder = FileIndex.folder(of: files.paths[home])
    let isAbove = homeFolder.isEmpty || folder == homeFolder || folder.hasPrefix(homeFolder + "/")
    if FileIndex.name(of: files.paths[home]) == "conftest.py" { return isAbove }
    return (fixtures[facts.definitions[fixture].name] ?? []).count == 1
  }

  private func depth(_ fixture: Int) -> Int {
    let file = facts.definitions[fixture].file
    let isOwn = FileIndex.name(of: files.paths[file]) != "conftest.py"
    return files.paths[file].split(separator: "/").count + (isOwn ? 1000 : 0)
  }

  /// Adds to each test and fixture what runs with it: the fixtures it names, its class and its set-up methods.
  mutating func addNeeds(to graph: inout GraphBuilder) {
    for (_, all) in testsByFile.sorted(by: { $0.key < $1.key }) {
      for test in all { addNeeds(of: test, to: &graph) }
    }
    for list in fixtures.sorted(by: { $0.key < $1.key }).map(\.value) {
      for index in list { addFixtures(of: index, to: &graph) }
    }
    for index in automaticFixtures {
      guard let body = code.module(ofFile: facts.definitions[index].file) else { continue }
      graph.connect(graph.node(ofDefinition: body), graph.node(ofDefinition: index), .calls)
    }
  }

  private func addNeeds(of test: Test, to graph: inout GraphBuilder) {
    addFixtures(of: test.definition, to: &graph)
    let node = graph.node(ofDefinition: test.definition)
    let scope = test.type ?? facts.definitions[test.definition].parent
    if let type = test.type { graph.connect(node, graph.node(ofDefinition: type), .calls) }
    guard let scope else { return }
    for index in code.inside[scope] where setupNames.contains(facts.definitions[index].name) {
      graph.connect(node, graph.node(ofDefinition: index), .calls)
    }
  }

  private func addFixtures(of index: Int, to graph: inout GraphBuilder) {
    let definition = facts.definitions[index]
    var names = definition.parameters.map(\.name)
    for decorator in definition.decorators
    where facts.name(of: decorator)?.lastPart == "usefixtures" { names += decorator.strings }
    for name in names {
      guard let found = fixture(name, seenFrom: definition.file), found != index else { continue }
      graph.connect(graph.node(ofDefinition: index), graph.node(ofDefinition: found), .calls)
    }
  }
}

extension TestSettings {
  func matchesFunction(_ name: String) -> Bool { matches(name, functionPatterns) }
  func matchesClass(_ name: String) -> Bool { matches(name, classPatterns) }

  /// pytest's rule: a prefix, or a glob where it has one.
  private func matches(_ name: String, _ patterns: [String]) -> Bool {
    patterns.contains { pattern in
      pattern.contains("*") || pattern.contains("?")
        ? Glob(pattern).matches(name) : name.hasPrefix(pattern)
    }
  }
}
