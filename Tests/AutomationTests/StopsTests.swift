import Automation
import Facts
import Testing

/// What a failure at a line keeps from happening, as words: calls by name, commands by text, `ci` where a push run fails.
private func stopped(at place: (path: String, line: Int), in files: [(path: String, text: String)])
  async throws -> Set<String>
{
  let facts = await Scenario(page: "", title: "", files: files).facts()
  let graph = AutomationGraph(facts: facts, runners: try runnerTable())
  let condition = facts.conditions.firstIndex {
    $0.location.path == place.path && $0.location.line == place.line
  }
  let command = graph.commands.firstIndex {
    $0.location.path == place.path && $0.location.line == place.line
  }
  let point = condition.map(FailurePoint.condition) ?? command.map(FailurePoint.command)
  let stops = graph.stops(try #require(point))
  return Set(stops.calls.map { facts.calls[$0].resolved ?? facts.calls[$0].member })
    .union(stops.commands.map { graph.commands[$0].text }).union(stops.ci == nil ? [] : ["ci"])
}

@Test func `a raise stops what its callers do later, and the jobs behind its job`() async throws {
  let files = [
    (
      ".github/workflows/ci.yml",
      """
      on: push
      jobs:
        train:
          steps:
            - run: python train.py
            - run: echo trained
        deploy:
          needs: train
          steps:
            - run: kubectl apply -f x
        docs:
          steps:
            - run: mkdocs build
      """
    ),
    (
      "train.py",
      """
      import mlflow

      def check(score):
          if score < 0.9:
              raise ValueError("too low")

      def main():
          score = 1
          check(score)
          mlflow.register_model("x", "y")

      if __name__ == "__main__":
          main()
      """
    ),
  ]
  let found = try await stopped(at: ("train.py", 4), in: files)
  #expect(found == ["mlflow.register_model", "echo trained", "kubectl apply -f x", "ci"])
}

@Test func `a check whose failure is swallowed stops nothing behind it`() async throws {
  let files = [
    (
      ".github/workflows/ci.yml",
      """
      on: push
      jobs:
        train:
          steps:
            - run: |
                python train.py || true
                kubectl apply -f x
      """
    ),
    ("train.py", "score = 1\nassert score > 2\n"),
  ]
  #expect(try await stopped(at: ("train.py", 2), in: files) == [])
}

@Test func `what stands inside a guard happens only when it is passed`() async throws {
  let files = [
    (
      "train.py",
      "import mlflow\nscore = 1\nif score > 2:\n    mlflow.register_model('x')\nprint(1)\n"
    )
  ]
  #expect(try await stopped(at: ("train.py", 3), in: files) == ["mlflow.register_model"])
}

@Test func `a failing command stops the later lines of its script and the steps of its caller`()
  async throws
{
  let files = [
    (
      ".github/workflows/ci.yml",
      "on: pull_request\njobs:\n  a:\n    steps:\n      - run: bash run.sh\n      - run: docker push x\n"
    ),
    ("run.sh", "set -e\npytest tests\naws s3 cp model s3://x\n"),
  ]
  #expect(
    try await stopped(at: ("run.sh", 2), in: files) == [
      "aws s3 cp model s3://x", "docker push x", "ci",
    ])
}

@Test func `a unit test that fails is red, though the code it calls is not what runs`() async throws
{
  let files = [
    (".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    steps:\n      - run: pytest\n"),
    ("tests/test_gate.py", "from gate import check\n\ndef test_check():\n    assert check(1)\n"),
    ("gate.py", "def check(x):\n    assert x > 0\n    return x\n"),
  ]
  #expect(try await stopped(at: ("tests/test_gate.py", 4), in: files).contains("ci"))
  #expect(try await !stopped(at: ("gate.py", 2), in: files).contains("ci"))
}
