package import Text

/// What an R or Julia file imports, calls, defines and tests; words in strings and comments are never calls.
package struct ROutline: Sendable {
  package let imports: [RImport]
  package let calls: [RCall]
  package let functions: [RFunction]
  /// `test_that("…", { … })`, `it("…", …)`, `@testset "…" begin … end`.
  package let tests: [RTest]
  /// Assignments of a literal outside calls: `epochs <- 10`.
  package let constants: [RConstant]

  /// Reads Julia where the path ends in `.jl` or the language says so, and R otherwise.
  package static func parse(_ source: SourceText, language: String? = nil) -> Parsed<ROutline> {
    let isJulia = language.map { $0 == "julia" } ?? source.path.hasSuffix(".jl")
    var lexer = RLexer(bytes: source.bytes, isJulia: isJulia)
    let tokens = lexer.lex()
    var parser = RParser(tokens: tokens, end: source.bytes.count, isJulia: isJulia)
    return Parsed(parser.parse(), problems: lexer.problems)
  }
}

/// A package that is attached, loaded, or named before `::`; each place counts.
package struct RImport: Sendable, Equatable {
  package let package: String
  package let offset: Int

  package init(package: String, offset: Int) {
    self.package = package
    self.offset = offset
  }
}

/// One call.
package struct RCall: Sendable, Equatable {
  /// As written: `read.csv`, `readr::read_csv`, `model$fit`; a Julia macro with its `@`.
  package let callee: String
  package let arguments: [RArgument]
  package let offset: Int
  /// The innermost named function around the call.
  package let function: String?
  /// The innermost test around the call.
  package let test: String?

  package init(
    callee: String, arguments: [RArgument], offset: Int, function: String?, test: String?
  ) {
    self.callee = callee
    self.arguments = arguments
    self.offset = offset
    self.function = function
    self.test = test
  }

  /// The callee without its package or object: `read_csv`.
  package var name: String {
    let parts = callee.split(whereSeparator: { $0 == ":" || $0 == "$" })
    return parts.last.map(String.init) ?? callee
  }
}

/// An argument by its name, where one is given.
package struct RArgument: Sendable, Equatable {
  package let name: String?
  package let value: RValue

  package init(name: String? = nil, value: RValue) {
    self.name = name
    self.value = value
  }
}

/// What stands as an argument or constant, as far as the text alone tells.
package indirect enum RValue: Sendable, Equatable {
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null
  case name(String)
  /// `c(…)`, `list(…)` or `[…]` of such values.
  case list([RValue])
  case other
}

/// A function with a name.
package struct RFunction: Sendable, Equatable {
  package let name: String
  package let offset: Int
  package let range: Range<Int>

  package init(name: String, offset: Int, range: Range<Int>) {
    self.name = name
    self.offset = offset
    self.range = range
  }
}

/// One test block.
package struct RTest: Sendable, Equatable {
  package let name: String
  package let offset: Int
  package let range: Range<Int>
  /// How many `expect_…` calls, `stopifnot` or `@test` stand in it.
  package let expectations: Int

  package init(name: String, offset: Int, range: Range<Int>, expectations: Int) {
    self.name = name
    self.offset = offset
    self.range = range
    self.expectations = expectations
  }
}

/// A name that is given a literal.
package struct RConstant: Sendable, Equatable {
  package let name: String
  package let value: RValue
  package let offset: Int

  package init(name: String, value: RValue, offset: Int) {
    self.name = name
    self.value = value
    self.offset = offset
  }
}
