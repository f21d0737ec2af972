import Languages
import Testing
import Text

@Test func `imports know their scope, their guard and TYPE_CHECKING`() {
  let outline = PythonFixtures.outline(
    of: """
      import a.b as c, d
      try:
        from ..e import f as g
      except ImportError:
        import h
      if typing.TYPE_CHECKING:
        from . import (i, j,)
      def k():
        from l import *
      """)
  let rows = outline.imports.map { row in
    [
      outline.module(of: row), outline.name(of: row) ?? "-", outline.alias(of: row) ?? "-",
      outline.qualifiedName(ofScope: row.scope), row.isGuarded ? "guarded" : "",
      row.isTypeChecking ? "types" : "",
    ].joined(separator: " ")
  }
  #expect(
    rows == [
      "a.b - c   ", "d - -   ", "..e f g  guarded ", "h - -   ", ". i -   types", ". j -   types",
      "l * - k  ",
    ])
}

@Test func `definitions know their parameters, bases, docstring and lines`() throws {
  let outline = PythonFixtures.outline(
    of: """
      class A(B, metaclass=M):
        x: int = 1
        @property
        async def f(self, a: int = 2, /, b=None, *c, d: str, **e) -> int:
          "text"
          return a

      def g(): ...
      def h(): return 1
      """)
  #expect(outline.scopes.indices.map(outline.qualifiedName) == ["", "A", "A.f", "g", "h"])
  #expect(outline.scopes.map(\.isTrivial) == [false, false, false, true, false])
  #expect(outline.scopes.map { outline.lines(of: $0) } == [1...9, 1...6, 4...6, 8...8, 9...9])
  #expect(outline.bases(of: outline.scopes[1]).map { outline.text(of: $0.value) } == ["B", "M"])
  let method = outline.scopes[2]
  #expect(method.isAsync)
  #expect(method.returns.map { outline.text(of: $0) } == "int")
  #expect(method.docstring.flatMap(outline.string) == "text")
  #expect(outline.decorators(of: method).map { outline.decoratorName($0) } == ["property"])
  let parameters = outline.parameters(of: method).map { parameter in
    let annotation = parameter.annotation.map { outline.text(of: $0) } ?? "-"
    let standard = parameter.standard.map { outline.text(of: $0) } ?? "-"
    return "\(parameter.kind) \(outline.text(parameter.name)) \(annotation) \(standard)"
  }
  #expect(
    parameters == [
      "positionalOnly self - -", "positionalOnly a int 2", "plain b - None", "arguments c - -",
      "keywordOnly d str -", "keywords e - -",
    ])
}

@Test func `calls know what becomes of their results`() throws {
  let outline = PythonFixtures.outline(
    of: """
      x = a()
      p, (q, r) = await b(c())
      with d() as self.e: f().g[0].h()
      for i in j(): pass
      k().l()
      y: int = (m())
      n(o := s())
      """)
  let rows = outline.calls.map { call in
    [
      outline.callee(of: call) ?? "-", outline.member(of: call) ?? "-",
      outline.targets(of: call).joined(separator: "+"),
      call.isDiscarded ? "discarded" : "kept", call.isAwaited ? "awaited" : "",
      call.receiver.map { outline.member(of: outline.calls[$0]) ?? "?" } ?? "",
    ].joined(separator: " ")
  }
  #expect(
    rows == [
      "a a x kept  ", "b b p+q+r kept awaited ", "c c  kept  ", "d d self.e kept  ", "f f  kept  ",
      "- h  discarded  ", "j j i kept  ", "k k  kept  ", "- l  discarded  k", "m m y kept  ",
      "n n  discarded  ", "s s o kept  ",
    ])
}

@Test func `arguments are found by name and by place`() throws {
  let outline = PythonFixtures.outline(of: "f(1, 'a' 'b', *c, key=[-2, 3.5, True], **d)")
  let call = try #require(outline.calls.first)
  #expect(outline.argument(0, of: call).map(outline.value) == .integer(1))
  #expect(outline.argument(1, of: call).map(outline.value) == .string("ab"))
  #expect(outline.argument(2, of: call) == nil)
  #expect(
    outline.argument("key", of: call).map(outline.value)
      == .list([.integer(-2), .float(3.5), .boolean(true)]))
  #expect(
    outline.arguments(of: call).map(\.kind) == [
      .positional, .positional, .star, .keyword, .doubleStar,
    ])
}

@Test func `names are dotted names and subscripted strings in order`() throws {
  let outline = PythonFixtures.outline(
    of:
      #"x = df["country"].groupby(a . b).apply(f)[["p", "q"]] + other.c[d["e"], g("h"), 'no\x41']"#)
  let value = try #require(outline.assignments.first?.value)
  #expect(
    outline.names(in: value) == [
      "df", "country", "groupby", "a.b", "apply", "f", "p", "q", "other.c", "d", "e", "g", "noA",
    ])
  #expect(outline.strings(in: value) == ["country", "p", "q", "e", "h", "noA"])
  #expect(
    outline.calls(in: value).map { outline.member(of: outline.calls[$0]) } == [
      "groupby", "apply", "g",
    ])
  #expect(outline.reads.map { outline.text(of: $0.expression) } == ["a . b", "other.c"])
}

@Test func `code under the main test is known`() {
  let outline = PythonFixtures.outline(
    of: """
      a()
      if "__main__" == __name__:
        b()
        if c(): d()
      else:
        e()
      """)
  #expect(outline.calls.map(\.isUnderMain) == [false, true, true, true, false])
  #expect(outline.conditions.count == 2)
  #expect(outline.calls.map { outline.condition(of: $0) } == [nil, 0, 0, 1, 0])
  let branches = outline.calls.map { call in
    outline.branch(ofBlock: outline.statements[call.statement].block)?.holds
  }
  #expect(branches == [nil, true, true, true, false])
}
