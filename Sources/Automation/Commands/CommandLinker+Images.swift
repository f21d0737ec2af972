internal import Facts
internal import Text

extension CommandLinker {
  /// `docker build -f docker/Dockerfile .`
  func buildImage(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let folders = folders(pending)
    let place = arguments.value("--context") ?? arguments.free.last ?? "."
    let name = arguments.values(row.arguments.isEmpty ? ["-f", "--file"] : row.arguments).last
    let home = graph.files.folder(place, from: folders)
    let file =
      name.flatMap { graph.files.file($0, from: folders + (home.map { [$0] } ?? [])) }
      ?? home.flatMap { graph.files.file("Dockerfile", from: [$0]) }
    guard let file, let image = graph.images.images[file] else { return }
    graph.connect(pending.node, image.build)
    graph.connect(pending.node, file, .imports)
    for tag in arguments.values(["-t", "--tag", "--image", "--tags"]) {
      graph.images.tags[imageName(tag)] = file
    }
  }

  /// `docker run IMAGE [command]`.
  func runImage(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    guard let tag = arguments.free.first else { return }
    let words = graph.commands[pending.command].words
    // What stands behind the image is a command of its own.
    if let at = words.firstIndex(of: tag), at + 1 < words.count,
      pending.context.depth < CommandLinker.depthLimit
    {
      var context = pending.context
      context.depth += 1
      let command = graph.commands[pending.command]
      let inner = graph.command(
        CommandNode(
          origin: command.origin, words: Array(words[(at + 1)...]), text: command.text,
          location: command.location, file: command.file), context: context)
      graph.connect(pending.node, inner)
      return
    }
    if let file = graph.images.tags[imageName(tag)], let image = graph.images.images[file] {
      graph.connect(pending.node, image.start)
    }
  }

  /// An image's name without its registry's variable parts and its tag.
  private func imageName(_ tag: String) -> String {
    let last = tag.split(separator: "/").last.map(String.init) ?? tag
    return String(last.prefix { $0 != ":" && $0 != "@" })
  }

  /// `docker compose up`, `docker compose run service command`.
  func runCompose(
    _ arguments: Arguments, _ pending: PendingCommand, _ graph: inout GraphBuilder
  ) {
    let folders = folders(pending)
    let named = arguments.values(["-f", "--file"]).compactMap {
      graph.files.file($0, from: folders)
    }
    let usual = ["docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"]
    let found =
      named.isEmpty
      ? usual.compactMap { graph.files.file($0, from: folders) }.prefix(1).map { $0 } : named
    let services = graph.images.services.filter { found.contains($0.file) }
    guard let verb = arguments.free.first else { return }
    let names = Set(arguments.free.dropFirst())
    for service in services where names.isEmpty || names.contains(service.name) {
      let image = service.image.flatMap { graph.images.images[$0] }
      if let image, verb == "build" || verb == "up" { graph.connect(pending.node, image.build) }
      guard ["up", "run", "start", "exec"].contains(verb) else { continue }
      graph.connect(pending.node, service.node)
    }
    guard verb == "run" || verb == "exec", let service = arguments.free.dropFirst().first else {
      return
    }
    let words = graph.commands[pending.command].words
    guard let at = words.lastIndex(of: service), at + 1 < words.count,
      pending.context.depth < CommandLinker.depthLimit
    else { return }
    var context = pending.context
    context.depth += 1
    let command = graph.commands[pending.command]
    let inner = graph.command(
      CommandNode(
        origin: command.origin, words: Array(words[(at + 1)...]), text: command.text,
        location: command.location, file: command.file), context: context)
    graph.connect(pending.node, inner)
  }
}
