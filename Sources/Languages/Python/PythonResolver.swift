/// Full names through a file's imports and aliases: `pd.read_csv` → `pandas.read_csv`.
///
/// Names that are bound anew in between are not followed.
package struct PythonResolver: Sendable {
  private let parents: [Int]
  /// Scope by scope: the bound name and what it stands for.
  private var bindings: [Int: [String: String]] = [:]
  /// The modules that `from … import *` takes all names of.
  package private(set) var starred: [String]

  /// - Parameter module: the file's own dotted module name, for relative imports; without it they keep their dots.
  /// - Parameter isPackage: the file is that package's `__init__.py`.
  /// - Parameter earlier: the cells above in a notebook, whose imports still hold.
  package init(
    _ outline: PythonOutline, module: String? = nil, isPackage: Bool = false,
    after earlier: PythonResolver? = nil
  ) {
    parents = outline.scopes.map(\.parent)
    bindings[0] = earlier?.bindings[0]
    starred = earlier?.starred ?? []
    for row in outline.imports {
      let from = PythonResolver.absolute(outline.module(of: row), module, isPackage)
      let alias = outline.alias(of: row)
      guard let name = outline.name(of: row) else {
        let first = String(from.split(separator: ".").first ?? "")
        bindings[row.scope, default: [:]][alias ?? first] = alias == nil ? first : from
        continue
      }
      if name == "*" {
        starred.append(from)
      } else {
        let joined = from.hasSuffix(".") || from.isEmpty ? from + name : from + "." + name
        bindings[row.scope, default: [:]][alias ?? name] = joined
      }
    }
  }

  /// The full name of a dotted name as seen from a scope; the name itself where no import binds its first part.
  package func resolved(_ name: String, in scope: Int = 0) -> String {
    let first = String(name.prefix { $0 != "." })
    var scope = scope
    while true {
      if let full = bindings[scope]?[first] { return full + name.dropFirst(first.count) }
      guard scope > 0, scope < parents.count else { return name }
      scope = parents[scope]
    }
  }

  /// `..a` seen from `p.q.m` → `p.a` (PEP 328). Dots that lead above the top are kept.
  private static func absolute(_ name: String, _ module: String?, _ isPackage: Bool) -> String {
    let dots = name.prefix { $0 == "." }.count
    guard dots > 0, let module else { return name }
    var parts = module.split(separator: ".").map { String($0) }
    let drop = isPackage ? dots - 1 : dots
    guard drop <= parts.count else { return name }
    parts.removeLast(drop)
    let rest = String(name.dropFirst(dots))
    if !rest.isEmpty { parts.append(rest) }
    return parts.joined(separator: ".")
  }
}

extension PythonOutline {
  /// A call's callee through the imports; nil where it is no plain dotted name.
  package func resolvedCallee(of call: Call, by resolver: PythonResolver) -> String? {
    callee(of: call).map { resolver.resolved($0, in: call.scope) }
  }
}
