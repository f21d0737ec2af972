import Foundation
import OperatingSystem
import Repository
import Testing
import Text

private func open(_ scratch: Scratch, _ below: String = "") throws -> Checkout {
  try Checkout.open(below.isEmpty ? scratch.path : "\(scratch.path)/\(below)")
}

private func standings(_ checkout: Checkout) -> [String: RepositoryFile.Standing] {
  Dictionary(uniqueKeysWithValues: checkout.files.map { ($0.path, $0.standing) })
}

@Test func `tracked files are those git lists, in its order`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.write("untracked", to: "notes.txt")
  let checkout = try open(scratch)
  #expect(
    checkout.files.map(\.path) == [
      ".github/workflows/ci.yml", "README.md", "src/app-test.py", "src/app.py",
      "src/deep/er/tool.py",
    ])
  #expect(try checkout.files.map(\.path) == scratch.tracked())
  #expect(checkout.diagnostics == [])
  #expect(checkout.scope == "")
}

@Test(arguments: [2, 3, 4])
func `an index of every version is read`(version: Int) throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  for number in 0..<60 { try scratch.write("\(number)", to: "data/part-\(number)/\(number).csv") }
  try scratch.git("add", "--all")
  // An entry with further flags is what makes version 3.
  if version == 3 { try scratch.git("update-index", "--skip-worktree", "README.md") }
  try scratch.git("update-index", "--index-version", "\(version)")
  let index = try Data(contentsOf: URL(filePath: scratch.path + "/.git/index"))
  #expect(index[7] == version)
  let checkout = try open(scratch)
  #expect(try checkout.files.map(\.path) == scratch.tracked())
  #expect(checkout.files.count == 65)
  #expect(checkout.diagnostics == [])
}

@Test func `a repository with SHA-256 names is read`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "--object-format=sha256")
  try scratch.write("x", to: "a.py")
  try scratch.write("y", to: "b/c.py")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Begin")
  let checkout = try open(scratch)
  #expect(checkout.files.map(\.path) == ["a.py", "b/c.py"])
  #expect(checkout.diagnostics == [])
}

@Test func `kinds and sizes are told`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.write("#!/bin/sh\n", to: "run.sh")
  chmod(scratch.path + "/run.sh", 0o755)
  try scratch.link("link", to: "/etc/passwd")
  try scratch.git("add", "--all")
  let checkout = try open(scratch)
  #expect(
    checkout["run.sh"] == RepositoryFile(path: Array("run.sh".utf8), kind: .executable, size: 10))
  let link = try #require(checkout["link"])
  #expect(link.kind == .symlink)
  #expect(!link.isReadable)
  #expect(throws: FileFault.isSymlink) { try checkout.contents(of: link, limit: 100) }
  #expect(try checkout.target(of: link) == Array("/etc/passwd".utf8))
  #expect(checkout["README"] == nil)
}

@Test func `a file that is gone is listed as missing`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.remove("README.md")
  try scratch.remove("src/deep")
  try scratch.write("now a file", to: "src/deep")
  let checkout = try open(scratch)
  #expect(checkout["README.md"]?.standing == .missing)
  #expect(checkout["src/deep/er/tool.py"]?.standing == .missing)
  #expect(checkout["src/app.py"]?.standing == .present)
}

@Test func `a file behind a folder that became a link is missing and never read`() throws {
  let scratch = Scratch()
  let outside = Scratch()
  try outside.write("secret", to: "app.py")
  try scratch.makeRepository()
  try scratch.remove("src")
  try scratch.link("src", to: outside.path)
  let checkout = try open(scratch)
  let file = try #require(checkout["src/app.py"])
  #expect(file.standing == .missing)
  #expect(throws: FileFault.isSymlink) { try checkout.contents(of: file, limit: 100) }
}

