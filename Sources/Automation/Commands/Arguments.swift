/// A command's words behind its name: options with their values, and free words.
struct Arguments: Sendable {
  private(set) var options: [(name: String, value: String?)] = []
  private(set) var free: [String] = []
  /// The words behind `--`.
  private(set) var trailing: [String] = []

  init(_ words: some Sequence<String>, valued: Set<String>) {
    let words = Array(words)
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        trailing = Array(words[index...])
        break
      }
      guard word.hasPrefix("-"), word.utf8.count > 1 else {
        free.append(word)
        continue
      }
      if let equals = word.firstIndex(of: "="),
        word.hasPrefix("--") || valued.contains(String(word[..<equals]))
      {
        options.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
      } else if valued.contains(word), index < words.count {
        options.append((word, words[index]))
        index += 1
      } else {
        options.append((word, nil))
      }
    }
  }

  func value(_ names: String...) -> String? {
    options.last { names.contains($0.name) && $0.value != nil }?.value
  }

  func values(_ names: [String]) -> [String] {
    options.compactMap { names.contains($0.name) ? $0.value : nil }
  }

  func has(_ names: String...) -> Bool { options.contains { names.contains($0.name) } }
}
