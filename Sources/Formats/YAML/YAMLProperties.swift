internal import Text

/// The tag and anchor before a YAML node.
struct YAMLProperties {
  /// The tag as written.
  var tag: String?
  var kind = YAMLTag.none
  var anchor: String?
  /// Where the first of them stands.
  var offset = 0

  var isEmpty: Bool { tag == nil && anchor == nil }

  /// Adds properties written further on for the same node.
  mutating func merge(_ more: YAMLProperties) throws(Problem) {
    if more.isEmpty { return }
    if tag != nil, more.tag != nil { throw Problem("second tag found", at: more.offset) }
    if anchor != nil, more.anchor != nil { throw Problem("second anchor found", at: more.offset) }
    if isEmpty { offset = more.offset }
    if let tag = more.tag { (self.tag, kind) = (tag, more.kind) }
    if let anchor = more.anchor { self.anchor = anchor }
  }
}

/// What a tag asks for.
enum YAMLTag: Sendable {
  case none, string, integer, float, boolean, null, sequence, mapping
  /// A tag outside the core schema; a scalar with it is a string.
  case other

  /// - Parameter name: a whole tag, its handle resolved.
  init(resolved name: String) {
    switch name {
    // The non-specific tag makes a scalar a string.
    case "!", "tag:yaml.org,2002:str": self = .string
    case "tag:yaml.org,2002:int": self = .integer
    case "tag:yaml.org,2002:float": self = .float
    case "tag:yaml.org,2002:bool": self = .boolean
    case "tag:yaml.org,2002:null": self = .null
    case "tag:yaml.org,2002:seq": self = .sequence
    case "tag:yaml.org,2002:map": self = .mapping
    default: self = .other
    }
  }
}

extension YAMLScanner {
  /// Reads the tag and the anchor that stand here on one line, in either order.
  ///
  /// - Parameter handles: the prefixes of the document's tag handles.
  mutating func properties(
    handles: [String: String], inFlow: Bool
  ) throws(Problem) -> YAMLProperties {
    var properties = YAMLProperties()
    properties.offset = offset
    while peek == .ampersand || peek == .exclamation {
      var next = YAMLProperties()
      next.offset = offset
      if peek == .ampersand {
        next.anchor = try anchorName()
      } else {
        (next.tag, next.kind) = try tag(handles)
      }
      try properties.merge(next)
      guard isBlankOrEnd(at: offset) || inFlow && bytes[offset].isFlowIndicator else {
        throw Problem("\(describe(peek)) found, expected a space", at: offset)
      }
      skipBlanks()
    }
    return properties
  }

  /// The name after `&` or `*`.
  mutating func anchorName() throws(Problem) -> String {
    advance()
    let start = offset
    while isPlainSafe(at: offset, inFlow: true) { advance() }
    guard offset > start else {
      throw Problem("\(describe(peek)) found, expected a name", at: start)
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func tag(_ handles: [String: String]) throws(Problem) -> (String, YAMLTag) {
    let start = offset
    advance()
    if peek == .less {
      let name = try verbatimTag(from: start)
      return ("!<\(name)>", YAMLTag(resolved: name))
    }
    skipTagCharacters()
    if peek == .exclamation {
      advance()
      let handle = String(decoding: bytes[start..<offset], as: UTF8.self)
      let suffix = offset
      skipTagCharacters()
      guard offset > suffix else {
        throw Problem("\(describe(peek)) found, expected the rest of a tag", at: offset)
      }
      let prefix = handles[handle]
      if prefix == nil {
        problems.add(Problem("unknown tag handle '\(excerpt(handle))'", at: start))
      }
      return resolve(start, prefix: prefix ?? handle, suffix: suffix)
    }
    return resolve(start, prefix: handles["!"] ?? "!", suffix: start + 1)
  }

  private func resolve(_ start: Int, prefix: String, suffix: Int) -> (String, YAMLTag) {
    let written = String(decoding: bytes[start..<offset], as: UTF8.self)
    // A lone `!` is the non-specific tag whatever its handle stands for.
    if offset == start + 1 { return (written, .string) }
    return (written, YAMLTag(resolved: prefix + percentDecoded(suffix..<offset)))
  }

  private mutating func verbatimTag(from start: Int) throws(Problem) -> String {
    advance()
    let name = offset
    while isPlainSafe(at: offset, inFlow: false), peek != .greater { advance() }
    guard peek == .greater, offset > name else {
      throw Problem("the tag is not closed, expected '>'", at: start)
    }
    let text = percentDecoded(name..<offset)
    advance()
    if text == "!" { throw Problem("'!<!>' found, expected a whole tag", at: start) }
    return text
  }

  /// ns-tag-char: characters of a URI without `!` and flow indicators.
  private mutating func skipTagCharacters() {
    while isPlainSafe(at: offset, inFlow: true), bytes[offset] != .exclamation { advance() }
  }

  private func percentDecoded(_ range: Range<Int>) -> String {
    var text: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == .percent, index + 2 < range.upperBound,
        let high = bytes[index + 1].hexValue, let low = bytes[index + 2].hexValue
      {
        text.append(UInt8(high << 4 | low))
        index += 3
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
