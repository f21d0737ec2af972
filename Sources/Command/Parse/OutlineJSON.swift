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
