import Languages
import Testing
import Text

/// A tree on one line: `{a: [1, "x"]}`.
private func flat(_ node: Node) -> String {
  switch node.content {
  case .mapping(let members):
    "{" + members.map { "\($0.key.scalar ?? "?"): \(flat($0.value))" }.joined(separator: ", ") + "}"
  case .sequence(let elements): "[" + elements.map(flat).joined(separator: ", ") + "]"
  case .string(let text): "\"\(text)\""
  default: node.scalar ?? "null"
  }
}

private let terraform = #"""
  # comment
  terraform { required_version = ">= 1.5" }
  resource "aws_s3_bucket" "data" {
    bucket = "my-${var.env}-${lookup(m, "k")}"  // note
    tags   = { Name = "x", "a b" : 1, nested = { deep = true } }
    rule { id = 1 }
    rule {
      id  = 2.5
      ids = [1, "two", var.three,]
    }
    count = var.on ? 1 : 0
    policy = jsonencode({
      Version = "2012"
    })
    items = [for x in y : x]
    none = null
  }
  resource "aws_s3_bucket" "logs" {}
  variable "env" {
    type = list(string)
    default = <<-EOT
      line one
        line two
    EOT
  }
  /* end */
  """#

@Test func `Terraform's blocks become a tree`() {
  let source = SourceText(path: "a.tf", text: terraform)
  let parsed = HCL.parse(source)
  #expect(parsed.problems.isEmpty)
  let root = parsed.value
  #expect(flat(root["terraform"] ?? .null) == #"{required_version: ">= 1.5"}"#)
  let bucket = root["resource"]?["aws_s3_bucket"]?["data"]
  #expect(bucket?["bucket"]?.string == #"my-${var.env}-${lookup(m, "k")}"#)
  #expect(flat(bucket?["tags"] ?? .null) == #"{Name: "x", a b: 1, nested: {deep: true}}"#)
  #expect(
    flat(bucket?["rule"] ?? .null) == #"[{id: 1}, {id: 2.5, ids: [1, "two", "${var.three}"]}]"#)
  #expect(bucket?["count"]?.string == "${var.on ? 1 : 0}")
  #expect(bucket?["policy"]?.string?.hasPrefix("${jsonencode({") == true)
  #expect(bucket?["items"]?.string == "${[for x in y : x]}")
  #expect(bucket?["none"]?.isNull == true)
  #expect(flat(root["resource"]?["aws_s3_bucket"]?["logs"] ?? .null) == "{}")
  #expect(root["variable"]?["env"]?["type"]?.string == "${list(string)}")
  #expect(root["variable"]?["env"]?["default"]?.string == "line one\n  line two\n")
  let place = bucket?.member("count")?.key.offset ?? 0
  #expect(source.position(of: place) == Position(line: 11, column: 3))
}

@Test func `a broken Terraform line costs only itself`() {
  let parsed = HCL.parse(SourceText(path: "a.tf", text: "a = 1\n?? x\nb = 2\nc = \"open\nd = 3\n"))
  #expect(flat(parsed.value).contains("b: 2"))
  #expect(flat(parsed.value).contains("d: 3"))
  #expect(parsed.problems.map(\.offset) == [6, 21])
}

private let proto = """
  # schema
  feature {
    name: "age" 'd'
    type: INT
    presence { min_fraction: 1.0 min_count: 1 }
    in_environment: ["TRAINING", "SERVING"]
  }
  feature < name: "b"; value_count: { min: -1 } >
  [ext.name] { ok: true }
  """

@Test func `protobuf text becomes a tree`() {
  let parsed = TextProto.parse(SourceText(path: "schema.pbtxt", text: proto))
  #expect(parsed.problems.isEmpty)
  #expect(
    flat(parsed.value)
      == #"{feature: [{name: "aged", type: "INT", presence: {min_fraction: 1.0, min_count: 1}, in_environment: ["TRAINING", "SERVING"]}, {name: "b", value_count: {min: -1}}], ext.name: {ok: true}}"#
  )
}

private let bicep = """
  @description('x')
  param location string = resourceGroup().location
  param name string
  var tags = { a: 'b' }
  resource ws 'Microsoft.ML/workspaces@2023-04-01' = if (on) {
    name: '${name}-ws'
    properties: {
      list: [
        'a'
        1
      ]
      id: kv.id
    }
  }
  module m './m.bicep' = {
    name: 'm'
  }
  output id string = ws.id
  """

@Test func `Bicep's declarations become a tree in Terraform's shape`() {
  let parsed = Bicep.parse(SourceText(path: "a.bicep", text: bicep))
  #expect(parsed.problems.isEmpty)
  #expect(
    flat(parsed.value["resource"] ?? .null)
      == #"{Microsoft.ML/workspaces: {ws: {apiVersion: "2023-04-01", name: "${name}-ws", properties: {list: ["a", 1], id: "${kv.id}"}}}}"#
  )
  #expect(flat(parsed.value["module"] ?? .null) == #"{m: {source: "./m.bicep", name: "m"}}"#)
  #expect(
    flat(parsed.value["param"] ?? .null)
      == #"{location: {type: "string", default: "${resourceGroup().location}"}, name: {type: "string"}}"#
  )
  #expect(flat(parsed.value["var"] ?? .null) == #"{tags: {a: "b"}}"#)
}

private let jenkins = """
  #!/usr/bin/env groovy
  @Library('x') _
  def out = sh(script: "git log", returnStdout: true).trim()
  pipeline {
    agent { docker { image 'python:3.12' } }
    triggers { cron('H 2 * * *') }
    environment { FOO = 'bar' }
    options([timeout(time: 5)])
    stages {
      stage('Test') {
        when { branch 'main' }
        steps {
          sh '''
            set -e
            pytest
          '''
          sh "make ${TARGET}" // sh 'no'
          script {
            if (ok) { sh 'a' } else { error "bad" }
            ['x', 'y'].each { v -> sh "run ${v}" }
          }
        }
      }
    }
    post { always { junit '*.xml' } }
  }
  node('gpu') { properties([pipelineTriggers([cron('@daily')])]) }
  """

@Test func `a Jenkinsfile's blocks and steps are read`() {
  let source = SourceText(path: "Jenkinsfile", text: jenkins)
  let parsed = GroovyScript.parse(source)
  let script = parsed.value
  #expect(parsed.problems.isEmpty)
  #expect(script.all("cron").map(\.string) == ["H 2 * * *", "@daily"])
  #expect(script.all("stage").map(\.string) == ["Test"])
  let shells = script.all("sh")
  #expect(shells.first?.argument("script")?.text == "git log")
  #expect(
    shells.dropFirst().map { $0.string?.trimmingPrefix("\n").split(separator: "\n").count } == [
      3, 1, 1, 1,
    ])
  #expect(shells.last?.string == "run ${v}")
  #expect(script.all("FOO").map(\.string) == ["bar"])
  #expect(script.all("FOO").map(\.isAssignment) == [true])
  #expect(script.all("image").map(\.string) == ["python:3.12"])
  #expect(script.all("branch").map(\.string) == ["main"])
  #expect(script.all("node").map(\.string) == ["gpu"])
  #expect(script.all("timeout").first?.argument("time")?.text == "5")
  let offset = shells[1].arguments[0].offset
  #expect(source.position(of: offset) == Position(line: 13, column: 15))
}

private let dbt = """
  {{ config(materialized='table') }}
  {# ref('no') #}
  select * from {{ ref('orders') }} join {{ source("raw", 'users') }}
  {% macro cents(x) %} {{ dbt_utils.round(ref('pkg', 'm')) }} {% endmacro %}
  {% test positive(model, column_name) %} {% endtest %}
  """

@Test func `a dbt file's references and definitions are found`() {
  let model = DbtModel.parse(SourceText(path: "a.sql", text: dbt)).value
  #expect(model.references.map(\.model) == ["orders", "m"])
  #expect(model.references.map(\.package) == [nil, "pkg"])
  #expect(model.sources.map(\.table) == ["users"])
  #expect(model.definitions.map { "\($0.kind) \($0.name)" } == ["macro cents", "test positive"])
  #expect(model.calls.map(\.name) == ["config", "dbt_utils.round"])
}

@Test func `crontab and Procfile lines are read`() {
  let cron = "# c\nMAILTO=x\n0 2 * * 1  python train.py --a=b\n@daily run\nbad\n"
  let parsed = Crontab.parse(SourceText(path: "crontab", text: cron))
  #expect(parsed.value.entries.map(\.schedule) == ["0 2 * * 1", "@daily"])
  #expect(parsed.value.entries.map(\.command) == ["python train.py --a=b", "run"])
  #expect(parsed.problems.count == 1)
  let system = Crontab.parse(SourceText(path: "cron.d/x", text: "* * * * * root go")).value
  #expect(system.entries.map(\.user) == ["root"])
  #expect(system.entries.map(\.command) == ["go"])
  let procfile = Procfile.parse(SourceText(path: "Procfile", text: "web: gunicorn a:b\n# x\n"))
    .value
  #expect(procfile.entries.map(\.name) == ["web"])
  #expect(procfile.entries.map(\.command) == ["gunicorn a:b"])
}

@Test func `broken settings and pipelines are read without a fault`() {
  var mutations = Mutations()
  for bytes in mutations.of(terraform, count: 80) {
    _ = HCL.parse(SourceText(path: "x", bytes: bytes))
  }
  for bytes in mutations.of(proto, count: 80) {
    _ = TextProto.parse(SourceText(path: "x", bytes: bytes))
  }
  for bytes in mutations.of(bicep, count: 80) {
    _ = Bicep.parse(SourceText(path: "x", bytes: bytes))
  }
  for bytes in mutations.of(jenkins, count: 80) {
    _ = GroovyScript.parse(SourceText(path: "x", bytes: bytes))
  }
  for bytes in mutations.of(dbt, count: 80) {
    _ = DbtModel.parse(SourceText(path: "x", bytes: bytes))
  }
  for part in ["{", "[", "(", "a {", "a(", "a = [", "a: {", "'", "\"${", "{{ ref(", "x = {a = "] {
    let source = SourceText(path: "x", text: String(repeating: part, count: 1000))
    _ = HCL.parse(source)
    _ = TextProto.parse(source)
    _ = Bicep.parse(source)
    _ = GroovyScript.parse(source)
    _ = DbtModel.parse(source)
  }
}
