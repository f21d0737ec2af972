/// Makes a templated file readable: Helm, Jinja and cookiecutter placeholders become plain words of the same length.
///
/// `{{ … }}` inside a line becomes a word, a line that holds nothing else (and any `{% … %}`) becomes blank, so that
/// every byte keeps its place. Returns nil where the file holds no placeholder.
enum TemplateMask {
  static func masked(_ bytes: [UInt8]) -> [UInt8]? {
    var result = bytes
    var isChanged = false
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == open,
        bytes[index + 1] == open || bytes[index + 1] == percent || bytes[index + 1] == hash,
        let end = closing(bytes, from: index)
      else {
        index += 1
        continue
      }
      isChanged = true
      let isExpression = bytes[index + 1] == open
      let fill = isExpression && !standsAlone(bytes, index..<end) ? UInt8(ascii: "x") : space
      for place in index..<end where bytes[place] != newline { result[place] = fill }
      index = end
    }
    return isChanged ? result : nil
  }

  private static let open = UInt8(ascii: "{")
  private static let percent = UInt8(ascii: "%")
  private static let hash = UInt8(ascii: "#")
  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")

  /// Behind the placeholder's closing braces, at most 2,000 bytes on.
  private static func closing(_ bytes: [UInt8], from start: Int) -> Int? {
    let mark = bytes[start + 1] == open ? UInt8(ascii: "}") : bytes[start + 1]
    var index = start + 2
    let limit = min(bytes.count - 1, start + 2_000)
    while index < limit {
      if bytes[index] == mark, bytes[index + 1] == UInt8(ascii: "}") { return index + 2 }
      index += 1
    }
    return nil
  }

  /// Whether nothing but blanks (and a list's dash) shares the line with a range.
  private static func standsAlone(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var before = range.lowerBound
    while before > 0, bytes[before - 1] == space || bytes[before - 1] == 0x09 { before -= 1 }
    var after = range.upperBound
    while after < bytes.count, bytes[after] == space || bytes[after] == 0x0D { after += 1 }
    return (before == 0 || bytes[before - 1] == newline)
      && (after >= bytes.count || bytes[after] == newline)
  }
}
