import Formats
import Testing
import Text

struct JSONTests {
  @Test func `every kind of value is read and printed back`() {
    let text = #"{"a": [1, -2.5, 1e3, true, false, null, "x"], "b": {}, "c": []}"#
    #expect(
      Reading.json(text)
        == Reading(#"{"a": [1, -2.5, 1000.0, true, false, null, "x"], "b": {}, "c": []}"#))
  }

  @Test func `escapes become characters, and a lone surrogate U+FFFD`() {
    #expect(
      Reading.json(#"["\u00e9\n\"\\\/", "\ud834\udd1e", "\ud834x", "\udd1e"]"#)
        == Reading(#"["é\n\"\\/", "𝄞", "�x", "�"]"#))
  }

  @Test func `integers keep their digits however large they are`() {
    #expect(
      Reading.json("[9223372036854775807, -9223372036854775808, 9223372036854775808, -0]")
        == Reading("[9223372036854775807, -9223372036854775808, 9223372036854775808, 0]"))
  }

  @Test func `a number too large for a float is the string inf`() {
    #expect(Reading.json("[1e999, -1e999]") == Reading(#"["inf", "-inf"]"#))
  }

  @Test func `a repeated key keeps the last value and warns at the key`() {
    #expect(
      Reading.json("{\"a\": 1, \"b\": 2,\n \"a\": 3}")
        == Reading(#"{"a": 3, "b": 2}"#, problems: ["2:2: warning: repeated key 'a'"]))
  }

  @Test func `repeated keys are found among many`() {
    let members = (0..<100).map { "\"k\($0)\": \($0)" } + ["\"k7\": 70", "\"k99\": 990"]
    let read = Reading.json("{\(members.joined(separator: ", "))}")
    #expect(
      read.problems == [
        "1:1082: warning: repeated key 'k7'", "1:1092: warning: repeated key 'k99'",
      ])
    #expect(read.values.first?.contains("\"k7\": 70, \"k8\": 8,") == true)
  }

  @Test func `keys that only look alike are two keys`() {
    #expect(Reading.json("{\"\u{e9}\": 1, \"e\u{301}\": 2}").problems == [])
  }

  @Test func `the value before an error is kept`() {
    #expect(
      Reading.json("{\"a\": [1, {\"b\": 2, \"c\" 3}]}")
        == Reading(
          #"{"a": [1, {"b": 2}]}"#, problems: ["1:24: error: '3' found after a key, expected ':'"]))
  }

  @Test(arguments: [
    ("", "1:1: error: the end of the file found, expected a value"),
    ("[1, 2", "1:1: error: the array is not closed, expected ']'"),
    ("{\"a\": 1", "1:1: error: the object is not closed, expected '}'"),
    ("[1,]", "1:4: error: ']' found, expected a value"),
    ("[1 2]", "1:4: error: '2' found, expected ',' or ']'"),
    ("\"abc", "1:1: error: the string is not closed, expected '\"'"),
    ("[\"a\nb\"]", "1:4: error: the end of the line found in a string, expected it escaped"),
    ("[\"\\x\"]", "1:3: error: escape of 'x' found, expected one of \"\\/bfnrtu"),
    ("[tru]", "1:2: error: 'tru' found, expected 'true'"),
    ("[01]", "1:2: error: leading zero found, expected a number without"),
    ("[1.]", "1:4: error: ']' found after '1.', expected a digit"),
    ("{a: 1}", "1:2: error: 'a' found, expected a key in '\"'"),
    ("1 // one", "1:3: error: '/' found after the value, expected the end"),
  ])
  func `an error says what was found and what was expected`(text: String, problem: String) {
    #expect(Reading.json(text).problems == [problem])
  }

  @Test func `comments and trailing commas are read where they are allowed`() {
    #expect(
      Reading.jsonWithComments("// top\n{\"a\": [1, /* two */ 2,],}\n// end")
        == Reading(#"{"a": [1, 2]}"#))
    #expect(
      Reading.jsonWithComments("[1 /* 2]").problems
        == ["1:4: error: the comment is not closed, expected '*/'"])
    #expect(Reading.jsonWithComments("[,]").problems == ["1:2: error: ',' found, expected a value"])
  }

  @Test func `nodes know their offsets`() {
    let node = JSON.parse(SourceText(path: "a.json", text: "{\"a\": [10, {}]}")).value
    #expect(node.offset == 0)
    #expect(node.member("a")?.key.offset == 1)
    #expect(node["a"]?.offset == 6)
    #expect(node["a"]?.elements.map(\.offset) == [7, 11])
  }

  @Test func `the indented layout has one entry a line`() {
    let node = JSON.parse(SourceText(path: "a.json", text: "{\"a\":[1,{}],\"b\":[]}")).value
    #expect(
      String(decoding: JSONPrinter.indented(node), as: UTF8.self) == """
        {
          "a": [
            1,
            {}
          ],
          "b": []
        }

        """)
  }

  @Test func `control characters are escaped in print`() {
    #expect(
      String(decoding: JSONPrinter.quoted("\u{1}\u{7f}\t\"\\/é"), as: UTF8.self)
        == "\"\\u0001\\u007f\\t\\\"\\\\/é\"")
  }
}
