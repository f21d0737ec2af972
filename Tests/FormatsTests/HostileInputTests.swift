import Formats
import Foundation
import Testing
import Text

/// One of the room's readers.
enum Format: String, CaseIterable, Sendable {
  case json, jsonWithComments, yaml, toml, ini

  func read(_ bytes: [UInt8]) -> Parsed<[Node]> {
    let source = SourceText(path: "a", bytes: bytes)
    func one(_ parsed: Parsed<Node>) -> Parsed<[Node]> {
      Parsed([parsed.value], problems: parsed.problems)
    }
    return switch self {
    case .json: one(JSON.parse(source))
    case .jsonWithComments: one(JSONWithComments.parse(source))
    case .yaml: YAML.parse(source)
    case .toml: one(TOML.parse(source))
    case .ini: one(INI.parse(source))
    }
  }

  func read(_ text: String) -> Parsed<[Node]> { read(Array(text.utf8)) }

  /// The inputs of this format's pages, one after the other.
  var fixtures: [[UInt8]] {
    get throws {
      let pages =
        switch self {
        case .yaml:
          ["yaml-block", "yaml-flow", "yaml-scalars", "yaml-properties", "yaml-documents"]
        case .toml: ["toml"]
        case .ini: ["ini"]
        case .json, .jsonWithComments: [String]()
        }
      let json = #"{"a": [1, -2.5e3, true, null], "b\u00e9\n": {"c": "d"}, /* e */ "f": "€",}"#
      let inputs = try pages.flatMap { try CasePage($0).cases.map(\.input) } + [json]
      return inputs.map { Array($0.utf8) }
    }
  }
}

struct HostileInputTests {
  /// What holds for any input: problems lie inside it, and whatever was read can be printed and read again.
  private func check(_ format: Format, _ bytes: [UInt8]) {
    let parsed = format.read(bytes)
    let isInside = parsed.problems.allSatisfy { (0...bytes.count).contains($0.offset) }
    let isPrintable = parsed.value.allSatisfy { node in
      JSON.parse(SourceText(path: "a", bytes: JSONPrinter.compact(node))).isValid
    }
    if !isInside || !isPrintable {
      Issue.record("\(format): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  @Test(arguments: Format.allCases)
  func `every prefix of every fixture is read or is an error`(format: Format) throws {
    for fixture in try format.fixtures where fixture.count < 400 {
      for end in 0...fixture.count { check(format, Array(fixture[..<end])) }
    }
  }

  @Test(arguments: Format.allCases)
  func `random mutations are read or are errors`(format: Format) throws {
    let fixtures = try format.fixtures
    var random = RandomNumbers(state: 0x5EED)
    let marks = Array("\n\t \r-?:,[]{}#&*!|>'\"%@=;.\\/<~0aA\u{85}".utf8) + [0, 0xFF, 0xC3]
    for _ in 0..<2000 {
      var bytes = fixtures[random.next(below: fixtures.count)]
      for _ in 0...random.next(below: 4) {
        let place = random.next(below: bytes.count + 1)
        switch random.next(below: 4) {
        case 0: bytes.insert(marks[random.next(below: marks.count)], at: place)
        case 1 where place < bytes.count: bytes[place] = marks[random.next(below: marks.count)]
        case 2 where place < bytes.count:
          bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 8)))
        default:
          let other = fixtures[random.next(below: fixtures.count)]
          bytes.insert(contentsOf: other.suffix(random.next(below: 20)), at: place)
        }
      }
      check(format, bytes)
    }
  }

  @Test(arguments: [
    (Format.json, "[", "]"), (.json, "{\"a\":", "}"), (.yaml, "[", "]"), (.yaml, "{a: ", "}"),
    (.yaml, "- ", ""), (.yaml, "? ", ""), (.jsonWithComments, "[//\n", "]"),
  ])
  func `a thousand levels are read, one more is an error where it begins`(
    format: Format, opening: String, closing: String
  ) async {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    #expect(format.read(nested(1000)).isValid)
    let problems = format.read(nested(1001)).problems
    let limit = Problem("more than 1000 levels of nesting found", at: 1000 * opening.utf8.count)
    #expect(problems == [limit])
  }

