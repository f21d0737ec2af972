package import Text

extension ShellScript {
  /// Reads a script, a `run:` block, one recipe line, or the part of a file that is shell; offsets are the source's.
  ///
  /// Never fails: problems are warnings, since a text in another language (PowerShell, cmd) may stand in the same place.
  package static func parse(_ source: SourceText, in range: Range<Int>? = nil) -> Parsed<
    ShellScript
  > {
    let range = (range ?? 0..<source.bytes.count).clamped(to: 0..<source.bytes.count)
    var parser = ShellParser(bytes: source.bytes, range: range)
    parser.parseScript()
    let order = parser.commands.indices.sorted {
      parser.commands[$0].range.lowerBound < parser.commands[$1].range.lowerBound
    }
    for (place, index) in order.enumerated() {
      parser.tree.items[parser.commands[index].item].kind = .command(place)
    }
    let script = ShellScript(
      commands: order.map { parser.command(parser.commands[$0]) }, functions: parser.functions,
      interpreter: interpreter(of: source.bytes[range]),
      items: order.map { parser.commands[$0].item }, tree: parser.tree)
    return Parsed(script.withIndexes(), problems: parser.problems)
  }

  /// Reads one command line.
  package static func parse(line: String) -> ShellScript {
    parse(SourceText(path: "", text: line)).value
  }

  private static func interpreter(of bytes: ArraySlice<UInt8>) -> [String] {
    guard bytes.hasPrefix("#!") else { return [] }
    return bytes.dropFirst(2).prefix { $0 != .newline }.split(whereSeparator: \.isBlank)
      .map { String(bytes: $0) }
  }
}

extension ShellParser {
  /// A draft with what its surroundings say.
  fileprivate func command(_ draft: Draft) -> ShellCommand {
    let surroundings = surroundings(of: draft.item)
    return ShellCommand(
      words: draft.words, assignments: draft.assignments,
      redirects: draft.redirects.map {
        ShellRedirect(
          form: $0.form, descriptor: $0.descriptor, target: $0.target,
          body: $0.hereDocument.flatMap { hereDocuments[$0].body })
      },
      offset: draft.range.lowerBound, range: draft.range, function: surroundings.function,
      isConditional: surroundings.isConditional, isSubstituted: surroundings.isSubstituted,
      pipeline: pipeline(of: draft.item), terminator: terminator(of: draft.item),
      alternative: alternative(to: draft.item), errexit: draft.errexit, pipefail: draft.pipefail)
  }

  private func pipeline(of item: Int) -> ShellCommand.Pipeline {
    let pipeline = tree.items[item].parent
    guard pipeline >= 0 else { return ShellCommand.Pipeline(index: 0, count: 1) }
    return ShellCommand.Pipeline(
      index: tree.items[item].position, count: tree.items[pipeline].children.count)
  }

  private func terminator(of item: Int) -> ShellCommand.Terminator {
    let pipeline = tree.items[item].parent
    guard pipeline >= 0 else { return .sequence }
    if tree.items[item].position + 1 < tree.items[pipeline].children.count { return .pipe }
    guard
      case .chain(let operators, let isBackground) = tree.items[tree.items[pipeline].parent].kind
    else { return .sequence }
    let position = tree.items[pipeline].position
    if position < operators.count { return operators[position] ? .and : .or }
    return isBackground ? .background : .sequence
  }

  private func alternative(to item: Int) -> String? {
    let pipeline = tree.items[item].parent
    guard pipeline >= 0, tree.items[pipeline].parent >= 0 else { return nil }
    let chain = tree.items[tree.items[pipeline].parent]
    guard case .chain(let operators, _) = chain.kind,
      let next = operators.indices.first(where: {
        $0 >= tree.items[pipeline].position && !operators[$0]
      })
    else { return nil }
    let range = tree.items[chain.children[next + 1]].range
    return String(
      bytes: bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 200)].trimmed)
  }

  private func surroundings(of item: Int)
    -> (function: String?, isConditional: Bool, isSubstituted: Bool)
  {
    var isConditional = false
    var isSubstituted = false
    var child = item
    while tree.items[child].parent >= 0 {
      let parent = tree.items[child].parent
      switch tree.items[parent].kind {
      case .chain: isConditional = isConditional || tree.items[child].position > 0
      case .condition: isConditional = isConditional || tree.items[child].position > 0
      case .choice, .loop: isConditional = true
      case .command, .substitution: isSubstituted = true
      case .function(let index): return (functions[index].name, isConditional, isSubstituted)
      case .list, .pipeline, .group, .subshell: break
      }
      child = parent
    }
    return (nil, isConditional, isSubstituted)
  }
}
