package import Text

extension PythonOutline {
  /// Reads a file up to its first syntax error, which is the one error returned.
  package static func parse(_ source: SourceText) -> Parsed<PythonOutline> {
    var parser = PythonParser(source, isCell: false)
    return parser.parse()
  }

  /// Reads a notebook's code cell, in which IPython's `!`, `%` and `?` lines are no errors but `shellLines`.
  package static func parse(cell source: SourceText) -> Parsed<PythonOutline> {
    var parser = PythonParser(source, isCell: true)
    return parser.parse()
  }
}
