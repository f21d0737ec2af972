internal import Facts
internal import Languages
internal import Text

/// Turns an R or Julia outline into facts; a package before `::` is the first component of a full name.
struct RFacts {
  let outline: ROutline
  let source: SourceText
  let file: Int
  let path: String

  func facts() -> FileFacts {
    var facts = FileFacts()
    facts.definitions = definitions()
    facts.imports = outline.imports.map { row in
      ImportFact(file: file, definition: 0, location: location(row.offset), module: row.package)
    }
    facts.calls = outline.calls.map(call)
    facts.assignments = outline.constants.map { constant in
      AssignmentFact(
        file: file, definition: definition(at: constant.offset),
        location: location(constant.offset),
        target: constant.name, expression: expression(constant.value))
    }
    facts.conditions = outline.calls.compactMap(expectation)
    facts.exits = outline.calls.filter { ["stop", "abort", "stopifnot", "quit"].contains($0.name) }
      .map { call in
        ExitFact(
          file: file, definition: definition(at: call.offset), location: location(call.offset),
          kind: .raises, detail: call.name)
      }
    return facts
  }

  private func location(_ offset: Int) -> Location {
    let place = source.position(of: offset)
    return Location(path: path, line: place.line, column: place.column)
  }

  /// The module first, then named functions, then test blocks as functions of their own.
  private func definitions() -> [Definition] {
    let module = Definition(
      file: file, kind: .module, name: PythonFacts.moduleName(of: path), qualname: "", parent: nil,
      location: Location(path: path), lastLine: source.lineCount)
    return [module]
      + outline.functions.map { function in
        definition(function.name, function.offset, function.range)
      }
      + outline.tests.map { test in
        definition("test: " + test.name, test.offset, test.range)
      }
  }

  private func definition(_ name: String, _ offset: Int, _ range: Range<Int>) -> Definition {
    Definition(
      file: file, kind: .function, name: name, qualname: name, parent: 0,
      location: location(offset), lastLine: source.position(of: range.upperBound).line)
  }

  /// The innermost function or test around a byte, as an index into the definitions.
  private func definition(at offset: Int) -> Int {
    let ranges = outline.functions.map(\.range) + outline.tests.map(\.range)
    let around = ranges.indices.filter { ranges[$0].contains(offset) }
    return around.min { ranges[$0].count < ranges[$1].count }.map { $0 + 1 } ?? 0
  }

  private func call(_ call: RCall) -> CallFact {
    let full = call.callee.split(whereSeparator: { $0 == ":" || $0 == "$" }).joined(separator: ".")
    return CallFact(
      file: file, definition: definition(at: call.offset), location: location(call.offset),
      callee: call.callee, resolved: full, member: call.name,
      arguments: call.arguments.map {
        Argument(name: $0.name, expression: expression($0.value))
      }, range: call.offset..<call.offset + call.callee.utf8.count)
  }

  /// `expect_equal(a, b)`, `stopifnot(x)`, `@test x`: assertions.
  private func expectation(_ call: RCall) -> ConditionFact? {
    guard
      call.name.hasPrefix("expect_") || ["stopifnot", "@test", "assert_that"].contains(call.name)
    else { return nil }
    let read = call.arguments.map { expression($0.value) }
    let comparison =
      read.count >= 2
      ? [ConditionFact.Comparison(left: read[0], symbol: call.name, right: read[1])] : []
    return ConditionFact(
      file: file, definition: definition(at: call.offset), location: location(call.offset),
      kind: .assertion, comparisons: comparison,
      whole: Expression(
        .other, names: [call.name] + read.flatMap(\.names), strings: read.flatMap(\.strings)),
      consequence: .raises)
  }

  private func expression(_ value: RValue) -> Expression {
    switch value {
    case .string(let text): Expression(.string(text), strings: [text])
    case .number(let number): Expression(.number(number))
    case .boolean(let truth): Expression(.boolean(truth))
    case .null: Expression(.none)
    case .name(let name): Expression(.name(name), names: [name])
    case .list(let values): list(values.map(expression))
    case .other: Expression(.other)
    }
  }

  private func list(_ parts: [Expression]) -> Expression {
    Expression(
      .sequence(parts.map(\.value)), names: parts.flatMap(\.names),
      strings: parts.flatMap(\.strings))
  }
}

/// A document's chunks of one language, everything else made blank, so that places stay those of the document.
enum ChunkMask {
  static func source(_ source: SourceText, keeping chunks: [Range<Int>]) -> SourceText {
    var bytes = source.bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    for chunk in chunks { bytes.replaceSubrange(chunk, with: source.bytes[chunk]) }
    return SourceText(path: source.path, bytes: bytes)
  }
}
