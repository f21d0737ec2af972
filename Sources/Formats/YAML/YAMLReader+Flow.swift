internal import Text

extension YAMLReader {
  /// Opens the flow collection whose bracket stands here.
  mutating func openFlow(
    properties: YAMLProperties, line: Int, since: YAMLComposer.Extent
  ) throws(Problem) {
    let kind: YAMLFrame.Kind = scanner.peek == .openBrace ? .flowMapping : .flowSequence
    var frame = YAMLFrame(kind, at: scanner.offset, line: line, since: since)
    frame.properties = properties
    try push(frame)
    scanner.advance()
    step = .flow
  }

  /// Reads the next token inside a flow collection.
  mutating func readFlowToken() throws(Problem) {
    try skipFlowGap()
    // Never a copy of the frame: it would make the next append copy all that the frame holds.
    let top = frames.count - 1
    let isSequence = frames[top].kind == .flowSequence
    let closer = frames[top].closer
    let isEnd = scanner.peek == .comma || scanner.peek == closer
    switch frames[top].stage {
    case .beforeEntry where scanner.peek == closer: try closeFlow()
    case .beforeEntry where scanner.isIndicator(.question):
      if isSequence { try openPair(at: scanner.offset) }
      frames[frames.count - 1].stage = .beforeKey
      scanner.advance()
    case .beforeEntry where isAtValueIndicator(after: false),
      .beforeKey where isAtValueIndicator(after: false):
      if isSequence { try openPair(at: scanner.offset) }
      setKey(try empty(), isJSON: false)
    case .beforeKey where isEnd: setKey(try empty(), isJSON: false)
    case .afterKey where isAtValueIndicator(after: frames[top].keyIsJSON):
      scanner.advance()
      frames[top].stage = .beforeValue
    case .afterKey where isEnd, .beforeValue where isEnd: try finishMember(try empty())
    case .afterEntry where scanner.peek == .comma:
      scanner.advance()
      frames[top].stage = .beforeEntry
    case .afterEntry where scanner.peek == closer: try closeFlow()
    case .beforeEntry, .beforeKey, .beforeValue: try readFlowNode()
    case .afterKey: throw unexpected("':', ',' or '\(Character(Unicode.Scalar(closer)))'")
    case .afterEntry: throw unexpected("',' or '\(Character(Unicode.Scalar(closer)))'")
    }
  }

  private func unexpected(_ wanted: String) -> Problem {
    Problem("\(describe(scanner.peek)) found, expected \(wanted)", at: scanner.offset)
  }

  /// Whether `:` stands here and sets off a value; after a key of JSON's kind it needs no space.
  private func isAtValueIndicator(after keyIsJSON: Bool) -> Bool {
    scanner.peek == .colon
      && (keyIsJSON || !scanner.isPlainSafe(at: scanner.offset + 1, inFlow: true))
  }

  /// Steps to the next token; it must lie deeper than the collection around the outermost bracket.
  private mutating func skipFlowGap() throws(Problem) {
    let gap = scanner.skipGap()
    guard !gap.isEnd else {
      if scanner.offset < scanner.end {
        throw Problem("document marker found inside a flow collection", at: scanner.offset)
      }
      let frame = frames.last { $0.kind != .flowPair }
      let closer = frame?.closer == .closeBrace ? "}" : "]"
      throw Problem(
        "the flow collection is not closed, expected '\(closer)'",
        at: frame?.offset ?? scanner.offset)
    }
    let minimum = (flowPlace?.slot.parent ?? -1) + 1
    guard gap.startsLine, gap.indent < minimum else { return }
    let isCloser = scanner.peek == .closeBracket || scanner.peek == .closeBrace
    // For a bracket too the specification forbids it, but every reader takes it, and people write it.
    let problem = Problem(
      "\(describe(scanner.peek)) found at column \(gap.indent + 1), expected at least column \(minimum + 1)",
      at: scanner.offset, severity: isCloser ? .warning : .error)
    problems.add(problem)
  }

  private mutating func openPair(at offset: Int) throws(Problem) {
    try push(YAMLFrame(.flowPair, at: offset, line: scanner.line, since: composer.extent))
  }

