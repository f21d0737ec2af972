import Formats
import Testing
import Text

struct KeyTests {
  @Test func `repeated keys are found among keys that are collections`() {
    let collections = (0..<20).map { "[k\($0)]: \($0)" }
    let scalars = (0..<20).map { "k\($0): \($0)" }
    let text = "{" + (collections + scalars + ["k3: 30", "[k3]: 30"]).joined(separator: ", ") + "}"
    let source = SourceText(path: "a.yaml", text: text)
    let parsed = YAML.parse(source)
    #expect(parsed.problems.map(\.message) == ["repeated key 'k3'"])
    #expect(parsed.value.first?.members.count == 41)
    #expect(parsed.value.first?["k3"]?.number == 30)
  }

  @Test func `a thousand keys keep their order and their last values`() {
    let keys = (0..<1000).map { "\"k\($0)\": 1" } + (0..<1000).map { "\"k\($0)\": \($0)" }
    let parsed = JSON.parse(
      SourceText(path: "a.json", text: "{" + keys.joined(separator: ",") + "}"))
    #expect(parsed.value.members.map(\.key.string) == (0..<1000).map { "k\($0)" })
    #expect(parsed.value.members.map(\.value.number) == (0..<1000).map { Double($0) })
    #expect(parsed.problems.count == 101)
  }
}
