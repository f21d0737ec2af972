import Facts
import Rubrics
import Rules
import Testing
import Text

private let table: RoleTable = {
  let files = RubricFiles.all.map { RuleFile(path: $0.path, bytes: Array($0.text.utf8)) }
  return RuleLoader.load(files.filter { $0.kind == .roles }).book?.roles ?? RoleTable(rows: [])
}()

@Test(
  arguments: [
    ("src/model/train.py", .source), ("analysis/fit.R", .source), ("Makefile", .source),
    ("train_test_split.py", .source), ("src/train_test.py", .source), ("test.py", .source),
    ("stats/ab_test.py", .source), ("ks_test.py", .source), ("contests/entry.py", .source),
    ("agents/bug-fix/broker.py", .source), ("app/exercises/classify.py", .source),
    ("src/components/Example/index.tsx", .source), ("build/release.py", .source),
    ("features/target/encode.py", .source), ("deploy/jobs/retrain.py", .source),
    ("app/templates/index.html", .source), ("dbt/shop/snapshots/orders.sql", .source),
    ("tests/test_model.py", .test), ("packages/a/tests/helpers.py", .test),
    ("tests/data/test_dataset.py", .test), ("training/test_train.py", .test),
    ("test/model_tests.py", .test), ("tests/testthat/test-model.R", .test), ("conftest.py", .test),
    ("dbt/shop/tests/unique_grain.sql", .test), ("web/App.test.tsx", .test),
    ("tests/requirements.txt", .test), ("tests/README.md", .test),
    ("tests/snapshots/answer.json", .fixture), ("tests/inputs.parquet", .fixture),
    ("tests/confs/valid/training.yaml", .fixture), ("fixtures/rows.csv", .fixture),
    ("data/test/img1.jpg", .other), ("datasets/shop/test/a.csv", .other), ("data/test.csv", .other),
    ("configs/train.yaml", .other), ("dvc.lock", .other), ("evals/golden/answers.jsonl", .other),
    ("prompts/examples/one.yaml", .other), (".devcontainer/docker-compose.yml", .other),
    ("api/spec/api.yaml", .other),
    ("notebooks/eda.ipynb", .notebook), ("content/02-model/model.Rmd", .notebook),
    ("README.md", .docs), ("docs/test-plan.md", .docs), ("docs/rollout-plan.md", .docs),
    ("docs/hackbot/agents.md", .docs), ("docs/design/api.yaml", .docs),
    (".github/ISSUE_TEMPLATE/bug.yml", .docs), (".github/PULL_REQUEST_TEMPLATE.md", .docs),
    (".github/workflows/ci.yml", .ci), (".github/dependabot.yml", .ci), ("Jenkinsfile", .ci),
    (".circleci/config.yml", .ci), (".pipelines/model-ci.yml", .ci),
    ("model/buildspec.yml", .ci), ("azure-pipelines-train.yml", .ci),
    ("Dockerfile.gpu", .deployment), ("infra/main.bicep", .deployment),
    ("charts/api/templates/canary.yaml", .deployment), ("k8s/alerts.yaml", .deployment),
    ("docker/config/grafana/board.json", .deployment), ("Procfile", .deployment),
    ("third_party/x/setup.py", .vendored), ("web/node_modules/a/index.js", .vendored),
    ("static/jquery.min.js", .vendored), ("charts/api/charts/redis/values.yaml", .vendored),
    ("LICENSE", .vendored), ("proto/model_pb2.py", .generated), ("docs/_build/a.html", .generated),
    ("AGENTS.md", .agent), (".claude/skills/x/SKILL.md", .agent),
    (".github/copilot-instructions.md", .agent), ("tools/gen.prompt.md", .agent),
    ("{{cookiecutter.name}}/src/train.py", .template), (".env.example", .template),
    (".github/workflows/ci.yml.disabled", .template), ("conf/app.yaml.j2", .template),
    ("exercise_notebooks/a.py", .teaching), ("lessons/a.ipynb", .teaching),
    ("course/week_3/train.py", .teaching), ("examples/tutorial/app.py", .teaching),
    ("CHANGELOG.md", .changelog), ("docs/changes.rst", .changelog),
    ("ROADMAP.md", .plan), ("TODO.txt", .plan), ("docs/plans/next.md", .plan),
  ] as [(String, Role)])
func `a path has the role that a reader would give it`(path: String, role: Role) {
  #expect(table.role(of: path) == role)
}

@Test func `the index answers as a look at every glob would`() {
  let paths = [
    "a/vendor/b/c.py", "A/Vendor/C.PY", "tests/a/b.csv", ".github/workflows/x/y.yml", "x.min.js",
    "docs/{{a}}/b.md", "a/week 3/b.txt", "ch01_intro/a.py", "k8s/a.yml", "noextension",
    ".env.sample",
    "a.b.c/d", "lib/site.tar.gz",
  ]
  for path in paths {
    let expected = table.rows.first { row in
      row.patterns.contains { Glob($0, ignoresCase: true).matches(path) }
    }
    #expect(table.role(of: path) == expected?.role ?? .other, "\(path)")
  }
}

@Test func `a path that no row matches, or that is empty, is other`() {
  #expect(table.role(of: "") == .other)
  #expect(RoleTable(rows: []).role(of: "a.py") == .other)
}
