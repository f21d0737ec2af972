internal import Facts
internal import Text

extension GraphBuilder {
  /// Adds tox's environments with their commands, from `tox.ini`, `setup.cfg`, `tox.toml` and `pyproject.toml`.
  mutating func addTox() {
    for (index, file) in facts.files.enumerated() {
      guard let structured = facts.structured(index), let root = structured.documents.first else {
        continue
      }
      switch FileIndex.name(of: file.path) {
      case "tox.ini", "setup.cfg": addToxIni(root, structured, index)
      case "tox.toml": addToxTable(root, structured, index)
      case "pyproject.toml":
        guard let tox = root["tool"]?["tox"] else { continue }
        if let legacy = tox["legacy_tox_ini"]?.scalar {
          addLegacyTox(legacy, structured, index)
        } else {
          addToxTable(tox, structured, index)
        }
      default: continue
      }
    }
  }

  private mutating func addToxIni(_ root: Node, _ file: StructuredFile, _ index: Int) {
    var found = TargetTable.TaskFolder(file: index, folder: FileIndex.folder(of: file.source.path))
    let base = root["testenv"]
    for member in root.members {
      guard let name = member.key.scalar, name == "testenv" || name.hasPrefix("testenv:") else {
        continue
      }
      let env = name == "testenv" ? "" : String(name.dropFirst("testenv:".count))
      let node = add(
        .target, at: file.location(of: member.key), what: env.isEmpty ? "tox" : "tox -e \(env)")
      found.nodes[env] = node
      let commands = member.value["commands"] ?? base?["commands"]
      let folder = member.value["changedir"] ?? member.value["change_dir"] ?? base?["changedir"]
      for key in ["commands_pre", "commands", "commands_post"] {
        let value = key == "commands" ? commands : member.value[key]
        if let value { addToxCommands(value, root, file, index, node, folder?.scalar) }
      }
      if let all = member.value["ignore_outcome"]?.truth, all { hideAll(behind: node) }
    }
    guard !found.nodes.isEmpty else { return }
    found.fallback = found.nodes[""]
    let section = root["tox"] ?? root["tox:tox"]
    let list = (section?["envlist"] ?? section?["env_list"])?.scalar ?? ""
    let names = list.split { $0 == "," || $0.isWhitespace }.map(String.init)
    let chosen = names.compactMap { found.nodes[$0] ?? found.fallback }
    found.defaults = chosen.isEmpty ? found.fallback.map { [$0] } ?? [] : unique(chosen)
    targets.define("tox", found)
  }

  private mutating func addToxCommands(
    _ value: Node, _ root: Node, _ file: StructuredFile, _ index: Int, _ node: Int,
    _ folder: String?
  ) {
    let own = FileIndex.folder(of: file.source.path)
    var context = CommandContext(folder: own, file: index, origin: .target)
    if let folder { context.enter(toxText(folder, root), files: files) }
    let text =
      value.isSequence ? value.elements.compactMap(\.scalar).joined(separator: "\n") : value.scalar
    guard let text else { return }
    let script = ScriptText(text, like: value, in: file)
    var steps: [ScriptStep] = []
    for (line, offset) in toxLines(text) {
      var words = line.drop { $0.isWhitespace }
      let ignores = words.hasPrefix("-") && !words.hasPrefix("--")
      if ignores || words.hasPrefix("!") { words = words.dropFirst().drop { $0.isWhitespace } }
      guard !words.isEmpty, !words.hasPrefix("#") else { continue }
      if words.hasPrefix("{[") {
        let section = String(words.dropFirst(2).prefix { $0 != "]" })
        if let referred = root[section]?["commands"], referred.offset != value.offset {
          addToxCommands(referred, .null, file, index, node, folder)
        }
        continue
      }
      steps += addScript(
        ScriptText(toxText(String(words), root), at: script.location(of: offset)), below: node,
        context: context, shell: .stopping, hidesFailure: ignores)
    }
    sequences.chain(steps)
  }

