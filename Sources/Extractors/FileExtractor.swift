internal import Facts
internal import Formats
internal import Languages
internal import Text

/// Reads one file by its form; the same bytes give the same facts.
struct FileExtractor {
  let file: Int
  let path: String
  /// Attribute names that rules look for where they are only read.
  let members: Set<String>
  /// Names of programs that begin a documented command.
  let programs: Set<String>
  /// How much was left unread of a larger file, in bytes.
  let cut: Int

  func facts(of bytes: [UInt8], as form: FileForm) -> FileFacts {
    let source = SourceText(path: path, bytes: bytes)
    var facts = read(source, as: form)
    if cut > 0 {
      facts.diagnostics.append(
        Diagnostic(
          path: path, severity: .warning,
          message: "read the first \(bytes.count) bytes, \(cut) more were left out"))
    }
    return facts
  }

  private func read(_ source: SourceText, as form: FileForm) -> FileFacts {
    switch form {
    case .python: return python(source)
    case .yaml: return structured(source) { YAML.parse($0) }
    case .json: return structured(source) { JSON.parse($0).documents }
    case .jsonWithComments: return structured(source) { JSONWithComments.parse($0).documents }
    case .toml: return structured(source) { TOML.parse($0).documents }
    case .ini: return structured(source) { INI.parse($0).documents }
    case .shell: return only(.shell(source))
    case .tasks: return only(.tasks(source))
    case .dockerfile: return only(.dockerfile(source))
    case .jenkinsfile: return only(.jenkinsfile(source))
    case .lines: return only(.lines(source))
    case .requirements: return requirements(source)
    case .prose: return prose(source)
    case .notebook: return notebook(source)
    case .hcl: return structured(source) { HCL.parse($0).documents }
    case .textProto: return structured(source) { TextProto.parse($0).documents }
    case .bicep: return structured(source) { Bicep.parse($0).documents }
    case .r, .julia: return r(source)
    case .sql, .description: return FileFacts()
    }
  }

  private func only(_ contents: FileContents) -> FileFacts {
    var facts = FileFacts()
    facts.contents = contents
    return facts
  }

  private func diagnostics(_ problems: [Problem], in source: SourceText) -> [Diagnostic] {
    problems.map { Diagnostic($0, in: source) }
  }

  // MARK: Code

  private func python(_ source: SourceText) -> FileFacts {
    let parsed = PythonOutline.parse(source)
    var builder = PythonFacts(
      file: file, path: path, lineCount: source.lineCount, members: members)
    builder.add(parsed.value)
    var facts = builder.facts
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    if path.hasSuffix("setup.py") { facts.dependencies = setupDependencies(facts.calls) }
    if GeneratedMark.occurs(in: source.bytes) { facts.role = .generated }
    return facts
  }

  private func r(_ source: SourceText, language: String? = nil) -> FileFacts {
    let parsed = ROutline.parse(source, language: language)
    var facts = RFacts(outline: parsed.value, source: source, file: file, path: path).facts()
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    return facts
  }

  /// `setup(install_requires=["a>=1"])`.
  private func setupDependencies(_ calls: [CallFact]) -> [DependencyFact] {
    calls.filter { $0.member == "setup" }.flatMap { call in
      call.arguments.filter { $0.name == "install_requires" }.flatMap { argument in
        argument.expression.value.elements.compactMap { element in
          element.string.flatMap { PackageRequirement($0) }.map { requirement in
            DependencyFact(
              file: file, location: call.location, name: requirement.name, ecosystem: "python",
              requirement: requirement.specifier, isPinned: requirement.isPinned)
          }
        }
      }
    }
  }

  /// Code cells share one module; Markdown cells are headings; lines for the shell are commands.
  private func notebook(_ source: SourceText) -> FileFacts {
    let parsed = Notebook.parse(source)
    var builder = PythonFacts(
      file: file, path: path, lineCount: source.lineCount, members: members)
    var headings: [HeadingFact] = []
    var commands: [LooseCommand] = []
    for (index, cell) in parsed.value.cells.enumerated() {
      switch cell.kind {
      case .markdown:
        let prose = ProseFacts(file: file, source: cell.source, path: path, cell: index + 1)
        headings += prose.facts(of: ProseOutline.parse(cell.source, as: .markdown).value).headings
      case .code where (cell.language ?? parsed.value.language ?? "python").hasPrefix("python"):
        let outline = PythonOutline.parse(cell: cell.source).value
        builder.add(outline, cell: index + 1)
        commands += shellCommands(of: outline, in: cell.source, cell: index + 1)
        addOutput(of: cell, at: index + 1, to: &headings)
      case .code, .raw: break
      }
    }
    var facts = builder.facts
    facts.headings = headings
    facts.looseCommands = commands
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    return facts
  }

