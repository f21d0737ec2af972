package import Text

extension PythonOutline {
  /// Reads a file up to its first syntax error, which is the one problem returned.
  package static func parse(_ source: SourceText) -> Parsed<PythonOutline> {
    Parsed(PythonOutline(source: source))
  }
}
