import Foundation
import OperatingSystem
import Repository
import Testing

private func isDirty(_ scratch: Scratch) throws -> Bool {
  try Checkout.open(scratch.path).revision().isDirty
}

/// A repository whose files are older than its index, as after a moment's rest.
private func settled() throws -> Scratch {
  let scratch = Scratch()
  try scratch.makeRepository()
  return scratch
}

/// Gives a file another time, as copying or touching it does.
private func touch(_ name: String, in scratch: Scratch) throws {
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)],
    ofItemAtPath: "\(scratch.path)/\(name)")
}

@Test func `a checkout as committed is clean`() throws {
  #expect(try !isDirty(settled()))
}

@Test func `a touched file is clean, an edited one is not`() throws {
  let scratch = try settled()
  try touch("README.md", in: scratch)
  #expect(try !isDirty(scratch))
  try scratch.write("# A prOject\n", to: "README.md")
  #expect(try isDirty(scratch))
}

@Test func `an untracked file leaves the checkout clean`() throws {
  let scratch = try settled()
  try scratch.write("x", to: "notes.txt")
  #expect(try !isDirty(scratch))
}

@Test func `a file gone, a link in its place or another mode is dirty`() throws {
  var scratch = try settled()
  try scratch.remove("README.md")
  #expect(try isDirty(scratch))
  try scratch.link("README.md", to: "src/app.py")
  #expect(try isDirty(scratch))
  scratch = try settled()
  chmod(scratch.path + "/README.md", 0o755)
  #expect(try isDirty(scratch))
  try scratch.git("config", "core.fileMode", "false")
  #expect(try !isDirty(scratch))
}

@Test func `what is staged is dirty`() throws {
  let scratch = try settled()
  try scratch.write("x", to: "new.py")
  try scratch.git("add", "new.py")
  #expect(try isDirty(scratch))
  // A tree noted in the index answers without git; it is another than the commit's.
  try scratch.git("write-tree")
  #expect(try isDirty(scratch))
  try scratch.git("commit", "--quiet", "--message=Add")
  #expect(try !isDirty(scratch))
  try scratch.git("rm", "--quiet", "new.py")
  #expect(try isDirty(scratch))
}

@Test func `a link is compared by its target`() throws {
  let scratch = try settled()
  try scratch.link("link", to: "README.md")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Link")
  try scratch.remove("link")
  try scratch.link("link", to: "README.md")
  #expect(try !isDirty(scratch))
  try scratch.remove("link")
  try scratch.link("link", to: "src")
  #expect(try isDirty(scratch))
}

@Test func `line ends that git would take away are clean`() throws {
  let scratch = try settled()
  try scratch.write("one\ntwo\n", to: "text.txt")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Text")
  try scratch.write("one\r\ntwo\r\n", to: "text.txt")
  #expect(try !isDirty(scratch))
  try scratch.write("one\r\ntwo\r\nthree\r\n", to: "text.txt")
  #expect(try isDirty(scratch))
}

@Test func `a large file that is committed as a pointer is clean`() throws {
  let scratch = try settled()
  let digest = SHA256.hexadecimal(of: Array("weights".utf8))
  try scratch.write(
    "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 7\n", to: "model.bin")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Model")
  try scratch.write("weights", to: "model.bin")
  #expect(try !isDirty(scratch))
  try scratch.write("weighty", to: "model.bin")
  #expect(try isDirty(scratch))
}

@Test func `a copied checkout with SHA-256 names is clean`() throws {
  let scratch = Scratch()
  try scratch.git("init", "--quiet", "--object-format=sha256")
  try scratch.write("x", to: "a.py")
  try scratch.git("add", "--all")
  try scratch.git("commit", "--quiet", "--message=Begin")
  try touch("a.py", in: scratch)
  #expect(try !isDirty(scratch))
}
