internal import Facts
internal import Text

/// pre-commit's hooks as commands below their configuration, which only runs where something calls `pre-commit run`.
enum PreCommit {
  static func add(to graph: inout GraphBuilder) {
    let names: Set<String> = [".pre-commit-config.yaml", ".pre-commit-config.yml"]
    for (index, file) in graph.structuredFiles({ names.contains(FileIndex.name(of: $0)) }) {
      for repo in file.documents.first?["repos"]?.elements ?? [] {
        for hook in repo["hooks"]?.elements ?? [] { addHook(hook, file, index, &graph) }
      }
    }
  }

  private static func addHook(
    _ hook: Node, _ file: StructuredFile, _ index: Int, _ graph: inout GraphBuilder
  ) {
    let stages = (hook["stages"]?.listed ?? []).compactMap(\.scalar)
    guard !stages.contains("manual") || stages.count > 1 else { return }
    guard let place = hook["entry"] ?? hook["id"], let text = place.scalar else { return }
    let arguments = (hook["args"]?.listed ?? []).compactMap(\.scalar).map(shellQuoted)
    let line = ([text] + arguments).joined(separator: " ")
    let context = CommandContext(
      folder: FileIndex.folder(of: file.source.path), file: index, origin: .step)
    graph.addScript(
      ScriptText(line, at: file.location(of: place)), below: index, context: context,
      shell: .stopping)
  }
}
