import Formats
import Testing
import Text

struct YAMLTests {
  private func document(_ text: String) -> Node {
    YAML.parse(SourceText(path: "a.yaml", text: text)).value.first ?? .null
  }

  @Test func `nodes know their offsets`() {
    let text = "a: 1\nb:\n  - c\n  - {d: e}\n"
    let node = document(text)
    #expect(node.offset == 0)
    #expect(node.member("b")?.key.offset == 5)
    #expect(node["b"]?.offset == 10)
    #expect(node["b"]?.elements.map(\.offset) == [12, 18])
    #expect(node["b"]?.elements.last?.member("d")?.key.offset == 19)
  }

  @Test func `scalars keep their spelling and nodes their tags`() {
    let node = document("a: 3.10\nb: !!str 3.10\nc: !reference [x, y]\nd: on\ne: ~\nf: 0x1F\n")
    #expect(node["a"]?.spelling == "3.10")
    #expect(node["a"]?.scalar == "3.10")
    #expect(node["b"]?.spelling == nil)
    #expect(node["b"]?.tag == "!!str")
    #expect(node["c"]?.tag == "!reference")
    #expect(node["d"]?.string == "on")
    #expect(node["e"]?.spelling == "~")
    #expect(node["f"]?.scalar == "0x1F")
  }

  @Test func `a control character is an error`() {
    #expect(
      Reading.yaml("a: b\u{1}c").problems
        == ["1:5: error: control character U+0001 found, expected text"])
  }

  @Test func `what stands before a byte that is no UTF-8 is read`() {
    #expect(
      Reading.yaml(Array("a: b\nc: [d, ".utf8) + [0xFF, 0x65])
        == Reading(
          #"{"a": "b", "c": ["d"]}"#, problems: ["2:8: error: byte 0xFF found, expected UTF-8"]))
  }

  @Test(arguments: [
    (
      "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n",
      #"{"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}}"#
    ),
    (
      "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: [{<<: [*b, {y: 4, z: 5}]}]\n",
      #"{"a": {"x": 1}, "b": {"y": 2, "x": 1}, "c": [{"y": 2, "x": 1, "z": 5}]}"#
    ),
    ("<<: a\nb: 1\n", #"{"<<": "a", "b": 1}"#),
    ("- plain\n", #"["plain"]"#),
  ])
  func `merge keys are resolved on request`(text: String, merged: String) {
    #expect(
      String(decoding: JSONPrinter.compact(document(text).mergingKeys()), as: UTF8.self) == merged)
  }
}
