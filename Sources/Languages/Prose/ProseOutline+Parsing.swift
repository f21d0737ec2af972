package import Text

extension ProseOutline {
  /// Reads a document in the dialect its path names, Markdown where it names none; never fails.
  package static func parse(_ source: SourceText, as dialect: ProseDialect? = nil) -> Parsed<
    ProseOutline
  > {
    switch dialect ?? ProseDialect(path: source.path) {
    case .markdown:
      var reader = MarkdownReader(source: source)
      return Parsed(reader.read())
    case .restructuredText:
      var reader = RestReader(source: source)
      return Parsed(reader.read())
    case .asciiDoc, .org:
      var reader = LightReader(source: source, dialect: dialect ?? ProseDialect(path: source.path))
      return Parsed(reader.read())
    }
  }
}

extension ProseDialect {
  /// The dialect of a file by its name's ending.
  package init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    switch name.split(separator: ".").last?.lowercased() {
    case "rst", "rest": self = .restructuredText
    case "adoc", "asciidoc", "asc": self = .asciiDoc
    case "org": self = .org
    default: self = .markdown
    }
  }
}
