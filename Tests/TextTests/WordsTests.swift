import Testing
import Text

@Test(arguments: [
  ("maxTrainLoss_v2", ["max", "train", "loss", "v", "2"]), ("HTTPServer", ["http", "server"]),
  ("f1_score", ["f", "1", "score"]), ("", []), ("__init__", ["init"]),
])
func `an identifier is split into words`(identifier: String, expected: [String]) {
  #expect(words(of: identifier) == expected)
}

@Test func `the nearest name is found, and nothing far away`() {
  #expect(nearest(to: "comand", among: ["command", "call"]) == "command")
  #expect(nearest(to: "zebra", among: ["command", "call"]) == nil)
}

@Test func `positions count lines and bytes from one`() {
  let source = SourceText(path: "x", text: "ab\ncé\n")
  #expect(source.position(of: 0) == Position(line: 1, column: 1))
  #expect(source.position(of: 5) == Position(line: 2, column: 3))
  #expect(source.position(of: 999) == Position(line: 3, column: 1))
  #expect(source.lineCount == 2)
  #expect(Array(source.line(2)) == Array("cé".utf8))
}
