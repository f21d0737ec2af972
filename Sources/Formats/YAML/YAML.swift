package import Text

/// YAML 1.2.2 with the core schema.
///
/// Nesting goes to 1,000 levels; aliases expand to at most a million nodes and 64 MB of text. `<<` is a key like any
/// other here: see `Node.mergingKeys()`. A node keeps its tag as written; `!!str`, `!!int`, `!!float`, `!!bool` and
/// `!!null` are applied, and a plain scalar with any other tag is a string.
package enum YAML {
  /// Reads each document; after an error these are the documents before it and what could be read of the broken one.
  package static func parse(_ source: SourceText) -> Parsed<[Node]> {
    var reader = YAMLReader(source)
    return reader.read()
  }
}