  @Test func `TOML's arrays, inline tables and keys nest to a thousand levels together`() {
    func nested(_ arrays: Int, _ keys: Int) -> Parsed<[Node]> {
      let key = Array(repeating: "a", count: keys).joined(separator: ".")
      return Format.toml.read(
        key + " = " + String(repeating: "[", count: arrays) + String(repeating: "]", count: arrays))
    }
    #expect(nested(999, 1).isValid)
    #expect(nested(1000, 1).problems.map(\.offset) == [4 + 999])
    #expect(nested(0, 1001).isValid == false)
    #expect(nested(500, 500).isValid)
    #expect(nested(501, 500).isValid == false)
  }

  @Test func `a thousand levels fit a thread of 512 KB`() async {
    let texts: [(Format, String)] = [
      (.json, String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)),
      (.yaml, String(repeating: "[{a: [", count: 333) + String(repeating: "]}]", count: 333)),
      (.yaml, (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
      (.toml, Array(repeating: "a", count: 1000).joined(separator: ".") + " = 1"),
    ]
    let sizes = await withCheckedContinuation { continuation in
      let thread = Thread {
        let sizes = texts.map { format, text in
          format.read(text).value.map { JSONPrinter.indented($0.mergingKeys()).count }
        }
        continuation.resume(returning: sizes)
      }
      thread.stackSize = 512 * 1024
      thread.start()
    }
    #expect(sizes.allSatisfy { ($0.first ?? 0) > 1000 })
  }

  @Test func `aliases that multiply end at a million nodes`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let source = SourceText(path: "a.yaml", text: text)
    let problems = YAML.parse(source).problems
    #expect(problems.map(\.message) == ["aliases expand to more than 1000000 nodes"])
    #expect(problems.map { source.position(of: $0.offset).line } == [7])
  }

  @Test func `aliases that repeat a long text end at 64 MB`() {
    let text =
      "a: &a " + String(repeating: "x", count: 1_000_000) + "\nb: ["
      + String(repeating: "*a, ", count: 100) + "]"
    #expect(
      Format.yaml.read(text).problems.map(\.message) == [
        "aliases expand to more than 64 MB of text"
      ])
  }

  @Test func `aliases do not nest deeper than brackets may`() {
    var text = ""
    for level in 0..<3 {
      let alias = level > 0 ? "*a\(level - 1)" : ""
      text += "a\(level): &a\(level) \(String(repeating: "[", count: 400))\(alias)"
      text += String(repeating: "]", count: 400) + "\n"
    }
    #expect(
      Format.yaml.read(text).problems.map(\.message)
        == ["alias expands to more than 1000 levels of nesting"])
  }

  @Test(arguments: Format.allCases)
  func `what is no text is named by every reader`(format: Format) {
    #expect(
      format.read([0xFF, 0xFE, 0x61, 0]).problems.map(\.message)
        == ["UTF-16 text found, expected UTF-8"])
    #expect(
      format.read([0x7F, 0x45, 0x4C, 0x46, 0, 1]).problems.last
        == Problem("NUL byte found, expected text", at: 4))
  }

  @Test func `thousands of warnings are cut short`() {
    let text = "a: [" + String(repeating: "{b: 1, b: 2}, ", count: 1000) + "]"
    let problems = Format.yaml.read(text).problems
    #expect(problems.count == 101)
    #expect(problems.last?.message == "more problems left out")
  }

  @Test(arguments: [
    (Format.json, "[" + String(repeating: "1,", count: 50_000) + "1]"),
    (.yaml, String(repeating: "- a\n\n\n\n", count: 20_000)),
    (.yaml, "[" + String(repeating: "a, ", count: 50_000) + "]"),
    (.yaml, "a\n" + String(repeating: " b\n\n", count: 50_000)),
    (.yaml, "{" + (0..<20_000).map { "k\($0): 1" }.joined(separator: ", ") + "}"),
    (.yaml, String(repeating: "---\n", count: 20_000)),
    (.toml, String(repeating: "[[a]]\n", count: 20_000)),
    (.toml, (0..<20_000).map { "[a.b\($0)]\n" }.joined()),
    (.ini, (0..<20_000).map { "[s\($0)]\nb = 1\n" }.joined()),
  ])
  func `long inputs take time in proportion`(format: Format, text: String) {
    let bytes = Array(text.utf8)
    var isValid = false
    let time = ContinuousClock().measure { isValid = format.read(bytes).isValid }
    #expect(isValid)
    #expect(time < .seconds(20))
  }
}

/// Random numbers that are the same in every run (splitmix64).
private struct RandomNumbers {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }
}
