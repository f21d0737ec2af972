import Formats
import Foundation
import Reports
import Testing
import Text

func reportSchema() throws -> JSONSchema {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../reports/report.schema.json")
  let parsed = JSON.parse(SourceText(path: "schema", bytes: Array(try Data(contentsOf: file))))
  try #require(parsed.isValid)
  return JSONSchema(parsed.value)
}

private func read(_ bytes: [UInt8]) throws -> Node {
  let parsed = JSON.parse(SourceText(path: "report", bytes: bytes))
  try #require(parsed.problems == [])
  return parsed.value
}

@Test func `a report with one of everything is written as recorded`() throws {
  try expectRecorded(JSONReport.render(SampleReport().report), in: "everything.json")
}

@Test func `a report fits its schema`() throws {
  let report = try read(JSONReport.render(SampleReport().report))
  #expect(try reportSchema().faults(in: report) == [])
  let other = SampleReport(inapplicable: "no model is trained or served here")
  #expect(try reportSchema().faults(in: read(JSONReport.render(other.report))) == [])
}

@Test func `the schema says nothing that is not checked`() throws {
  #expect(try reportSchema().unknownKeywords() == [])
}

@Test(arguments: [
  (#""score": 1.5"#, #""score": "1.5""#, "/rubrics/0/sections/0/score: is no [\"number\"]"),
  (
    #""verdict": "manual""#, #""verdict": "half""#,
    "/rubrics/0/sections/0/tests/1/verdict: is none of"
  ),
  (#""line": 12"#, #""line": 0"#, "is below 1.0"),
  (#""path": "src/schema.py""#, #""path": "/src/schema.py""#, "is not as ^[^/]"),
  (#""column": 5,"#, "", "fits 0 of the alternatives"),
  (#""dirty": true"#, #""dirt": true"#, "/project: has the unknown 'dirt'"),
  (#""dirty": true,"#, "", "/project: has no 'dirty'"),
])
func `the schema refuses what is not so`(right: String, wrong: String, fault: String) throws {
  let text = String(decoding: JSONReport.render(SampleReport().report), as: UTF8.self)
  let broken = text.replacingOccurrences(of: right, with: wrong)
  #expect(broken != text)
  let faults = try reportSchema().faults(in: read(Array(broken.utf8)))
  #expect(faults.contains { $0.contains(fault) }, "\(faults)")
}

@Test func `hostile names come back from JSON as they were`() throws {
  let name = "a\"b\\c\n\u{202E}\u{7F}</script>\u{1F600}"
  let report = try read(JSONReport.render(SampleReport(path: name).report))
  let evidence = report["rubrics"]?.elements.first?["sections"]?.elements.first?["tests"]?.elements
    .first?["evidence"]?.elements.first
  #expect(evidence?["path"]?.string == name)
  #expect(try reportSchema().faults(in: report) == [])
}

@Test func `each format has a name and a file of its own`() {
  #expect(Set(ReportFormats.all.map { $0.name }).count == ReportFormats.all.count)
  #expect(Set(ReportFormats.all.map { $0.fileName }).count == ReportFormats.all.count)
}
