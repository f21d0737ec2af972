import Foundation
import Testing

/// A file beside the tests that holds what a report must look like; `RECORD=1 swift test` writes it anew.
func expectRecorded(
  _ bytes: [UInt8], in name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/\(name)")
  if ProcessInfo.processInfo.environment["RECORD"] == "1" { try Data(bytes).write(to: file) }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(
    String(decoding: bytes, as: UTF8.self) == expected, "see \(name)",
    sourceLocation: sourceLocation)
}
