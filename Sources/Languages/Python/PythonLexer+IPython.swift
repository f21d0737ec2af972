extension PythonLexer {
  /// Magics whose text is Python all the same.
  private static let pythonMagics: Set = ["time", "timeit", "capture", "prun"]

  /// Takes a line that begins with `!`, `%` or `?`; false where the line is Python.
  mutating func ipythonLine(into tokens: inout [PythonToken]) throws(PythonFault) -> Bool {
    let start = at
    switch bytes[at] {
    case UInt8(ascii: "!"):
      // `!!command` only returns its output otherwise.
      at += bytes[at + 1] == UInt8(ascii: "!") ? 2 : 1
      record(.command)
    case UInt8(ascii: "%") where bytes[at + 1] == UInt8(ascii: "%"):
      at += 2
      return cellMagic(from: start, into: &tokens)
    case UInt8(ascii: "%"):
      at += 1
      if skipPythonMagic() {
        // `%time model.fit(x)`: the rest is Python.
        if bytes[at] != UInt8(ascii: "\n"), bytes[at] != UInt8(ascii: "\r"), at < count {
          return false
        }
      } else {
        record(.magic)
      }
    case UInt8(ascii: "?"):
      while bytes[at] == UInt8(ascii: "?") { at += 1 }
      record(.help)
    default: return false
    }
    finish(from: start, into: &tokens)
    return true
  }

  /// Takes what follows `=` where it is a command: `files = !ls`.
  mutating func shellValue(into tokens: inout [PythonToken]) {
    guard brackets.isEmpty else { return }
    var next = at
    while bytes[next] == UInt8(ascii: " ") { next += 1 }
    guard bytes[next] == UInt8(ascii: "!") || bytes[next] == UInt8(ascii: "%") else { return }
    at = next + 1
    record(bytes[next] == UInt8(ascii: "!") ? .command : .magic)
    tokens.append(PythonToken(.shell, next, at))
  }

  /// `name?`: what was read of the line is no Python.
  mutating func helpLine(into tokens: inout [PythonToken]) {
    let start = tokens.first.map { Int($0.start) } ?? at
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    shellLines.append(PythonOutline.ShellLine(kind: .help, text: text, offset: start))
    tokens.removeAll(keepingCapacity: true)
    skipComment()
    finish(from: start, into: &tokens)
  }

  private mutating func cellMagic(from start: Int, into tokens: inout [PythonToken]) -> Bool {
    let isPython = PythonLexer.pythonMagics.contains(magicName())
    let text = restOfLine()
    if isPython {
      shellLines.append(
        PythonOutline.ShellLine(kind: .magic, text: text.text, offset: text.offset))
    } else {
      if at < count { skipLineEnd() }
      let body = String(decoding: bytes[at..<count], as: UTF8.self)
      at = count
      shellLines.append(
        PythonOutline.ShellLine(kind: .cell(body: body), text: text.text, offset: text.offset))
    }
    finish(from: start, into: &tokens)
    return true
  }

  private func magicName() -> String {
    var end = at
    while PythonLexer.continuesName(bytes[end]) { end += 1 }
    return String(decoding: bytes[at..<end], as: UTF8.self)
  }

  /// Goes past `time`, `timeit -n 10` and their like.
  private mutating func skipPythonMagic() -> Bool {
    let name = magicName()
    guard name != "capture", PythonLexer.pythonMagics.contains(name) else { return false }
    at += name.utf8.count
    while true {
      while bytes[at] == UInt8(ascii: " ") { at += 1 }
      guard bytes[at] == UInt8(ascii: "-"), PythonLexer.startsName(bytes[at + 1]) else {
        return true
      }
      at += 2
      while bytes[at] == UInt8(ascii: " ") { at += 1 }
      while bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    }
  }

  private mutating func record(_ kind: PythonOutline.ShellLine.Kind) {
    let text = restOfLine()
    shellLines.append(PythonOutline.ShellLine(kind: kind, text: text.text, offset: text.offset))
  }

  /// The rest of the line, and of those it is continued on by a backslash.
  private mutating func restOfLine() -> (text: String, offset: Int) {
    while bytes[at] == UInt8(ascii: " ") { at += 1 }
    let start = at
    while at < count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        guard at > start, bytes[at - 1] == UInt8(ascii: "\\") else { break }
        skipLineEnd()
      } else {
        at += 1
      }
    }
    var end = at
    while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return (String(decoding: bytes[start..<end], as: UTF8.self), start)
  }

  private mutating func finish(from start: Int, into tokens: inout [PythonToken]) {
    tokens.append(PythonToken(.shell, start, at))
    tokens.append(PythonToken(.newline, at, at))
    if at < count { skipLineEnd() }
  }
}
