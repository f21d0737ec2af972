import Foundation
import OperatingSystem
import Repository
import Testing

/// All that reads a repository, once.
private func readAll(_ path: String) throws -> Revision {
  let checkout = try Checkout.open(path)
  _ = checkout.lastChanges(of: ["README.md"])
  _ = try? checkout.snapshot(of: "HEAD", paths: ["README.md", "src/app.py"])
  return checkout.revision()
}

@Test func `nothing a repository's configuration names is run`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let marker = scratch.path + "/ran"
  try scratch.write("#!/bin/sh\necho \"$0 $*\" >> '\(marker)'\ncat\n", to: "evil.sh")
  let evil = scratch.path + "/evil.sh"
  chmod(evil, 0o755)
  try scratch.git("add", "evil.sh")
  for hook in ["post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"] {
    try FileManager.default.copyItem(atPath: evil, toPath: "\(scratch.path)/.git/hooks/\(hook)")
  }
  try scratch.write(
    "* filter=evil diff=evil merge=evil working-tree-encoding=UTF-16\n", to: ".gitattributes")
  let settings = """
    [core]
    \tfsmonitor = \(evil)
    \thooksPath = \(scratch.path)
    \tpager = \(evil)
    \teditor = \(evil)
    \tsshCommand = \(evil)
    \taskPass = \(evil)
    \tgitProxy = \(evil)
    \talternateRefsCommand = \(evil)
    [pager]
    \trev-list = \(evil)
    \tcat-file = \(evil)
    [alias]
    \trev-list = !\(evil)
    \tcat-file = !\(evil)
    [diff]
    \texternal = \(evil)
    [diff "evil"]
    \tcommand = \(evil)
    \ttextconv = \(evil)
    [filter "evil"]
    \tclean = \(evil)
    \tsmudge = \(evil)
    \tprocess = \(evil)
    \trequired = true
    [log]
    \tshowSignature = true
    [gpg]
    \tprogram = \(evil)
    [credential]
    \thelper = !\(evil)

    """
  let config = try String(contentsOfFile: scratch.path + "/.git/config", encoding: .utf8)
  try scratch.write(config + settings, to: ".git/config")
  try scratch.write("edited", to: "src/app.py")
  let revision = try readAll(scratch.path)
  #expect(revision.isDirty)
  #expect(revision.history.log?.commits.count == 1)
  #expect(!FileManager.default.fileExists(atPath: marker))
}

@Test(arguments: ["ext::%E hello", "file://%P", "%P"])
func `a promised object is not fetched, whatever the repository allows`(address: String) throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let marker = scratch.path + "/ran"
  try scratch.write("#!/bin/sh\necho \"$0 $*\" >> '\(marker)'\n", to: "evil.sh")
  chmod(scratch.path + "/evil.sh", 0o755)
  let address = address.replacing("%E", with: scratch.path + "/evil.sh")
    .replacing("%P", with: scratch.path)
  let settings = """
    [core]
    \trepositoryformatversion = 1
    [extensions]
    \tpartialClone = origin
    [remote "origin"]
    \turl = \(address)
    \tpromisor = true
    \tuploadpack = \(scratch.path)/evil.sh
    [protocol]
    \tallow = always
    [protocol "ext"]
    \tallow = always
    [protocol "file"]
    \tallow = always

    """
  let config = try String(contentsOfFile: scratch.path + "/.git/config", encoding: .utf8)
  try scratch.write(config + settings, to: ".git/config")
  // With its tree gone, git would ask the remote for it.
  let tree = String(decoding: try scratch.git("rev-parse", "HEAD^{tree}").dropLast(), as: UTF8.self)
  try scratch.remove(".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
  try scratch.remove(".git/index")
  _ = try readAll(scratch.path)
  #expect(!FileManager.default.fileExists(atPath: marker))
}

@Test func `a .gitattributes or .mailmap that is a pipe makes nothing wait`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  #expect(mkfifo(scratch.path + "/.gitattributes", 0o600) == 0)
  #expect(mkfifo(scratch.path + "/.mailmap", 0o600) == 0)
  #expect(mkfifo(scratch.path + "/.gitignore", 0o600) == 0)
  try scratch.remove(".git/index")
  let start = ContinuousClock.now
  #expect(try readAll(scratch.path).history.log != nil)
  #expect(ContinuousClock.now - start < .seconds(5))
}

@Test func `another file system's git folder is never written to`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  func snapshot() throws -> [String: Date] {
    let files = FileManager.default
    var dates: [String: Date] = [:]
    for name in try files.subpathsOfDirectory(atPath: scratch.path) {
      dates[name] =
        try files.attributesOfItem(atPath: scratch.path + "/" + name)[.modificationDate] as? Date
    }
    return dates
  }
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)],
    ofItemAtPath: scratch.path + "/README.md")
  let before = try snapshot()
  _ = try readAll(scratch.path)
  #expect(try snapshot() == before)
}
