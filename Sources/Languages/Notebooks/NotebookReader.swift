internal import Text

/// Walks a notebook's JSON once; what no one asks for is stepped over without being decoded.
struct NotebookReader {
  private let source: SourceText
  private let bytes: [UInt8]
  private var cursor = 0
  private var drafts: [Draft] = []
  private var language: String?
  private var fault: Problem?

  /// A cell before the notebook's language is known: that often stands at the end of the file.
  private struct Draft {
    var kind = NotebookCell.Kind.raw
    var text: [UInt8] = []
    var language: String?
    var hasOutput = false
    var hasError = false
    var hasImage = false
    var hasTable = false
    var offset: Int
  }

  init(source: SourceText) {
    self.source = source
    bytes = source.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor = 3 }
  }

  mutating func read() -> Parsed<Notebook> {
    skipBlanks()
    guard peek == "{" else {
      return Parsed(
        Notebook(cells: [], language: nil),
        problems: [Problem("expected a notebook's '{'", at: cursor)])
    }
    readObject { reader, key in
      switch key {
      case "cells": reader.readArray { $0.readCell() }
      case "worksheets":
        reader.readArray { reader in
          reader.readObject { reader, key in
            if key == "cells" { reader.readArray { $0.readCell() } } else { reader.skipValue() }
          }
        }
      case "metadata": reader.readMetadata()
      default: reader.skipValue()
      }
    }
    let cells = drafts.enumerated().map { index, draft in
      NotebookCell(
        kind: draft.kind,
        source: SourceText(path: "\(source.path)#\(index + 1)", bytes: draft.text),
        language: draft.language ?? (draft.kind == .code ? language : nil),
        hasOutput: draft.hasOutput, hasErrorOutput: draft.hasError, hasImageOutput: draft.hasImage,
        hasTableOutput: draft.hasTable, offset: draft.offset)
    }
    return Parsed(
      Notebook(cells: cells, language: language), problems: fault.map { [$0] } ?? [])
  }

  private mutating func readMetadata() {
    readObject { reader, key in
      guard key == "kernelspec" || key == "language_info" else { return reader.skipValue() }
      reader.readObject { reader, inner in
        let isName = key == "kernelspec" ? inner == "language" : inner == "name"
        guard isName else { return reader.skipValue() }
        reader.language = reader.readString()?.lowercased() ?? reader.language
      }
    }
  }

  private mutating func readCell() {
    var draft = Draft(offset: cursor)
    readObject { reader, key in
      switch key {
      case "cell_type":
        let name = reader.readString() ?? ""
        // nbformat 3 had cells of kind `heading`.
        draft.kind =
          .init(rawValue: name) ?? (name == "heading" || name == "html" ? .markdown : .raw)
      case "source", "input": draft.text = reader.readText()
      case "outputs": reader.readArray { $0.readOutput(into: &draft) }
      case "metadata":
        reader.readObject { reader, key in
          guard key == "vscode" else { return reader.skipValue() }
          reader.readObject { reader, key in
            if key == "languageId" {
              draft.language = reader.readString()
            } else {
              reader.skipValue()
            }
          }
        }
      case "language": draft.language = reader.readString()
      default: reader.skipValue()
      }
    }
    // A cell cut off in the middle of its text is not read as if it were whole.
    if fault == nil { drafts.append(draft) }
  }

  private mutating func readOutput(into draft: inout Draft) {
    draft.hasOutput = true
    readObject { reader, key in
      switch key {
      case "output_type":
        let kind = reader.readString()
        if kind == "error" || kind == "pyerr" { draft.hasError = true }
      case "data":
        reader.readObject { reader, key in
          if key.hasPrefix("image/") { draft.hasImage = true }
          let start = reader.cursor
          reader.skipValue()
          if key == "text/html", reader.holdsTable(start) { draft.hasTable = true }
        }
      case "png", "jpeg", "svg":
        draft.hasImage = true
        reader.skipValue()
      default: reader.skipValue()
      }
    }
  }

  /// Whether the first bytes of an output hold a table's tag.
  private func holdsTable(_ start: Int) -> Bool {
    let head = bytes[start..<min(cursor, start + 2000)]
    var place = head.startIndex
    while let open = head[place...].firstIndex(of: UInt8(ascii: "<")) {
      if head[open...].hasPrefix("<table") { return true }
      place = open + 1
    }
    return false
  }
}

extension NotebookReader {
  private var peek: UInt8 { cursor < bytes.count ? bytes[cursor] : 0 }

