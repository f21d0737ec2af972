/// The commands of git that may be started: plumbing, which shows and never runs.
///
/// `log`, `status` and `diff` are not among them: they run pagers, filters, external diffs and signature checks.
package enum GitCommand: String, Sendable {
  case revList = "rev-list"
  case catFile = "cat-file"
  case forEachRef = "for-each-ref"
  case diffIndex = "diff-index"
}

extension Invocation {
  /// A git command on a repository that is not trusted: everything is off by which one runs code, asks, or waits.
  ///
  /// `gitFolder` and `workTree` are absolute; both are given outright, so that git neither searches for them nor
  /// lets `core.worktree` lead elsewhere.
  package static func git(
    _ command: GitCommand, _ arguments: [[UInt8]], gitFolder: String, workTree: String,
    input: [UInt8] = [], outputLimit: Int = 16 << 20
  ) -> Invocation {
    let settings = quietSettings + ["safe.directory=\(workTree)"]
    let before =
      ["--no-pager", "--no-optional-locks", "--literal-pathspecs"]
      + ["--git-dir=\(gitFolder)", "--work-tree=\(workTree)"]
      + settings.flatMap { ["-c", $0] }
      + [command.rawValue]
    return Invocation(
      tool: .git, arguments: before.map { Array($0.utf8) } + arguments,
      environment: quietEnvironment, input: input, outputLimit: outputLimit)
  }

  /// Settings of a repository that name a program or a file, each turned off.
  private static let quietSettings = [
    "core.fsmonitor=false", "core.untrackedCache=false", "core.hooksPath=/dev/null",
    "core.pager=cat", "core.editor=false", "core.askPass=", "core.sshCommand=false",
    "core.attributesFile=/dev/null", "core.excludesFile=/dev/null",
    "core.alternateRefsCommand=false",
    "diff.external=", "diff.ignoreSubmodules=dirty", "submodule.recurse=false",
    "log.showSignature=false", "gpg.program=false", "gpg.ssh.program=false",
    "protocol.allow=never", "credential.helper=", "i18n.logOutputEncoding=UTF-8",
    "gc.auto=0", "maintenance.auto=false",
  ]

  /// All that git sees of the environment; nothing is inherited, so no `GIT_DIR` and no trace file.
  private static let quietEnvironment = [
    "PATH": "/usr/bin:/bin", "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ATTR_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "",
    "GIT_PAGER": "cat", "GIT_EDITOR": "false",
    // Without it, `rev-list` makes one write a commit.
    "GIT_FLUSH": "0",
    // `protocol.ext.allow` of the repository would beat `protocol.allow=never`; nothing beats this list.
    "GIT_ALLOW_PROTOCOL": "none",
  ]
}
