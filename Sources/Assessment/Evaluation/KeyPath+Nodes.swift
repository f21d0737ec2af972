internal import Rules
internal import Text

extension Rules.KeyPath {
  /// Every node that the path leads to from a root, with the key it stands under where there is one.
  func nodes(in root: Node) -> [(key: Node?, value: Node)] {
    var found: [(key: Node?, value: Node)] = []
    collect(steps[...], nil, root, depth: 0, into: &found)
    return found
  }

  /// At most 10,000 nodes: a path of several `**` over a hostile file must end.
  private func collect(
    _ steps: ArraySlice<Step>, _ key: Node?, _ node: Node, depth: Int,
    into found: inout [(key: Node?, value: Node)]
  ) {
    guard depth < 200, found.count < 10_000 else { return }
    guard let step = steps.first else {
      found.append((key, node))
      return
    }
    let rest = steps.dropFirst()
    switch step {
    case .key(let name):
      guard let member = node.member(name) else { return }
      collect(rest, member.key, member.value, depth: depth + 1, into: &found)
    case .anyKey:
      for member in node.members {
        collect(rest, member.key, member.value, depth: depth + 1, into: &found)
      }
    case .anyElement:
      // One value may stand for a list of one, as CI systems and compose files allow.
      for element in node.listed where !element.isMapping || node.isSequence {
        collect(rest, nil, element, depth: depth + 1, into: &found)
      }
    case .anyDepth:
      collect(rest, key, node, depth: depth + 1, into: &found)
      for member in node.members {
        collect(steps, member.key, member.value, depth: depth + 1, into: &found)
      }
      for element in node.elements {
        collect(steps, nil, element, depth: depth + 1, into: &found)
      }
    }
  }
}
