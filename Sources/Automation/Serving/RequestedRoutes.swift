internal import Facts

/// Requests that tests and scripts make to the project's own routes: `client.post("/predict")` calls the handler.
struct RequestedRoutes {
  let facts: FactTable
  let code: CodeIndex
  private static let verbs: Set<String> = [
    "get", "post", "put", "patch", "delete", "request", "open",
  ]

  /// - Parameter handlers: definitions that answer requests.
  /// - Parameter others: paths that lead to a handler by a file, not by its decorator.
  func add(
    _ handlers: [Int], _ others: [(path: String, handler: Int)], to graph: inout GraphBuilder,
    _ reach: PythonReach
  ) {
    var routes = others.map { (parts: RequestedRoutes.parts(of: $0.path), handler: $0.handler) }
    for handler in handlers {
      for decorator in facts.definitions[handler].decorators {
        guard let path = decorator.strings.first(where: { $0.hasPrefix("/") }) else { continue }
        routes.append((RequestedRoutes.parts(of: path), handler))
      }
    }
    guard !routes.isEmpty else { return }
    for call in facts.calls where !call.isRead && RequestedRoutes.verbs.contains(call.member) {
      guard facts.definitions.indices.contains(call.definition),
        let path = call.arguments.lazy.compactMap({ RequestedRoutes.path(in: $0.expression) }).first
      else { continue }
      let wanted = RequestedRoutes.parts(of: path)
      let source = reach.node(
        call.definition, line: call.location.line, isUnderMain: call.isUnderMain, graph)
      for route in routes where RequestedRoutes.matches(route.parts, wanted) {
        graph.connect(source, graph.node(ofDefinition: route.handler), .calls)
      }
    }
  }

  /// A path among an argument's strings: `/predict`, also behind a host.
  private static func path(in expression: Expression) -> String? {
    for text in expression.strings {
      if text.hasPrefix("/") { return text }
      if text.hasPrefix("http"), let slashes = text.firstRange(of: "://") {
        let rest = text[slashes.upperBound...]
        if let slash = rest.firstIndex(of: "/") { return String(rest[slash...]) }
      }
    }
    return nil
  }

  private static func parts(of path: String) -> [Substring] {
    path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
  }

  /// Whether a route is what a request's path ends in; `{id}` and `<id>` are any part.
  private static func matches(_ route: [Substring], _ wanted: [Substring]) -> Bool {
    guard !route.isEmpty, route.count <= wanted.count,
      route.contains(where: { !$0.hasPrefix("{") && !$0.hasPrefix("<") })
    else { return false }
    return zip(route, wanted.suffix(route.count)).allSatisfy { part, given in
      part.hasPrefix("{") || part.hasPrefix("<") || part == given
    }
  }
}
