internal import Languages
internal import Text

extension ShellScript {
  /// What `parse` prints: the functions, and each simple command with its words and what follows it.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "functions",
        .array(
          functions.map {
            .object([("name", .string($0.name)), ("line", source.line(of: $0.offset))])
          })
      ),
      (
        "commands",
        .array(
          commands.map { command in
            .object([
              ("words", .array(command.words.map { .string($0.text) })),
              ("line", source.line(of: command.offset)),
              ("terminator", .string(command.terminator.rawValue)),
              ("alternative", command.alternative.map(Node.string) ?? .null),
            ])
          })
      ),
    ])
  }
}

extension Dockerfile {
  /// What `parse` prints: the instructions in order.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "instructions",
        .array(
          instructions.map { instruction in
            .object([
              ("keyword", .string(instruction.keyword)),
              ("arguments", .string(instruction.arguments)),
              ("stage", instruction.stage.map(Node.integer) ?? .null),
              ("line", source.line(of: instruction.offset)),
            ])
          })
      )
    ])
  }
}

extension TaskFile {
  /// What `parse` prints: the targets with what they need and run.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "targets",
        .array(
          targets.map { target in
            .object([
              ("name", .string(target.name)), ("line", source.line(of: target.offset)),
              ("dependencies", .array(target.dependencies.map(Node.string))),
              (
                "recipe",
                .array(
                  target.recipe.map { line in
                    .object([
                      ("text", .string(line.text)), ("line", source.line(of: line.offset)),
                      ("ignores-failure", .boolean(line.ignoresFailure)),
                    ])
                  })
              ),
            ])
          })
      )
    ])
  }
}

extension SourceText {
  func line(of offset: Int) -> Node { .integer(position(of: offset).line) }
}

extension RequirementsFile {
  /// What `parse` prints: the requirements, and the files that are read with them.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "requirements",
        .array(
          requirements.map { requirement in
            .object([
              ("name", .string(requirement.name)),
              ("extras", .array(requirement.extras.map(Node.string))),
              ("specifier", .string(requirement.specifier)),
              ("url", requirement.url.map(Node.string) ?? .null),
              ("marker", requirement.marker.map(Node.string) ?? .null),
              ("line", source.line(of: requirement.offset)),
            ])
          })
      ),
      (
        "includes",
        .array(
          includes.map { include in
            .object([
              ("path", .string(include.path)), ("constraint", .boolean(include.isConstraint)),
              ("line", source.line(of: include.offset)),
            ])
          })
      ),
    ])
  }
}

extension ProseOutline {
  /// What `parse` prints: the headings, and what stands under each.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "sections",
        .array(
          sections.map { section in
            .object([
              ("title", .string(section.title)), ("level", .integer(section.level)),
              ("line", source.line(of: section.offset)),
              (
                "tables",
                .array(section.tables.map { .array($0.header.map(Node.string)) })
              ),
              ("figures", .integer(section.figures.count)),
              ("list-items", .integer(section.lists.count)),
              ("numbers", .integer(section.numbers)),
              ("code", .array(section.code.map { .string($0.language) })),
              ("links", .array(section.links.map { .string($0.target) })),
            ])
          })
      )
    ])
  }
}

extension ROutline {
  /// What `parse` prints of R and Julia: imports, functions, calls.
  func json(in source: SourceText) -> Node {
    .object([
      (
        "imports",
        .array(
          imports.map {
            .object([("package", .string($0.package)), ("line", source.line(of: $0.offset))])
          })
      ),
      (
        "definitions",
        .array(
          functions.map {
            .object([("name", .string($0.name)), ("line", source.line(of: $0.offset))])
          })
      ),
      (
        "calls",
        .array(
          calls.map {
            .object([("callee", .string($0.callee)), ("line", source.line(of: $0.offset))])
          })
      ),
    ])
  }
}
