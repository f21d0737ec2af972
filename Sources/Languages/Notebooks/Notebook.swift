package import Text

/// A Jupyter notebook's cells, without the contents of their outputs.
package struct Notebook: Sendable {
  package let cells: [NotebookCell]
  /// The kernel's language in lower case (`python`, `r`); nil where the file names none.
  package let language: String?

  /// Reads nbformat 3 and 4; a truncated notebook gives the cells before the break and an error.
  package static func parse(_ source: SourceText) -> Parsed<Notebook> {
    var reader = NotebookReader(source: source)
    return reader.read()
  }
}

/// One cell.
package struct NotebookCell: Sendable {
  package enum Kind: String, Sendable {
    case code, markdown, raw
  }

  package let kind: Kind
  /// The text with path `notebook.ipynb#3`, the number from 1 over all cells; lines count within the cell.
  package let source: SourceText
  /// The cell's own language, else the notebook's; nil where neither says.
  package let language: String?
  package let hasOutput: Bool
  /// Whether the last run of the cell raised.
  package let hasErrorOutput: Bool
  package let hasImageOutput: Bool
  /// Whether an output is an HTML table, as data frames are shown.
  package let hasTableOutput: Bool
  /// Where the cell begins in the notebook file.
  package let offset: Int
}
