/// Where a fact was read: a path below the root, for notebooks with the cell, and line and column from 1.
package struct Location: Sendable, Hashable, Comparable {
  package let path: String
  /// The cell of a notebook, from 1; nil elsewhere.
  package let cell: Int?
  package let line: Int
  package let column: Int

  package init(path: String, cell: Int? = nil, line: Int = 1, column: Int = 1) {
    self.path = path
    self.cell = cell
    self.line = line
    self.column = column
  }

  /// `path:line`, for notebooks `path#cell:line`.
  package var text: String {
    if let cell { "\(path)#\(cell):\(line)" } else { "\(path):\(line)" }
  }

  package static func < (a: Location, b: Location) -> Bool {
    (a.path, a.cell ?? 0, a.line, a.column) < (b.path, b.cell ?? 0, b.line, b.column)
  }
}
