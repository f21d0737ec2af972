/// One line of a `.gitignore` file, with git's own meaning (gitignore(5)), which differs from a glob's: no braces,
/// and a pattern with a `/` inside begins at the file's folder.
struct IgnorePattern: Sendable {
  let isNegated: Bool
  private let isFolderOnly: Bool
  /// Components; an anchored pattern's are matched to the whole path, a floating one has one, for the last component.
  private let components: [[UInt8]]
  private let isAnchored: Bool

  /// Nil for an empty line or a comment.
  init?(line: ArraySlice<UInt8>) {
    var line = IgnorePattern.trimmed(line)
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    isNegated = first == UInt8(ascii: "!")
    if isNegated { line.removeFirst() }
    isFolderOnly = line.last == slash
    if isFolderOnly { line.removeLast() }
    isAnchored = line.contains(slash)
    if line.first == slash { line.removeFirst() }
    guard !line.isEmpty else { return nil }
    // An empty component (`a//b`) is kept: no path has one, so such a pattern names nothing.
    components =
      isAnchored
      ? line.split(separator: slash, omittingEmptySubsequences: false).map(Array.init)
      : [Array(line)]
  }

  /// Whether a path, relative to the folder of the pattern's file, is named by it.
  func matches(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if isFolderOnly, !isFolder { return false }
    guard isAnchored else {
      let name = path.lastIndex(of: slash).map { path[($0 + 1)...] } ?? path
      return matchesComponent(components[0], name)
    }
    return matchesComponents(path.split(separator: slash))
  }

  /// Goes back to the last `**` only: what an earlier one could do, the last can too.
  private func matchesComponents(_ path: [ArraySlice<UInt8>]) -> Bool {
    var (pattern, at) = (0, 0)
    var retry: (pattern: Int, at: Int)?
    while at < path.count {
      if pattern < components.count, components[pattern] == [star, star] {
        // At the end, `**` is what lies inside and not the folder itself.
        if pattern == components.count - 1 { return true }
        pattern += 1
        retry = (pattern, at)
      } else if pattern < components.count, matchesComponent(components[pattern], path[at]) {
        pattern += 1
        at += 1
      } else if let last = retry {
        (pattern, at) = (last.pattern, last.at + 1)
        retry = (last.pattern, last.at + 1)
      } else {
        return false
      }
    }
    return pattern == components.count
  }

  /// Without a newline's return and without spaces at the end, unless the last is escaped.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    while line.last == UInt8(ascii: " "), line.dropLast().last != backslash { line.removeLast() }
    return line
  }
}

private let slash = UInt8(ascii: "/")
private let star = UInt8(ascii: "*")
private let backslash = UInt8(ascii: "\\")

/// Matches one component; going back to the last `*` only keeps it quadratic at worst.
private func matchesComponent(_ pattern: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
  var (token, at) = (0, name.startIndex)
  var retry: (token: Int, at: Int)?
  while true {
    if token < pattern.count, pattern[token] == star {
      while token < pattern.count, pattern[token] == star { token += 1 }
      retry = (token, at)
      continue
    }
    if at == name.endIndex, token == pattern.count { return true }
    if at < name.endIndex, token < pattern.count,
      let next = acceptedToken(pattern, token, name[at])
    {
      token = next
      at += 1
    } else if let last = retry, last.at < name.endIndex {
      (token, at) = (last.token, last.at + 1)
      retry = (last.token, last.at + 1)
    } else {
      return false
    }
  }
}

/// Where the pattern goes on if its token accepts the byte; nil where it does not, or is broken.
private func acceptedToken(_ pattern: [UInt8], _ token: Int, _ byte: UInt8) -> Int? {
  switch pattern[token] {
  case UInt8(ascii: "?"): return token + 1
  case backslash:
    guard token + 1 < pattern.count else { return nil }
    return pattern[token + 1] == byte ? token + 2 : nil
  case UInt8(ascii: "["): return acceptedSet(pattern, token, byte)
  default: return pattern[token] == byte ? token + 1 : nil
  }
}

/// `[a-z]`, `[!a-z]`, `[^a-z]`, `[]a]`, `[[:alpha:]]`, as in glob(7).
private func acceptedSet(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
  var at = start + 1
  guard at < pattern.count else { return nil }
  let isNegated = pattern[at] == UInt8(ascii: "!") || pattern[at] == UInt8(ascii: "^")
  if isNegated { at += 1 }
  let first = at
  var isIn = false
  while at < pattern.count {
    if pattern[at] == UInt8(ascii: "]"), at > first {
      return isIn != isNegated ? at + 1 : nil
    }
    if let (name, end) = className(pattern, at) {
      isIn = isIn || CharacterClass(rawValue: name)?.contains(byte) ?? false
      at = end
      continue
    }
    let low = element(pattern, &at)
    var high = low
    if at + 1 < pattern.count, pattern[at] == UInt8(ascii: "-"),
      pattern[at + 1] != UInt8(ascii: "]")
    {
      at += 1
      high = element(pattern, &at)
    }
    isIn = isIn || (low <= byte && byte <= high)
  }
  return nil
}

private func element(_ pattern: [UInt8], _ at: inout Int) -> UInt8 {
  if pattern[at] == backslash, at + 1 < pattern.count { at += 1 }
  defer { at += 1 }
  return pattern[at]
}

/// The name in `[:name:]`, and where the pattern goes on.
private func className(_ pattern: [UInt8], _ at: Int) -> (name: String, end: Int)? {
  guard pattern[at...].starts(with: "[:".utf8) else { return nil }
  let name = pattern[(at + 2)...].prefix { $0 != UInt8(ascii: ":") }
  guard pattern[name.endIndex...].starts(with: ":]".utf8) else { return nil }
  return (String(decoding: name, as: UTF8.self), name.endIndex + 2)
}

private enum CharacterClass: String {
  case alpha, digit, alnum, upper, lower, space, punct, xdigit

  func contains(_ byte: UInt8) -> Bool {
    let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    switch self {
    case .alpha: return isUpper || isLower
    case .digit: return isDigit
    case .alnum: return isUpper || isLower || isDigit
    case .upper: return isUpper
    case .lower: return isLower
    case .space: return byte == 0x20 || (0x09...0x0D).contains(byte)
    case .punct: return (0x21...0x7E).contains(byte) && !(isUpper || isLower || isDigit)
    case .xdigit:
      return isDigit || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte & ~0x20)
    }
  }
}
