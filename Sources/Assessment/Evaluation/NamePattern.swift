internal import Facts

/// The names a rule gives for callees, bases and decorators.
///
/// `pandas.read_csv` is one resolved name, `pandas.*` anything below it, `DataFrameSchema` the last component of
/// any resolved name, `.fit` a member of any receiver.
struct NamePatterns: Sendable {
  private var exact: Set<String> = []
  private var last: Set<String> = []
  private var members: Set<String> = []
  private var prefixes: Set<String> = []
  let isEmpty: Bool
  /// The last components under which a matching callee is filed, but for those that a prefix finds.
  let keys: Set<String>
  /// The first components of the prefixes.
  let roots: Set<String>

  init(_ patterns: [String]) {
    var keys: Set<String> = []
    var roots: Set<String> = []
    for pattern in patterns {
      if pattern.hasPrefix(".") {
        members.insert(String(pattern.dropFirst()))
        keys.insert(String(pattern.dropFirst()))
      } else if pattern.hasSuffix(".*") {
        prefixes.insert(String(pattern.dropLast(2)))
        roots.insert(firstComponent(of: pattern) ?? pattern)
      } else if pattern.contains(".") {
        exact.insert(pattern)
        keys.insert(lastComponent(of: pattern))
      } else {
        last.insert(pattern)
        keys.insert(pattern)
      }
    }
    isEmpty = patterns.isEmpty
    self.keys = keys
    self.roots = roots
  }

  /// Whether a callee matches; a read attribute (`isRead`) only as a member.
  func match(resolved: String?, member: String, isRead: Bool = false) -> Bool {
    if members.contains(member), resolved?.contains(".") != false { return true }
    guard !isRead, let resolved else { return false }
    return matches(name: resolved)
  }

  /// Whether a dotted name matches: exactly, by its last component, or by a prefix of it.
  func matches(name: String) -> Bool {
    if exact.contains(name) || last.contains(lastComponent(of: name)) { return true }
    guard !prefixes.isEmpty else { return false }
    var end = name.endIndex
    while let dot = name[..<end].lastIndex(of: ".") {
      if prefixes.contains(String(name[..<dot])) { return true }
      end = dot
    }
    return false
  }
}

/// `c` of `a.b.c`.
func lastComponent(of name: String) -> String {
  name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.utf8.index(after: $0)...]) }
    ?? name
}

/// `a` of `a.b.c`; nil for a name without a dot.
func firstComponent(of name: String) -> String? {
  name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) }
}
