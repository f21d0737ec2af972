internal import Facts
internal import Text

/// Reads what infrastructure files declare: Kubernetes objects, CloudFormation and Terraform resources,
/// compose services, Prometheus rules, Grafana dashboards.
struct ResourceReader {
  let file: Int
  let structured: StructuredFile
  private(set) var found: [ResourceFact] = []

  init(file: Int, structured: StructuredFile) {
    self.file = file
    self.structured = structured
  }

  mutating func read() {
    for document in structured.documents where document.isMapping { read(document, depth: 0) }
  }

  private mutating func read(_ document: Node, depth: Int) {
    if let kind = document["kind"]?.string, document["apiVersion"]?.string != nil {
      kubernetes(document, kind: kind, depth: depth)
    } else if let resources = document["Resources"], resources.isMapping {
      cloudFormation(resources)
    } else if document["services"]?.isMapping == true, isCompose {
      compose(document)
    } else if document["groups"]?.isSequence == true {
      prometheus(document["groups"])
    } else if document["panels"]?.isSequence == true, document["schemaVersion"] != nil {
      grafana(document)
    }
    // Provisioned dashboards may be wrapped: `{"dashboard": {...}}`.
    if let dashboard = document["dashboard"], dashboard["panels"] != nil { grafana(dashboard) }
    terraform(document["resource"])
  }

  private mutating func add(_ system: String, _ kind: String, _ name: String, _ body: Node) {
    found.append(
      ResourceFact(
        file: file, location: structured.location(of: body), system: system, kind: kind,
        name: name, body: body))
  }

  private var isCompose: Bool {
    let name = structured.source.path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return name.contains("compose") || name.hasPrefix("docker-stack")
  }

  /// A `List` holds objects of its own; custom resources carry Prometheus groups in their `spec`.
  private mutating func kubernetes(_ object: Node, kind: String, depth: Int) {
    guard depth < 4 else { return }
    add("kubernetes", kind, object["metadata"]?["name"]?.scalar ?? "", object)
    for item in object["items"]?.elements ?? [] { read(item, depth: depth + 1) }
    if kind == "PrometheusRule" { prometheus(object["spec"]?["groups"]) }
    if kind == "ConfigMap" {
      for member in object["data"]?.members ?? []
      where member.value.string?.contains("alert:") == true {
        add("kubernetes", "EmbeddedConfiguration", member.key.scalar ?? "", member.value)
      }
    }
  }

  private mutating func cloudFormation(_ resources: Node) {
    for member in resources.members {
      guard let type = member.value["Type"]?.string else { continue }
      let place = Node(member.value.content, at: member.key.offset, tag: member.value.tag)
      add("cloudformation", type, member.key.scalar ?? "", place)
    }
  }

  private mutating func compose(_ document: Node) {
    for member in document["services"]?.members ?? [] {
      let place = Node(member.value.content, at: member.key.offset, tag: member.value.tag)
      add("compose", "service", member.key.scalar ?? "", place)
    }
  }

  private mutating func prometheus(_ groups: Node?) {
    for group in groups?.elements ?? [] {
      for rule in group["rules"]?.elements ?? [] {
        if let name = rule["alert"]?.scalar {
          add("prometheus", "alert", name, rule)
        } else if let name = rule["record"]?.scalar {
          add("prometheus", "record", name, rule)
        }
      }
    }
  }

  private mutating func grafana(_ dashboard: Node) {
    add("grafana", "dashboard", dashboard["title"]?.scalar ?? "", dashboard)
    var pending = dashboard["panels"]?.elements ?? []
    while let panel = pending.popLast(), found.count < 5_000 {
      add("grafana", "panel", panel["title"]?.scalar ?? "", panel)
      pending += panel["panels"]?.elements ?? []
    }
  }

  /// `resource "type" "name" { … }`: a mapping by type and then by name; a repeated block is a sequence.
  private mutating func terraform(_ resources: Node?) {
    for type in resources?.members ?? [] {
      for name in type.value.members {
        for body in name.value.listed {
          add(
            "terraform", type.key.scalar ?? "", name.key.scalar ?? "",
            Node(body.content, at: name.key.offset, tag: body.tag))
        }
      }
    }
  }
}
