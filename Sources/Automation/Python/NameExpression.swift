/// pytest's `-k` and `-m`: names joined by `and`, `or`, `not` and parentheses.
struct NameExpression {
  private let tokens: [String]

  init(_ text: String) {
    var tokens: [String] = []
    var word = ""
    for character in text {
      if character.isWhitespace || character == "(" || character == ")" {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if !character.isWhitespace { tokens.append(String(character)) }
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { tokens.append(word) }
    self.tokens = Array(tokens.prefix(1000))
  }

  /// Whether the expression holds, given whether each name does. What cannot be read holds.
  func holds(_ isTrue: (String) -> Bool) -> Bool {
    guard !tokens.isEmpty else { return true }
    var position = 0
    return either(&position, 0, isTrue)
  }

  private func either(_ position: inout Int, _ depth: Int, _ isTrue: (String) -> Bool) -> Bool {
    var result = both(&position, depth, isTrue)
    while position < tokens.count, tokens[position] == "or" {
      position += 1
      let right = both(&position, depth, isTrue)
      result = result || right
    }
    return result
  }

  private func both(_ position: inout Int, _ depth: Int, _ isTrue: (String) -> Bool) -> Bool {
    var result = one(&position, depth, isTrue)
    while position < tokens.count, tokens[position] == "and" {
      position += 1
      let right = one(&position, depth, isTrue)
      result = result && right
    }
    return result
  }

  private func one(_ position: inout Int, _ depth: Int, _ isTrue: (String) -> Bool) -> Bool {
    guard position < tokens.count, depth < 100 else { return true }
    let token = tokens[position]
    position += 1
    switch token {
    case "not": return !one(&position, depth + 1, isTrue)
    case "(":
      let result = either(&position, depth + 1, isTrue)
      if position < tokens.count, tokens[position] == ")" { position += 1 }
      return result
    default: return isTrue(token)
    }
  }
}