  /// What a cell shows when it has run stands under the heading above it.
  private func addOutput(of cell: NotebookCell, at number: Int, to headings: inout [HeadingFact]) {
    guard !headings.isEmpty else { return }
    if cell.hasImageOutput { headings[headings.count - 1].figures += 1 }
    if cell.hasTableOutput {
      headings[headings.count - 1].tables.append(([], 0, Location(path: path, cell: number)))
    }
  }

  private func shellCommands(
    of outline: PythonOutline, in source: SourceText, cell: Int
  ) -> [LooseCommand] {
    outline.shellLines.filter { $0.kind == .command }.map { line in
      let place = source.position(of: line.offset)
      return LooseCommand(
        file: file,
        location: Location(path: path, cell: cell, line: place.line, column: place.column),
        text: line.text, origin: .notebook)
    }
  }

  // MARK: Documents

  private func prose(_ source: SourceText) -> FileFacts {
    let parsed = ProseOutline.parse(source)
    var facts = ProseFacts(file: file, source: source, path: path, programs: programs).facts(
      of: parsed.value)
    facts.contents = .prose(source)
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    facts.registry = frontMatter(parsed.value, in: source)
    addChunks(of: parsed.value, in: source, to: &facts)
    return facts
  }

  /// The code that a Quarto or R Markdown document runs when it is rendered.
  private func addChunks(
    of outline: ProseOutline, in source: SourceText, to facts: inout FileFacts
  ) {
    let chunks = outline.sections.flatMap(\.code).filter(\.isExecutable)
    guard let language = chunks.first?.language else { return }
    let own = chunks.filter { $0.language == language }.map(\.range)
    let code = ChunkMask.source(source, keeping: own)
    let read: FileFacts
    if language == "python" {
      var builder = PythonFacts(
        file: file, path: path, lineCount: source.lineCount, members: members)
      builder.add(PythonOutline.parse(cell: code).value)
      read = builder.facts
    } else {
      read = r(code, language: language)
    }
    facts.definitions = read.definitions
    facts.imports = read.imports
    facts.calls = read.calls
    facts.assignments = read.assignments
    facts.conditions = read.conditions
    facts.exits = read.exits
  }

  /// What a model or dataset card says of itself in the YAML above its text.
  private func frontMatter(_ outline: ProseOutline, in source: SourceText) -> [RegistryFact] {
    guard let range = outline.frontMatter else { return [] }
    let parsed = YAML.parse(SourceText(path: path, bytes: Array(source.bytes[range])))
    guard let root = parsed.value.first, root.isMapping else { return [] }
    let place = source.position(of: range.lowerBound)
    return [
      RegistryFact(
        file: file, location: Location(path: path, line: place.line), system: "front-matter",
        kind: "card", name: root["title"]?.scalar ?? "", body: root)
    ]
  }

  // MARK: Structured files

  /// A file that does not parse as it stands is tried once more with its template placeholders masked.
  private func structured(
    _ source: SourceText, _ parse: (SourceText) -> Parsed<[Node]>
  ) -> FileFacts {
    var parsed = parse(source)
    if !parsed.isValid, let masked = TemplateMask.masked(source.bytes) {
      let again = parse(SourceText(path: path, bytes: masked))
      if again.isValid { parsed = again }
    }
    let file = StructuredFile(source: source, documents: parsed.value)
    var facts = FileFacts()
    facts.contents = .structured(file)
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    var manifest = ManifestReader(file: self.file, structured: file)
    manifest.read()
    facts.dependencies = manifest.found
    var resources = ResourceReader(file: self.file, structured: file)
    resources.read()
    facts.resources = resources.found
    var registry = RegistryReader(file: self.file, structured: file)
    registry.read()
    facts.registry = registry.found
    return facts
  }

  private func requirements(_ source: SourceText) -> FileFacts {
    let parsed = RequirementsFile.parse(source)
    var facts = FileFacts()
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    facts.dependencies = parsed.value.requirements.filter { !$0.name.isEmpty }.map { requirement in
      let place = source.position(of: requirement.offset)
      return DependencyFact(
        file: file, location: Location(path: path, line: place.line, column: place.column),
        name: requirement.name, ecosystem: "python", requirement: requirement.specifier,
        isPinned: requirement.isPinned)
    }
    return facts
  }
}

extension Parsed where Value == Node {
  var documents: Parsed<[Node]> { Parsed<[Node]>([value], problems: problems) }
}

/// The words by which generators mark their output, looked for in a file's first kilobyte.
enum GeneratedMark {
  private static let marks = ["@generated", "do not edit", "autogenerated", "auto-generated"]

  static func occurs(in bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(1_024), as: UTF8.self).lowercased()
    return marks.contains { head.contains($0) }
  }
}
