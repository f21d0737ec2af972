internal import Facts

/// Text that others wrote, made safe to stand in a line of Markdown or in a table's cell.
///
/// Whatever comes from a repository or a rule file goes through here: it cannot end a cell, open a link or a tag,
/// mention a person, or turn the direction of writing.
enum MarkdownText {
  /// Prose: what stands between backticks is set as code, and every other character that could mean something is escaped.
  static func prose(_ text: String, limit: Int = 600) -> String {
    let parts = shortened(text, to: limit).split(separator: "`", omittingEmptySubsequences: false)
    // An odd backtick has no partner and stands for itself.
    guard parts.count % 2 == 1 else { return escaped(parts.joined(separator: "'")) }
    let set = parts.enumerated().map { index, part in
      index % 2 == 1 ? code(String(part), limit: limit) : escaped(String(part))
    }.joined()
    return set.isEmpty ? "–" : set
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      // Pipes end cells even where they are escaped, in some readers; `&` would begin an entity.
      case "|", "&", "<", ">": escaped += entity(scalar)
      // An empty character behind it, or GitHub makes a mention or a reference of what follows.
      case "@": escaped += "@&#8203;"
      case "#": escaped += "\\#&#8203;"
      case ":" where index + 1 < scalars.count && scalars[index + 1] == "/":
        escaped += ":&#8203;"
      // Without this, `www.` alone becomes a link.
      case "."
      where index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }:
        escaped += "&#8203;."
      // Between letters it is no emphasis.
      case "_"
      where index > 0 && index + 1 < scalars.count
        && scalars[index - 1].isWord && scalars[index + 1].isWord:
        escaped += "_"
      case "\\", "*", "_", "[", "]", "~", "$": escaped += "\\" + String(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A name, a path or a command, set as code.
  static func code(_ text: String, limit: Int = 160) -> String {
    let shown = shortened(text, to: limit)
    guard !shown.isEmpty else { return "*(empty)*" }
    let isPlain = !shown.unicodeScalars.contains { ["`", "|", "\\"].contains($0) }
    if isPlain, !shown.hasPrefix(" "), !shown.hasSuffix(" ") { return "`\(shown)`" }
    return "<code>"
      + shown.unicodeScalars.map { $0.isPlain ? String($0) : entity($0) }.joined() + "</code>"
  }

  /// A place as a link relative to the root, or as code where its path is too long for one.
  static func link(to location: Location) -> String {
    let text = code(location.text, limit: 120)
    guard let target = target(location) else { return text }
    return "[\(text)](\(target))"
  }

  /// Text for a block of code: no line end, no fence.
  static func preformatted(_ text: String, limit: Int = 60) -> String {
    String(shortened(text, to: limit).map { $0 == "`" ? "'" : $0 })
  }

  private static func target(_ location: Location) -> String? {
    var target = ""
    for byte in location.path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        target.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        target += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
      if target.utf8.count > 400 { return nil }
    }
    // A line of a cell is no line of the notebook's file.
    return location.cell == nil ? target + "#L\(location.line)" : target
  }

  /// Makes what cannot be seen visible, and leaves out the middle of what is too long.
  private static func shortened(_ text: String, to limit: Int) -> String {
    var head = String.UnicodeScalarView()
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else {
      for scalar in scalars { head.append(contentsOf: visible(scalar).unicodeScalars) }
      return String(head)
    }
    let kept = (scalars.prefix(limit * 2 / 5), scalars.suffix(limit * 3 / 5 - 1))
    for scalar in kept.0 { head.append(contentsOf: visible(scalar).unicodeScalars) }
    head.append("…")
    for scalar in kept.1 { head.append(contentsOf: visible(scalar).unicodeScalars) }
    return String(head)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    // Unicode's pictures of control characters: ␊ for a line feed.
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "�"
    case 0x7F: return "␡"
    default: break
    }
    switch scalar.properties.generalCategory {
    // Directions, joiners and tags show nothing and change what is shown around them.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      return "⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩"
    default: return String(scalar)
    }
  }

  private static func entity(_ scalar: Unicode.Scalar) -> String { "&#\(scalar.value);" }
}

extension Unicode.Scalar {
  fileprivate var isWord: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  /// Whether it means nothing to Markdown or HTML wherever it stands.
  fileprivate var isPlain: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "/", ".", ",": true
    default: value >= 0x80
    }
  }
}
