internal import Facts

/// A condition of GitHub Actions, decided as far as a trigger's kind decides it.
struct GitHubExpression {
  /// What is known of a value before the run.
  enum Value: Equatable {
    case known(String)
    case truth(Bool)
    case unknown

    var isTrue: Bool? {
      switch self {
      case .truth(let truth): truth
      case .known(let text): !text.isEmpty
      case .unknown: nil
      }
    }
  }

  private let tokens: [String]
  private let known: [String: String]

  init(_ text: String, known: [String: String]) {
    tokens = GitHubExpression.split(text)
    self.known = known
  }

  /// False where the condition cannot hold, true where it must; nil where that is not known.
  func decide() -> Bool? {
    var position = 0
    return either(&position, 0).isTrue
  }

  private static func split(_ text: String) -> [String] {
    var text = text[...]
    text = text.drop { $0.isWhitespace }
    if text.hasPrefix("${{") { text = text.dropFirst(3) }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    if text.hasSuffix("}}") { text = text.dropLast(2) }
    var tokens: [String] = []
    while let first = text.first, tokens.count < 500 {
      if first.isWhitespace {
        text = text.dropFirst()
      } else if first == "'" {
        let body = text.dropFirst().prefix { $0 != "'" }
        tokens.append("'" + body)
        text = text.dropFirst(body.count + 2)
      } else if let symbol = ["&&", "||", "==", "!=", "<=", ">="].first(where: {
        text.hasPrefix($0)
      }) {
        tokens.append(symbol)
        text = text.dropFirst(2)
      } else if "()!<>,[]".contains(first) {
        tokens.append(String(first))
        text = text.dropFirst()
      } else {
        let word = text.prefix { !$0.isWhitespace && !"()!<>=,&|'[]".contains($0) }
        tokens.append(String(word.isEmpty ? text.prefix(1) : word))
        text = text.dropFirst(max(1, word.count))
      }
    }
    return tokens
  }

  private func either(_ position: inout Int, _ depth: Int) -> Value {
    var result = both(&position, depth)
    while position < tokens.count, tokens[position] == "||" {
      position += 1
      let right = both(&position, depth)
      if result.isTrue == true || right.isTrue == true {
        result = .truth(true)
      } else if result.isTrue == nil || right.isTrue == nil {
        result = .unknown
      } else {
        result = right
      }
    }
    return result
  }

  private func both(_ position: inout Int, _ depth: Int) -> Value {
    var result = comparison(&position, depth)
    while position < tokens.count, tokens[position] == "&&" {
      position += 1
      let right = comparison(&position, depth)
      if result.isTrue == false || right.isTrue == false {
        result = .truth(false)
      } else if result.isTrue == nil || right.isTrue == nil {
        result = .unknown
      } else {
        result = right
      }
    }
    return result
  }

  private func comparison(_ position: inout Int, _ depth: Int) -> Value {
    let left = one(&position, depth)
    guard position < tokens.count, ["==", "!=", "<", ">", "<=", ">="].contains(tokens[position])
    else { return left }
    let symbol = tokens[position]
    position += 1
    let right = one(&position, depth)
    guard symbol == "==" || symbol == "!=", let a = text(left), let b = text(right) else {
      return .unknown
    }
    return .truth((a.lowercased() == b.lowercased()) == (symbol == "=="))
  }

  private func text(_ value: Value) -> String? {
    switch value {
    case .known(let text): text
    case .truth(let truth): truth ? "true" : "false"
    case .unknown: nil
    }
  }

  private func one(_ position: inout Int, _ depth: Int) -> Value {
    guard position < tokens.count, depth < 50 else { return .unknown }
    let token = tokens[position]
    position += 1
    if token == "!" {
      let value = one(&position, depth + 1)
      return value.isTrue.map { .truth(!$0) } ?? .unknown
    }
    if token == "(" {
      let value = either(&position, depth + 1)
      if position < tokens.count, tokens[position] == ")" { position += 1 }
      return value
    }
    if token.hasPrefix("'") { return .known(String(token.dropFirst())) }
    if position < tokens.count, tokens[position] == "(" {
      return call(token.lowercased(), &position, depth)
    }
    switch token.lowercased() {
    case "true": return .truth(true)
    case "false": return .truth(false)
    default:
      skipIndexes(&position)
      if let value = known[token.lowercased()] { return .known(value) }
      return Double(token) == nil ? .unknown : (Double(token) == 0 ? .truth(false) : .truth(true))
    }
  }

  private func call(_ name: String, _ position: inout Int, _ depth: Int) -> Value {
    position += 1
    var arguments: [Value] = []
    while position < tokens.count, tokens[position] != ")" {
      if tokens[position] == "," {
        position += 1
        continue
      }
      let before = position
      arguments.append(either(&position, depth + 1))
      if position == before { position += 1 }
    }
    position += 1
    switch name {
    case "always", "success": return .truth(true)
    case "failure", "cancelled": return .unknown
    case "contains", "startswith", "endswith":
      guard arguments.count == 2, let a = text(arguments[0])?.lowercased(),
        let b = text(arguments[1])?.lowercased()
      else { return .unknown }
      return .truth(
        name == "contains" ? a.contains(b) : name == "startswith" ? a.hasPrefix(b) : a.hasSuffix(b))
    default: return .unknown
    }
  }

  private func skipIndexes(_ position: inout Int) {
    while position < tokens.count, tokens[position] == "[" {
      while position < tokens.count, tokens[position] != "]" { position += 1 }
      position += 1
    }
  }
}
