import Languages
import Testing
import Text

/// What an expression is worth.
private func value(_ text: String) -> PythonValue? {
  let outline = PythonFixtures.outline(of: "x = " + text)
  return outline.assignments.first?.value.map(outline.value)
}

@Test(arguments: [
  (#""a" 'b' """c""""#, "abc"),
  (#""a" \#n"#, "a"),
  (#"'\n\t\\\'\x41\u00e9\U0001F600\101\q\N{DASH}'"#, "\n\t\\'Aé😀A\\q\\N{DASH}"),
  (#"r'\n\''"#, #"\n\'"#),
  ("'''a\r\nb\\\nc'''", "a\nbc"),
  ("(u'a' # 'no'\n  \"b\")", "ab"),
  (#"'\ud800\x4'"#, "\u{FFFD}\\x4"),
])
func `a string literal is worth its text`(text: String, expected: String) {
  #expect(value(text) == .string(expected))
}

@Test(arguments: [
  ("1_000", PythonValue.integer(1000)), ("0xFF", .integer(255)), ("0b1_01", .integer(5)),
  ("0o17", .integer(15)), ("1.5e3", .float(1500)), (".5", .float(0.5)), ("5.", .float(5)),
  ("1_0.e1", .float(100)), ("-1", .integer(-1)), ("--1", .integer(1)), ("3j", .other),
  ("100000000000000000000", .float(1e20)), ("True", .boolean(true)), ("None", .none),
  ("...", .ellipsis),
])
func `a number is worth its value`(text: String, expected: PythonValue) {
  #expect(value(text) == expected)
}

@Test func `collections are worth their elements`() {
  #expect(
    value("{'a': [1, b.c], **d, 2: ({3}, ())}")
      == .dictionary([
        PythonValue.Entry(key: .string("a"), value: .list([.integer(1), .name("b.c")])),
        PythonValue.Entry(key: .integer(2), value: .tuple([.set([.integer(3)]), .tuple([])])),
      ]))
  #expect(value("f(1)") == .call(0))
  #expect(value("a + b") == .other)
}

@Test func `an f-string is worth its literal parts`() {
  #expect(
    value(#"'s3://' f"{bucket}/{{x}}\x41" rf'\d{y!r:>{w}}'"#)
      == .formatted(["s3://", nil, "/{x}A", "\\d", nil, ">", nil]))
}
