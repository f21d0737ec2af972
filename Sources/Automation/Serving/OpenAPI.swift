internal import Facts
internal import Text

/// OpenAPI files whose operation ids name functions of this repository, as Connexion serves them.
struct OpenAPI {
  struct Operation {
    let path: String
    let handler: Int
    let file: Int
  }

  /// The operations whose id is `module.function` of the project's own.
  static func operations(
    in graph: GraphBuilder, _ code: CodeIndex, _ names: inout NameResolver
  ) -> [Operation] {
    var found: [Operation] = []
    for (index, file) in graph.structuredFiles({ _ in true }) {
      guard let root = file.documents.first, root["openapi"] != nil || root["swagger"] != nil else {
        continue
      }
      let base = root["basePath"]?.scalar ?? ""
      for path in root["paths"]?.members ?? [] {
        for verb in path.value.members {
          guard let id = verb.value["operationId"]?.scalar,
            let handler = function(id, index, code, &names)
          else { continue }
          found.append(
            Operation(path: base + (path.key.scalar ?? ""), handler: handler, file: index))
        }
      }
    }
    return found
  }

  private static func function(
    _ id: String, _ importer: Int, _ code: CodeIndex, _ names: inout NameResolver
  ) -> Int? {
    let parts = id.split(separator: ".").map(String.init)
    guard parts.count > 1,
      case .file(let file)? = names.finder.module(
        parts.dropLast().joined(separator: "."), importer: importer),
      let body = code.module(ofFile: file)
    else { return nil }
    return code.children[body][parts[parts.count - 1]]
  }
}
