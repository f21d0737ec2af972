import Testing

@Test func `a JSON file is printed on one line`() async throws {
  let folder = TemporaryFolder()
  let path = try folder.write("{\n  \"a\": [1, 2.5, \"é\"]\n}\n", to: "x.json")
  let run = await readiness("parse", path)
  #expect(run == Captured(status: 0, output: "{\"a\": [1, 2.5, \"é\"]}\n", errors: ""))
}

@Test func `of an invalid file, what could be read is printed all the same`() async throws {
  let folder = TemporaryFolder()
  let path = try folder.write("{\"a\": 1,\n \"b\": tru}", to: "x.json")
  let run = await readiness("parse", path)
  #expect(run.status == 2)
  #expect(run.output == "{\"a\": 1}\n")
  #expect(run.errors.hasPrefix("\(path):2:7: error: "))
}

@Test func `comments are read where a file of that name may have them`() async throws {
  let folder = TemporaryFolder()
  let text = "{\"a\": 1, // why\n}"
  let lenient = await readiness("parse", try folder.write(text, to: "devcontainer.json"))
  #expect(lenient == Captured(status: 0, output: "{\"a\": 1}\n", errors: ""))
  #expect(await readiness("parse", try folder.write(text, to: "x.json")).status == 2)
}

@Test func `what cannot be read is said, with the path and status 2`() async throws {
  let folder = TemporaryFolder()
  let missing = await readiness("parse", folder.path + "/no.json")
  #expect(missing.status == 2)
  #expect(missing.errors == "\(folder.path)/no.json: error: no such file or folder\n")
  let inside = await readiness("parse", folder.path)
  #expect(inside.status == 2)
  #expect(inside.errors == "\(folder.path): error: is a folder, not a file\n")
  let unknown = await readiness("parse", try folder.write("", to: "x.unknown"))
  #expect(unknown.status == 2)
  #expect(unknown.errors.contains("no reader for a file of this name"))
}
