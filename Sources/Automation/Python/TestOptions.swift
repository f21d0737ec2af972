internal import Facts
internal import Text

/// What a pytest command or its settings select.
struct TestOptions: Sendable, Hashable {
  var paths: [String] = []
  var keyword: String?
  var marks: String?
  var ignored: [String] = []
  var deselected: [String] = []
  var notebooks = false
  var collectsOnly = false

  /// Reads arguments; what is given later replaces what was given before.
  mutating func read(_ arguments: [String], valued: Set<String>) {
    var index = 0
    while index < arguments.count {
      let word = arguments[index]
      var value: String?
      var name = word
      if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
        name = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      } else if word.hasPrefix("-k") || word.hasPrefix("-m"), word.utf8.count > 2 {
        name = String(word.prefix(2))
        value = String(word.dropFirst(2))
      } else if valued.contains(word), index + 1 < arguments.count {
        index += 1
        value = arguments[index]
      }
      take(name, value, word)
      index += 1
    }
  }

  private mutating func take(_ name: String, _ value: String?, _ word: String) {
    switch name {
    case "-k": keyword = value
    case "-m": marks = value
    case "--ignore", "--ignore-glob": if let value { ignored.append(value) }
    case "--deselect": if let value { deselected.append(value) }
    case "--nbmake", "--nbval", "--nbval-lax": notebooks = true
    case "--collect-only", "--co", "--version", "-V", "--help", "--fixtures", "--markers":
      collectsOnly = true
    default:
      if !name.hasPrefix("-"), value == nil { paths.append(word) }
    }
  }
}

/// How pytest is set up in one folder: `pytest.ini`, `pyproject.toml`, `tox.ini`, `setup.cfg`.
struct TestSettings: Sendable {
  var folder = ""
  var testPaths: [String] = []
  var filePatterns = ["test_*.py", "*_test.py"]
  var functionPatterns = ["test"]
  var classPatterns = ["Test"]
  var leftOutFolders = [
    "*.egg", ".*", "_darcs", "build", "CVS", "dist", "node_modules", "venv", "{arch}",
  ]
  var addedOptions: [String] = []

  /// Reads the settings that hold for a folder: the nearest file with a pytest section, upwards.
  init(for folder: String, facts: FactTable, files: FileIndex) {
    var current = folder
    while true {
      if let node = TestSettings.section(in: current, facts, files) {
        self.folder = current
        read(node)
        return
      }
      guard !current.isEmpty else { return }
      current = FileIndex.folder(of: current)
    }
  }

  private static func section(in folder: String, _ facts: FactTable, _ files: FileIndex) -> Node? {
    let places: [(String, [String])] = [
      ("pytest.ini", ["pytest"]), (".pytest.ini", ["pytest"]), ("pytest.toml", ["pytest"]),
      ("pyproject.toml", ["tool", "pytest", "ini_options"]), ("tox.ini", ["pytest"]),
      ("setup.cfg", ["tool:pytest"]),
    ]
    for (name, keys) in places {
      guard let file = files[folder.isEmpty ? name : folder + "/" + name],
        let root = facts.structured(file)?.documents.first
      else { continue }
      var node: Node? = root
      for key in keys { node = node?[key] }
      if let node { return node }
      if name.hasSuffix("pytest.ini") { return root }
    }
    return nil
  }

  private mutating func read(_ node: Node) {
    func words(_ key: String) -> [String]? {
      guard let value = node[key] else { return nil }
      if value.isSequence { return value.elements.compactMap(\.scalar) }
      return value.scalar?.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    testPaths = words("testpaths") ?? []
    filePatterns = words("python_files") ?? filePatterns
    functionPatterns = words("python_functions") ?? functionPatterns
    classPatterns = words("python_classes") ?? classPatterns
    leftOutFolders = words("norecursedirs") ?? leftOutFolders
    if let value = node["addopts"] {
      addedOptions =
        value.isSequence
        ? value.elements.compactMap(\.scalar) : value.scalar.map(splitWords) ?? []
    }
  }
}

/// Splits an option string at blanks outside quotes.
func splitWords(_ text: String) -> [String] {
  var words: [String] = []
  var word = ""
  var quote: Character?
  var isOpen = false
  for character in text {
    if let open = quote {
      if character == open { quote = nil } else { word.append(character) }
    } else if character == "\"" || character == "'" {
      quote = character
      isOpen = true
    } else if character.isWhitespace {
      if isOpen || !word.isEmpty { words.append(word) }
      word = ""
      isOpen = false
    } else {
      word.append(character)
    }
  }
  if isOpen || !word.isEmpty { words.append(word) }
  return words
}

extension FactTable {
  func structured(_ file: Int) -> StructuredFile? {
    if case .structured(let structured)? = contents[file] { structured } else { nil }
  }
}
