/// `owner/name` out of a remote's address; whatever may be a credential is left behind.
struct RemoteName: Sendable {
  let text: String

  /// Nil for an address without a host: a path, a `file:` address, a bundle.
  init?(_ address: String) {
    guard let path = RemoteName.path(of: address) else { return nil }
    // What stands behind `?` or `#` may be a token.
    let clean = path.prefix { $0 != "?" && $0 != "#" }
    var components = clean.split(separator: "/").map(String.init)
    // Azure DevOps: organisation/project/_git/name, and v3/organisation/project/name over ssh.
    components.removeAll { $0 == "_git" }
    if components.first == "v3", components.count == 4 { components.removeFirst() }
    guard components.count >= 2, var name = components.popLast() else { return nil }
    if name.hasSuffix(".git") { name = String(name.dropLast(4)) }
    guard !name.isEmpty else { return nil }
    components.append(name)
    guard components.allSatisfy({ $0.utf8.allSatisfy(isPlain) }) else { return nil }
    text = components.joined(separator: "/")
  }

  /// What follows the host in `scheme://user@host:port/path` and `user@host:path`.
  private static func path(of address: String) -> Substring? {
    if let (scheme, rest) = cut(address[...], at: "://") {
      guard ["https", "http", "ssh", "git", "git+ssh", "git+https"].contains(scheme.lowercased())
      else { return nil }
      guard let (authority, path) = cut(rest, at: "/") else { return nil }
      return authority.isEmpty ? nil : path
    }
    // A colon behind a slash is part of a path; a letter alone before it is a drive.
    guard let (host, path) = cut(address[...], at: ":"), !host.contains("/") else { return nil }
    return host.utf8.count > 1 ? path : nil
  }

  private static func cut(
    _ text: Substring, at mark: String
  ) -> (before: Substring, after: Substring)? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix(mark) {
        return (text[..<index], text[text.index(index, offsetBy: mark.count)...])
      }
      index = text.index(after: index)
    }
    return nil
  }
}

/// What owners and names are made of; anything else (`@`, `:`) may be a credential in the wrong place.
private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
    UInt8(ascii: "."), UInt8(ascii: "~"), 0x80...0xFF:
    true
  default: false
  }
}