  /// tox's braces put in: `{posargs:tests}` its default, `{toxinidir}` the folder, others left out.
  private func toxText(_ text: String, _ root: Node) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let body = rest[rest.index(after: open)..<close]
      if body.hasPrefix("posargs:") {
        result += body.dropFirst("posargs:".count)
      } else if body == "toxinidir" || body == "tox_root" {
        result += "."
      } else if body == "envpython" {
        result += "python"
      } else if body.hasPrefix("[") {
        let section = body.dropFirst().prefix { $0 != "]" }
        let key = body.drop { $0 != "]" }.dropFirst()
        result += root[String(section)]?[String(key)]?.scalar ?? ""
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private mutating func addToxTable(_ root: Node, _ file: StructuredFile, _ index: Int) {
    var found = TargetTable.TaskFolder(file: index, folder: FileIndex.folder(of: file.source.path))
    let base = root["env_run_base"]
    var sections = (root["env"]?.members ?? []).map { ($0.key.scalar ?? "", $0.key, $0.value) }
    if let member = root.member("env_run_base") { sections.append(("", member.key, member.value)) }
    for (name, key, value) in sections {
      let node = add(
        .target, at: file.location(of: key), what: name.isEmpty ? "tox" : "tox -e \(name)")
      found.nodes[name] = node
      let context = CommandContext(folder: found.folder, file: index, origin: .target)
      var steps: [ScriptStep] = []
      for command in (value["commands"] ?? base?["commands"])?.elements ?? [] {
        let words = command.elements.compactMap { $0.scalar ?? $0["default"]?.listed.first?.scalar }
        steps += addScript(
          ScriptText(words.joined(separator: " "), at: file.location(of: command)), below: node,
          context: context, shell: .stopping)
      }
      sequences.chain(steps)
    }
    guard !found.nodes.isEmpty else { return }
    found.fallback = found.nodes[""]
    let list = (root["env_list"] ?? root["envlist"])?.elements.compactMap(\.scalar) ?? []
    let chosen = list.compactMap { found.nodes[$0] ?? found.fallback }
    found.defaults = chosen.isEmpty ? found.fallback.map { [$0] } ?? [] : unique(chosen)
    targets.define("tox", found)
  }

  /// The INI text inside a TOML string: sections and keys, enough to find the commands.
  private mutating func addLegacyTox(_ text: String, _ file: StructuredFile, _ index: Int) {
    var sections: [(String, [(String, Node)])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("[") {
        sections.append((String(line.dropFirst().prefix { $0 != "]" }), []))
      } else if let last = sections.indices.last {
        if line.first?.isWhitespace == true, let entry = sections[last].1.indices.last {
          let (key, value) = sections[last].1[entry]
          sections[last].1[entry] = (key, .string((value.scalar ?? "") + "\n" + line))
        } else if let equals = line.firstIndex(of: "=") {
          let key = line[..<equals].filter { !$0.isWhitespace }
          let value = line[line.index(after: equals)...].drop { $0.isWhitespace }
          sections[last].1.append((String(key), .string(String(value))))
        }
      }
    }
    addToxIni(.object(sections.map { ($0.0, .object($0.1)) }), file, index)
  }

  private mutating func hideAll(behind node: Int) {
    setHidden(behind: node)
  }

  private func unique(_ nodes: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return nodes.filter { seen.insert($0).inserted }
  }
}

/// The command lines of a tox setting with their offsets; a line that ends in a backslash goes on.
private func toxLines(_ text: String) -> [(line: Substring, offset: Int)] {
  var found: [(line: Substring, offset: Int)] = []
  var start = text.startIndex
  var position = text.startIndex
  while position < text.endIndex {
    let end = text[position...].firstIndex(of: "\n") ?? text.endIndex
    if text[position..<end].last != "\\" || end == text.endIndex {
      found.append((text[start..<end], text.utf8.distance(from: text.startIndex, to: start)))
      start = end == text.endIndex ? end : text.index(after: end)
    }
    position = end == text.endIndex ? end : text.index(after: end)
  }
  return found
}