  private mutating func empty() throws(Problem) -> YAMLComposer.Finished {
    try composer.finish(.empty, YAMLProperties(), at: scanner.offset)
  }

  private mutating func setKey(_ key: YAMLComposer.Finished, isJSON: Bool) {
    let top = frames.count - 1
    frames[top].key = key.node
    frames[top].height = max(frames[top].height, key.height + 1)
    frames[top].keyIsJSON = isJSON
    frames[top].stage = .afterKey
  }

  /// Adds the value of the pending key; a pair without braces is then complete.
  private mutating func finishMember(_ value: YAMLComposer.Finished) throws(Problem) {
    let top = frames.count - 1
    guard let key = frames[top].key else { return }
    frames[top].key = nil
    frames[top].height = max(frames[top].height, value.height + 1)
    frames[top].stage = .afterEntry
    add(key, value.node)
    guard frames[top].kind == .flowPair, let pair = frames.popLast() else { return }
    appendElement(try composer.finish(pair.atom, YAMLProperties(), at: pair.offset))
  }

  private mutating func appendElement(_ finished: YAMLComposer.Finished) {
    let top = frames.count - 1
    frames[top].elements.append(finished.node)
    frames[top].height = max(frames[top].height, finished.height + 1)
    frames[top].stage = .afterEntry
  }

  private mutating func readFlowNode() throws(Problem) {
    let (offset, line, since) = (scanner.offset, scanner.line, composer.extent)
    var properties = YAMLProperties()
    while scanner.peek == .ampersand || scanner.peek == .exclamation {
      try properties.merge(try scanner.properties(handles: handles, inFlow: true))
      try skipFlowGap()
    }
    let minimum = (flowPlace?.slot.parent ?? -1) + 1
    var isJSON = false
    let atom: YAMLComposer.Atom
    switch scanner.peek {
    case .openBracket?, .openBrace?:
      return try openFlow(properties: properties, line: line, since: since)
    case .asterisk?:
      let offset = scanner.offset
      let name = try scanner.anchorName()
      atom = try composer.alias(name, at: offset, depth: frames.count)
    case .doubleQuote?, .singleQuote?:
      atom = .quoted(try scanner.quoted(minimum: minimum))
      isJSON = true
    case _ where !properties.isEmpty && isAtFlowNodeEnd: atom = .empty
    default:
      guard scanner.canStartPlain(inFlow: true) else {
        throw Problem("\(describe(scanner.peek)) found, expected a value", at: scanner.offset)
      }
      atom = .plain(try scanner.plain(minimum: minimum, inFlow: true))
    }
    let finished = try composer.finish(atom, properties, at: offset)
    try deliverInFlow(finished, isJSON: isJSON, from: offset, line: line)
  }

  private var isAtFlowNodeEnd: Bool {
    switch scanner.peek {
    case .comma?, .closeBracket?, .closeBrace?: true
    default: isAtValueIndicator(after: false)
    }
  }

  /// Hands a node to the flow collection around it; before a `:` it is a key.
  private mutating func deliverInFlow(
    _ finished: YAMLComposer.Finished, isJSON: Bool, from offset: Int, line: Int
  ) throws(Problem) {
    let top = frames.count - 1
    if frames[top].stage == .beforeValue { return try finishMember(finished) }
    if frames[top].kind != .flowSequence { return setKey(finished, isJSON: isJSON) }
    let nodeEnd = scanner.mark
    scanner.skipBlanks()
    if isAtValueIndicator(after: isJSON) {
      try checkKeyLength(from: offset, line: line, to: nodeEnd)
      try openPair(at: offset)
      setKey(finished, isJSON: isJSON)
    } else {
      appendElement(finished)
    }
  }

  private mutating func closeFlow() throws(Problem) {
    guard let frame = frames.popLast() else { return }
    scanner.advance()
    if frames.last?.isFlow == true {
      let finished = try composer.finish(frame.atom, frame.properties, at: frame.offset)
      try deliverInFlow(finished, isJSON: true, from: frame.offset, line: frame.line)
    } else if let place = flowPlace {
      flowPlace = nil
      try finishAtom(frame.atom, place)
    }
  }
}
