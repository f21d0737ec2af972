package import Text

extension Policy {
  static let keys = [
    "rubrics", "gates", "may-attest", "allowed-signers", "require-signatures", "longest-validity",
    "most-not-applicable",
  ]
  static let gateKeys = ["min-score", "min-section", "require", "baseline"]

  /// Reads a policy; a file that is empty or all comments demands nothing.
  package static func read(_ source: SourceText) -> Parsed<Policy> {
    var reader = EntryReader()
    let root = reader.root(of: source, keys: keys)
    let policy = root.map { reader.policy($0) } ?? Policy()
    return Parsed(policy, problems: reader.problems)
  }
}

extension EntryReader {
  fileprivate mutating func policy(_ root: Node) -> Policy {
    var policy = Policy()
    policy.rubrics = texts("rubrics", of: root).map(\.text)
    policy.gates = gates(root)
    policy.mayAttest = texts("may-attest", of: root).map(\.text)
    policy.allowedSigners = text("allowed-signers", of: root, isRequired: false)
    policy.requiresSignatures = truth("require-signatures", of: root) ?? false
    if policy.requiresSignatures, policy.allowedSigners == nil,
      let node = root["require-signatures"]
    {
      report("'require-signatures' needs 'allowed-signers', the file that names them", at: node)
    }
    if let node = root["longest-validity"], !node.isNull {
      policy.longestValidity = count(node, "'longest-validity' in days", from: 1) ?? 180
    }
    policy.notApplicableCaps = caps(root)
    return policy
  }

  private mutating func gates(_ root: Node) -> [Policy.Gate] {
    guard let node = root["gates"], !node.isNull else { return [] }
    guard node.isMapping else {
      report("expected a mapping for 'gates', found \(described(node))", at: node)
      return []
    }
    check(node, keys: Policy.gateKeys, of: "'gates'")
    return points("min-score", of: node, mayBeOne: true)
      + points("min-section", of: node, mayBeOne: false)
      + ["require", "baseline"].flatMap { key in
        texts(key, of: node).map { Policy.Gate(name: key, value: $0.text, offset: $0.node.offset) }
      }
  }

  /// `min-score: 2`, or `min-section: {data: 2}`.
  private mutating func points(
    _ key: String, of node: Node, mayBeOne: Bool
  ) -> [Policy.Gate] {
    guard let value = node[key], !value.isNull else { return [] }
    if mayBeOne, value.number != nil, let text = value.scalar {
      return [Policy.Gate(name: key, value: text, offset: value.offset)]
    }
    guard value.isMapping else {
      report(
        "expected points by id for '\(key)' ({ID: N}), found \(described(value))", at: value)
      return []
    }
    return value.members.compactMap { member in
      guard let id = member.key.scalar, member.value.number != nil, let text = member.value.scalar
      else {
        report(
          "expected a number of points in '\(key)', found \(described(member.value))",
          at: member.value)
        return nil
      }
      return Policy.Gate(name: key, value: "\(id)=\(text)", offset: member.key.offset)
    }
  }

  /// `most-not-applicable: 1` for every section, or `{data: 1}` for some.
  private mutating func caps(_ root: Node) -> Policy.Caps {
    guard let node = root["most-not-applicable"], !node.isNull else { return Policy.Caps() }
    guard node.isMapping else {
      return Policy.Caps(everySection: count(node, "'most-not-applicable'", from: 0))
    }
    var sections: [String: Int] = [:]
    for member in node.members {
      let most = count(member.value, "'most-not-applicable'", from: 0)
      if let id = member.key.scalar { sections[id] = most }
    }
    return Policy.Caps(sections: sections)
  }

  private mutating func count(_ node: Node, _ what: String, from least: Int) -> Int? {
    if case .integer(let number) = node.content, number >= least, number <= 36_500 { return number }
    report("expected a whole number from \(least) for \(what), found \(described(node))", at: node)
    return nil
  }

  private mutating func truth(_ key: String, of node: Node) -> Bool? {
    guard let value = node[key], !value.isNull else { return nil }
    if case .boolean(let truth) = value.content { return truth }
    report("expected true or false for '\(key)', found \(described(value))", at: value)
    return nil
  }
}
