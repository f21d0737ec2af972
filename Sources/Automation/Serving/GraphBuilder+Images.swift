internal import Facts
internal import Languages
internal import Text

/// The images that Dockerfiles build and the services that compose files start.
struct ImageTable: Sendable {
  struct Image: Sendable {
    let file: Int
    /// What building it runs.
    let build: Int
    /// What starting a container runs.
    let start: Int
    let hasStart: Bool
  }

  struct Service: Sendable {
    let file: Int
    let name: String
    let node: Int
    let image: Int?
  }

  var images: [Int: Image] = [:]
  var services: [Service] = []
  /// Dockerfiles by the tag that some command gives them.
  var tags: [String: Int] = [:]
}

extension GraphBuilder {
  /// Adds to each Dockerfile what building it runs and what starting it runs.
  mutating func addImages() {
    for (index, file) in facts.files.enumerated() {
      guard case .dockerfile(let source)? = facts.contents[index] else { continue }
      addImage(Dockerfile.parse(source).value, source, index, file.path)
    }
  }

  private mutating func addImage(
    _ dockerfile: Dockerfile, _ source: SourceText, _ file: Int, _ path: String
  ) {
    let build = add(.target, at: Location(path: path), what: "image \(path)")
    var reader = ImageReader(
      context: CommandContext(folder: "", file: file, origin: .docker), build: build)
    reader.context.folders = ["", FileIndex.folder(of: path)]
    for instruction in dockerfile.instructions where !instruction.isOnBuild {
      addInstruction(instruction, source, &reader)
    }
    sequences.chain(reader.steps)
    let last = reader.entrypoint ?? reader.command
    let place = last.map { location(of: $0.offset, in: source) } ?? Location(path: path)
    let start = add(.service, at: place, what: "container \(path)")
    if let last { addStart(last, reader, source, below: start) }
    connect(file, build)
    images.images[file] = ImageTable.Image(
      file: file, build: build, start: start, hasStart: last != nil)
  }

  private struct ImageReader {
    var context: CommandContext
    let build: Int
    var entrypoint: DockerInstruction?
    var command: DockerInstruction?
    var steps: [ScriptStep] = []
    var shell = ShellDefaults.plain
  }

  private mutating func addInstruction(
    _ instruction: DockerInstruction, _ source: SourceText, _ reader: inout ImageReader
  ) {
    switch instruction.content {
    case .run(let command):
      reader.steps += add(command, instruction, source, reader, below: reader.build)
    case .command: reader.command = instruction
    case .entrypoint: reader.entrypoint = instruction
    case .from:
      reader.command = nil
      reader.entrypoint = nil
    case .workingDirectory(let folder):
      let known = reader.context.expand(folder)
      if let name = files.folder(FileIndex.name(of: known), from: reader.context.folders) {
        reader.context.folders = [name] + reader.context.folders.filter { $0 != name }
      }
    case .settings(let settings) where instruction.keyword == "ENV":
      for setting in settings { reader.context.variables[setting.name] = setting.value }
    case .argument(let name, let value?): reader.context.variables[name] = value
    case .shell(let words):
      reader.shell = ShellDefaults(
        errexit: words.contains { $0.hasPrefix("-") && $0.contains("e") },
        pipefail: words.contains("pipefail"))
    case .copy(let copy): followCopy(copy, &reader)
    default: break
    }
  }

  /// `COPY src/service /app`: what runs in the image finds its files there.
  private func followCopy(_ copy: DockerCopy, _ reader: inout ImageReader) {
    guard copy.from == nil else { return }
    for path in copy.sources {
      if let folder = files.folder(path, from: reader.context.folders),
        !reader.context.folders.contains(folder)
      {
        reader.context.folders.append(folder)
      }
    }
  }

  private mutating func add(
    _ command: DockerCommand, _ instruction: DockerInstruction, _ source: SourceText,
    _ reader: ImageReader, below node: Int
  ) -> [ScriptStep] {
    switch command {
    case .shell(let text, let offset):
      return addScript(
        ScriptText(file: source, range: offset..<min(source.bytes.count, offset + text.utf8.count)),
        below: node, context: reader.context, shell: reader.shell)
    case .exec(let words):
      guard !words.isEmpty else { return [] }
      let added = self.command(
        CommandNode(
          origin: .docker, words: words.map(reader.context.expand),
          text: words.joined(separator: " "),
          location: location(of: instruction.offset, in: source),
          file: reader.context.file), context: reader.context)
      connect(node, added)
      return [ScriptStep(node: added, isSeen: true)]
    }
  }

  /// ENTRYPOINT with CMD behind it, or the one there is.
  private mutating func addStart(
    _ last: DockerInstruction, _ reader: ImageReader, _ source: SourceText, below start: Int
  ) {
    if case .entrypoint(.exec(let entry)) = last.content,
      case .command(.exec(let rest))? = reader.command?.content
    {
      _ = add(.exec(entry + rest), last, source, reader, below: start)
      // An entry script often ends in `exec "$@"`: then CMD is what runs.
      _ = add(.exec(rest), last, source, reader, below: start)
      return
    }
    switch last.content {
    case .command(let command), .entrypoint(let command):
      _ = add(command, last, source, reader, below: start)
    default: break
    }
  }

  func location(of offset: Int, in source: SourceText) -> Location {
    let place = source.position(of: offset)
    return Location(path: source.path, line: place.line, column: place.column)
  }

  /// Adds the services of compose files.
  mutating func addComposeFiles() {
    for (index, file) in facts.files.enumerated() {
      let name = FileIndex.name(of: file.path)
      guard name.contains("compose"), name.hasSuffix(".yml") || name.hasSuffix(".yaml"),
        let structured = facts.structured(index)
      else { continue }
      for member in structured.documents.first?["services"]?.members ?? [] {
        addService(member, structured, index)
      }
    }
  }

  private mutating func addService(_ member: Node.Member, _ file: StructuredFile, _ index: Int) {
    let folder = FileIndex.folder(of: file.source.path)
    let name = member.key.scalar ?? ""
    let node = add(.service, at: file.location(of: member.key), what: "service \(name)")
    var context = CommandContext(folder: folder, file: index, origin: .docker)
    let build = member.value["build"]
    let place = build?.scalar ?? build?["context"]?.scalar
    var image: Int?
    if let place, let home = files.folder(place, from: [folder, ""]) {
      let dockerfile = build?["dockerfile"]?.scalar ?? "Dockerfile"
      image = files.file(dockerfile, from: [home])
      context.folders = [home] + context.folders
    }
    let command = ["entrypoint", "command"].flatMap { key -> [String] in
      guard let value = member.value[key] else { return [] }
      return value.isSequence ? value.elements.compactMap(\.scalar) : [value.scalar ?? ""]
    }
    if let value = member.value["command"] ?? member.value["entrypoint"], !command.isEmpty {
      let text =
        value.isSequence
        ? command.map(shellQuoted).joined(separator: " ") : command.joined(separator: " ")
      addScript(
        ScriptText(text, at: file.location(of: value)), below: node, context: context, shell: .plain
      )
    } else if let image, let built = images.images[image] {
      connect(node, built.start)
    }
    images.services.append(ImageTable.Service(file: index, name: name, node: node, image: image))
  }
}

/// A word as a shell would need it written.
func shellQuoted(_ word: String) -> String {
  let plain = word.utf8.allSatisfy {
    $0 > 32 && !" \t\n'\"\\;&|<>()`*?[]#~!".utf8.contains($0)
  }
  return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
