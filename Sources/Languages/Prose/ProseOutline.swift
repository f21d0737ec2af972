/// A document's sections and what stands directly under each heading.
///
/// Markdown, Quarto and R Markdown, reStructuredText, AsciiDoc and Org; code, comments and link targets are no prose.
package struct ProseOutline: Sendable {
  /// In the order of the text. The first is what stands before any heading (level 0, no title) unless nothing does.
  package let sections: [ProseSection]
  /// The lines between `---` and `---` at the top, without them: YAML.
  package let frontMatter: Range<Int>?

  package init(sections: [ProseSection], frontMatter: Range<Int>? = nil) {
    self.sections = sections
    self.frontMatter = frontMatter
  }
}

/// The languages prose is written in.
package enum ProseDialect: Sendable {
  case markdown, restructuredText, asciiDoc, org
}

/// A heading and what stands under it, up to the next heading of any level.
package struct ProseSection: Sendable, Equatable {
  /// The heading as read, markup taken off.
  package var title: String
  /// 1 for the document's title; 0 for what stands before the first heading.
  package var level: Int
  package var offset: Int
  /// Lines from the heading's to the last before the next heading, both from 1.
  package var lines: ClosedRange<Int>
  /// The index in `sections` of the section this one is a part of.
  package var parent: Int?
  package var tables: [ProseTable] = []
  package var figures: [ProseFigure] = []
  package var lists: [ProseListItem] = []
  package var code: [ProseCode] = []
  package var sentences: [ProseSentence] = []
  package var links: [ProseLink] = []
  /// Numbers in sentences, list items and table cells (`0.91`, `12%`, `1,000`); version and list numbers at line starts are none.
  package var numbers = 0
}

/// A table by its header.
package struct ProseTable: Sendable, Equatable {
  package let header: [String]
  /// Rows without the header.
  package let rows: Int
  package let offset: Int

  package init(header: [String], rows: Int, offset: Int) {
    self.header = header
    self.rows = rows
    self.offset = offset
  }
}

/// An image that is no badge.
package struct ProseFigure: Sendable, Equatable {
  package let target: String
  package let caption: String
  package let offset: Int

  package init(target: String, caption: String, offset: Int) {
    self.target = target
    self.caption = caption
    self.offset = offset
  }
}

/// One list item.
package struct ProseListItem: Sendable, Equatable {
  package let text: String
  package let offset: Int
  /// Whether a task's box is ticked; nil for an item without a box.
  package let isChecked: Bool?

  package init(text: String, offset: Int, isChecked: Bool? = nil) {
    self.text = text
    self.offset = offset
    self.isChecked = isChecked
  }
}

/// A code block.
package struct ProseCode: Sendable, Equatable {
  /// In lower case, without braces and options: `bash`, `r`; empty where none is named.
  package let language: String
  /// The lines of code without the fence.
  package let range: Range<Int>
  package let text: String
  package let offset: Int
  /// A chunk that the document runs when it is rendered: `{r}`, `{python}`.
  package let isExecutable: Bool

  package init(
    language: String, range: Range<Int>, text: String, offset: Int, isExecutable: Bool = false
  ) {
    self.language = language
    self.range = range
    self.text = text
    self.offset = offset
    self.isExecutable = isExecutable
  }
}

/// A sentence of running text or of a list item, markup taken off.
package struct ProseSentence: Sendable, Equatable {
  package let text: String
  package let offset: Int

  package init(text: String, offset: Int) {
    self.text = text
    self.offset = offset
  }
}

/// A link with its text.
package struct ProseLink: Sendable, Equatable {
  package let text: String
  package let target: String
  package let offset: Int

  package init(text: String, target: String, offset: Int) {
    self.text = text
    self.target = target
    self.offset = offset
  }
}
