package import Text

/// INI as Python's `configparser` reads it (setup.cfg, tox.ini, pytest.ini, alembic.ini): section → key → string.
///
/// Keys before the first section stand beside the sections. A value goes on over lines that are indented deeper than
/// its key; its lines are joined by line feeds, lines that are comments left out. A repeated key keeps the last value
/// and a repeated section adds to the first, each with a warning. A line that is nothing of all this is an error, after
/// which reading goes on.
package enum INI {
  /// Reads the sections of a file.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var reader = INIReader(source)
    return reader.read()
  }

  /// The lines of a value that hold text, each with its place: a value's own place is that of its first line.
  package static func lines(of value: Node, in source: SourceText) -> [Node] {
    guard let text = value.string else { return [] }
    let wanted = text.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [Node] = []
    var scanner = INILines(source.bytes, from: value.offset, to: source.bytes.count)
    for (index, line) in wanted.enumerated() {
      while let next = scanner.next() {
        // Comments between the lines are no part of the value.
        guard index == 0 || next.text(in: source.bytes).utf8.elementsEqual(line.utf8) else {
          continue
        }
        if !line.isEmpty { found.append(Node(.string(String(line)), at: next.range.lowerBound)) }
        break
      }
    }
    return found
  }
}
