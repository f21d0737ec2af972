internal import Text

extension Node {
  /// The nodes at a path of keys: `jobs.*.command`, `items[].run`, `**.command`.
  func nodes(at path: String) -> [Node] {
    var found = [self]
    for part in path.split(separator: ".") {
      var key = part
      var depth = 0
      while key.hasSuffix("[]") {
        key = key.dropLast(2)
        depth += 1
      }
      switch key {
      case "": break
      case "*": found = found.flatMap { $0.members.map(\.value) }
      case "**": found = found.flatMap { $0.below(limit: 5000) }
      default: found = found.compactMap { $0[String(key)] }
      }
      for _ in 0..<depth { found = found.flatMap(\.elements) }
    }
    return found
  }

  /// The node and all that it holds, in the order of the file.
  func below(limit: Int) -> [Node] {
    var found: [Node] = []
    var waiting = [self]
    while let next = waiting.popLast(), found.count < limit {
      found.append(next)
      waiting += (next.members.map(\.value) + next.elements).reversed()
    }
    return found
  }
}
