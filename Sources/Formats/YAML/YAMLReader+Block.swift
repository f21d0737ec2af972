internal import Text

/// Where a block node may stand.
struct YAMLSlot {
  /// The column of the collection around it, -1 where there is none.
  let parent: Int
  /// Whether a sequence may stand in the parent's own column: a mapping's values may.
  var allowsSequenceAtParent = false
  /// Whether a collection may begin on the same line: after `-`, `?` and the `:` of an explicit key.
  var allowsCompact = false
}

/// Where a scalar, alias or flow collection stands in block style: it may turn out to be a mapping's key.
struct YAMLPlace {
  let slot: YAMLSlot
  let offset: Int
  let line: Int
  /// The column of a mapping whose first key this is.
  let column: Int
  /// Whether this must be a key, since it stands where a block mapping goes on.
  var isEntry = false
  /// Why no mapping may begin here, where none may.
  var obstacle: String?
  /// What stands on lines before: the properties of the whole node.
  var outer = YAMLProperties()
  /// What stands on the same line: the properties of the key, where this is one.
  var inner = YAMLProperties()
  let since: YAMLComposer.Extent
}

extension YAMLReader {
  /// Reads one node, or opens the collection that begins here, or finds that nothing does.
  mutating func readBlockNode(_ slot: YAMLSlot) throws(Problem) {
    let origin = scanner.offset
    let since = composer.extent
    var outer = YAMLProperties()
    gap = scanner.skipGap()
    while true {
      guard continues(slot) else { return try finishEmpty(outer, at: origin) }
      var place = YAMLPlace(
        slot: slot, offset: scanner.offset, line: scanner.line, column: scanner.column,
        obstacle: obstacle(slot), outer: outer, since: since)
      if scanner.peek == .ampersand || scanner.peek == .exclamation {
        let inner = try scanner.properties(handles: handles, inFlow: false)
        let next = scanner.skipGap()
        if next.startsLine || next.isEnd {
          try outer.merge(inner)
          gap = next
          continue
        }
        place.inner = inner
      }
      return try readBlockToken(place)
    }
  }

  /// Whether the next token belongs to a node in this slot.
  private func continues(_ slot: YAMLSlot) -> Bool {
    if gap.isEnd { return false }
    if !gap.startsLine || gap.indent > slot.parent { return true }
    return slot.allowsSequenceAtParent && gap.indent == slot.parent && !gap.hasTab
      && scanner.isIndicator(.dash)
  }

  private func obstacle(_ slot: YAMLSlot) -> String? {
    if gap.hasTab, gap.startsLine || slot.allowsCompact {
      return "a tab found in the indentation, expected spaces"
    }
    return gap.startsLine || slot.allowsCompact
      ? nil : "\(describe(scanner.peek)) found, expected a block collection on a line of its own"
  }

  private mutating func finishEmpty(_ properties: YAMLProperties, at offset: Int) throws(Problem) {
    deliver(
      try composer.finish(.empty, properties, at: properties.isEmpty ? offset : properties.offset))
  }

  private mutating func readBlockToken(_ place: YAMLPlace) throws(Problem) {
    switch scanner.peek {
    case .dash? where scanner.isIndicator(.dash):
      try open(.blockSequence, place)
      step = .blockNode(YAMLSlot(parent: place.column, allowsCompact: true))
    case .question? where scanner.isIndicator(.question):
      try open(.blockMapping, place)
      try startExplicitKey()
    case .colon? where scanner.isIndicator(.colon):
      if let obstacle = place.obstacle { throw Problem(obstacle, at: scanner.offset) }
      try openMapping(place, key: .empty)
    case .pipe?, .greater?: try readBlockScalar(place)
    default: try readAtom(place)
    }
  }

  /// Opens a collection at its first indicator and steps over that.
  private mutating func open(_ kind: YAMLFrame.Kind, _ place: YAMLPlace) throws(Problem) {
    if let obstacle = place.obstacle { throw Problem(obstacle, at: scanner.offset) }
    guard place.inner.isEmpty else {
      throw Problem(
        "\(describe(scanner.peek)) found after a tag or an anchor, expected a new line",
        at: scanner.offset)
    }
    var frame = YAMLFrame(kind, at: place.offset, line: place.line, since: place.since)
    frame.column = place.column
    frame.properties = place.outer
    try push(frame)
    scanner.advance()
  }

