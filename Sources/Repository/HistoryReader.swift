internal import OperatingSystem

/// Reads a checkout's past with as few starts of git as it takes: one for commits, one for tags where there are
/// any, one for what is staged where the index does not tell.
struct HistoryReader {
  private let tree: WorkingTree

  /// How many commits are read.
  private static let commitLimit = 500
  private static let tagLimit = 1_000
  /// A repository that makes git wait (a pipe in place of a file) is given up after this.
  private static let timeLimit = Duration.seconds(20)

  init(_ tree: WorkingTree) { self.tree = tree }

  /// The commit, the commits before it, the tags, and whether anything is staged.
  func read() -> (commit: String?, history: History, isStaged: Bool) {
    let head = tree.git.head
    guard head != nil || tree.git.usesReftable else {
      return (nil, .unseen(reason: "there is no commit yet"), false)
    }
    var questions = [commits(max: HistoryReader.commitLimit + 1)]
    if tree.git.hasTags { questions.append(tags) }
    if tree.indexTree == nil { questions.append(staged) }
    var answers = run(questions, within: HistoryReader.timeLimit)
    let isStaged = tree.indexTree == nil && answers.removeLast().ending == .exited(1)
    if let reason = unseenReason(answers[0]) {
      return (head, .unseen(reason: reason), isStaged)
    }
    let records = CommitRecord.read(answers[0].output)
    let isWhole = answers[0].hasSucceeded && records.count <= HistoryReader.commitLimit
    let log = CommitLog(
      commits: records.prefix(HistoryReader.commitLimit).map(\.commit),
      tags: answers.count > 1 ? Tag.read(answers[1].output) : [],
      isComplete: isWhole && !tree.git.isShallow, isShallow: tree.git.isShallow)
    let differs = tree.indexTree.map { hexadecimal($0) != records.first?.tree } ?? isStaged
    return (head ?? log.commits.first?.name, .seen(log), differs)
  }

  /// The last commit that changed each path; paths that none did are left out.
  func lastChanges(of paths: [String]) -> [String: Commit] {
    var found: [String: Commit] = [:]
    let clock = ContinuousClock()
    let deadline = clock.now + HistoryReader.timeLimit
    for start in stride(from: 0, to: paths.count, by: 8) where clock.now < deadline {
      let batch = paths[start..<min(start + 8, paths.count)]
      let answers = run(
        batch.map { commits(max: 1, changing: $0) }, within: deadline - clock.now)
      for (path, answer) in zip(batch, answers) where answer.hasSucceeded {
        found[path] = CommitRecord.read(answer.output).first?.commit
      }
    }
    return found
  }

  /// The files at some paths as another revision has them.
  func snapshot(of revision: String, _ paths: [String]) throws(RevisionFault) -> Snapshot {
    let questions = ["\(revision)^{commit}"] + paths.map { "\(revision):\($0)" }
    // A line end would begin another question.
    guard !questions.contains(where: { $0.utf8.contains { $0 == 0x0A || $0 == 0 } }) else {
      throw .unknown(revision)
    }
    let answer = run(
      git(.catFile, ["--batch"], input: questions.joined(separator: "\n") + "\n"),
      within: HistoryReader.timeLimit)
    if let reason = unseenReason(answer) { throw .unavailable(reason: reason) }
    let objects = BatchAnswer.read(answer.output, count: questions.count)
    guard let first = objects.first, let commit = first, commit.kind == "commit" else {
      throw .unknown(revision)
    }
    var files: [String: [UInt8]] = [:]
    for (path, object) in zip(paths, objects.dropFirst()) {
      if let object, object.kind == "blob" { files[path] = object.bytes }
    }
    return Snapshot(commit: commit.name, files: files)
  }

  private func commits(max count: Int, changing path: String? = nil) -> Invocation {
    git(
      .revList,
      ["--max-count=\(count)", "--format=\(CommitRecord.format)", "HEAD", "--"]
        + (path.map { [$0] } ?? []))
  }

  private var tags: Invocation {
    git(
      .forEachRef,
      [
        "--count=\(HistoryReader.tagLimit)", "--sort=-creatordate", "--format=\(Tag.format)",
        "refs/tags",
      ])
  }

  private var staged: Invocation {
    git(.diffIndex, ["--cached", "--quiet", "--no-ext-diff", "--no-textconv", "HEAD", "--"])
  }

  private func git(_ command: GitCommand, _ arguments: [String], input: String = "") -> Invocation {
    .git(
      command, arguments.map { Array($0.utf8) }, gitFolder: tree.git.path, workTree: tree.root,
      input: Array(input.utf8))
  }

  /// Why an answer cannot be used; nil where it can, be it cut short.
  private func unseenReason(_ answer: Outcome) -> String? {
    switch answer.ending {
    case .exited(0), .cutShort: nil
    // Its complaint is not quoted: it has paths of this machine in it.
    case .exited(let status): "git could not read the repository (exit status \(status))"
    case .killed(let signal): "git was ended by signal \(signal)"
    case .timedOut:
      "git gave no answer within \(HistoryReader.timeLimit.components.seconds) seconds"
    case .notStarted(.missing): "git is not installed"
    case .notStarted(let fault): "git could not be started (\(fault.message))"
    }
  }
}
