import Foundation
import OperatingSystem

/// A folder of its own for one test, with git to make repositories of it; removed with its last use.
final class Scratch {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory
      .appending(path: "readiness-\(UUID().uuidString)").resolvingSymlinksInPath().path()
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = "\(path)/\(name)"
    try makeFolders(String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]))
    // Not by `Data.write`, which waits for the disk on every file.
    guard let stream = fopen(file, "w") else { throw FileFault.missing }
    fwrite(bytes, 1, bytes.count, stream)
    fclose(stream)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  /// Runs git with a fixed identity and clock and without the user's settings; what it printed comes back.
  @discardableResult
  func git(_ arguments: String..., in folder: String = "", input: String = "") throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: Tool.git.location ?? "git")
    process.arguments = ["-C", folder.isEmpty ? path : "\(path)/\(folder)"] + arguments
    process.environment = [
      "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": path, "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ALLOW_PROTOCOL": "file",
      // A scratch repository need not survive a power cut.
      "GIT_TEST_FSYNC": "0", "GIT_AUTHOR_NAME": "Ada Lovelace",
      "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Ada Lovelace", "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE": date,
    ]
    let (output, entry) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = entry
    process.standardError = FileHandle.nullDevice
    try process.run()
    try entry.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try entry.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw GitFailure(arguments: arguments) }
    return Array(bytes)
  }

  /// When the next commits are made.
  var date = "2026-03-01T12:00:00Z"

  struct GitFailure: Error {
    let arguments: [String]
  }

  /// A repository with a few files and one commit.
  func makeRepository() throws {
    try git("init", "--quiet", "--initial-branch=main")
    try write("# A project\n", to: "README.md")
    try write("import os\n", to: "src/app.py")
    try write("import app\n", to: "src/app-test.py")
    try write("print()\n", to: "src/deep/er/tool.py")
    try write("on: push\n", to: ".github/workflows/ci.yml")
    try git("add", "--all")
    try git("commit", "--quiet", "--message=Begin")
  }

  /// What `git ls-files` lists.
  func tracked() throws -> [String] {
    try git("ls-files", "-z").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
