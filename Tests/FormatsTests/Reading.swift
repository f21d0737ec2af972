import Formats
import Text

/// What a reader made of a text: its value as compact JSON, and its problems as `line:column: severity: message`.
struct Reading: Equatable, CustomStringConvertible {
  var values: [String]
  var problems: [String]

  init(_ values: String..., problems: [String] = []) {
    self.values = values
    self.problems = problems
  }

  init(_ parsed: Parsed<Node>, of source: SourceText) {
    self.init(Parsed([parsed.value], problems: parsed.problems), of: source)
  }

  init(_ parsed: Parsed<[Node]>, of source: SourceText) {
    values = parsed.value.map { String(decoding: JSONPrinter.compact($0), as: UTF8.self) }
    problems = parsed.problems.map { problem in
      let position = source.position(of: problem.offset)
      return "\(position.line):\(position.column): \(problem.severity): \(problem.message)"
    }
  }

  static func json(_ text: String) -> Reading { json(Array(text.utf8)) }
  static func json(_ bytes: [UInt8]) -> Reading {
    let source = SourceText(path: "a.json", bytes: bytes)
    return Reading(JSON.parse(source), of: source)
  }

  static func jsonWithComments(_ text: String) -> Reading {
    let source = SourceText(path: "a.json", text: text)
    return Reading(JSONWithComments.parse(source), of: source)
  }

  static func yaml(_ text: String) -> Reading { yaml(Array(text.utf8)) }
  static func yaml(_ bytes: [UInt8]) -> Reading {
    let source = SourceText(path: "a.yaml", bytes: bytes)
    return Reading(YAML.parse(source), of: source)
  }

  static func toml(_ bytes: [UInt8]) -> Reading {
    let source = SourceText(path: "a.toml", bytes: bytes)
    return Reading(TOML.parse(source), of: source)
  }

  static func ini(_ bytes: [UInt8]) -> Reading {
    let source = SourceText(path: "a.ini", bytes: bytes)
    return Reading(INI.parse(source), of: source)
  }

  /// - Parameter language: the word after a page's fence.
  static func of(_ text: String, in language: String) -> Reading {
    switch language {
    case "yaml": yaml(text)
    case "json": json(text)
    case "jsonc": jsonWithComments(text)
    case "toml": toml(Array(text.utf8))
    case "ini": ini(Array(text.utf8))
    default: Reading(problems: ["no reader for \(language)"])
    }
  }

  var description: String { (values + problems).joined(separator: "\n") }
}
