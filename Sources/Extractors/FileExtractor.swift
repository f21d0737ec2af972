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
    case .notebook, .r, .julia, .hcl, .textProto, .bicep, .sql, .description:
      return FileFacts()
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

  /// `setup(install_requires=["a>=1"])`.
  private func setupDependencies(_ calls: [CallFact]) -> [DependencyFact] {
    calls.filter { $0.member == "setup" }.flatMap { call in
      call.arguments.filter { $0.name == "install_requires" }.flatMap { argument in
        argument.expression.value.elements.compactMap { element in
          element.string.flatMap(Requirement.init).map { requirement in
            DependencyFact(
              file: file, location: call.location, name: requirement.name, ecosystem: "python",
              requirement: requirement.specifier, isPinned: requirement.isPinned)
          }
        }
      }
    }
  }

  // MARK: Documents

  private func prose(_ source: SourceText) -> FileFacts {
    let parsed = ProseOutline.parse(source)
    var facts = ProseFacts(file: file, source: source, path: path).facts(of: parsed.value)
    facts.contents = .prose(source)
    facts.diagnostics = diagnostics(parsed.problems, in: source)
    facts.registry = frontMatter(parsed.value, in: source)
    return facts
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
    var facts = FileFacts()
    for number in 1...max(1, source.lineCount) {
      let line = String(decoding: source.line(number), as: UTF8.self)
      let code = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
      guard !code.drop(while: { $0 == " " }).hasPrefix("-"),
        let requirement = Requirement(String(code))
      else { continue }
      let specifier = requirement.specifier.split(separator: "\\")[...].first.map(String.init) ?? ""
      facts.dependencies.append(
        DependencyFact(
          file: file, location: Location(path: path, line: number), name: requirement.name,
          ecosystem: "python", requirement: specifier, isPinned: requirement.isPinned))
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
