package import Text

/// TOML 1.0.
///
/// Dates and times are strings as RFC 3339 has them, with `T` between day and hour. Keys that repeat are errors, after
/// which reading goes on; any other error ends it.
package enum TOML {
  /// Reads the tables of a file; after an error these are the ones before it.
  package static func parse(_ source: SourceText) -> Parsed<Node> {
    var reader = TOMLReader(source)
    return reader.read()
  }
}
