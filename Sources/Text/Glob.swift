/// A path pattern: `*` and `?` within a folder, `**` across folders, `[a-z]` and `[!a-z]`, `{a,b}`.
///
/// A pattern without `/` matches the last component anywhere, unless it is anchored by a leading `/`.
/// Matching is over bytes and ignores ASCII case where asked.
package struct Glob: Sendable, Hashable {
  package let pattern: String
  private let alternatives: [[Token]]
  /// The alternatives without the `**/` that lets a bare name match in any folder.
  private let textAlternatives: [[Token]]
  private let ignoresCase: Bool

  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case any
    case star
    /// `**`, with the `/` behind it where there is one: nothing, or any run of whole components.
    case folders
    case rest
    case oneOf([ClosedRange<UInt8>], negated: Bool)
  }

  package init(_ pattern: String, ignoresCase: Bool = false) {
    self.pattern = pattern
    self.ignoresCase = ignoresCase
    let expanded = Glob.expand(Array(pattern.utf8))
    textAlternatives = expanded.map { Glob.tokens($0, ignoresCase: ignoresCase) }
    alternatives = expanded.map { alternative in
      var bytes = alternative
      if bytes.first == UInt8(ascii: "/") {
        bytes.removeFirst()
      } else if !bytes.contains(UInt8(ascii: "/")) {
        bytes = Array("**/".utf8) + bytes
      }
      return Glob.tokens(bytes, ignoresCase: ignoresCase)
    }
  }

  package func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      alternatives.contains { Glob.match($0[...], bytes, 0, ignoresCase) }
    }
  }

  /// Whether the pattern matches a text that is no path: `*` crosses `/` as well.
  package func matchesText(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      textAlternatives.contains { Glob.match($0[...], bytes, 0, ignoresCase, crossing: true) }
    }
  }

  /// Whether the pattern can match nothing at all: it is empty, or ends in a folder.
  package var isImpossible: Bool {
    alternatives.allSatisfy { $0.isEmpty || $0.last == .byte(UInt8(ascii: "/")) }
  }

  /// The patterns without braces that a pattern stands for.
  package static func alternatives(of pattern: String) -> [String] {
    expand(Array(pattern.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// `a{b,c}d` → `abd`, `acd`. An unclosed brace is a plain character. At most 256 alternatives.
  private static func expand(_ pattern: [UInt8]) -> [[UInt8]] {
    var results = [pattern]
    var isDone = false
    while !isDone, results.count <= 256 {
      isDone = true
      for (index, candidate) in results.enumerated() {
        guard let parts = firstBraces(candidate) else { continue }
        results.replaceSubrange(index...index, with: parts)
        isDone = false
        break
      }
    }
    return results
  }

  private static func firstBraces(_ pattern: [UInt8]) -> [[UInt8]]? {
    guard let open = pattern.firstIndex(of: UInt8(ascii: "{")) else { return nil }
    var depth = 0
    var cuts = [open]
    for index in open..<pattern.count {
      switch pattern[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 1: cuts.append(index)
      default: break
      }
      if depth == 0 {
        cuts.append(index)
        break
      }
    }
    guard depth == 0, cuts.count > 2 else { return nil }
    return zip(cuts, cuts.dropFirst()).map { start, end in
      Array(pattern[..<open] + pattern[(start + 1)..<end] + pattern[(cuts[cuts.count - 1] + 1)...])
    }
  }

  private static func tokens(_ bytes: [UInt8], ignoresCase: Bool) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "*"):
        guard index + 1 < bytes.count, bytes[index + 1] == byte else {
          tokens.append(.star)
          break
        }
        while index + 1 < bytes.count, bytes[index + 1] == byte { index += 1 }
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "/") {
          index += 1
          tokens.append(.folders)
        } else {
          tokens.append(.rest)
        }
      case UInt8(ascii: "?"): tokens.append(.any)
      case UInt8(ascii: "["):
        if let (token, end) = set(bytes, from: index) {
          tokens.append(token)
          index = end
        } else {
          tokens.append(.byte(byte))
        }
      case UInt8(ascii: "\\") where index + 1 < bytes.count:
        index += 1
        tokens.append(.byte(ignoresCase ? lowercased(bytes[index]) : bytes[index]))
      default: tokens.append(.byte(ignoresCase ? lowercased(byte) : byte))
      }
      index += 1
    }
    return tokens
  }

  private static func set(_ bytes: [UInt8], from open: Int) -> (Token, Int)? {
    var index = open + 1
    var isNegated = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^") {
      isNegated = true
      index += 1
    }
    var ranges: [ClosedRange<UInt8>] = []
    let first = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") || index == first {
      let low = bytes[index]
      if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"),
        bytes[index + 2] != UInt8(ascii: "]")
      {
        let high = bytes[index + 2]
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    guard index < bytes.count else { return nil }
    return (.oneOf(ranges, negated: isNegated), index)
  }

  /// Backtracking over the last star only within a component, over `**` by recursion: paths are short.
  private static func match(
    _ tokens: ArraySlice<Token>, _ path: UnsafeBufferPointer<UInt8>, _ start: Int,
    _ ignoresCase: Bool,
    crossing: Bool = false
  ) -> Bool {
    var tokens = tokens
    var at = start
    var retry: (tokens: ArraySlice<Token>, at: Int)?
    while true {
      if let token = tokens.first {
        switch token {
        case .rest where tokens.count == 1: return true
        case .folders, .rest:
          let after = tokens.dropFirst()
          var next = at
          while next <= path.count {
            if match(after, path, next, ignoresCase, crossing: crossing) { return true }
            if token == .folders {
              while next < path.count, path[next] != UInt8(ascii: "/") { next += 1 }
            }
            next += 1
          }
          return false
        case .star:
          tokens = tokens.dropFirst()
          retry = (tokens, at)
          continue
        default:
          if at < path.count, accepts(token, path[at], ignoresCase) {
            tokens = tokens.dropFirst()
            at += 1
            continue
          }
        }
      } else if at == path.count {
        return true
      }
      guard let last = retry, last.at < path.count, crossing || path[last.at] != UInt8(ascii: "/")
      else {
        return false
      }
      retry = (last.tokens, last.at + 1)
      tokens = last.tokens
      at = last.at + 1
    }
  }

  private static func accepts(_ token: Token, _ byte: UInt8, _ ignoresCase: Bool) -> Bool {
    let byte = ignoresCase ? lowercased(byte) : byte
    switch token {
    case .byte(let wanted): return byte == wanted
    case .any: return byte != UInt8(ascii: "/")
    case .oneOf(let ranges, let isNegated):
      return byte != UInt8(ascii: "/") && ranges.contains { $0.contains(byte) } != isNegated
    case .star, .folders, .rest: return false
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }
}
