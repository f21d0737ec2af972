internal import Attestations
internal import OperatingSystem
internal import Rules
internal import Text

/// `readiness init [PATH]`: a policy at today's score, a baseline, a place for claims, and a CI workflow.
enum InitCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "init",
      summary:
        "write .readiness/ with a gate at today's score, and a CI workflow; nothing is overwritten",
      operands: [AuditCommand.path], flags: [AuditCommand.rubric, AuditCommand.asOf])
  ) { (arguments, surroundings) throws(RunFault) in
    try await start(arguments, surroundings)
  }

  private static func start(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) async throws(RunFault) -> ExitStatus {
    let folder = arguments.operands.first ?? "."
    let asOf = try AuditCommand.day(arguments, surroundings)
    let rules = try LoadedRules.load(arguments.all(AuditCommand.rubric))
    // Claims expire: a gate at a score that holds only by them would fail one day with nothing changed.
    let findings = try await surroundings.findings(
      for: AuditRequest(path: folder, rules: rules.book, asOf: asOf, readsClaims: false))
    let ci = CISystem.inUse(in: folder)
    let files = StartingFiles.files(findings.assessment, rules: rules.digest, ci: ci)
    var said = ""
    for file in files {
      let isNew = try write(file.text, to: file.path, in: folder)
      let remark = isNew && file.path == ci?.path ? ": " + (ci?.remark ?? "") : ""
      said += isNew ? "wrote \(file.path)\(remark)\n" : "left \(file.path) as it is\n"
    }
    if ci == nil {
      said += "no CI system was found: let yours run `readiness audit` on every change\n"
    }
    return surroundings.print(said)
  }

  /// False where the file stands there already.
  private static func write(
    _ text: String, to path: String, in folder: String
  ) throws(RunFault) -> Bool {
    let target = "\(folder)/\(path)"
    do throws(FileFault) {
      // A link among the folders would lead the writing out of the repository.
      if let fault = linkFault(path, in: folder) { throw fault }
      let parts = target.split(separator: "/", omittingEmptySubsequences: false)
      try makeFolders(parts.dropLast().joined(separator: "/"))
      try writeFile(target, Array(text.utf8), ifThere: .refuse)
      return true
    } catch .exists {
      return false
    } catch {
      throw RunFault(error, at: target)
    }
  }

  private static func linkFault(_ path: String, in folder: String) -> FileFault? {
    do throws(FileFault) {
      _ = try Folder(path: folder).status(of: Array(path.utf8))
      return nil
    } catch {
      return error == .missing ? nil : error
    }
  }
}
