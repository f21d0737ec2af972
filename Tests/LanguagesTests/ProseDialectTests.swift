import Languages
import Testing
import Text

private let rest = """
  =====
  Title
  =====

  Intro with ``code`` and :ref:`a label <target>`. See `docs <https://d.org>`_.

  .. image:: https://img.shields.io/x.svg
  .. figure:: plot.png
     :alt: A plot

  Results
  -------

  ====  =====
  Name  AUC
  ====  =====
  a     0.91
  b     0.5
  ====  =====

  +-----+-----+
  | A   | B   |
  +=====+=====+
  | 1   | 2   |
  +-----+-----+

  .. list-table:: T
     :header-rows: 1

     * - K
       - V
     * - x
       - 3

  * one
    more
  * two

  .. code-block:: bash

     make test
       deep

  .. a comment
     with words

  .. note:: Keep this.
     And this.

  Use it::

      $ run

  Deeper
  ~~~~~~
  >>> 1 + 1
  2

  Other
  -----
  """

@Test func `a reStructuredText document's sections hold what stands under them`() {
  let source = SourceText(path: "x.rst", text: rest)
  let sections = ProseOutline.parse(source).value.sections
  #expect(sections.map(\.title) == ["Title", "Results", "Deeper", "Other"])
  #expect(sections.map(\.level) == [1, 2, 3, 2])
  #expect(sections.map(\.parent) == [nil, 0, 1, 0])
  #expect(sections[0].figures == [ProseFigure(target: "plot.png", caption: "A plot", offset: 138)])
  #expect(sections[0].links.map(\.target) == ["target", "https://d.org"])
  #expect(
    sections[0].sentences.map(\.text) == ["Intro with code and a label .", "See docs ."])
  #expect(sections[1].tables.map(\.header) == [["Name", "AUC"], ["A", "B"], ["K", "V"]])
  #expect(sections[1].tables.map(\.rows) == [2, 1, 1])
  #expect(sections[1].numbers == 5)
  #expect(sections[1].lists.map(\.text) == ["one more", "two"])
  #expect(sections[1].code.map(\.language) == ["bash", ""])
  #expect(sections[1].code.map(\.text) == ["make test\n  deep", "$ run"])
  #expect(
    sections[1].sentences.map(\.text) == ["one more", "two", "Keep this.", "And this.", "Use it::"])
  #expect(sections[2].code.map(\.text) == [">>> 1 + 1\n2"])
}

private let asciiDoc = """
  = Title
  :toc:

  Text with a https://x.org[link].

  == Part
  [source,bash]
  ----
  make
  ----
  |===
  | A | B
  | 1 | 2
  |===
  * one
  image::a.png[Plot]
  """

private let org = """
  #+TITLE: Title
  ** Part
  Text with a [[https://x.org][link]].
  #+BEGIN_SRC bash
  make
  #+END_SRC
  | A | B |
  |---+---|
  | 1 | 2 |
  - [X] one
  [[./a.png]]
  """

@Test(arguments: [("x.adoc", asciiDoc), ("x.org", org)])
func `AsciiDoc and Org are read as far as headings, code, tables and lists go`(
  path: String, text: String
) {
  let sections = ProseOutline.parse(SourceText(path: path, text: text)).value.sections
  #expect(sections.map(\.title) == ["Title", "Part"])
  #expect(sections.flatMap(\.links).map(\.target) == ["https://x.org"])
  #expect(sections.flatMap(\.sentences).first?.text == "Text with a link.")
  #expect(sections[1].code.map(\.language) == ["bash"])
  #expect(sections[1].code.map { $0.text.split(separator: "\n") } == [["make"]])
  #expect(sections[1].tables.map(\.header) == [["A", "B"]])
  #expect(sections[1].tables.map(\.rows) == [1])
  #expect(sections[1].lists.map { $0.text.hasPrefix("one") } == [true])
  #expect(sections[1].figures.map { $0.target.hasSuffix("a.png") } == [true])
}

@Test func `broken documents are read without a fault`() {
  var mutations = Mutations()
  for (path, text) in [("x.rst", rest), ("x.adoc", asciiDoc), ("x.org", org)] {
    for bytes in mutations.of(text, count: 100) {
      _ = ProseOutline.parse(SourceText(path: path, bytes: bytes))
    }
  }
}