  private mutating func startExplicitKey() throws(Problem) {
    let top = frames.count - 1
    frames[top].readsKey = true
    step = .blockNode(
      YAMLSlot(parent: frames[top].column, allowsSequenceAtParent: true, allowsCompact: true))
  }

  private mutating func readBlockScalar(_ place: YAMLPlace) throws(Problem) {
    if place.isEntry {
      throw Problem("\(describe(scanner.peek)) found, expected a key", at: scanner.offset)
    }
    var properties = place.outer
    try properties.merge(place.inner)
    let offset = scanner.offset
    let text = try scanner.blockScalar(parent: place.slot.parent)
    let node = try composer.finish(.quoted(text), properties, at: offset)
    gap = scanner.skipGap()
    deliver(node)
  }

  /// Reads a scalar, an alias or a flow collection, which may be the key of a mapping.
  private mutating func readAtom(_ place: YAMLPlace) throws(Problem) {
    let minimum = place.slot.parent + 1
    switch scanner.peek {
    case .asterisk?:
      let offset = scanner.offset
      let name = try scanner.anchorName()
      try finishAtom(try composer.alias(name, at: offset, depth: frames.count), place)
    case .doubleQuote?, .singleQuote?:
      try finishAtom(.quoted(try scanner.quoted(minimum: minimum)), place)
    case .openBracket?, .openBrace?:
      flowPlace = place
      composer.open(place.outer)
      composer.open(place.inner)
      try openFlow(properties: YAMLProperties(), line: place.line, since: composer.extent)
    default:
      guard scanner.canStartPlain(inFlow: false) else {
        throw Problem(
          "\(describe(scanner.peek)) found, expected \(place.isEntry ? "a key" : "a value")",
          at: scanner.offset)
      }
      let text = try scanner.plain(minimum: place.isEntry ? nil : minimum, inFlow: false)
      try finishAtom(.plain(text), place)
    }
  }

  /// Decides whether what was just read is a key or the whole node.
  mutating func finishAtom(_ atom: YAMLComposer.Atom, _ place: YAMLPlace) throws(Problem) {
    let atomEnd = scanner.mark
    scanner.skipBlanks()
    if scanner.isIndicator(.colon) {
      try checkKeyLength(from: place.offset, line: place.line, to: atomEnd)
      return try openMapping(place, key: atom)
    }
    scanner.go(back: atomEnd)
    if place.isEntry {
      throw Problem("'\(shown(place))' found, expected a key and ':'", at: place.offset)
    }
    var properties = place.outer
    try properties.merge(place.inner)
    let node = try composer.finish(atom, properties, at: place.offset)
    gap = scanner.skipGap()
    guard gap.startsLine || gap.isEnd else {
      throw Problem(
        "\(describe(scanner.peek)) found after a value, expected the end of the line",
        at: scanner.offset)
    }
    deliver(node)
  }

  private func shown(_ place: YAMLPlace) -> String {
    excerpt(
      String(
        decoding: scanner.bytes[place.offset..<max(place.offset, scanner.offset)], as: UTF8.self))
  }

  // YAML 1.2.2 §7.4.2: a key without `?` stands on one line and has at most 1024 characters.
  mutating func checkKeyLength(from offset: Int, line: Int, to end: YAMLScanner.Mark)
    throws(Problem)
  {
    guard line == scanner.line else {
      throw Problem(
        "':' found after text over several lines, expected a key on one line", at: scanner.offset)
    }
    guard end.offset - offset > 1024 else { return }
    let characters = scanner.bytes[offset..<end.offset].count { $0 & 0xC0 != 0x80 }
    if characters > 1024 {
      problems.add(
        Problem("a key of \(characters) characters found, expected at most 1024", at: offset))
    }
  }