  private mutating func fail(_ message: String) {
    fault =
      fault
      ?? Problem(cursor >= bytes.count ? "the notebook ends too early" : message, at: cursor)
    cursor = bytes.count
  }

  private mutating func skipBlanks() {
    while cursor < bytes.count, bytes[cursor].isSpace { cursor += 1 }
  }

  /// An object's members; `member` must step over the value. Anything else is stepped over.
  private mutating func readObject(_ member: (inout NotebookReader, String) -> Void) {
    skipBlanks()
    guard peek == "{" else { return skipValue() }
    cursor += 1
    while true {
      skipBlanks()
      if peek == "}" {
        cursor += 1
        return
      }
      guard let key = readString() else { return fail("expected a key") }
      skipBlanks()
      guard peek == ":" else { return fail("expected ':'") }
      cursor += 1
      skipBlanks()
      member(&self, key)
      skipBlanks()
      if peek == "," { cursor += 1 } else if peek != "}" { return fail("expected ',' or '}'") }
    }
  }

  private mutating func readArray(_ element: (inout NotebookReader) -> Void) {
    skipBlanks()
    guard peek == "[" else { return skipValue() }
    cursor += 1
    while true {
      skipBlanks()
      if peek == "]" {
        cursor += 1
        return
      }
      guard cursor < bytes.count else { return fail("") }
      let start = cursor
      element(&self)
      skipBlanks()
      if peek == "," { cursor += 1 } else if peek != "]" { return fail("expected ',' or ']'") }
      if cursor == start { return fail("expected a value") }
    }
  }

  /// Steps over any value; strings are searched for their end only.
  private mutating func skipValue() {
    skipBlanks()
    var depth = 0
    while cursor < bytes.count {
      switch bytes[cursor] {
      case "\"":
        skipString()
        if depth == 0 { return }
      case "{", "[":
        depth += 1
        cursor += 1
      case "}", "]":
        guard depth > 0 else { return }
        depth -= 1
        cursor += 1
        if depth == 0 { return }
      case "," where depth == 0: return
      default: cursor += 1
      }
    }
    fail("")
  }

  private mutating func skipString() {
    if let end = Self.stringEnd(bytes.span, from: cursor + 1) {
      cursor = end
    } else {
      cursor = bytes.count
      fail("")
    }
  }

  /// Behind the quote that closes a string.
  private static func stringEnd(_ span: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < span.count {
      if span[place] == 0x22 { return place + 1 }
      place += span[place] == 0x5C ? 2 : 1
    }
    return nil
  }

  /// A string's text; nil, and the value stepped over, where it is none.
  private mutating func readString() -> String? {
    guard peek == "\"" else {
      skipValue()
      return nil
    }
    var text: [UInt8] = []
    appendString(to: &text)
    return String(bytes: text)
  }

  /// A string, or a list of strings joined.
  private mutating func readText() -> [UInt8] {
    var text: [UInt8] = []
    if peek == "\"" {
      appendString(to: &text)
    } else {
      readArray { reader in
        if reader.peek == "\"" { reader.appendString(to: &text) } else { reader.skipValue() }
      }
    }
    return text
  }

  private mutating func appendString(to text: inout [UInt8]) {
    cursor += 1
    while cursor < bytes.count {
      let byte = bytes[cursor]
      cursor += 1
      switch byte {
      case "\"": return
      case "\\": appendEscape(to: &text)
      default: text.append(byte)
      }
    }
    fail("")
  }

  private mutating func appendEscape(to text: inout [UInt8]) {
    let byte = peek
    cursor += 1
    switch byte {
    case "n": text.append(.newline)
    case "t": text.append(0x09)
    case "r": text.append(0x0D)
    case "b": text.append(0x08)
    case "f": text.append(0x0C)
    case "u":
      guard var code = readHex() else { return }
      if code >= 0xD800, code < 0xDC00, peek == "\\", cursor + 1 < bytes.count,
        bytes[cursor + 1] == "u"
      {
        cursor += 2
        guard let low = readHex() else { return }
        if low >= 0xDC00, low < 0xE000 { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
      }
      text += Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    default: text.append(byte)
    }
  }

  private mutating func readHex() -> UInt32? {
    guard cursor + 4 <= bytes.count else { return nil }
    let code = UInt32(String(bytes: bytes[cursor..<cursor + 4]), radix: 16)
    if code != nil { cursor += 4 }
    return code
  }
}
