/// One requirement: a package, and which versions of it will do (PEP 508, or a line of a requirements file).
package struct PackageRequirement: Sendable, Equatable {
  /// As PEP 503 normalises it: `scikit-learn`. Empty for a path or URL that names no package.
  package let name: String
  package let extras: [String]
  /// `==1.2,<2` without blanks; empty where any version will do or a URL is given.
  package let specifier: String
  /// The direct reference: behind `@`, a VCS URL, an archive or a path.
  package let url: String?
  /// The environment marker behind `;`, as written.
  package let marker: String?
  package let hasHash: Bool
  package let isEditable: Bool
  package let offset: Int

  /// Whether exactly one version will do: `==1.2.3` or `===`, a VCS URL at a commit, or an archive with its hash.
  package var isPinned: Bool {
    if let url { return hasHash || Self.namesCommit(url) || url.contains("#sha256=") }
    return specifier.split(separator: ",").contains { clause in
      clause.hasPrefix("===") || clause.hasPrefix("==") && !clause.contains("*")
    }
  }

  /// `…@0123abc` with at least seven hexadecimal digits, for a version-control URL.
  private static func namesCommit(_ url: String) -> Bool {
    guard url.hasPrefix("git+") || url.hasPrefix("hg+") || url.hasPrefix("git:") else {
      return false
    }
    let path = url.split(separator: "#", maxSplits: 1).first ?? ""
    guard let at = path.lastIndex(of: "@") else { return false }
    let revision = path[path.index(after: at)...]
    return revision.utf8.count >= 7 && revision.allSatisfy { $0.isHexDigit }
  }

  /// PEP 503: lower case, runs of `-`, `_` and `.` made one `-`.
  package static func normalized(_ name: some StringProtocol) -> String {
    var output: [UInt8] = []
    for byte in name.utf8 {
      let isSeparator = byte == "-" || byte == "_" || byte == "."
      if !isSeparator {
        output.append(byte.lowercased)
      } else if output.last != 0x2D {
        output.append(0x2D)
      }
    }
    return String(bytes: output)
  }
}

extension PackageRequirement {
  /// Reads one PEP 508 string, as `dependencies` of pyproject.toml lists them; nil where it begins with no name.
  package init?(_ text: String, at offset: Int = 0) {
    self.init(Array(text.utf8)[...], hasHash: false, isEditable: false, at: offset)
  }

  init?(_ text: ArraySlice<UInt8>, hasHash: Bool, isEditable: Bool, at offset: Int) {
    var rest = text.trimmed
    let name = rest.prefix {
      $0.isLetter || $0.isDecimalDigit || $0 == "-" || $0 == "_" || $0 == "."
    }
    guard let first = name.first, first.isLetter || first.isDecimalDigit else { return nil }
    rest = rest.dropFirst(name.count).trimmed
    var extras: [String] = []
    if rest.first == UInt8(ascii: "[") {
      let inner = rest.dropFirst().prefix { $0 != "]" }
      extras = inner.split(separator: UInt8(ascii: ",")).map { String(bytes: $0.trimmed) }
      rest = rest.dropFirst(inner.count + 2).trimmed
    }
    var url: String?
    var specifier = ""
    var marker: String?
    if rest.first == UInt8(ascii: "@") {
      // A URL may hold `;`: a marker behind one stands apart by a blank.
      let target = rest.dropFirst().trimmed.prefix { !$0.isSpace }
      url = String(bytes: target)
      rest = rest[target.endIndex...].trimmed
    } else {
      let clauses = rest.prefix { $0 != ";" }
      specifier = String(bytes: clauses.filter { !$0.isSpace && $0 != "(" && $0 != ")" })
      rest = rest.dropFirst(clauses.count)
    }
    if rest.first == UInt8(ascii: ";") { marker = String(bytes: rest.dropFirst().trimmed) }
    self.init(
      name: Self.normalized(String(bytes: name)), extras: extras, specifier: specifier, url: url,
      marker: marker, hasHash: hasHash, isEditable: isEditable, offset: offset)
  }
}
