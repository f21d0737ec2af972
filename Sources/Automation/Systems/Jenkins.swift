internal import Facts
internal import Languages
internal import Text

/// Jenkins: declarative and simple scripted pipelines; a Jenkinsfile without triggers is started from outside the repository.
///
/// Only what stands in strings handed to `sh`, `bat` and the like is read, with the stage around it.
struct Jenkins {
  static func add(to graph: inout GraphBuilder) {
    for (index, file) in graph.facts.files.enumerated() {
      guard case .jenkinsfile(let source)? = graph.facts.contents[index] else { continue }
      var reader = Jenkins(source: source, file: index, path: file.path)
      reader.read(&graph)
    }
  }

  private let source: SourceText
  private let file: Int
  private let path: String
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var stages: [(node: Int, depth: Int)] = []
  private var allStages: [Int] = []
  private var catches: [Int] = []
  private var posts: [Int] = []
  private var order: [ScriptStep] = []
  private var cron: [(String, Int)] = []
  private var hasPush = false
  private var isHeld = false

  private init(source: SourceText, file: Int, path: String) {
    self.source = source
    self.file = file
    self.path = path
    bytes = source.bytes
  }

  private mutating func read(_ graph: inout GraphBuilder) {
    let root = graph.job("pipeline \(path)", at: Location(path: path))
    let held = graph.trigger(.manual, at: Location(path: path), file: file)
    stages = [(root, -1)]
    while position < bytes.count { step(&graph, root: root, held: held) }
    graph.sequences.chain(order)
    addTriggers(root, &graph)
  }

  private mutating func addTriggers(_ root: Int, _ graph: inout GraphBuilder) {
    for (line, offset) in cron {
      let trigger = graph.trigger(
        .schedule, cadence: line, at: graph.location(of: offset, in: source), file: file)
      graph.connect(trigger, root)
      graph.connect(trigger, file)
    }
    if hasPush {
      let trigger = graph.trigger(.push, at: Location(path: path), file: file)
      graph.connect(trigger, root)
      graph.connect(trigger, file)
    }
    if cron.isEmpty, !hasPush {
      graph.leaveOpen(
        "what starts this Jenkins pipeline is set up outside the repository",
        at: Location(path: path))
      graph.connect(graph.trigger(.manual, at: Location(path: path), file: file), root)
    }
  }

  private mutating func step(_ graph: inout GraphBuilder, root: Int, held: Int) {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "{"):
      depth += 1
      position += 1
    case UInt8(ascii: "}"):
      depth -= 1
      if let last = stages.last, stages.count > 1, depth <= last.depth { stages.removeLast() }
      catches.removeAll { depth <= $0 }
      posts.removeAll { depth <= $0 }
      position += 1
    case UInt8(ascii: "/"): skipComment()
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      // A script's path handed to a helper of the pipeline's own.
      if let text = string()?.text, text.hasSuffix(".sh") || text.hasSuffix(".py"),
        let script = graph.files[text], let stage = stages.last
      {
        graph.connect(stage.node, script, hidesFailure: !catches.isEmpty || !posts.isEmpty)
      }
    default:
      if isWordStart(byte) { word(&graph, root: root, held: held) } else { position += 1 }
    }
  }

  private func isWordStart(_ byte: UInt8) -> Bool {
    (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte == UInt8(ascii: "_")
  }

  private func isWordPart(_ byte: UInt8) -> Bool {
    isWordStart(byte) || (byte >= 48 && byte <= 57) || byte == UInt8(ascii: ".")
  }

  private mutating func word(_ graph: inout GraphBuilder, root: Int, held: Int) {
    let start = position
    while position < bytes.count, isWordPart(bytes[position]) { position += 1 }
    let name = source.text(start..<position)
    switch name {
    case "stage":
      guard let text = argument() else { return }
      openStage(text.text, at: start, root: root, held: held, &graph)
    case "sh", "bat", "powershell", "pwsh":
      addShell(name, at: start, &graph)
    case "cron", "pollSCM":
      guard let text = argument() else { return }
      if name == "cron" { cron.append((text.text, start)) } else { hasPush = true }
    case "githubPush", "gitlab", "bitbucketPush", "GenericTrigger", "upstream": hasPush = true
    case "input": isHeld = true
    case "catchError", "warnError": catches.append(depth)
    case "post": posts.append(depth)
    default: break
    }
  }

  private mutating func openStage(
    _ name: String, at offset: Int, root: Int, held: Int, _ graph: inout GraphBuilder
  ) {
    let node = graph.job("stage \(name)", at: graph.location(of: offset, in: source))
    let parent = stages.last?.node ?? root
    let hides = !catches.isEmpty
    // Behind an `input` a person has said yes.
    graph.connect(isHeld ? held : parent, node, hidesFailure: hides)
    if stages.count == 1 || stages.last?.depth == stages.first?.depth {
      for earlier in allStages { graph.sequences.add(earlier, before: node) }
    }
    allStages.append(node)
    stages.append((node, depth))
  }

  private mutating func addShell(_ name: String, at offset: Int, _ graph: inout GraphBuilder) {
    let isStatus = lookAhead("returnStatus")
    guard let text = argument(), let stage = stages.last else { return }
    let hides = !catches.isEmpty || isStatus || !posts.isEmpty
    let context = CommandContext(folder: "", file: file, origin: .step)
    let steps = graph.addScript(
      ScriptText(file: source, range: text.range), below: stage.node,
      context: context, shell: name == "sh" ? .stopping : .plain, hidesFailure: hides)
    order += steps
  }

  /// Whether a word stands on the rest of the line.
  private func lookAhead(_ word: String) -> Bool {
    var end = position
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    return source.text(position..<end).contains(word)
  }

  /// The string that is the first argument, or the one named `script:`.
  private mutating func argument() -> (text: String, range: Range<Int>)? {
    var seen = 0
    while position < bytes.count, seen < 400 {
      let byte = bytes[position]
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return string() }
      guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "}"), byte != UInt8(ascii: ";") else {
        return nil
      }
      position += 1
      seen += 1
    }
    return nil
  }

  private mutating func skipComment() {
    guard position + 1 < bytes.count else {
      position += 1
      return
    }
    if bytes[position + 1] == UInt8(ascii: "/") {
      while position < bytes.count, bytes[position] != 10 { position += 1 }
    } else if bytes[position + 1] == UInt8(ascii: "*") {
      position += 2
      while position + 1 < bytes.count,
        !(bytes[position] == UInt8(ascii: "*") && bytes[position + 1] == UInt8(ascii: "/"))
      { position += 1 }
      position = min(bytes.count, position + 2)
    } else {
      position += 1
    }
  }

  /// A Groovy string, its quotes passed over.
  private mutating func string() -> (text: String, range: Range<Int>)? {
    let quote = bytes[position]
    let isTriple =
      position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
    let width = isTriple ? 3 : 1
    position += width
    let start = position
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\\") {
        position = min(bytes.count, position + 2)
        continue
      }
      let isEnd =
        bytes[position] == quote
        && (!isTriple
          || (position + 2 < bytes.count && bytes[position + 1] == quote
            && bytes[position + 2] == quote))
      if isEnd {
        let range = start..<position
        position = min(bytes.count, position + width)
        return (source.text(range), range)
      }
      if !isTriple, bytes[position] == 10 { return nil }
      position += 1
    }
    return nil
  }
}
