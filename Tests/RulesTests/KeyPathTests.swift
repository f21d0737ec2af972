import Rules
import Testing

@Test func `a key path is read into its steps`() {
  #expect(
    KeyPath("jobs.*.steps[].with").steps
      == [.key("jobs"), .anyKey, .key("steps"), .anyElement, .key("with")])
  #expect(
    KeyPath("**.schedule[][]").steps == [.anyDepth, .key("schedule"), .anyElement, .anyElement])
  #expect(KeyPath("[]").steps == [.anyElement])
}

@Test func `a key in quotes may hold dots`() {
  let path = KeyPath("metadata.annotations.\"nginx.io/canary\"")
  #expect(path.steps == [.key("metadata"), .key("annotations"), .key("nginx.io/canary")])
}

@Test(arguments: [
  ("updates[].package-ecosystem", nil), ("", "it is empty"), ("a.\"b", "a quote is open"),
  ("a..b", "a key between two dots is empty"), ("steps[0].run", "'[]' takes no index"),
])
func `what is no key path says why`(text: String, fault: String?) {
  #expect(KeyPath.fault(in: text) == fault)
}
