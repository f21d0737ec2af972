import Testing
import Text

@Test(arguments: [
  ("*.py", "a/b/c.py", true), ("/*.py", "a/c.py", false), ("**/*.yml", "x.yml", true),
  ("a/**", "a/b/c", true), ("a/**/z", "a/z", true), ("a/*/z", "a/b/c/z", false),
  ("{a,b}/*.{yml,yaml}", "b/x.yaml", true), ("[!a]x", "bx", true), ("[a-c]x", "dx", false),
  (".github/workflows/*.y{a,}ml", ".github/workflows/ci.yml", true),
  ("**/tests/**", "a/tests/b/c", true),
  ("**/tests/**", "a/contests/b", false), ("docs", "docs", true),
])
func `a glob accepts exactly its paths`(pattern: String, path: String, expected: Bool) {
  #expect(Glob(pattern).matches(path) == expected)
}

@Test func `case is ignored where asked`() {
  #expect(Glob("README*", ignoresCase: true).matches("a/readme.MD"))
  #expect(!Glob("README*").matches("a/readme.MD"))
}

@Test func `a pattern of many stars ends`() {
  let path = String(repeating: "a", count: 2_000)
  #expect(!Glob(String(repeating: "*a", count: 60) + "b").matches(path))
}
