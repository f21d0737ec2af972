internal import Text

/// Takes Markdown's and HTML's markup out of a paragraph, and gathers the links and images in it.
struct MarkdownInline {
  private let raw: ProseText
  private var index = 0
  private var text = ProseText()
  private(set) var links: [ProseLink] = []
  private(set) var figures: [ProseFigure] = []
  /// Up to where a search for a closing sign has already failed.
  private var deadParenthesis = 0
  private var deadTicks: Set<Int> = []
  /// The targets of `[name]: target`, by name in lower case.
  private let references: [String: String]
  /// The link of an open `<a href>`.
  private var anchor: (target: String, start: Int, offset: Int)?

  /// Link texts are shorter; the bound keeps `[[[[…` from costing its square.
  private static let maximumText = 400

  init(_ raw: ProseText, references: [String: String] = [:]) {
    self.raw = raw
    self.references = references
  }

  /// The text without markup; `links` and `figures` stand afterwards.
  mutating func strip() -> ProseText {
    while index < raw.count { step() }
    return text
  }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    let place = index + ahead
    return place >= 0 && place < raw.count ? raw.bytes[place] : 0
  }

  private var offset: Int { Int(raw.offsets[min(index, raw.count - 1)]) }

  private mutating func keep() {
    text.append(raw.bytes[index], at: offset)
    index += 1
  }

  private mutating func step() {
    switch peek() {
    case "\\" where peek(1) != 0 && !peek(1).isNameByte && !peek(1).isSpace:
      index += 1
      keep()
    case "`": readCode()
    case "!" where peek(1) == "[": if !readLink(isImage: true) { keep() }
    case "[": if !readLink(isImage: false) { keep() }
    case "<": if !readTag() { keep() }
    case "{" where peek(1) == "{" || peek(1) == "%": readShortcode()
    case "*": while peek() == "*" { index += 1 }
    case "~" where peek(1) == "~": index += 2
    case "_" where !(peek(-1).isNameByte && peek(-1) != "_") || !peek(1).isNameByte: index += 1
    case "h" where isBareURL: readURL()
    default: keep()
    }
  }

  /// A code span's text stays, its ticks go.
  private mutating func readCode() {
    var ticks = 0
    while peek(ticks) == "`" { ticks += 1 }
    let start = index + ticks
    var run = 0
    var end = start
    if !deadTicks.contains(ticks) {
      while end < raw.count {
        if raw.bytes[end] == "`" { run += 1 } else if run == ticks { break } else { run = 0 }
        end += 1
      }
    }
    index = start
    guard run == ticks else {
      deadTicks.insert(ticks)
      return
    }
    while index < end - ticks { keep() }
    index = end
  }

  private var isBareURL: Bool {
    guard !peek(-1).isNameByte, peek(1) == "t", peek(2) == "t", peek(3) == "p" else { return false }
    let rest = peek(4) == "s" ? 5 : 4
    return peek(rest) == ":" && peek(rest + 1) == "/"
  }

  private mutating func readURL() {
    let start = index
    let place = offset
    while index < raw.count, !peek().isSpace, peek() != ")", peek() != ">", peek() != "]",
      peek() != "<",
      peek() != "\"", peek() != "|"
    {
      index += 1
    }
    while index > start, [0x2E, 0x2C, 0x3B, 0x3A, 0x2A, 0x60].contains(raw.bytes[index - 1]) {
      index -= 1
    }
    let target = String(bytes: raw.bytes[start..<index])
    links.append(ProseLink(text: target, target: target, offset: place))
    if index == start { index += 1 }
  }

  /// `{{< figure src="x" >}}`, and templates' placeholders.
  private mutating func readShortcode() {
    let close: UInt8 = peek(1) == "{" ? UInt8(ascii: "}") : UInt8(ascii: "%")
    let limit = min(raw.count - 1, index + Self.maximumText)
    var end = index + 2
    while end < limit, !(raw.bytes[end] == close && raw.bytes[end + 1] == "}") { end += 1 }
    guard end < limit else {
      keep()
      return
    }
    let inner = raw.part(index + 2..<end)
    if String(bytes: inner.bytes).contains("figure "), let source = inner.attribute("src") {
      figures.append(
        ProseFigure(target: source, caption: inner.attribute("caption") ?? "", offset: offset))
    }
    index = end + 2
  }
}

