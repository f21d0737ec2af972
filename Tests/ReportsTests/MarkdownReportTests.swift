import Reports
import Testing

private func markdown(_ sample: SampleReport) -> String {
  String(decoding: MarkdownReport.render(sample.report), as: UTF8.self)
}

@Test func `a report with one of everything is shown as recorded`() throws {
  try expectRecorded(MarkdownReport.render(SampleReport().report), in: "everything.md")
}

@Test func `where a rubric does not apply, one line says so and no table follows`() throws {
  let page = markdown(SampleReport(inapplicable: "no model is trained or served here"))
  let part = page.split(separator: "## Title of joel").first ?? ""
  #expect(part.contains("This rubric does not apply: no model is trained or served here\n"))
  #expect(!part.contains("| --- |"))
}

/// Names that would break a page if one place forgot to escape them.
private let hostile = [
  "a|b|c", "a\\|b", "a\\", "`a`", "```\ncode\n```", "a\n\n# Heading\n| x | y |", "a\r\nb",
  "<script>alert(1)</script>", "<!-- ", "</code></table>", "&lt;b&gt;", "](http://evil.example)",
  "[a](javascript:alert(1))", "![x](y)", "*a* _b_ ~~c~~ **d**", "__init__.py",
  "\u{202E}gpj.exe\u{202C}", "\u{200B}\u{FEFF}", "\u{1B}[31mred", "\u{2028}x", "\u{0}", "@octocat",
  "#1", "https://evil.example/", "www.evil.example", " padded ", "  ", "", "a`b|c\\d", "$x$", "- x",
  "1. x", "> x", "=====", "e\u{301}\u{301}\u{301}", "日本語.py", "\u{1F600}.py",
]

private let plainShape = shape(
  withoutCode(markdown(SampleReport(path: "d/x", text: "x", prose: "x"))))

@Test(arguments: hostile)
func `a hostile name cannot break the page`(name: String) throws {
  let page = markdown(SampleReport(path: "d/" + name, text: name, prose: name))
  let outside = withoutCode(page)
  #expect(shape(outside) == plainShape)
  for scalar in page.unicodeScalars where scalar != "\n" {
    let category = scalar.properties.generalCategory
    #expect(
      category != .control && category != .format && category != .lineSeparator,
      "U+\(String(scalar.value, radix: 16))")
  }
  #expect(!outside.contains { "<>`".contains($0) })
  for start in ["@o", "#1", "www.", "://"] { #expect(!outside.contains(start)) }
}

/// How each line begins, its pipes and its links: what a name must not change.
private func shape(_ page: String) -> [String] {
  page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    let pipes = line.count { $0 == "|" }
    return "\(line.prefix(2)) \(pipes) \(line.split(separator: "](x)").count)"
  }
}

/// The page without escaped characters, code spans and `<code>` elements, in which only their own end means anything.
private func withoutCode(_ text: String) -> String {
  text.replacing(/```text\n[^`]*\n```/, with: "").replacing(/\\[!-~]/, with: "x")
    .replacing(/&#8203;/, with: "·").replacing(/&#[0-9]+;/, with: "x")
    .replacing(/<code>[^<>`|\n]*<\/code>/, with: "x").replacing(/`[^`|\n]+`/, with: "x")
    .replacing(/\]\([A-Za-z0-9.\/_~%#-]+\)/, with: "](x)")
}

@Test(arguments: [(2, 10), (3, 4000), (60, 40), (60, 400), (200, 4000)])
func `the page stays under 60 kB and counts what it leaves out`(count: Int, length: Int) {
  let name = String(repeating: "ä|", count: length / 2)
  let page = markdown(
    SampleReport(
      path: name, text: name, prose: name, evidenceCount: 30, testCount: count,
      diagnosticCount: count))
  #expect(page.utf8.count < 60_000)
  #expect(page.contains("**Score 0.5 of 2**"))
  #expect(page.contains("Folded to keep this page short") == (count > 2))
}

@Test func `evidence is folded before tables, and tables before the summary`() {
  func page(_ count: Int) -> String {
    markdown(SampleReport(evidenceCount: 3, testCount: count, diagnosticCount: 2))
  }
  let some = page(300)
  #expect(some.contains("### The Joel test: 150 of 300"))
  #expect(some.contains("| **joel-300** "))
  #expect(some.contains("lines of evidence, "))
  #expect(some.contains("3 diagnostics. The JSON report has all."))
  #expect(!some.contains("What could not be read"))
  let many = page(3000)
  #expect(many.contains("lines of tables"))
  #expect(!many.contains("lines of the summary"))
  #expect(many.contains("The Joel test  "))
}

@Test func `a test shows its first evidence and counts the rest`() {
  let page = markdown(SampleReport(evidenceCount: 30))
  #expect(page.contains("- and 25 more: see the JSON report"))
}
