import Languages
import Testing
import Text

private let makefile = """
  # A comment: with a colon
  SHELL := /bin/bash
  .SHELLFLAGS = -eu -c
  PY ?= python
  ARGS = --fast \\
    --once
  URL = http://a:80/b
  .PHONY: test lint
  .DEFAULT_GOAL := test

  include common.mk
  -include local.mk

  build/model.pkl: train.py data.csv | build
  \t$(PY) train.py $(ARGS) > $@

  test lint: build/model.pkl ; @echo $<
  \t@-pytest tests \\
  \t  -q
  ifeq ($(CI),true)
  \t$(MAKE) -C docs html
  endif
  \t# nothing
  \techo $$HOME $(UNKNOWN) $(shell date)
  test: X = 1
  %.o: %.c
  \tcc $<
  define twice
  echo $(1)
  echo again
  endef
  all:
  \t$(call twice,hello)

  """

@Test func `a Makefile's targets know what they run and what they need`() {
  let parsed = TaskFile.makefile(SourceText(path: "Makefile", text: makefile))
  let file = parsed.value
  #expect(parsed.problems.isEmpty)
  #expect(file.shell == "/bin/bash -eu -c")
  #expect(file.includes.map(\.path) == ["common.mk", "local.mk"])
  #expect(file.includes.map(\.isOptional) == [false, true])
  #expect(file.targets.map(\.name) == ["build/model.pkl", "test", "lint", "%.o", "all"])
  #expect(file.defaultTarget?.name == "test")
  #expect(file.targets.map(\.isPhony) == [false, true, true, false, false])
  #expect(file.targets.map(\.isPattern) == [false, false, false, true, false])
  #expect(file.targets[0].dependencies == ["train.py", "data.csv", "build"])
  #expect(
    file.targets[0].recipe.map(\.text) == ["python train.py --fast  --once > build/model.pkl"])
  #expect(
    file.targets[1].recipe.map(\.text) == [
      "echo build/model.pkl", "pytest tests \\\n  -q", "make -C docs html", "# nothing",
      "echo $HOME ${UNKNOWN} $(date)",
    ])
  #expect(file.targets[1].recipe.map(\.ignoresFailure) == [false, true, false, false, false])
  #expect(file.targets[1].recipe.map(\.isSilent) == [true, true, false, false, false])
  #expect(file.targets[4].recipe.map(\.text) == ["echo hello", "echo again"])
}

@Test func `a recipe line stands where its command begins`() {
  let source = SourceText(path: "Makefile", text: "a:\n\t@-cmd x\n")
  let line = TaskFile.parse(source).value.targets[0].recipe[0]
  #expect(source.position(of: line.offset) == Position(line: 2, column: 4))
}

@Test func `blanks in place of a tab are reported`() {
  let parsed = TaskFile.parse(SourceText(path: "Makefile", text: "a:\n    cmd\n"))
  #expect(parsed.value.targets[0].recipe.isEmpty)
  #expect(parsed.problems.map(\.offset) == [3])
}

@Test func `a justfile's recipes know what they run and what they need`() {
  let text = """
    set shell := ["bash", "-uc"]
    set dotenv-load
    version := "1.2"
    export FOO := 'bar'
    alias t := test
    import? 'ci.just'

    # comment
    default: test
    [group('ci')]
    @test *args: (build "x y") lint && report
      -pytest {{args}} --v={{version}} \\
        -q

      @echo done
    build target='a: b' $X='1':
        #!/usr/bin/env bash
        set -e
        make {{ target }}
    """
  let parsed = TaskFile.parse(SourceText(path: "justfile", text: text))
  let file = parsed.value
  #expect(parsed.problems.isEmpty)
  #expect(file.shell == "bash -uc")
  #expect(file.variables.map(\.name) == ["version", "FOO"])
  #expect(file.variables.map(\.value) == ["1.2", "bar"])
  #expect(file.includes.map(\.path) == ["ci.just"])
  #expect(file.targets.map(\.name) == ["t", "default", "test", "build"])
  #expect(
    file.targets.map(\.dependencies) == [["test"], ["test"], ["build", "lint", "report"], []])
  #expect(file.targets.map(\.parameters) == [[], [], ["args"], ["target", "X"]])
  #expect(file.defaultTarget?.name == "default")
  #expect(
    file.targets[2].recipe.map(\.text) == ["pytest {{args}} --v=1.2 \\\n    -q", "echo done"])
  #expect(file.targets[2].recipe.map(\.ignoresFailure) == [true, false])
  #expect(
    file.targets[3].recipe.map(\.text) == ["#!/usr/bin/env bash\nset -e\nmake {{ target }}"])
}

@Test func `broken task files are read without a fault`() {
  var mutations = Mutations()
  for bytes in mutations.of(makefile, count: 300) {
    _ = TaskFile.parse(SourceText(path: "Makefile", bytes: bytes))
    _ = TaskFile.parse(SourceText(path: "justfile", bytes: bytes))
  }
  let doubling = (1...40).map { "A\($0) = $(A\($0 - 1))$(A\($0 - 1))" }.joined(separator: "\n")
  let file = TaskFile.makefile(
    SourceText(path: "Makefile", text: "A0 = x\n\(doubling)\nt: $(A40)\n")
  ).value
  #expect(file.targets.map(\.name) == ["t"])
}
