internal import Facts
internal import Text

/// What names stand for before a run: constants, also imported ones, defaults of parameters, variables of the environment.
struct Constants {
  let facts: FactTable
  let code: CodeIndex
  /// By name, the value that a workflow or deployment file gives a variable of the environment.
  private let environment: [String: String]

  private static let depthLimit = 6

  init(facts: FactTable, code: CodeIndex) {
    self.facts = facts
    self.code = code
    environment = Constants.readEnvironment(facts)
  }

  /// The value of an expression with names put in as far as they are known.
  func value(
    _ value: Expression.Value, in definition: Int, _ names: inout NameResolver, depth: Int = 0
  ) -> Expression.Value {
    guard depth < Constants.depthLimit else { return value }
    switch value {
    case .name(let name):
      guard let (found, home) = bound(name, in: definition, &names) else { return value }
      return self.value(found, in: home, &names, depth: depth + 1)
    case .call(let index):
      return environmentRead(index, &names, depth: depth) ?? value
    default: return value
    }
  }

  /// A value as text, where it is a string or number in the end.
  func text(_ value: Expression.Value, in definition: Int, _ names: inout NameResolver) -> String? {
    let found = self.value(value, in: definition, &names)
    return found.string
  }

  /// What an assignment binds a name to: in the scopes around, in an imported module, in a class.
  private func bound(
    _ name: String, in definition: Int, _ names: inout NameResolver
  ) -> (Expression.Value, Int)? {
    let parts = name.split(separator: ".").map(String.init)
    if parts.count == 1 {
      for scope in facts.scopes(of: definition) {
        if let found = assignment(of: name, in: scope) { return (found, scope) }
        let parameters = facts.definitions[scope].parameters
        if let parameter = parameters.first(where: { $0.name == name }) {
          return parameter.fallback.map { ($0.value, scope) }
        }
      }
    }
    guard
      let resolution = names.resolve(full: name, in: definition)
        ?? imported(name, definition, &names)
    else { return attribute(parts, in: definition, &names) }
    guard let last = resolution.rest.last, resolution.rest.count == 1 else { return nil }
    switch resolution.meaning {
    case .module(.file(let file)):
      guard let body = code.module(ofFile: file) else { return nil }
      return assignment(of: last, in: body).map { ($0, body) }
    case .definition(let type):
      return assignment(of: last, in: type).map { ($0, type) }
    case .module(.folder): return nil
    }
  }

  /// `from schedules import DAILY`: the module, with the name left over.
  private func imported(_ name: String, _ definition: Int, _ names: inout NameResolver)
    -> NameResolver.Resolution?
  {
    for scope in facts.scopes(of: definition) {
      for index in code.imports[scope] {
        let fact = facts.imports[index]
        guard let imported = fact.name, (fact.alias ?? imported) == name,
          let module = names.finder.module(fact.module, importer: fact.file)
        else { continue }
        return NameResolver.Resolution(meaning: .module(module), rest: [imported])
      }
    }
    return nil
  }

  /// `settings.path` where `settings = Settings()` and the class says what `path` is.
  private func attribute(_ parts: [String], in definition: Int, _ names: inout NameResolver) -> (
    Expression.Value, Int
  )? {
    guard parts.count == 2 else { return nil }
    for scope in facts.scopes(of: definition) {
      for index in code.calls[scope] where facts.calls[index].assignedTo.contains(parts[0]) {
        guard let callee = facts.calls[index].callee,
          let type = names.resolve(callee, in: scope)?.definition,
          facts.definitions[type].kind == .type
        else { continue }
        return assignment(of: parts[1], in: type).map { ($0, type) }
      }
    }
    return nil
  }

  private func assignment(of name: String, in scope: Int) -> Expression.Value? {
    for index in code.assignments[scope] where facts.assignments[index].target == name {
      return facts.assignments[index].expression.value
    }
    return nil
  }

  // MARK: The environment

  /// `os.environ.get("NAME", "fallback")`, also through a function of the project's own.
  private func environmentRead(_ index: Int, _ names: inout NameResolver, depth: Int)
    -> Expression.Value?
  {
    guard facts.calls.indices.contains(index) else { return nil }
    let call = facts.calls[index]
    let isRead = ["os.environ.get", "os.getenv", "environ.get", "getenv"].contains(
      call.resolved ?? "")
    let looksSo =
      call.member.contains("env") || call.member.contains("setting")
      || call.member.contains("config")
    guard isRead || looksSo, let first = call.arguments.first?.expression.value.string,
      Constants.isVariableName(first)
    else { return nil }
    if let known = environment[first] { return .string(known) }
    let fallback = call.arguments.last { argument in
      guard let text = argument.expression.value.string else {
        return argument.expression.value.name != nil
      }
      return text != first
    }
    guard call.arguments.count > 1, let fallback else { return nil }
    return value(fallback.expression.value, in: call.definition, &names, depth: depth + 1)
  }

  private static func isVariableName(_ text: String) -> Bool {
    text.utf8.count > 2
      && text.utf8.allSatisfy { ($0 >= 65 && $0 <= 90) || ($0 >= 48 && $0 <= 57) || $0 == 95 }
  }

  /// `NAME: value` and `name: NAME, value: …` in structured files, the first in path order.
  private static func readEnvironment(_ facts: FactTable) -> [String: String] {
    var found: [String: String] = [:]
    for index in facts.files.indices {
      let file = facts.files[index]
      guard file.role == .ci || file.role == .deployment || file.name.contains("values"),
        let structured = facts.structured(index), structured.source.bytes.count < 300_000
      else { continue }
      for document in structured.documents {
        for node in document.below(limit: 5000) {
          for member in node.members {
            guard let key = member.key.scalar, isVariableName(key), let text = member.value.scalar,
              found[key] == nil, !text.isEmpty
            else { continue }
            found[key] = text
          }
          if let name = node["name"]?.scalar, isVariableName(name), found[name] == nil,
            let text = node["value"]?.scalar, !text.isEmpty
          {
            found[name] = text
          }
        }
      }
    }
    return found
  }
}
