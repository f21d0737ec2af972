package import Text

extension PythonOutline {
  /// What `readiness parse` prints: `imports`, `definitions` and `calls`, each by line and column, outer calls first.
  package var json: Node {
    .object([
      ("imports", .array(imports.map(json(of:)))),
      ("definitions", .array(scopes.indices.dropFirst().map(definition))),
      (
        "calls",
        .array(calls.sorted { ($0.offset, -$0.end) < ($1.offset, -$1.end) }.map(json(of:)))
      ),
    ])
  }

  private func json(of row: Import) -> Node {
    .object([
      ("module", .string(module(of: row))), ("name", optional(name(of: row))),
      ("as", optional(alias(of: row))), ("line", .integer(line(of: row.offset))),
    ])
  }

  private func definition(_ index: Int) -> Node {
    let scope = scopes[index]
    return .object([
      ("kind", .string(scope.kind == .class ? "class" : "function")),
      ("name", optional(name(of: scope))), ("qualname", .string(qualifiedName(ofScope: index))),
      ("line", .integer(line(of: scope.offset))),
      ("decorators", .array(decorators(of: scope).map { optional(decoratorName($0)) })),
    ])
  }

  private func json(of call: Call) -> Node {
    let keywords = arguments(of: call).filter { $0.kind == .keyword }
    return .object([
      ("callee", optional(callee(of: call))), ("line", .integer(line(of: call.offset))),
      ("keywords", .array(keywords.map { .string(text($0.name)) })),
    ])
  }

  private func optional(_ text: String?) -> Node { text.map { .string($0) } ?? .null }
}
