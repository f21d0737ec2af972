package import Text

/// A Jenkinsfile as far as a pipeline needs it: nested blocks, and statements with the strings handed to them.
package struct GroovyScript: Sendable {
  package let statements: [GroovyStatement]

  /// Reads declarative and scripted pipelines; what is no block or call is passed over.
  package static func parse(_ source: SourceText) -> Parsed<GroovyScript> {
    var parser = GroovyParser(bytes: source.bytes)
    return Parsed(GroovyScript(statements: parser.parseScript()), problems: parser.problems)
  }

  /// Every statement of the name, at any depth, in the order of the text.
  package func all(_ name: String) -> [GroovyStatement] { statements.flatMap { $0.all(name) } }
}

/// `name(arguments) { body }`, any part of which may be missing; `NAME = value` has the name and one argument.
package struct GroovyStatement: Sendable, Equatable {
  /// As written: `sh`, `stage`, `docker.build`, `env.FOO`.
  package let name: String
  package let arguments: [GroovyArgument]
  /// The block's statements; nil where there is no block.
  package let body: [GroovyStatement]?
  /// The calls inside the arguments or the value: `cron('…')` in `triggers([cron('…')])`.
  package let calls: [GroovyStatement]
  package let isAssignment: Bool
  package let offset: Int

  /// The text of the first argument without a name, where it is a string.
  package var string: String? { arguments.first { $0.name == nil && $0.isString }?.text }

  /// The text of an argument by its name: `sh(script: '…')`.
  package func argument(_ name: String) -> GroovyArgument? { arguments.first { $0.name == name } }

  package func all(_ name: String) -> [GroovyStatement] {
    (self.name == name ? [self] : []) + (calls + (body ?? [])).flatMap { $0.all(name) }
  }
}

/// An argument; a map entry counts as one with a name.
package struct GroovyArgument: Sendable, Equatable {
  package let name: String?
  /// A string's text with `${…}` kept, or the expression as written.
  package let text: String
  package let isString: Bool
  /// Where the text begins: behind a string's opening quotes, so that lines inside add up.
  package let offset: Int
}
