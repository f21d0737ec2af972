import Foundation
import OperatingSystem
import Repository
import Testing

private func revision(_ scratch: Scratch) throws -> Revision {
  try Checkout.open(scratch.path).revision()
}

private func head(_ scratch: Scratch) throws -> String {
  String(decoding: try scratch.git("rev-parse", "HEAD").dropLast(), as: UTF8.self)
}

@Test func `commits come newest first with day, author, subject and marks`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  scratch.date = "2026-03-02T23:30:00-05:00"
  try scratch.write("y", to: "README.md")
  try scratch.git(
    "commit", "--quiet", "--all",
    "--message=Read the schema (#12)\n\nWhy: it was not read.\n\nReviewed-by: Grace <g@example.org>"
  )
  let checkout = try Checkout.open(scratch.path)
  let revision = checkout.revision()
  #expect(try revision.commit == head(scratch))
  #expect(!revision.isDirty)
  let log = try #require(revision.history.log)
  #expect(
    log.commits == [
      Commit(
        name: try head(scratch), parentCount: 1, day: "2026-03-03", authorName: "Ada Lovelace",
        authorEmail: "ada@example.org",
        message: "Read the schema (#12)\n\nReviewed-by: Grace <g@example.org>"),
      Commit(
        name: log.commits[1].name, parentCount: 0, day: "2026-03-01", authorName: "Ada Lovelace",
        authorEmail: "ada@example.org", message: "Begin"),
    ])
  #expect(log.isComplete && !log.isShallow)
  #expect(log.tags.isEmpty)
}

@Test(
  arguments: [
    ("Fix it", nil), ("Fix it (#7)", 7), ("Fix #7", nil), ("Merge pull request #31 from a/b", 31),
    ("Merged in x (pull request #4)", 4), ("Fix (issue 3)", nil), ("Fix (#x)", nil),
    ("Merge branch 'x' into 'main'\n\nTitle\n\nSee merge request group/name!12", 12),
    ("Land it (!9)", 9),
  ] as [(String, Int?)])
func `a message names its pull or merge request`(message: String, number: Int?) {
  let commit = Commit(name: "", day: "", authorName: "", authorEmail: "", message: message)
  #expect(commit.request == number)
}

@Test func `trailers are the key lines of the last paragraph`() {
  let commit = Commit(
    name: "", day: "", authorName: "", authorEmail: "",
    message: """
      Subject that
      goes on

      Note: this paragraph is not the last.

      Reviewed-by: Grace Hopper
        <grace@example.org>
      not a trailer
      reviewed-by: Alan
      Change-Id: I12

      """)
  #expect(commit.subject == "Subject that goes on")
  #expect(commit.trailers("Reviewed-By") == ["Grace Hopper <grace@example.org>", "Alan"])
  #expect(commit.trailers.map(\.key) == ["Reviewed-by", "reviewed-by", "Change-Id"])
}

@Test func `a merge has two parents`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("checkout", "--quiet", "-b", "other")
  scratch.date = "2026-03-02T12:00:00Z"
  try scratch.git("commit", "--quiet", "--allow-empty", "--message=Theirs")
  try scratch.git("checkout", "--quiet", "main")
  try scratch.git("merge", "--quiet", "--no-ff", "--message=Merge pull request #5 from x", "other")
  let commits = try #require(revision(scratch).history.log).commits
  #expect(commits.map(\.parentCount) == [2, 1, 0])
  #expect(commits[0].isMerge && commits[0].request == 5)
}

@Test func `tags come with the day they were made`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("tag", "v0.1")
  scratch.date = "2026-05-05T00:00:00Z"
  try scratch.git("tag", "--annotate", "--message=Release", "v1.0")
  try scratch.git("tag", "blob-tag", "HEAD:README.md")
  try scratch.git("pack-refs", "--all")
  #expect(
    try #require(revision(scratch).history.log).tags == [
      Tag(name: "v1.0", day: "2026-05-05"), Tag(name: "v0.1", day: "2026-03-01"),
      Tag(name: "blob-tag", day: nil),
    ])
}

