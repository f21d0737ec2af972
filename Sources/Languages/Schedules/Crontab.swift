package import Text

/// A crontab's lines.
package struct Crontab: Sendable {
  package let entries: [CrontabEntry]

  /// Reads a user's crontab, or one of the system where the path says so (`/etc/crontab`, `cron.d/`), which names a user.
  package static func parse(_ source: SourceText) -> Parsed<Crontab> {
    let isSystem = source.path.contains("cron.d/") || source.path.hasSuffix("etc/crontab")
    var entries: [CrontabEntry] = []
    var problems: [Problem] = []
    for number in 1...max(1, source.lineCount) {
      let line = source.line(number).trimmed
      guard let first = line.first, first != "#" else { continue }
      let fields = first == "@" ? 1 : 5
      let words = line.split(separator: 0x20, maxSplits: 30).flatMap { $0.split(separator: 0x09) }
      // `NAME=value` sets a variable for the lines below.
      if words[0].contains(UInt8(ascii: "="))
        || words.count > 1 && words[1].first == UInt8(ascii: "=")
      {
        continue
      }
      guard words.count > fields + (isSystem ? 1 : 0) else {
        problems.append(
          Problem("expected a schedule and a command", at: line.startIndex, severity: .warning))
        continue
      }
      let command = line[words[fields + (isSystem ? 1 : 0)].startIndex...]
      entries.append(
        CrontabEntry(
          schedule: words[..<fields].map { String(bytes: $0) }.joined(separator: " "),
          user: isSystem ? String(bytes: words[fields]) : nil, command: String(bytes: command),
          offset: line.startIndex, commandOffset: command.startIndex))
    }
    return Parsed(Crontab(entries: entries), problems: problems)
  }
}

/// One line of a crontab.
package struct CrontabEntry: Sendable, Equatable {
  /// Five fields with single blanks, or `@daily` and its kin.
  package let schedule: String
  package let user: String?
  package let command: String
  package let offset: Int
  package let commandOffset: Int
}

/// A Procfile's processes.
package struct Procfile: Sendable {
  package let entries: [ProcfileEntry]

  /// Reads `name: command` lines.
  package static func parse(_ source: SourceText) -> Parsed<Procfile> {
    var entries: [ProcfileEntry] = []
    for number in 1...max(1, source.lineCount) {
      let line = source.line(number).trimmed
      guard let first = line.first, first != "#",
        let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].allSatisfy({ $0.isNameByte || $0 == "-" })
      else { continue }
      let command = line[(colon + 1)...].trimmed
      entries.append(
        ProcfileEntry(
          name: String(bytes: line[..<colon]), command: String(bytes: command),
          offset: line.startIndex, commandOffset: command.startIndex))
    }
    return Parsed(Procfile(entries: entries))
  }
}

/// One process of a Procfile.
package struct ProcfileEntry: Sendable, Equatable {
  package let name: String
  package let command: String
  package let offset: Int
  package let commandOffset: Int
}
