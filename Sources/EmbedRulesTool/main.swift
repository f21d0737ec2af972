import Foundation

// usage: EmbedRulesTool FOLDER OUTPUT.swift
//
// A literal is raw (`#"""`) with as many `#` as its text needs, so that any rule file is safe inside it.
// `.embedInCode` would take 20 s and 1 GB for each 100 KB; a `StaticString` costs nothing.

func literal(_ text: String) -> String {
  var fence = "#"
  while text.contains("\"\"\"" + fence) || text.contains("\\" + fence) { fence += "#" }
  return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
}

let folder = URL(filePath: CommandLine.arguments[1]).standardizedFileURL
let kept: Set<String> = ["yaml", "yml", "md"]
let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
  .filter { kept.contains(URL(filePath: $0).pathExtension) }
  .sorted()

var output = "package let ruleFiles: [(path: StaticString, text: StaticString)] = [\n"
for path in paths {
  let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  output += "  (\n\(literal(path)),\n\(literal(text))\n  ),\n"
}
output += "]\n"
try output.write(to: URL(filePath: CommandLine.arguments[2]), atomically: true, encoding: .utf8)
