import Foundation
import Testing

/// Runs programs in a folder, as a user does.
struct Shell {
  let folder: String

  /// The built program, beside the test bundle or where a debug build puts it.
  private static let program: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    let beside = bundle.map { path -> URL in
      var url = URL(filePath: path)
      while url.path().contains(".xctest") { url = url.deletingLastPathComponent() }
      return url
    }
    return [beside, root.appending(path: ".build/debug")].compactMap { $0 }
      .map { $0.appending(path: "readiness").path() }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "readiness"
  }()

  struct Ending: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// A started program, with its output and errors going to files.
  final class Running {
    let process = Process()
    fileprivate let place = FileManager.default.temporaryDirectory
      .appending(path: "claims-run-\(UUID())")

    func finish() throws -> Ending {
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(at: place) }
      let texts = try ["out", "err"].map {
        String(decoding: try Data(contentsOf: place.appending(path: $0)), as: UTF8.self)
      }
      return Ending(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
  }

  func start(
    _ program: String, _ arguments: [String], path: String? = nil
  ) throws -> Running {
    let running = Running()
    let process = running.process
    try FileManager.default.createDirectory(at: running.place, withIntermediateDirectories: true)
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    if let path { process.environment = ["PATH": path] }
    let streams = try ["out", "err"].map { name in
      let file = running.place.appending(path: name)
      try Data().write(to: file)
      return try FileHandle(forWritingTo: file)
    }
    (process.standardOutput, process.standardError) = (streams[0], streams[1])
    try process.run()
    return running
  }

  /// Starts the built program, where given with another `PATH`.
  func start(_ arguments: [String], path: String? = nil) throws -> Running {
    try start(Shell.program, arguments, path: path)
  }

  @discardableResult
  func readiness(_ arguments: String...) throws -> Ending { try start(arguments).finish() }

  /// Runs git with a name and dates of its own; anything but success is an error.
  func git(_ arguments: String...) throws {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    let ending = try start("/usr/bin/env", ["git"] + identity + arguments).finish()
    try #require(ending.status == 0, "\(arguments): \(ending.errors)")
  }
}