extension MarkdownInline {
  /// `[text](target)`, `[text][name]`, `[name]`, `[^1]`; false, and nothing read, where it is none.
  private mutating func readLink(isImage: Bool) -> Bool {
    let start = index
    let open = index + (isImage ? 1 : 0)
    guard let close = closingBracket(from: open) else { return false }
    let place = offset
    if raw.bytes[open + 1] == "^" {
      index = close + 1
      return true
    }
    var inner = MarkdownInline(raw.part(open + 1..<close), references: references)
    let next = close + 1 < raw.count ? raw.bytes[close + 1] : 0
    var target: String?
    index = close + 1
    if next == "(" {
      target = readTarget()
    } else if next == "[", let end = closingBracket(from: close + 1) {
      let name = end == close + 2 ? inner.raw.string : raw.part(close + 2..<end).string
      target = references[name.lowercased()]
      if target != nil { index = end + 1 }
    } else {
      target = references[inner.raw.string.lowercased()]
    }
    guard let target else {
      index = start
      return false
    }
    let innerText = inner.strip()
    figures += inner.figures
    links += inner.links
    if isImage {
      figures.append(ProseFigure(target: target, caption: innerText.string, offset: place))
    } else {
      links.append(ProseLink(text: innerText.string, target: target, offset: place))
      text.append(innerText)
    }
    return true
  }

  private func closingBracket(from open: Int) -> Int? {
    var depth = 0
    var place = open
    let limit = min(raw.count, open + Self.maximumText)
    while place < limit {
      switch raw.bytes[place] {
      case "\\": place += 1
      case "[": depth += 1
      case "]":
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
      // Deeper than an image in a link is no link.
      if depth > 4 { return nil }
      place += 1
    }
    return nil
  }

  /// `(target "title")`; nil, the index unmoved, where it is not closed.
  private mutating func readTarget() -> String? {
    guard index >= deadParenthesis else { return nil }
    var place = index + 1
    var depth = 1
    while place < raw.count {
      if raw.bytes[place] == "(" { depth += 1 }
      if raw.bytes[place] == ")" { depth -= 1 }
      if depth == 0 { break }
      if raw.bytes[place].isSpace {
        // Only a title may follow a blank.
        while place < raw.count, raw.bytes[place].isSpace { place += 1 }
        guard place < raw.count else { break }
        let quote = raw.bytes[place]
        if quote == ")" { continue }
        guard quote == "\"" || quote == "'" else {
          deadParenthesis = place
          return nil
        }
        place += 1
        while place < raw.count, raw.bytes[place] != quote { place += 1 }
      }
      place += 1
    }
    guard place < raw.count else {
      deadParenthesis = place
      return nil
    }
    var target = raw.bytes[index + 1..<place].trimmed
    if target.first == UInt8(ascii: "<") {
      target = target.dropFirst().prefix { $0 != ">" }
    } else {
      target = target.prefix { !$0.isSpace }
    }
    index = place + 1
    // Pandoc's `{width=50%}` behind an image.
    if peek() == "{", let end = raw.bytes[index...].prefix(200).firstIndex(of: UInt8(ascii: "}")) {
      index = end + 1
    }
    return String(bytes: target)
  }

  /// An HTML tag or `<https://…>`; false, and nothing read, where it is none.
  private mutating func readTag() -> Bool {
    let first = peek(1)
    guard first.isLetter || first == "/" || first == "!" else { return false }
    var end = index + 1
    while end < raw.count, raw.bytes[end] != ">", raw.bytes[end] != "<" { end += 1 }
    guard end < raw.count, raw.bytes[end] == ">" else { return false }
    let tag = raw.part(index + 1..<end)
    let place = offset
    index = end + 1
    let name = String(bytes: tag.bytes.prefix { !$0.isSpace }).lowercased()
    switch name {
    case "img", "image", "img/":
      if let source = tag.attribute("src") {
        figures.append(
          ProseFigure(target: source, caption: tag.attribute("alt") ?? "", offset: place))
      }
    case "a":
      if let target = tag.attribute("href") { anchor = (target, text.count, place) }
    case "/a":
      if let open = anchor {
        let inner = text.part(open.start..<text.count).string
        links.append(ProseLink(text: inner, target: open.target, offset: open.offset))
        anchor = nil
      }
    case "br", "br/", "p", "/p", "div", "/div", "li", "td", "th", "tr", "summary", "/summary":
      text.append(0x20, at: place)
    default:
      if name.hasPrefix("http://") || name.hasPrefix("https://") {
        let target = tag.string
        links.append(ProseLink(text: target, target: target, offset: place))
      }
    }
    return true
  }
}

extension ProseText {
  /// The value of a tag's attribute: `src="x"`, `src='x'`, `src=x`.
  func attribute(_ name: String) -> String? {
    let wanted = Array(name.utf8)
    var place = 1
    while place + wanted.count < count {
      let isHere =
        !bytes[place - 1].isNameByte && bytes[place - 1] != "-"
        && wanted.indices.allSatisfy { bytes[place + $0].lowercased == wanted[$0] }
      var after = place + wanted.count
      place += 1
      guard isHere else { continue }
      while after < count, bytes[after].isSpace { after += 1 }
      guard after < count, bytes[after] == "=" else { continue }
      after += 1
      while after < count, bytes[after].isSpace { after += 1 }
      guard after < count else { return nil }
      let quote = bytes[after]
      if quote == "\"" || quote == "'" {
        return String(bytes: bytes[(after + 1)...].prefix { $0 != quote })
      }
      return String(bytes: bytes[after...].prefix { !$0.isSpace })
    }
    return nil
  }
}