@Test func `a sparse checkout's files are left out, not missing`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("sparse-checkout", "set", "--no-cone", "/src/")
  let checkout = try open(scratch)
  #expect(
    standings(checkout) == [
      ".github/workflows/ci.yml": .leftOut, "README.md": .leftOut, "src/app-test.py": .present,
      "src/app.py": .present, "src/deep/er/tool.py": .present,
    ])
}

@Test func `a path in conflict is listed once`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("checkout", "--quiet", "-b", "other")
  try scratch.write("theirs", to: "README.md")
  try scratch.git("commit", "--quiet", "--all", "--message=Theirs")
  try scratch.git("checkout", "--quiet", "main")
  try scratch.write("ours", to: "README.md")
  try scratch.git("commit", "--quiet", "--all", "--message=Ours")
  #expect(throws: Scratch.GitFailure.self) { try scratch.git("merge", "--quiet", "other") }
  let checkout = try open(scratch)
  #expect(checkout.files.filter { $0.path == "README.md" }.count == 1)
  #expect(checkout.files.count == 5)
  #expect(checkout.diagnostics == [])
}

@Test func `a split index falls back to a walk and says so`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("update-index", "--split-index")
  let checkout = try open(scratch)
  #expect(try checkout.files.map(\.path) == scratch.tracked())
  #expect(
    checkout.diagnostics.map(\.text) == [
      ".git/index: warning: the index is split over two files; "
        + "every file that is not ignored was taken instead"
    ])
}

@Test func `a sparse index falls back to a walk and says so`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.git("sparse-checkout", "set", "--cone", "--sparse-index", "src/deep")
  let checkout = try open(scratch)
  #expect(checkout.diagnostics.map(\.path) == [".git/index"])
  #expect(checkout.diagnostics[0].message.contains("sparse"))
  #expect(checkout.files.map(\.path).contains("src/deep/er/tool.py"))
}

@Test func `a corrupt index falls back to a walk and says so`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let index = Array(try Data(contentsOf: URL(filePath: scratch.path + "/.git/index")))
  let expected = try scratch.tracked()
  let damages: [[UInt8]] = [
    [], Array(index.prefix(7)), Array(index.prefix(index.count / 2)),
    replacing(index, at: 0, with: Array("JUNK".utf8)),
    replacing(index, at: 8, with: [255, 255, 255, 255]),
    replacing(index, at: 4, with: [0, 0, 0, 9]),
  ]
  for broken in damages {
    try scratch.write(broken, to: ".git/index")
    let checkout = try open(scratch)
    #expect(checkout.files.map(\.path) == expected)
    #expect(checkout.diagnostics.map(\.path) == [".git/index"])
  }
}

private func replacing(_ bytes: [UInt8], at start: Int, with other: [UInt8]) -> [UInt8] {
  var bytes = bytes
  bytes.replaceSubrange(start..<(start + other.count), with: other)
  return bytes
}

@Test func `no damage to an index is a trap or a path that leads outside`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let index = Array(try Data(contentsOf: URL(filePath: scratch.path + "/.git/index")))
  var generator = SeededGenerator(state: 7)
  for _ in 0..<300 {
    var damaged = index
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      damaged[Int.random(in: 0..<index.count, using: &generator)] =
        UInt8.random(in: 0...255, using: &generator)
    }
    if Bool.random(using: &generator) {
      damaged.removeLast(Int.random(in: 0..<index.count, using: &generator))
    }
    try scratch.write(damaged, to: ".git/index")
    let checkout = try open(scratch)
    #expect(!checkout.files.contains { $0.path.hasPrefix("/") || $0.path.contains("..") })
  }
}

@Test func `an index whose path leads outside is not believed`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  try scratch.write("x", to: "aa/secret")
  try scratch.git("add", "--all")
  var index = Array(try Data(contentsOf: URL(filePath: scratch.path + "/.git/index")))
  let at = try #require(index.firstRange(of: Array("aa/secret".utf8))?.lowerBound)
  index.replaceSubrange(at..<(at + 2), with: Array("..".utf8))
  try scratch.write(index, to: ".git/index")
  let checkout = try open(scratch)
  #expect(checkout.files.map(\.path) == ["aa/secret"])
  #expect(checkout.diagnostics[0].message.contains("a path leads outside the repository"))
}

