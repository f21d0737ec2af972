internal import Facts
internal import Text

/// The name that a package's metadata at the root gives a project.
enum ProjectName {
  /// Manifests in the order they are believed, each with the keys under which the name stands.
  private static let places: [(file: String, keys: [[String]])] = [
    ("pyproject.toml", [["project", "name"], ["tool", "poetry", "name"]]),
    ("setup.cfg", [["metadata", "name"]]),
    ("Project.toml", [["name"]]),
    ("package.json", [["name"]]),
    ("Cargo.toml", [["package", "name"]]),
  ]

  static func declared(in facts: FactTable) -> String? {
    for place in places {
      guard let file = facts.files.firstIndex(where: { $0.path == place.file }),
        case .structured(let structured)? = facts.contents[file],
        let root = structured.documents.first
      else { continue }
      for keys in place.keys {
        let found = keys.reduce(Optional(root)) { $0?[$1] }
        if let name = found?.string, !name.isEmpty { return name }
      }
    }
    return nil
  }
}
