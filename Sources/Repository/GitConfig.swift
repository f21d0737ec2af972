/// The settings of a repository's own `config` file; includes are not followed.
///
/// The syntax is that of git-config(1): sections with sub-sections, `name = value`, quotes, escapes, comments.
struct GitConfig: Sendable {
  /// In the order of the file: `section.subsection.name`, section and name in lower case.
  private(set) var settings: [(key: String, value: String)] = []

  init(_ bytes: [UInt8] = []) {
    var section = ""
    var lines = Lines(bytes)
    while let line = lines.next() {
      var rest = line.drop(while: isSpace)
      if rest.first == UInt8(ascii: "["), let header = GitConfig.header(&rest) {
        section = header
        rest = rest.drop(while: isSpace)
      }
      guard let (name, value) = GitConfig.setting(rest) else { continue }
      settings.append((section + "." + name, value))
    }
  }

  /// The last value of a key, as git has it.
  func value(_ key: String) -> String? { settings.last { $0.key == key }?.value }

  func truth(_ key: String) -> Bool? {
    switch value(key)?.lowercased() {
    case nil: nil
    case "true", "yes", "on", "1": true
    default: false
    }
  }

  /// The first address of each remote, `origin` first, the others in the order of the file.
  var remotes: [String] {
    var names: [String] = []
    for (key, _) in settings where key.hasPrefix("remote.") && key.hasSuffix(".url") {
      if !names.contains(key) { names.append(key) }
    }
    let origin = names.filter { $0 == "remote.origin.url" }
    return (origin + names.filter { $0 != "remote.origin.url" }).compactMap { name in
      settings.first { $0.key == name }?.value
    }
  }

  /// `[remote "origin"]` → `remote.origin`; what follows the bracket is left in `line`.
  private static func header(_ line: inout ArraySlice<UInt8>) -> String? {
    var name: [UInt8] = []
    var subsection: [UInt8]?
    var isQuoted = false
    var index = line.startIndex + 1
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\") where isQuoted && index < line.endIndex:
        subsection?.append(line[index])
        index += 1
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        if isQuoted { subsection = [] }
      case UInt8(ascii: "]") where !isQuoted:
        line = line[index...]
        let section = String(decoding: name, as: UTF8.self).lowercased()
        return subsection.map { section + "." + String(decoding: $0, as: UTF8.self) } ?? section
      default:
        if isQuoted { subsection?.append(byte) } else if !isSpace(byte) { name.append(byte) }
      }
    }
    return nil
  }

  /// `name = value`, the value without quotes and comment; a name alone is true.
  private static func setting(_ line: ArraySlice<UInt8>) -> (name: String, value: String)? {
    let name = line.prefix { $0 == UInt8(ascii: "-") || isLetterOrDigit($0) }
    guard !name.isEmpty else { return nil }
    let key = String(decoding: name, as: UTF8.self).lowercased()
    let rest = line[name.endIndex...].drop(while: isSpace)
    guard rest.first == UInt8(ascii: "=") else { return (key, "true") }
    return (key, value(rest.dropFirst().drop(while: isSpace)))
  }

  private static func value(_ text: ArraySlice<UInt8>) -> String {
    var value: [UInt8] = []
    // Spaces count only where something follows them or quotes are around them.
    var kept = 0
    var isQuoted = false
    var isEscaped = false
    for byte in text {
      if isEscaped {
        isEscaped = false
        switch byte {
        case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): value.append(UInt8(ascii: "\t"))
        default: value.append(byte)
        }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
        break
      } else {
        value.append(byte)
        if isSpace(byte), !isQuoted { continue }
      }
      kept = value.count
    }
    return String(decoding: value[..<kept], as: UTF8.self)
  }

  /// The lines of a file, those that end in `\` joined with the next.
  private struct Lines {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func next() -> ArraySlice<UInt8>? {
      guard !rest.isEmpty else { return nil }
      var line: [UInt8] = []
      while !rest.isEmpty {
        var part = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest[part.endIndex...].dropFirst()
        if part.last == UInt8(ascii: "\r") { part.removeLast() }
        line += part
        guard line.last == UInt8(ascii: "\\") else { break }
        line.removeLast()
      }
      return line[...]
    }
  }
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: false
  }
}