  /// Takes the atom as a key, in a new mapping unless one goes on here, and steps over its `:`.
  private mutating func openMapping(_ place: YAMLPlace, key: YAMLComposer.Atom) throws(Problem) {
    if !place.isEntry {
      if place.obstacle != nil { throw Problem(mappingObstacle(place), at: scanner.offset) }
      var frame = YAMLFrame(.blockMapping, at: place.offset, line: place.line, since: place.since)
      frame.column = place.column
      frame.properties = place.outer
      try push(frame)
    }
    let finished = try composer.finish(key, place.inner, at: place.offset)
    let top = frames.count - 1
    frames[top].key = finished.node
    frames[top].height = max(frames[top].height, finished.height + 1)
    scanner.advance()
    step = .blockNode(YAMLSlot(parent: frames[top].column, allowsSequenceAtParent: true))
  }

  private func mappingObstacle(_ place: YAMLPlace) -> String {
    if let obstacle = place.obstacle, obstacle.hasPrefix("a tab") { return obstacle }
    return "':' found after a value, expected the end of the line"
  }

  /// Reads the next entry of the innermost block collection, or ends it.
  mutating func readBlockEntry() throws(Problem) {
    // Never a copy of the frame: it would make the next append copy all that the frame holds.
    let column = frames[frames.count - 1].column
    if gap.isEnd || gap.indent < column { return try closeBlock() }
    if gap.hasTab {
      throw Problem("a tab found in the indentation, expected spaces", at: scanner.offset)
    }
    guard gap.indent == column else {
      throw Problem(
        "\(describe(scanner.peek)) found at column \(gap.indent + 1), expected it at column \(column + 1)",
        at: scanner.offset)
    }
    if frames[frames.count - 1].kind == .blockSequence { return try readSequenceEntry(column) }
    try readMappingEntry(column)
  }

  private mutating func readSequenceEntry(_ column: Int) throws(Problem) {
    if scanner.isIndicator(.dash) {
      scanner.advance()
      step = .blockNode(YAMLSlot(parent: column, allowsCompact: true))
    } else if frames.count > 1, frames[frames.count - 2].kind == .blockMapping,
      frames[frames.count - 2].column == column
    {
      try closeBlock()
    } else {
      throw Problem(
        "\(describe(scanner.peek)) found, expected '-' and a space", at: scanner.offset)
    }
  }

  private mutating func readMappingEntry(_ column: Int) throws(Problem) {
    let slot = YAMLSlot(parent: column, allowsSequenceAtParent: true)
    if scanner.isIndicator(.colon), frames[frames.count - 1].key != nil {
      scanner.advance()
      step = .blockNode(
        YAMLSlot(parent: column, allowsSequenceAtParent: true, allowsCompact: true))
      return
    }
    try finishKeyWithoutValue()
    var place = YAMLPlace(
      slot: slot, offset: scanner.offset, line: scanner.line, column: column, isEntry: true,
      since: composer.extent)
    if scanner.peek == .ampersand || scanner.peek == .exclamation {
      place.inner = try scanner.properties(handles: handles, inFlow: false)
    }
    switch scanner.peek {
    case .question? where scanner.isIndicator(.question) && place.inner.isEmpty:
      scanner.advance()
      try startExplicitKey()
    case .colon? where scanner.isIndicator(.colon): try openMapping(place, key: .empty)
    case .dash? where scanner.isIndicator(.dash):
      throw Problem("'-' found, expected a key", at: scanner.offset)
    case .pipe?, .greater?: try readBlockScalar(place)
    default: try readAtom(place)
    }
  }

  /// Gives a key after `?` without a `:` its null.
  private mutating func finishKeyWithoutValue() throws(Problem) {
    let top = frames.count - 1
    guard let key = frames[top].key else { return }
    frames[top].key = nil
    add(key, try composer.finish(.empty, YAMLProperties(), at: key.offset).node)
  }

  private mutating func closeBlock() throws(Problem) {
    try finishKeyWithoutValue()
    guard let frame = frames.popLast() else { return }
    deliver(try composer.finish(frame.atom, frame.properties, at: frame.offset))
  }
}
