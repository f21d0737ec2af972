import Foundation
import Testing

/// A page of cases in `Cases/`: under each heading a block with the input and a block with what must be read.
///
/// In an input `⇥` is a tab, `␣` a space at a line's end, `␍` a carriage return and `∎` the end of a file without a line
/// end. What must be read is each document as compact JSON, then each problem.
struct CasePage {
  struct Case: CustomTestStringConvertible, Sendable {
    let page: String
    let name: String
    let language: String
    let input: String
    let expected: String

    var testDescription: String { "\(page): \(name)" }
  }

  private(set) var cases: [Case] = []
  private let file: URL
  private let lines: [String]
  /// The lines that hold what must be read, for each case.
  private var expectations: [Range<Int>] = []

  init(_ page: String) throws {
    file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/\(page).md")
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var name = ""
    var input: (language: String, text: String)?
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.hasPrefix("## ") { name = String(line.dropFirst(3)) }
      guard line.hasPrefix("```") else { continue }
      let start = index
      while index < lines.count, lines[index] != "```" { index += 1 }
      let block = lines[start..<index].joined(separator: "\n")
      if let (language, text) = input {
        cases.append(
          Case(page: page, name: name, language: language, input: text, expected: block))
        expectations.append(start..<index)
        input = nil
      } else {
        input = (String(line.dropFirst(3)), Self.plain(block))
      }
      index += 1
    }
  }

  private static func plain(_ block: String) -> String {
    var text = block.isEmpty ? "" : block + "\n"
    if let end = text.range(of: "∎") { text = String(text[..<end.lowerBound]) }
    return text.replacing("⇥", with: "\t").replacing("␣", with: " ").replacing("␍", with: "\r")
  }

  /// Writes the page anew with what `read` makes of each input.
  func record(_ read: (Case) -> String) throws {
    var lines = lines
    for (one, place) in zip(cases, expectations).reversed() {
      let found = read(one)
      lines.replaceSubrange(place, with: found.isEmpty ? [] : found.components(separatedBy: "\n"))
    }
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}
