import Languages
import Testing
import Text

private func commands(_ text: String) -> [String] {
  ShellScript.parse(line: text).commands.map(\.text)
}

@Test(arguments: [
  ("a && b || c; d | e & f", ["a", "b", "c", "d", "e", "f"]),
  ("python -m pytest \\\n  tests/ # not: rm -rf", ["python -m pytest tests/"]),
  ("echo 'a && b' \"c; d\" e\\ f", ["echo a && b c; d e f"]),
  ("FOO=1 BAR=\"x y\" make test", ["make test"]),
  ("x=$(git rev-parse HEAD) && echo `date`", ["", "git rev-parse HEAD", "echo `date`", "date"]),
  ("if [ -f x ]; then a; elif b; then c; else d; fi; e", ["[ -f x ]", "a", "b", "c", "d", "e"]),
  ("for f in *.py $(ls); do check $f; done", ["ls", "check $f"]),
  ("while read -r l; do a; done < file", ["read -r l", "a"]),
  ("case $1 in a|b) one;; *) two && three ;; esac; four", ["one", "two", "three", "four"]),
  ("run() { inner; }\nfunction go { deep; }\nrun", ["inner", "deep", "run"]),
  ("( cd x && make ); { a; b; }", ["cd x", "make", "a", "b"]),
  ("cat <<EOF | wc\nrm -rf $(no)\nEOF\nls", ["cat", "wc", "ls"]),
  ("cat <<-'END'\n\tx && y\n\tEND\nls", ["cat", "ls"]),
  ("[[ $a == b && -n $c ]] && go", ["[[ $a == b && -n $c ]]", "go"]),
  ("(( x > 1 )) && go; y=$((1 + (2)))", ["(( x > 1 ))", "go", ""]),
  ("a=(one two) ; declare -a b=(c d); e", ["", "declare -a b=c d", "e"]),
  ("diff <(sort a) <(sort b)", ["diff <(sort a) <(sort b)", "sort a", "sort b"]),
  ("! grep -q x y; time -p make", ["grep -q x y", "make"]),
  (
    "echo ${{ github.event_name == 'push' && 'a' || 'b' }} x",
    [
      "echo ${{ github.event_name == 'push' && 'a' || 'b' }} x"
    ]
  ),
  ("{{cookiecutter.tool}} run '{{ x | y }}'", ["{{cookiecutter.tool}} run {{ x | y }}"]),
  ("{% if x %}\nmake a\n{% endif %}\nmake b", ["make a", "make b"]),
  ("echo ${A:-$(b \"}\")} c", ["echo ${A:-$(b \"}\")} c", "b }"]),
  ("echo a 2>/dev/null >&2 &>log; b", ["echo a", "b"]),
  ("echo $'it\\'s' \"$(echo \"in\")\"", ["echo it's $(echo \"in\")", "echo in"]),
])
func `a line is split into commands as a shell splits it`(text: String, expected: [String]) {
  #expect(commands(text) == expected)
}

@Test func `PowerShell in a shell's place gives warnings, not errors`() {
  let text = "if ($env:X -eq 'y') { Write-Host \"z\" }\n& ./run.ps1 | Out-Null\n"
  let parsed = ShellScript.parse(SourceText(path: "x", text: text))
  #expect(parsed.isValid)
  #expect(!parsed.problems.isEmpty)
  #expect(parsed.value.commands.map(\.text).contains("./run.ps1"))
}

@Test func `a word knows whether it is literal, and where it stands`() {
  let source = SourceText(path: "x.sh", text: "run \"$HOME/a\" 'b c' *.py ${X:-d}")
  let words = ShellScript.parse(source).value.commands[0].words
  #expect(
    words == [
      ShellWord(text: "run", offset: 0), ShellWord(text: "$HOME/a", isLiteral: false, offset: 4),
      ShellWord(text: "b c", offset: 14), ShellWord(text: "*.py", offset: 20),
      ShellWord(text: "${X:-d}", isLiteral: false, offset: 25),
    ])
}

@Test func `a command knows what stands around it`() throws {
  let text = """
    #!/usr/bin/env bash
    set -euo pipefail
    train() {
      if test -f data; then python train.py | tee log; fi
    }
    train || echo failed
    serve 2>/dev/null &
    set +e
    last
    """
  let script = ShellScript.parse(line: text)
  #expect(script.interpreter == ["/usr/bin/env", "bash"])
  #expect(script.functions.map(\.name) == ["train"])
  let found = Dictionary(uniqueKeysWithValues: script.commands.map { ($0.text, $0) })
  let python = try #require(found["python train.py"])
  #expect(python.function == "train")
  #expect(python.isConditional)
  #expect(python.pipeline.index == 0 && python.pipeline.count == 2)
  #expect(python.terminator == .pipe)
  #expect(python.errexit == true && python.pipefail == true)
  #expect(found["train"]?.alternative == "echo failed")
  #expect(found["train"]?.terminator == .or)
  let serve = try #require(found["serve"])
  #expect(serve.terminator == .background)
  #expect(serve.redirects.map(\.form) == [">"])
  #expect(serve.redirects.map(\.descriptor) == [2])
  #expect(serve.redirects.map(\.target.text) == ["/dev/null"])
  #expect(found["last"]?.errexit == false)
}

