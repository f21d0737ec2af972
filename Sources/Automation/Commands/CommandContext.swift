internal import Facts

/// Where a command runs and what it knows.
struct CommandContext: Sendable {
  /// Working folders below the root, the likeliest first.
  var folders: [String]
  var variables: [String: String] = [:]
  /// The file the command stands in.
  let file: Int
  var origin: CommandNode.Origin
  /// How many files and strings of commands lie above.
  var depth = 0

  init(
    folder: String, file: Int, origin: CommandNode.Origin, variables: [String: String] = [:]
  ) {
    folders = folder.isEmpty ? [""] : [folder, ""]
    self.variables = variables
    self.file = file
    self.origin = origin
  }

  /// Goes into a folder; where it was before stays as a second guess.
  mutating func enter(_ path: String, files: FileIndex) {
    guard !path.contains("$"), let found = files.folder(path, from: folders) else { return }
    folders = [found] + folders.filter { $0 != found }
  }

  /// Puts known variables into a word: `$NAME`, `${NAME}`, `${NAME:-fallback}`.
  func expand(_ word: String) -> String {
    guard word.contains("$") else { return word }
    var result = ""
    var rest = word[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      let (text, length) = value(at: rest)
      result += text
      rest = rest.dropFirst(length)
    }
    return result + rest
  }

  /// The value of the variable that begins a text, and how many characters it takes there.
  private func value(at text: Substring) -> (String, Int) {
    let inner = text.dropFirst()
    if inner.first == "{" {
      guard let end = inner.firstIndex(of: "}") else { return ("$", 1) }
      let body = inner[inner.index(after: inner.startIndex)..<end]
      let name = body.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let length = body.count + 3
      if let known = variables[String(name)] { return (known, length) }
      let rest = body.dropFirst(name.count)
      if rest.hasPrefix(":-") { return (String(rest.dropFirst(2)), length) }
      return (String(text.prefix(length)), length)
    }
    let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !name.isEmpty, let known = variables[String(name)] else { return ("$", 1) }
    return (known, name.count + 1)
  }
}

/// A command whose node stands in the graph, to be linked to what it runs.
struct PendingCommand: Sendable {
  let command: Int
  let node: Int
  let context: CommandContext
}
