import Text

/// Checks values against a JSON Schema (2020-12), for the keywords that the report's schema uses.
struct JSONSchema {
  /// What is understood; a schema with another keyword would pass more than it says.
  static let keywords: Set<String> = [
    "$schema", "$id", "title", "description", "$defs", "$ref", "type", "const", "enum", "required",
    "properties", "additionalProperties", "items", "oneOf", "pattern", "minLength", "minimum",
  ]

  private let root: Node

  init(_ root: Node) { self.root = root }

  /// What is wrong with a value, each line with its place: `/rubrics/0/score: …`.
  func faults(in value: Node) -> [String] { faults(in: value, by: root, at: "") }

  /// Keywords of the schema that are not understood.
  func unknownKeywords() -> Set<String> { unknownKeywords(in: root) }

  private func faults(in value: Node, by schema: Node, at place: String) -> [String] {
    var schema = schema
    var found: [String] = []
    if let name = schema["$ref"]?.string {
      guard name.hasPrefix("#/$defs/"), let target = root["$defs"]?[String(name.dropFirst(8))]
      else { return ["\(place): the schema has no \(name)"] }
      found += faults(in: value, by: target, at: place)
    }
    schema = Node(.mapping(schema.members.filter { $0.key.string != "$ref" }))
    for member in schema.members {
      found += faults(in: value, keyword: member.key.string ?? "", member.value, schema, at: place)
    }
    return found
  }

  private func faults(
    in value: Node, keyword: String, _ rule: Node, _ schema: Node, at place: String
  ) -> [String] {
    switch keyword {
    case "type":
      let names = rule.listed.compactMap(\.string)
      return names.contains { value.isOfType($0) } ? [] : ["\(place): is no \(names)"]
    case "const":
      return value.string == rule.string ? [] : ["\(place): is not \(rule.string ?? "")"]
    case "enum":
      let names = rule.elements.map(\.string)
      return names.contains(value.string) ? [] : ["\(place): is none of \(names)"]
    case "required" where value.isMapping:
      return rule.elements.compactMap(\.string).filter { value[$0] == nil }
        .map { "\(place): has no '\($0)'" }
    case "properties" where value.isMapping:
      return rule.members.flatMap { member -> [String] in
        let key = member.key.string ?? ""
        return value[key].map { faults(in: $0, by: member.value, at: "\(place)/\(key)") } ?? []
      }
    case "additionalProperties" where value.isMapping && rule.truth == false:
      let known = Set(schema["properties"]?.members.compactMap(\.key.string) ?? [])
      return value.members.compactMap(\.key.string).filter { !known.contains($0) }
        .map { "\(place): has the unknown '\($0)'" }
    case "items" where value.isSequence:
      return value.elements.enumerated().flatMap { index, element in
        faults(in: element, by: rule, at: "\(place)/\(index)")
      }
    case "oneOf":
      let count = rule.elements.count { faults(in: value, by: $0, at: place).isEmpty }
      return count == 1 ? [] : ["\(place): fits \(count) of the alternatives, not one"]
    case "pattern":
      guard let text = value.string, let pattern = try? Regex(rule.string ?? "") else { return [] }
      return text.contains(pattern) ? [] : ["\(place): '\(text)' is not as \(rule.string ?? "")"]
    case "minLength":
      guard let text = value.string, let least = rule.number else { return [] }
      return Double(text.count) >= least ? [] : ["\(place): is too short"]
    case "minimum":
      guard let number = value.number, let least = rule.number else { return [] }
      return number >= least ? [] : ["\(place): \(number) is below \(least)"]
    default: return []
    }
  }

  private func unknownKeywords(in schema: Node) -> Set<String> {
    var unknown = Set(schema.members.compactMap(\.key.string)).subtracting(Self.keywords)
    for group in ["properties", "$defs"] {
      for member in schema[group]?.members ?? [] {
        unknown.formUnion(unknownKeywords(in: member.value))
      }
    }
    for inner in (schema["oneOf"]?.elements ?? []) + (schema["items"].map { [$0] } ?? []) {
      unknown.formUnion(unknownKeywords(in: inner))
    }
    return unknown
  }
}

extension Node {
  fileprivate func isOfType(_ name: String) -> Bool {
    switch (name, content) {
    case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .sequence),
      ("object", .mapping), ("integer", .integer), ("number", .integer), ("number", .float):
      true
    default: false
    }
  }
}
