package import Text

/// JSON as RFC 8259 has it.
///
/// Nesting goes to 1,000 levels. Numbers that fit `Int` are integers; larger ones are floats that keep their spelling.
/// Lone surrogates in escapes become U+FFFD.
package enum JSON {
  /// Reads one value; after an error the value is what stood before it.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var reader = JSONReader(source, allowsComments: false)
    return reader.read()
  }
}

/// JSON with `//` and `/* */` comments and trailing commas, as Visual Studio Code, devcontainers and Renovate take it.
package enum JSONWithComments {
  /// Reads one value; after an error the value is what stood before it.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var reader = JSONReader(source, allowsComments: true)
    return reader.read()
  }
}
