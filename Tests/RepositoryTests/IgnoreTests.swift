import Foundation
import OperatingSystem
import Repository
import Testing

/// What a walk finds below a folder, and what git finds there.
private func found(_ scratch: Scratch) throws -> (ours: [String], git: [String]) {
  let listed = try scratch.git("ls-files", "-z", "--others", "--exclude-standard")
    .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  try FileManager.default.removeItem(atPath: scratch.path + "/.git")
  return (try Checkout.open(scratch.path).files.map(\.path), listed)
}

private let patterns = [
  "*.log", "/*.log", "build/", "build", "/build", "a/build", "**/build", "a/**", "a/**/c",
  "a/*/c", "!keep.log\n*.log", "*.log\n!keep.log", "*.log\n!a/keep.log", "a/\n!a/keep.log",
  "a/*\n!a/keep.log", "\\!odd", "\\#odd", "#odd", "x\\ ", "x ", "[ab].txt", "[!ab].txt",
  "[^ab].txt", "[a-c].txt", "[]x].txt", "[[:digit:]].txt", "?.txt", "c\\?.txt", "*", "*\n!*/",
  "/*\n!/a", "**", "**/", "a**c", "a/**/", "doc/**/*.md", "*.{log,txt}", "\u{FEFF}*.log",
  "*.log\r\n!keep.log\r\n", "a/b", "b/c", "[a", "x\\", "/", "//a", "", "/**/c", "**/a/**/c",
]

private let paths = [
  "top.log", "keep.log", "a/keep.log", "a/x.log", "a/b/c/d.txt", "a/c/e.txt", "a/build/out.o",
  "build/out.o", "deep/er/build/out.o", "a.txt", "b.txt", "c.txt", "].txt", "7.txt", "c?.txt",
  "!odd", "#odd", "x", "x ", "doc/a.md", "doc/b/c.md", "doc/b/c/d.md", "q/build", "axc", "a.b",
  "x.{log,txt}", "é.txt",
]

@Test func `a pattern ignores what git ignores by it`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  // Each pattern has a folder of its own, so that git need be asked only once.
  for (number, pattern) in patterns.enumerated() {
    for path in paths { try scratch.write("x", to: "\(number)/\(path)") }
    try scratch.write(pattern, to: "\(number)/.gitignore")
  }
  let (ours, git) = try found(scratch)
  for (number, pattern) in patterns.enumerated() {
    let prefix = "\(number)/"
    #expect(
      ours.filter { $0.hasPrefix(prefix) } == git.filter { $0.hasPrefix(prefix) }, "\(pattern)")
  }
  #expect(ours.count > 500)
}

@Test func `a deeper file has the last word, and what is ignored is not entered`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  for path in ["a/x.log", "a/b/x.log", "a/b/y.tmp", "c/x.log", "out/keep.txt"] {
    try scratch.write("x", to: path)
  }
  try scratch.write("*.log\nout/\n", to: ".gitignore")
  try scratch.write("!x.log\n", to: "a/.gitignore")
  try scratch.write("/x.log\n*.tmp\n", to: "a/b/.gitignore")
  try scratch.write("!keep.txt\n", to: "out/.gitignore")
  let (ours, git) = try found(scratch)
  #expect(ours == git)
  #expect(ours == [".gitignore", "a/.gitignore", "a/b/.gitignore", "a/x.log"])
}

@Test func `what the checkout's own exclude file names is ignored`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet")
  try scratch.write("secret*\n", to: ".git/info/exclude")
  try scratch.write("x", to: "secret.txt")
  try scratch.write("x", to: "shown.txt")
  #expect(try Checkout.open(scratch.path).files.map(\.path) == ["shown.txt"])
}

@Test func `a walk lists links and leaves pipes out`() throws {
  let scratch = Scratch()
  try scratch.write("x", to: "a/file")
  try scratch.link("a/up", to: "../..")
  #expect(mkfifo(scratch.path + "/a/pipe", 0o600) == 0)
  let files = try Checkout.open(scratch.path).files
  #expect(files.map(\.path) == ["a/file", "a/up"])
  #expect(files.map(\.kind) == [.regular, .symlink])
}

@Test(.timeLimit(.minutes(1))) func `a hostile pattern takes no time`() throws {
  let scratch = Scratch()
  let stars = String(repeating: "*a", count: 200) + "b"
  let folders = String(repeating: "**/a/", count: 60) + "b"
  try scratch.write(stars + "\n" + folders + "\n", to: ".gitignore")
  try scratch.write("x", to: String(repeating: "a", count: 250))
  try scratch.write("x", to: String(repeating: "a/", count: 120) + "c")
  #expect(try Checkout.open(scratch.path).files.count == 3)
}