@Test func `a here-document's lines are kept apart`() {
  let source = SourceText(path: "x", text: "python - <<'PY'\nimport x\nPY\n")
  let redirect = ShellScript.parse(source).value.commands[0].redirects[0]
  #expect(redirect.body.map { source.text($0) } == "import x\n")
}

/// What becomes of the failure of the command `cmd` under `bash -e`, and under a plain `sh`.
@Test(arguments: [
  ("cmd", "seen", "seen"),
  ("cmd\nother", "seen", "laterCommand"),
  ("cmd && other", "seen", "seen"),
  ("cmd && other\nlast", "conjunction", "laterCommand"),
  ("other && cmd\nlast", "seen", "laterCommand"),
  ("cmd || true", "alternative(true)", "alternative(true)"),
  ("cmd || exit 0", "alternative(exit 0)", "alternative(exit 0)"),
  ("cmd || exit 1\nlast", "seen", "seen"),
  ("cmd || { echo no; exit 3; }\nlast", "seen", "seen"),
  ("cmd || echo no", "alternative(echo no)", "alternative(echo no)"),
  ("die() { echo $1; exit 1; }\ncmd || die x\nlast", "seen", "seen"),
  ("cmd && a || b", "alternative(b)", "alternative(b)"),
  ("cmd | tee log", "pipe", "pipe"),
  ("set -o pipefail\ncmd | tee log", "seen", "seen"),
  ("a | cmd", "seen", "seen"),
  ("cmd &\nwait", "background", "background"),
  ("if cmd; then a; fi", "condition", "condition"),
  ("if cmd; then a; else exit 1; fi; b", "seen", "seen"),
  ("if ! cmd; then echo bad; exit 1; fi; b", "seen", "seen"),
  ("if a; then cmd; fi\nb", "seen", "laterCommand"),
  ("while cmd; do a; done", "condition", "condition"),
  ("for i in 1 2; do cmd; done", "seen", "loop"),
  ("! cmd", "negation", "negation"),
  ("x=$(cmd)", "seen", "seen"),
  ("echo $(cmd)", "substitution", "substitution"),
  ("export x=$(cmd)", "substitution", "substitution"),
  ("(cmd; a)", "seen", "laterCommand"),
  ("(cmd) || true", "alternative(true)", "alternative(true)"),
  ("f() { cmd; a; }\nf", "seen", "laterCommand"),
  ("f() { cmd; a; }\nf || true", "laterCommand", "laterCommand"),
  ("f() { cmd; }\nf || true", "alternative(true)", "alternative(true)"),
  ("f() { cmd || return 1; }\nf\nlast", "seen", "laterCommand"),
  ("f() { cmd || exit 1; }\nf || true\nlast", "seen", "seen"),
  ("cmd; exit $?", "seen", "seen"),
  ("set +e\ncmd\nrc=$?\necho x\nexit $rc", "seen", "seen"),
  ("set +e\ncmd\nif [ $? -ne 0 ]; then exit 1; fi\na", "seen", "seen"),
  ("set +e\ncmd\nexit 0", "laterCommand", "laterCommand"),
  ("cmd || failed=1\na\n[ -n \"$failed\" ] && exit 1\nb", "seen", "seen"),
  ("cmd || failed=1\na", "alternative(failed=1)", "alternative(failed=1)"),
  ("trap 'exit 0' EXIT\ncmd", "trap", "trap"),
  ("exec cmd\nlast", "seen", "seen"),
  ("set -e\ncmd\nlast", "seen", "seen"),
  ("case $x in a) cmd;; esac", "seen", "seen"),
])
func `a failure is seen where it decides the script's status`(
  text: String, errexit: String, plain: String
) throws {
  let script = ShellScript.parse(line: text)
  let index = try #require(
    script.commands.firstIndex { $0.words.first?.text == "cmd" || $0.text == "exec cmd" })
  #expect(name(script.failure(of: index, errexit: true, pipefail: false)) == errexit)
  #expect(name(script.failure(of: index, errexit: false, pipefail: false)) == plain)
}

private func name(_ failure: ShellFailure) -> String {
  switch failure {
  case .seen: "seen"
  case .swallowed(.alternative(let text)): "alternative(\(text))"
  case .swallowed(let reason): "\(reason)"
  }
}

@Test func `broken scripts are read without a fault`() {
  let text = """
    #!/bin/bash
    set -eo pipefail; A=(1 2) B="x $(y `z`)"
    f() { if [[ $a =~ ^(b|c)$ ]]; then cat <<E | d; else exit 1; fi; }
    body
    E
    case $x in (a|b) ${c:-$((1 + 2))};; *) ((i++));; esac || { f && ! g & }
    for x in {{ y }} '${{ z }}'; do trap 'exit 0' EXIT; done 2>&1 >/dev/null
    """
  var mutations = Mutations()
  for bytes in mutations.of(text, count: 400) {
    let script = ShellScript.parse(SourceText(path: "x", bytes: bytes)).value
    for index in script.commands.indices {
      _ = script.failure(of: index, errexit: index % 2 == 0, pipefail: false)
    }
  }
  for opening in ["$(", "(", "{ ", "if ", "\"$(", "${a:-", "`", "((", "a() ", "case x in a) ", "!"]
  {
    let deep = String(repeating: opening, count: 3000)
    #expect(ShellScript.parse(line: deep).commands.count <= 3000)
  }
}