@Test func `a folder inside a checkout is the scope, and the root's files stay in sight`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  let checkout = try open(scratch, "src/deep")
  #expect(checkout.scope == "src/deep/")
  #expect(checkout.audited.map(\.path) == ["src/deep/er/tool.py"])
  #expect(checkout.files.map(\.path).contains(".github/workflows/ci.yml"))
  #expect(!checkout.isEmpty)
}

@Test func `a folder inside a checkout that is not tracked is a plain folder`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.write("x", to: "vendor/thing/setup.py")
  let checkout = try open(scratch, "vendor/thing")
  #expect(checkout.files.map(\.path) == ["setup.py"])
  #expect(checkout.scope == "")
}

@Test func `a linked working tree is opened by its own index`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "--initial-branch=main", "main")
  try scratch.write("x", to: "main/a.py")
  try scratch.git("add", "--all", in: "main")
  try scratch.git("commit", "--quiet", "--message=Begin", in: "main")
  try scratch.git("worktree", "add", "--quiet", "../linked", in: "main")
  try scratch.write("y", to: "linked/b.py")
  try scratch.git("add", "--all", in: "linked")
  #expect(try open(scratch, "main").files.map(\.path) == ["a.py"])
  #expect(try open(scratch, "linked").files.map(\.path) == ["a.py", "b.py"])
  #expect(try open(scratch, "linked").diagnostics == [])
}

@Test func `a submodule is named and not entered, and is a repository of its own`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "inner")
  try scratch.write("x", to: "inner/lib.py")
  try scratch.git("add", "--all", in: "inner")
  try scratch.git("commit", "--quiet", "--message=Begin", in: "inner")
  try scratch.git("init", "--quiet", "outer")
  try scratch.git(
    "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", scratch.path + "/inner",
    "third/lib", in: "outer")
  let outer = try open(scratch, "outer")
  #expect(outer.files.map(\.path) == [".gitmodules", "third/lib"])
  let submodule = try #require(outer["third/lib"])
  #expect(submodule.kind == .submodule)
  #expect(throws: FileFault.isFolder) { try outer.contents(of: submodule, limit: 10) }
  let inner = try open(scratch, "outer/third/lib")
  #expect(inner.files.map(\.path) == ["lib.py"])
  #expect(inner.scope == "")
}

@Test func `what cannot be audited is refused with the reason`() throws {
  let scratch = Scratch()
  try scratch.write("x", to: "file")
  try scratch.git("init", "--quiet", "--bare", "bare.git")
  try scratch.git("init", "--quiet", "work")
  let path = scratch.path
  #expect(throws: CheckoutError.missing(path: path + "/none")) { try open(scratch, "none") }
  #expect(throws: CheckoutError.notFolder(path: path + "/file")) { try open(scratch, "file") }
  for inside in ["bare.git", "bare.git/refs", "work/.git", "work/.git/hooks"] {
    #expect(throws: CheckoutError.noWorkingTree(path: "\(path)/\(inside)")) {
      try open(scratch, inside)
    }
  }
}

@Test func `a repository without a tracked file gives all that is not ignored`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  try scratch.write("*.log\n", to: ".gitignore")
  try scratch.write("x", to: "a.py")
  try scratch.write("x", to: "a.log")
  let checkout = try open(scratch)
  #expect(checkout.files.map(\.path) == [".gitignore", "a.py"])
  #expect(checkout.diagnostics[0].message.hasPrefix("no file is tracked yet"))
}

@Test func `a .git file that leads to nothing is a plain folder with a word about it`() throws {
  let scratch = Scratch()
  try scratch.write("gitdir: ../.git/modules/gone\n", to: ".git")
  try scratch.write("x", to: "a.py")
  let checkout = try open(scratch)
  #expect(checkout.files.map(\.path) == ["a.py"])
  #expect(checkout.diagnostics.map(\.text) == [".git: warning: leads to no repository"])
}

