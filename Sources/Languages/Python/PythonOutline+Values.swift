internal import Text

extension PythonOutline {
  /// What an expression is worth: literals, names, calls, and collections of them.
  package func value(of expression: Expression) -> PythonValue {
    let node = nodes[Int(expression.index)]
    switch node.kind {
    case .string: return .string(string(of: expression) ?? "")
    case .bytes: return .bytes(literal(Stretch(start: node.start, end: node.end)))
    case .number: return number(in: source.bytes[Int(node.start)..<Int(node.end)])
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    case .none: return .none
    case .ellipsis: return .ellipsis
    case .name: return dottedName(of: expression).map { .name($0) } ?? .other
    case .list: return .list(children(of: expression).map(value))
    case .tuple: return .tuple(children(of: expression).map(value))
    case .set: return .set(children(of: expression).map(value))
    case .dictionary: return .dictionary(entries(of: expression))
    case .call: return .call(Int(node.payload))
    case .minus: return negated(children(of: expression).first.map(value) ?? .other)
    case .formatted:
      return .formatted(
        children(of: expression).map { part in
          nodes[Int(part.index)].marks.contains(.part) ? string(of: part) : nil
        })
    default: return .other
    }
  }

  /// The text of a string literal with its escapes undone and its pieces joined; nil for anything else.
  package func string(of expression: Expression) -> String? {
    let node = nodes[Int(expression.index)]
    guard node.kind == .string else { return nil }
    if node.marks.contains(.plain) {
      return text(Stretch(start: node.start + 1, end: node.end - 1))
    }
    if node.marks.contains(.part), node.payload >= 0 {
      return PythonLiteral.part(
        source.bytes[Int(node.start)..<Int(node.end)], isRaw: node.payload & 1 != 0,
        hasDoubledBraces: node.payload & 2 == 0)
    }
    return literal(Stretch(start: node.start, end: node.end))
  }

  private func literal(_ stretch: Stretch) -> String {
    PythonLiteral.decode(source.bytes[stretch.range])
  }

  private func entries(of expression: Expression) -> [PythonValue.Entry] {
    var found: [PythonValue.Entry] = []
    var key: Expression?
    for child in children(of: expression) where kind(of: child) != .doubleStarred {
      if let open = key {
        found.append(PythonValue.Entry(key: value(of: open), value: value(of: child)))
        key = nil
      } else {
        key = child
      }
    }
    return found
  }

  private func negated(_ value: PythonValue) -> PythonValue {
    switch value {
    case .integer(let number): .integer(0 &- number)
    case .float(let number): .float(-number)
    default: .other
    }
  }

  /// An integer, or a float beyond 64 bits; imaginary numbers are `other`.
  private func number(in bytes: ArraySlice<UInt8>) -> PythonValue {
    let digits = bytes.filter { $0 != UInt8(ascii: "_") }
    let text = String(decoding: digits, as: UTF8.self).lowercased()
    let radixes: [(prefix: String, radix: Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
    for (prefix, radix) in radixes where text.hasPrefix(prefix) {
      return Int(text.dropFirst(2), radix: radix).map { .integer($0) } ?? .other
    }
    if let integer = Int(text) { return .integer(integer) }
    var spelling = text
    if spelling.hasPrefix(".") { spelling = "0" + spelling }
    spelling = spelling.replacing(".e", with: ".0e")
    if spelling.hasSuffix(".") { spelling += "0" }
    return Double(spelling).map { .float($0) } ?? .other
  }
}
