internal import Facts
internal import Text

/// Reads entries of model and data registries on disk: MLflow models and runs, DVC stages, locks and remotes,
/// model cards, feature stores.
struct RegistryReader {
  let file: Int
  let structured: StructuredFile
  private(set) var found: [RegistryFact] = []

  init(file: Int, structured: StructuredFile) {
    self.file = file
    self.structured = structured
  }

  private var path: String { structured.source.path }
  private var name: String { path.split(separator: "/").last.map { $0.lowercased() } ?? "" }

  mutating func read() {
    guard let root = structured.documents.first, root.isMapping else { return }
    switch name {
    case "mlmodel": add("mlflow", "model", root["run_id"]?.scalar ?? "", root)
    case "mlproject": members(root["entry_points"], "mlflow", "entry-point")
    case "dvc.yaml": dvc(root)
    case "dvc.lock": members(root["stages"], "dvc", "lock")
    case "feature_store.yaml": add("feast", "store", root["project"]?.scalar ?? "", root)
    case "meta.yaml" where path.contains("mlruns/"):
      add("mlflow", root["run_id"] == nil ? "experiment" : "run", root["name"]?.scalar ?? "", root)
    case "artifacts.yaml": members(root, "gto", "artifact")
    case "catalog.yml", "catalog.yaml": members(root, "kedro", "dataset")
    default:
      if name.hasSuffix(".dvc"), let output = root["outs"]?.elements.first {
        add("dvc", "data", output["path"]?.scalar ?? "", output)
      }
    }
  }

  private mutating func dvc(_ root: Node) {
    members(root["stages"], "dvc", "stage")
    members(root["artifacts"], "dvc", "artifact")
  }

  private mutating func members(_ mapping: Node?, _ system: String, _ kind: String) {
    for member in mapping?.members ?? [] where member.value.isMapping {
      let body = Node(member.value.content, at: member.key.offset, tag: member.value.tag)
      add(system, kind, member.key.scalar ?? "", body)
    }
  }

  private mutating func add(_ system: String, _ kind: String, _ name: String, _ body: Node) {
    found.append(
      RegistryFact(
        file: file, location: structured.location(of: body), system: system, kind: kind,
        name: name, body: body))
  }
}
