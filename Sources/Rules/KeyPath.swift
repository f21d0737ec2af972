/// A path of keys through a structured value: `updates[].package-ecosystem`, `jobs.*.steps[]`, `**.schedule`.
///
/// A key that holds a dot stands in double quotes: `metadata.annotations."nginx.ingress.kubernetes.io/canary"`.
package struct KeyPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case key(String)
    /// `*`: any key.
    case anyKey
    /// `[]`: any element.
    case anyElement
    /// `**`: any depth, none included.
    case anyDepth
  }

  package let steps: [Step]
  package let text: String

  package init(_ text: String) {
    self.text = text
    steps = KeyPath.parts(of: text).flatMap(KeyPath.steps(of:))
  }

  /// Why the text is no key path, or nil where it is one.
  package static func fault(in text: String) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.utf8.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 1 { return "a quote is open" }
    if parts(of: text).contains("") { return "a key between two dots is empty" }
    let plain = parts(of: text).filter { !$0.hasPrefix("\"") }
    if plain.contains(where: { withoutElements($0).key.hasSuffix("]") }) {
      return "'[]' takes no index"
    }
    return nil
  }

  /// The text between dots that do not stand in quotes.
  private static func parts(of text: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "."), !isQuoted {
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A key, and how many `[]` stand behind it.
  private static func withoutElements(_ part: String) -> (key: Substring, elements: Int) {
    var key = part[...]
    var elements = 0
    while key.hasSuffix("[]") {
      key = key.dropLast(2)
      elements += 1
    }
    return (key, elements)
  }

  private static func steps(of part: String) -> [Step] {
    let (key, elements) = withoutElements(part)
    let first: [Step] =
      switch key {
      case "": []
      case "*": [.anyKey]
      case "**": [.anyDepth]
      case _ where key.count >= 2 && key.hasPrefix("\"") && key.hasSuffix("\""):
        [.key(String(key.dropFirst().dropLast()))]
      default: [.key(String(key))]
      }
    return first + Array(repeating: .anyElement, count: elements)
  }
}
