import Foundation
import OperatingSystem
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Test func `a file is written whole and leaves nothing beside it`() throws {
  let scratch = Scratch()
  try writeFile(scratch.path + "/report.md", bytes("one"))
  try writeFile(scratch.path + "/report.md", bytes("two"))
  #expect(try scratch.text(of: "report.md") == "two")
  #expect(try scratch.names == ["report.md"])
}

@Test func `a file that exists is not written over where that is not wanted`() throws {
  let scratch = Scratch()
  try writeFile(scratch.path + "/policy.yaml", bytes("first"), ifThere: .refuse)
  #expect(throws: FileFault.exists) {
    try writeFile(scratch.path + "/policy.yaml", bytes("second"), ifThere: .refuse)
  }
  #expect(try scratch.text(of: "policy.yaml") == "first")
  #expect(try scratch.names == ["policy.yaml"])
}

@Test func `a device is written to and not replaced`() throws {
  try writeFile("/dev/null", bytes("gone"))
  #expect(try status(ofPath: "/dev/null").kind == .other)
}

@Test func `writing through a link changes what it points to and keeps the link`() throws {
  let scratch = Scratch()
  try scratch.write("old", to: "real/file")
  try FileManager.default.createSymbolicLink(
    atPath: scratch.path + "/link", withDestinationPath: "real/file")
  try writeFile(scratch.path + "/link", bytes("new"))
  #expect(try scratch.text(of: "real/file") == "new")
  #expect(try Folder(path: scratch.path).status(of: bytes("link")).kind == .symlink)
}

@Test func `the permissions of a replaced file stay`() throws {
  let scratch = Scratch()
  try scratch.write("old", to: "run")
  chmod(scratch.path + "/run", 0o750)
  try writeFile(scratch.path + "/run", bytes("new"))
  let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/run")
  #expect(mode[.posixPermissions] as? Int == 0o750)
}

@Test func `writing into a missing folder is a fault`() {
  let scratch = Scratch()
  #expect(throws: FileFault.missing) { try writeFile(scratch.path + "/no/file", bytes("x")) }
  #expect(throws: FileFault.isFolder) { try writeFile(scratch.path, bytes("x")) }
}

@Test func `folders are made down to the last`() throws {
  let scratch = Scratch()
  try makeFolders(scratch.path + "/a/b/c")
  try makeFolders(scratch.path + "/a/b/c")
  #expect(try status(ofPath: scratch.path + "/a/b/c").kind == .folder)
  try scratch.write("x", to: "file")
  #expect(throws: FileFault.notFolder) { try makeFolders(scratch.path + "/file") }
}

@Test func `two hundred changes at once lose nothing`() throws {
  let scratch = Scratch()
  let path = scratch.path + "/claims.yaml"
  let done = DispatchGroup()
  // Each thread opens the folder anew, so that `flock` holds between them as it does between processes.
  for number in 0..<200 {
    done.enter()
    Thread.detachNewThread {
      try? updateFile(path) { old in (old ?? []) + bytes("- entry \(number)\n") }
      done.leave()
    }
  }
  done.wait()
  let lines = try scratch.text(of: "claims.yaml").split(separator: "\n").map(String.init)
  #expect(Set(lines) == Set((0..<200).map { "- entry \($0)" }))
  #expect(lines.count == 200)
  #expect(try scratch.names == ["claims.yaml"])
}

@Test func `a change that throws leaves the file as it was`() throws {
  struct Refusal: Error, Equatable {}
  let scratch = Scratch()
  try scratch.write("kept", to: "claims.yaml")
  #expect(throws: Refusal()) {
    try updateFile(scratch.path + "/claims.yaml") { _ in throw Refusal() }
  }
  #expect(try scratch.text(of: "claims.yaml") == "kept")
}

@Test func `a link in place of the file to change is refused`() throws {
  let scratch = Scratch()
  try scratch.write("kept", to: "outside")
  try FileManager.default.createSymbolicLink(
    atPath: scratch.path + "/claims.yaml", withDestinationPath: "outside")
  #expect(throws: FileFault.isSymlink) {
    try updateFile(scratch.path + "/claims.yaml") { _ in bytes("x") }
  }
  #expect(try scratch.text(of: "outside") == "kept")
}

@Test func `a kill during the change leaves the old or the new file whole`() async throws {
  let scratch = Scratch()
  let path = scratch.path + "/claims.yaml"
  for delay in [2, 5, 9, 14, 20] {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, delay = delay as Int] in
      Thread.detachNewThread {
        usleep(UInt32(delay) * 1000)
        kill(getpid(), SIGKILL)
      }
      var letter = UInt8(ascii: "a")
      while true {
        let page = [UInt8](repeating: letter, count: 1 << 20)
        try updateFile(path) { _ in page }
        letter = letter == UInt8(ascii: "z") ? UInt8(ascii: "a") : letter + 1
      }
    }
    let found = (try? readFile(path)) ?? []
    #expect(found.isEmpty || (found.count == 1 << 20 && Set(found).count == 1))
  }
  // The lock went with the process, and what it left behind is taken away by the next change.
  try updateFile(path) { _ in bytes("after") }
  #expect(try scratch.names == ["claims.yaml"])
}
