import Foundation
import OperatingSystem
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Test func `a file below a folder is read up to the limit`() throws {
  let scratch = Scratch()
  try scratch.write("0123456789", to: "a/b.txt")
  let folder = try Folder(path: scratch.path)
  let whole = try folder.read(bytes("a/b.txt"), limit: 10)
  #expect(whole == FileBytes(bytes: bytes("0123456789"), size: 10))
  #expect(!whole.isCut)
  let cut = try folder.read(bytes("a/b.txt"), limit: 4)
  #expect(cut == FileBytes(bytes: bytes("0123"), size: 10))
  #expect(cut.isCut)
}

@Test func `an empty file is read as nothing`() throws {
  let scratch = Scratch()
  try scratch.write("", to: "empty")
  let read = try Folder(path: scratch.path).read(bytes("empty"), limit: 100)
  #expect(read == FileBytes(bytes: [], size: 0))
}

@Test func `a file comes piece by piece and whole`() throws {
  let scratch = Scratch()
  let text = String(repeating: "0123456789abcdef", count: 40_000)
  try scratch.write(text, to: "large")
  var pieces: [[UInt8]] = []
  try Folder(path: scratch.path).read(bytes("large"), inPieces: { pieces.append($0) })
  #expect(pieces.count == 3)
  #expect(pieces.flatMap { $0 } == bytes(text))
}

@Test(arguments: ["../secret", "/etc/passwd", "a/../../secret", "", "a//b", "./a", "a\u{0}b"])
func `a path that leaves its folder is refused`(path: String) throws {
  let scratch = Scratch()
  try scratch.write("x", to: "secret")
  try scratch.write("x", to: "inner/a")
  let folder = try Folder(path: scratch.path + "/inner")
  #expect(throws: FileFault.outside) { try folder.read(bytes(path), limit: 10) }
}

@Test func `a symbolic link is neither read nor passed through`() throws {
  let scratch = Scratch()
  try scratch.write("secret", to: "outside/secret")
  try scratch.write("x", to: "inside/file")
  let files = FileManager.default
  try files.createSymbolicLink(
    atPath: scratch.path + "/inside/link", withDestinationPath: "../outside/secret")
  try files.createSymbolicLink(
    atPath: scratch.path + "/inside/folder", withDestinationPath: "../outside")
  let folder = try Folder(path: scratch.path + "/inside")
  #expect(throws: FileFault.isSymlink) { try folder.read(bytes("link"), limit: 10) }
  #expect(throws: FileFault.isSymlink) { try folder.read(bytes("folder/secret"), limit: 10) }
  #expect(throws: FileFault.isSymlink) { try folder.names(in: bytes("folder/secret")) }
  #expect(try folder.status(of: bytes("link")).kind == .symlink)
  #expect(try folder.target(of: bytes("link")) == bytes("../outside/secret"))
  #expect(try folder.names(in: []) == ["file", "folder", "link"].map(bytes))
}

@Test(.timeLimit(.minutes(1))) func `a pipe is refused and not waited for`() throws {
  let scratch = Scratch()
  #expect(mkfifo(scratch.path + "/pipe", 0o600) == 0)
  let folder = try Folder(path: scratch.path)
  #expect(throws: FileFault.notRegular) { try folder.read(bytes("pipe"), limit: 10) }
  #expect(throws: FileFault.notRegular) { try readFile(scratch.path + "/pipe") }
  #expect(throws: FileFault.notRegular) { try readFile("/dev/zero") }
}

@Test func `a missing file, a folder and a file too large have their own faults`() throws {
  let scratch = Scratch()
  try scratch.write("12345", to: "a/b")
  let folder = try Folder(path: scratch.path)
  #expect(throws: FileFault.missing) { try folder.read(bytes("x"), limit: 10) }
  #expect(throws: FileFault.missing) { try folder.read(bytes("x/y"), limit: 10) }
  #expect(throws: FileFault.isFolder) { try folder.read(bytes("a"), limit: 10) }
  #expect(throws: FileFault.notFolder) { try folder.read(bytes("a/b/c"), limit: 10) }
  #expect(throws: FileFault.notFolder) { try Folder(path: scratch.path + "/a/b") }
  #expect(throws: FileFault.tooLarge(limit: 4)) { try readFile(scratch.path + "/a/b", limit: 4) }
  #expect(try readFile(scratch.path + "/a/b", limit: 5) == bytes("12345"))
}

@Test func `a name that is no UTF-8 is listed and read by its bytes`() throws {
  let scratch = Scratch()
  let name: [UInt8] = [0x66, 0xFF, 0x6F]
  let path = bytes(scratch.path + "/") + name + [0]
  let made = path.withUnsafeBytes {
    creat($0.bindMemory(to: CChar.self).baseAddress!, 0o600)
  }
  try #require(made >= 0)
  close(made)
  let folder = try Folder(path: scratch.path)
  #expect(try folder.names(in: []) == [name])
  #expect(try folder.read(name, limit: 10).bytes == [])
}

@Test(.timeLimit(.minutes(1))) func `a file of gigabytes is read only as far as asked`() throws {
  let scratch = Scratch()
  try scratch.write("head", to: "weights.bin")
  #expect(truncate(scratch.path + "/weights.bin", 3 << 30) == 0)
  let folder = try Folder(path: scratch.path)
  let read = try folder.read(bytes("weights.bin"), limit: 1000)
  #expect(read.bytes.count == 1000)
  #expect(read.size == 3 << 30)
  #expect(throws: FileFault.tooLarge(limit: 64 << 20)) {
    try readFile(scratch.path + "/weights.bin")
  }
}
