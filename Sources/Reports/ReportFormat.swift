/// One way to write a report down.
package protocol ReportFormat: Sendable {
  /// What `--format` calls it.
  static var name: String { get }
  /// The name of the file it is written to where `--output` is a folder.
  static var fileName: String { get }

  static func render(_ report: Report) -> [UInt8]
}

/// The formats there are, the default first; one line for each.
package enum ReportFormats {
  package static let all: [any ReportFormat.Type] = [MarkdownReport.self, JSONReport.self]
}
