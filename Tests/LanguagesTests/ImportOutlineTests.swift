import Languages
import Testing
import Text

@Test(arguments: [
  (
    "a_test.go",
    "package a\n// import \"no\"\nimport (\n  \"fmt\"\n  x \"net/http\"\n)\nimport \"os\"\nfunc TestA(t *testing.T) {}\nfunc help() {}\n",
    ["fmt", "net/http", "os"], ["TestA"]
  ),
  (
    "A.java",
    "import static org.junit.Assert.*;\nimport a.b.C;\nclass A { @Test(timeout = 5) public void adds() { s = \"import x.y\"; } void no() {} }",
    ["org.junit.Assert", "a.b.C"], ["adds"]
  ),
  (
    "A.scala", "import a.b.{C, D}\ntest(\"adds\") { }\nit should \"fit\" in { }\n", ["a.b"],
    ["adds", "fit"]
  ),
  (
    "a.test.ts",
    "import { a, b } from '@x/y';\nimport './c.css'\nconst d = require(\"d\");\nexport * from 'e';\nconst f = await import('f');\ntest('adds', () => { it(`runs`) })\nx.test('no')\n",
    ["@x/y", "./c.css", "d", "e", "f"], ["adds", "runs"]
  ),
])
func `imports and tests of other languages are found`(
  path: String, text: String, imports: [String], tests: [String]
) {
  let outline = ImportOutline.parse(SourceText(path: path, text: text)).value
  #expect(outline.imports.map(\.module) == imports)
  #expect(outline.tests.map(\.name) == tests)
  var mutations = Mutations()
  for bytes in mutations.of(text, count: 50) {
    _ = ImportOutline.parse(SourceText(path: path, bytes: bytes))
  }
}