@Test func `claims are seen before they are tracked, and marked so`() throws {
  let scratch = Scratch()
  try scratch.makeRepository()
  try scratch.write("a", to: ".readiness/attestations.yaml")
  try scratch.git("add", "--all")
  try scratch.write("p", to: ".readiness/policy.yaml")
  try scratch.write("w", to: "src/.readiness/waivers.yaml")
  let root = try open(scratch)
  #expect(root[".readiness/attestations.yaml"]?.standing == .present)
  #expect(root[".readiness/policy.yaml"]?.standing == .untracked)
  #expect(root["src/.readiness/waivers.yaml"] == nil)
  let policy = try #require(root[".readiness/policy.yaml"])
  #expect(try root.contents(of: policy, limit: 10) == Contents(bytes: Array("p".utf8)))
  #expect(try open(scratch, "src")["src/.readiness/waivers.yaml"]?.standing == .untracked)
}

@Test func `a path that is no UTF-8 is shown repaired and read by its bytes`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  let name: [UInt8] = Array("caf".utf8) + [0xE9] + Array("-é.py".utf8)
  let path = Array(scratch.path.utf8) + [0x2F] + name + [0]
  let made = path.withUnsafeBytes { creat($0.bindMemory(to: CChar.self).baseAddress!, 0o600) }
  try #require(made >= 0)
  #expect(write(made, "text", 4) == 4)
  close(made)
  try scratch.git("add", "--all")
  let checkout = try open(scratch)
  #expect(checkout.files.map(\.path) == ["caf\\xE9-é.py"])
  let file = checkout.files[0]
  #expect(file.bytes == name)
  #expect(try checkout.contents(of: file, limit: 100).bytes == Array("text".utf8))
}

@Test func `contents are cut at the limit and binary files are told`() throws {
  let scratch = Scratch()
  try scratch.write("0123456789", to: "text")
  try scratch.write([0x50, 0x4B, 0, 1], to: "archive")
  let checkout = try open(scratch)
  let text = try checkout.contents(of: #require(checkout["text"]), limit: 4)
  #expect(text == Contents(bytes: Array("0123".utf8), size: 10))
  #expect(text.isCut && !text.isBinary)
  #expect(try checkout.contents(of: #require(checkout["archive"]), limit: 100).isBinary)
}

@Test func `files in memory are a checkout like one on disk`() throws {
  let checkout = Checkout(
    files: ["src/a.py": Array("import os".utf8), "README.md": [], "src/a-b.py": []], scope: "src/")
  #expect(checkout.files.map(\.path) == ["README.md", "src/a-b.py", "src/a.py"])
  #expect(checkout.audited.map(\.path) == ["src/a-b.py", "src/a.py"])
  let file = try #require(checkout["src/a.py"])
  #expect(
    try checkout.contents(of: file, limit: 6) == Contents(bytes: Array("import".utf8), size: 9))
  #expect(checkout["src/b.py"] == nil)
}

/// Corpora are not part of the repository; name a folder of checkouts to compare them all with git.
@Test(.enabled(if: ProcessInfo.processInfo.environment["READINESS_CORPUS"] != nil))
func `every checkout of a corpus lists what git lists`() throws {
  let corpus = try #require(ProcessInfo.processInfo.environment["READINESS_CORPUS"])
  for name in try FileManager.default.contentsOfDirectory(atPath: corpus).sorted() {
    let checkout = try Checkout.open("\(corpus)/\(name)")
    let scratch = Scratch()
    let listed = try scratch.git(
      "-c", "safe.directory=*", "-C", "\(corpus)/\(name)", "ls-files", "-z")
    #expect(
      checkout.files.map(\.bytes) == listed.split(separator: 0).map(Array.init), "\(name) differs")
    #expect(checkout.diagnostics == [])
  }
}