@Test func `HEAD is found loose, packed, detached and in a linked working tree`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let commit = try head(scratch)
  #expect(try revision(scratch).commit == commit)
  try scratch.git("pack-refs", "--all")
  #expect(try revision(scratch).commit == commit)
  try scratch.git("checkout", "--quiet", "--detach")
  #expect(try revision(scratch).commit == commit)
  try scratch.git("worktree", "add", "--quiet", "-b", "topic", "linked")
  let linked = try Checkout.open(scratch.path + "/linked").revision()
  #expect(linked.commit == commit)
  #expect(linked.history.log?.commits.count == 1)
}

@Test func `five hundred commits are read and more are said to be there`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let commits = (1...520).map { number in
    """
    commit refs/heads/main
    committer Ada <ada@example.org> \(1_780_000_000 + number) +0000
    data 3
    \(100 + number)
    \(number == 1 ? "from refs/heads/main^0" : "")

    """
  }
  try scratch.git("fast-import", "--quiet", input: commits.joined())
  let log = try #require(revision(scratch).history.log)
  #expect(log.commits.count == 500)
  #expect(log.commits.first?.subject == "620")
  #expect(log.commits.last?.subject == "121")
  #expect(!log.isComplete)
}

@Test func `a shallow clone says so`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "origin")
  for number in 1...3 {
    try scratch.git("commit", "--quiet", "--allow-empty", "--message=\(number)", in: "origin")
  }
  try scratch.git("clone", "--quiet", "--depth=2", "file://\(scratch.path)/origin", "clone")
  let log = try #require(Checkout.open(scratch.path + "/clone").revision().history.log)
  #expect(log.isShallow && !log.isComplete)
  #expect(log.commits.map(\.subject) == ["3", "2"])
}

@Test func `without a commit or without git, history is unseen and the reason said`() throws {
  func reason(_ path: String) throws -> String? {
    let revision = try Checkout.open(path).revision()
    #expect(revision.commit == nil)
    if case .unseen(let reason) = revision.history { return reason }
    return nil
  }
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "born")
  #expect(try reason(scratch.path + "/born") == "there is no commit yet")
  try scratch.write("x", to: "plain/a.py")
  #expect(try reason(scratch.path + "/plain") == "the folder is in no git repository")
  try scratch.git("init", "--quiet", "around")
  try scratch.write("x", to: "around/a.py")
  try scratch.write("x", to: "around/inner/b.py")
  try scratch.git("add", "a.py", in: "around")
  #expect(
    try reason(scratch.path + "/around/inner")
      == "the folder is not tracked by the git repository around it")
}

@Test func `a history that git cannot read is unseen and no path of the machine is quoted`() throws
{
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.write(String(repeating: "0123456789", count: 4) + "\n", to: ".git/refs/heads/main")
  let revision = try revision(scratch)
  guard case .unseen(let reason) = revision.history else {
    Issue.record("expected no history")
    return
  }
  #expect(reason == "git could not read the repository (exit status 128)")
}

@Test func `the last change of a path is the commit that made it`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  scratch.date = "2026-04-01T00:00:00Z"
  try scratch.write("x", to: "src/app.py")
  try scratch.write("x", to: "*.py")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Change")
  let checkout = try Checkout.open(scratch.path + "/src")
  let changes = checkout.lastChanges(of: ["README.md", "src/app.py", "none", "*.py", "src"])
  #expect(
    changes.mapValues(\.subject) == [
      "README.md": "Begin", "src/app.py": "Change", "*.py": "Change", "src": "Change",
    ])
}

@Test func `another revision's files are read without checking them out`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let commit = try head(scratch)
  try scratch.git("checkout", "--quiet", "-b", "topic")
  try scratch.write("changed", to: "README.md")
  try scratch.git("commit", "--quiet", "--all", "--message=Change")
  let checkout = try Checkout.open(scratch.path)
  #expect(
    try checkout.snapshot(of: "main", paths: ["README.md", "none.md", "src"])
      == Snapshot(commit: commit, files: ["README.md": Array("# A project\n".utf8)]))
  for revision in ["nowhere", "--help", "main\nHEAD", "HEAD:README.md", ""] {
    #expect(throws: RevisionFault.unknown(revision)) {
      try checkout.snapshot(of: revision, paths: ["README.md"])
    }
  }
}
