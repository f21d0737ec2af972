import Foundation
import PackagePlugin

/// Writes every file under `rubrics/` into the binary, as `StaticString` literals.
///
/// The folder itself is the input, so that a file that is added or deleted is noticed; see `EmbedRulesTool`.
@main
struct EmbedRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let target = target as? SourceModuleTarget else { return [] }
    let output = context.pluginWorkDirectoryURL.appending(path: "RuleFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(target.name)",
        executable: try context.tool(named: "EmbedRulesTool").url,
        arguments: [target.directoryURL.path(), output.path()],
        inputFiles: [target.directoryURL] + files(below: target.directoryURL),
        outputFiles: [output])
    ]
  }

  private func files(below folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.allObjects as? [URL] ?? []).sorted { $0.path() < $1.path() }
  }
}
