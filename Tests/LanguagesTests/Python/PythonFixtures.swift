import Foundation
import Languages
import Text

/// The Python files under `Cases/Python`, and outlines of small texts.
enum PythonFixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Cases/Python")

  static let names = ["grammar", "blanks", "training"]

  static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: file)))
  }

  static func outline(_ file: String) throws -> Parsed<PythonOutline> {
    PythonOutline.parse(SourceText(path: file, bytes: try bytes(file)))
  }

  static func outline(of text: String) -> PythonOutline {
    PythonOutline.parse(SourceText(path: "a.py", text: text)).value
  }

  /// The problems of a text as people read them.
  static func problems(_ text: String) -> [String] {
    let source = SourceText(path: "a.py", text: text)
    return PythonOutline.parse(source).problems.map { Diagnostic($0, in: source).text }
  }
}

extension PythonOutline {
  /// The callees of all calls, `-` for what is no dotted name.
  var callees: [String] { calls.map { callee(of: $0) ?? "-" } }
}
