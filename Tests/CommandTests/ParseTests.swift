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

@Test func `a Python file is printed as its outline`() async throws {
  let folder = TemporaryFolder()
  let text =
    "import pandas as pd\n\n\nclass C:\n    @a.b(1)\n    def f(self):\n        pd.read_csv(1, sep=2)\n"
  let run = await readiness("parse", try folder.write(text, to: "x.py"))
  #expect(
    run
      == Captured(
        status: 0,
        output: """
          {"imports": [{"module": "pandas", "name": null, "as": "pd", "line": 1}], "definitions": \
          [{"kind": "class", "name": "C", "qualname": "C", "line": 4, "decorators": []}, {"kind": \
          "function", "name": "f", "qualname": "C.f", "line": 6, "decorators": ["a.b"]}], "calls": \
          [{"callee": "a.b", "line": 5, "keywords": []}, {"callee": "pd.read_csv", "line": 7, \
          "keywords": ["sep"]}]}

          """, errors: ""))
}

@Test func `of a broken Python file the first half is printed`() async throws {
  let folder = TemporaryFolder()
  let run = await readiness("parse", try folder.write("import a\ndef f(:\n", to: "x.py"))
  #expect(run.status == 2)
  #expect(run.output.contains("\"module\": \"a\""))
  #expect(run.errors.contains("/x.py:2:6: error: "))
}

@Test(arguments: [
  (
    "run.sh", "set -e\nmake test || true\n",
    #"{"functions": [], "commands": [{"words": ["set", "-e"], "line": 1, "terminator": ";", "alternative": null}, {"words": ["make", "test"], "line": 2, "terminator": "||", "alternative": "true"}, {"words": ["true"], "line": 2, "terminator": ";", "alternative": null}]}"#
  ),
  (
    "Dockerfile", "FROM python:3.12\nRUN pip install .\n",
    #"{"instructions": [{"keyword": "FROM", "arguments": "python:3.12", "stage": 0, "line": 1}, {"keyword": "RUN", "arguments": "pip install .", "stage": 0, "line": 2}]}"#
  ),
  (
    "Makefile", "test: lint\n\t-pytest\n",
    #"{"targets": [{"name": "test", "line": 1, "dependencies": ["lint"], "recipe": [{"text": "pytest", "line": 2, "ignores-failure": true}]}]}"#
  ),
])
func `what is no data is printed as its outline`(
  name: String, text: String, output: String
) async throws {
  let folder = TemporaryFolder()
  let run = await readiness("parse", try folder.write(text, to: name))
  #expect(run == Captured(status: 0, output: output + "\n", errors: ""))
}

@Test func `a YAML file is printed a line for each document, and a repeated key is a warning`()
  async throws
{
  let folder = TemporaryFolder()
  let path = try folder.write("a: 1\na: 2\n---\n- .inf\n- 1.50\n", to: "x.yml")
  let run = await readiness("parse", path)
  #expect(run.status == 0)
  #expect(run.output == "{\"a\": 2}\n[\"inf\", 1.5]\n")
  #expect(run.errors.hasPrefix("\(path):2:1: warning: "))
}

@Test func `half a workflow is printed, and its fault has a place`() async throws {
  let folder = TemporaryFolder()
  let path = try folder.write("on: push\njobs:\n  a: [1,\n", to: "ci.yml")
  let run = await readiness("parse", path)
  #expect(run.status == 2)
  #expect(run.output.hasPrefix("{\"on\": \"push\""))
  #expect(run.errors.contains("/ci.yml:3:6: error: "))
}

@Test func `a notebook is printed as the outline of its code cells`() async throws {
  let folder = TemporaryFolder()
  let text = """
    {"cells": [{"cell_type": "markdown", "source": "# A"},
     {"cell_type": "code", "source": ["import a\\n", "!pip install b\\n", "a.f(x=1)"], "outputs": []}],
     "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    """
  let run = await readiness("parse", try folder.write(text, to: "x.ipynb"))
  #expect(run.status == 0, "\(run.errors)")
  #expect(
    run.output == """
      {"imports": [{"cell": 2, "module": "a", "name": null, "as": null, "line": 1}], \
      "definitions": [], "calls": [{"cell": 2, "callee": "a.f", "line": 3, "keywords": ["x"]}]}

      """)
}

@Test(arguments: [
  ("requirements.txt", "numpy==1.0\n-r other.txt\n", #""name": "numpy""#),
  ("README.md", "# Title\n\n| a | b |\n| - | - |\n| 1 | 2 |\n", #""title": "Title", "level": 1"#),
  ("main.tf", "resource \"a\" \"b\" {\n  c = 1\n}\n", #""resource""#),
  ("x.toml", "a = 1979-05-27\n", #"{"a": "1979-05-27"}"#),
  ("setup.cfg", "[metadata]\nname = x\n", #"{"metadata": {"name": "x"}}"#),
  ("x.R", "library(dplyr)\n", #""package": "dplyr""#),
])
func `every kind of file that is read can be shown`(
  name: String, text: String, part: String
) async throws {
  let folder = TemporaryFolder()
  let run = await readiness("parse", try folder.write(text, to: name))
  #expect(run.status == 0)
  #expect(run.output.contains(part), "\(run.output)")
}
