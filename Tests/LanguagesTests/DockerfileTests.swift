import Languages
import Testing
import Text

private let dockerfile = """
  # syntax=docker/dockerfile:1
  # escape=\\
  ARG VERSION=3.12
  FROM --platform=linux/amd64 ghcr.io:443/org/python:${VERSION}-slim@sha256:abc AS build
  ENV A=1 B="x y"
  ENV OLD some value
  ARG TOKEN
  WORKDIR /app
  COPY --chown=me requirements.txt  setup.py ./
  RUN --mount=type=cache,target=/root pip install \\
      # why
      -r requirements.txt && \\

      pip check
  RUN <<EOF
  set -e
  pytest
  EOF
  RUN python - <<'PY' && echo done
  import x
  PY
  FROM build
  FROM scratch as final
  COPY --from=build ["/a b", "/c"]
  ONBUILD RUN make
  EXPOSE 80 443/tcp
  HEALTHCHECK --interval=5s CMD curl -f localhost
  HEALTHCHECK NONE
  SHELL ["/bin/bash", "-c"]
  ENTRYPOINT ["python", "-m", "a\\"b"]
  CMD serve --port $PORT
  USER nobody
  BOGUS x
  """

@Test func `a Dockerfile's instructions are read`() throws {
  let source = SourceText(path: "Dockerfile", text: dockerfile)
  let parsed = Dockerfile.parse(source)
  let file = parsed.value
  #expect(parsed.problems.map(\.message) == ["unknown instruction 'BOGUS'"])
  #expect(file.bases.map(\.image) == ["ghcr.io:443/org/python", "build", "scratch"])
  #expect(file.bases.map(\.tag) == ["3.12-slim", nil, nil])
  #expect(file.bases.map(\.digest) == ["sha256:abc", nil, nil])
  #expect(file.bases.map(\.stageName) == ["build", nil, "final"])
  #expect(file.bases.map(\.isStage) == [false, true, false])
  #expect(file.bases[0].platform == "linux/amd64")
  let contents = file.instructions.map(\.content)
  #expect(contents[0] == .argument(name: "VERSION", value: "3.12"))
  #expect(
    contents[2] == .settings([.init(name: "A", value: "1"), .init(name: "B", value: "x y")]))
  #expect(contents[3] == .settings([.init(name: "OLD", value: "some value")]))
  #expect(contents[4] == .argument(name: "TOKEN", value: nil))
  #expect(contents[5] == .workingDirectory("/app"))
  #expect(
    contents[6]
      == .copy(.init(sources: ["requirements.txt", "setup.py"], destination: "./", from: nil)))
  #expect(contents[12] == .copy(.init(sources: ["/a b"], destination: "/c", from: "build")))
  #expect(file.instructions[13].isOnBuild)
  #expect(contents[14] == .ports(["80", "443/tcp"]))
  #expect(contents[16] == .healthcheck(nil))
  #expect(contents[17] == .shell(["/bin/bash", "-c"]))
  #expect(contents[18] == .entrypoint(.exec(["python", "-m", "a\"b"])))
  #expect(file.instructions.map(\.stage).suffix(3) == [2, 2, 2])
}

@Test func `a RUN's shell text keeps the file's places`() throws {
  let source = SourceText(path: "Dockerfile", text: dockerfile)
  var found: [(String, Int)] = []
  for instruction in Dockerfile.parse(source).value.instructions {
    guard case .run(.shell(let text, let offset)) = instruction.content else { continue }
    for command in ShellScript.parse(SourceText(path: "", text: text)).value.commands {
      found.append((command.text, source.position(of: offset + command.offset).line))
    }
  }
  #expect(
    found.map(\.0) == [
      "pip install -r requirements.txt", "pip check", "set -e", "pytest", "python -", "echo done",
      "make",
    ])
  #expect(found.map(\.1) == [10, 14, 16, 17, 19, 19, 25])
}

@Test func `broken Dockerfiles are read without a fault`() {
  var mutations = Mutations()
  for bytes in mutations.of(dockerfile, count: 300) {
    _ = Dockerfile.parse(SourceText(path: "Dockerfile", bytes: bytes))
  }
}
