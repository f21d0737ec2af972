package import Text

/// What a dbt SQL file refers to and defines, from the Jinja in it.
package struct DbtModel: Sendable {
  /// `ref('model')` and `ref('package', 'model')`.
  package private(set) var references: [Reference] = []
  /// `source('name', 'table')`.
  package private(set) var sources: [Source] = []
  /// `{% macro name(…) %}`, `{% test name(…) %}`, `{% snapshot name %}`.
  package private(set) var definitions: [Definition] = []
  /// Every other call in the Jinja: `config`, `dbt_utils.star`, the project's own macros.
  package private(set) var calls: [Call] = []

  package struct Reference: Sendable, Equatable {
    package let model: String
    package let package: String?
    package let offset: Int
  }

  package struct Source: Sendable, Equatable {
    package let name: String
    package let table: String
    package let offset: Int
  }

  package struct Definition: Sendable, Equatable {
    /// `macro`, `test`, `snapshot`, `materialization`.
    package let kind: String
    package let name: String
    package let offset: Int
  }

  package struct Call: Sendable, Equatable {
    package let name: String
    /// The string arguments, those by name left out.
    package let strings: [String]
    package let offset: Int
  }

  /// Reads a model, test, snapshot or macro file; a file without Jinja gives nothing.
  package static func parse(_ source: SourceText) -> Parsed<DbtModel> {
    var reader = DbtReader(bytes: source.bytes)
    reader.read()
    return Parsed(reader.model, problems: reader.problems)
  }

  fileprivate mutating func add(_ name: String, _ strings: [String], at offset: Int) {
    switch (name, strings.count) {
    case ("ref", 1): references.append(Reference(model: strings[0], package: nil, offset: offset))
    case ("ref", 2...):
      references.append(Reference(model: strings[1], package: strings[0], offset: offset))
    case ("source", 2...):
      sources.append(Source(name: strings[0], table: strings[1], offset: offset))
    default: calls.append(Call(name: name, strings: strings, offset: offset))
    }
  }

  fileprivate mutating func define(_ kind: String, _ name: String, at offset: Int) {
    definitions.append(Definition(kind: kind, name: name, offset: offset))
  }
}

private struct DbtReader {
  private let bytes: [UInt8]
  private var cursor = 0
  var model = DbtModel()
  var problems: [Problem] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    cursor + ahead < bytes.count ? bytes[cursor + ahead] : 0
  }

  mutating func read() {
    while cursor < bytes.count {
      guard peek() == "{" else {
        cursor += 1
        continue
      }
      switch peek(1) {
      case "#": skip(to: "#")
      case "{": readJinja(closing: UInt8(ascii: "}"))
      case "%": readJinja(closing: UInt8(ascii: "%"))
      default: cursor += 1
      }
    }
  }

  /// Steps behind `#}`.
  private mutating func skip(to sign: Unicode.Scalar) {
    let start = cursor
    cursor += 2
    while cursor < bytes.count, !(peek() == sign && peek(1) == "}") { cursor += 1 }
    if cursor >= bytes.count { problems.append(Problem("the comment is not closed", at: start)) }
    cursor = min(bytes.count, cursor + 2)
  }

  private mutating func readJinja(closing: UInt8) {
    let start = cursor
    cursor += 2
    var word = ""
    while cursor < bytes.count {
      if peek() == closing, peek(1) == "}" {
        cursor += 2
        return
      }
      if peek() == "'" || peek() == "\"" {
        _ = readString()
      } else if peek().isNameByte, !peek().isDecimalDigit {
        readName(behind: word)
        word = lastName
      } else {
        cursor += 1
      }
    }
    problems.append(Problem("the Jinja block is not closed", at: start))
  }

  private var lastName = ""
  private static let definers: Set<String> = ["macro", "test", "snapshot", "materialization"]

  private mutating func readName(behind word: String) {
    let start = cursor
    while peek().isNameByte || peek() == "." && peek(1).isNameByte { cursor += 1 }
    lastName = String(bytes: bytes[start..<cursor])
    if Self.definers.contains(word) {
      model.define(word, lastName, at: start)
      return
    }
    guard peek() == "(" else { return }
    let name = lastName
    let place = cursor
    model.add(name, strings(), at: start)
    // What stands inside the parentheses may be calls in turn.
    cursor = place + 1
  }

  /// The positional strings of the call whose `(` stands here.
  private mutating func strings() -> [String] {
    var found: [String] = []
    var open = 0
    var isNamed = false
    let limit = min(bytes.count, cursor + 2000)
    while cursor < limit {
      switch peek() {
      case "(", "[", "{": open += 1
      case ")", "]", "}":
        open -= 1
        if open == 0 { return found }
      case ",": isNamed = false
      case "=": isNamed = true
      case "'", "\"":
        let text = readString()
        if open == 1, !isNamed { found.append(text) }
        continue
      default: break
      }
      cursor += 1
    }
    return found
  }

  private mutating func readString() -> String {
    let quote = peek()
    cursor += 1
    let start = cursor
    while cursor < bytes.count, peek() != quote, peek() != "\n" { cursor += peek() == "\\" ? 2 : 1 }
    cursor = min(cursor, bytes.count)
    let text = String(bytes: bytes[start..<cursor])
    cursor = min(bytes.count, cursor + 1)
    return text
  }
}
