import Languages
import Testing
import Text

private let r = """
  library(dplyr); require("ggplot2")
  # library(no)
  epochs <- 10L
  name = "model"
  train <- function(data, n = nrow(data)) {
    x <- read.csv("a.csv", sep = ",", header = TRUE, na = c("NA", "-"))
    fit <- mlr3::lrn("classif.rpart", cp = -0.1)
    model$fit(x) |> summary()
    x %>% head
    cat('library(inside) # no', r"-(raw "call()")-")
  }
  test_that("it works", {
    expect_equal(train(1), 2)
    testthat::expect_true(TRUE)
  })
  square <- \\(x) x^2
  if (interactive()) print(x)
  """

@Test func `an R file's calls, imports, definitions and tests are found`() throws {
  let source = SourceText(path: "a.R", text: r)
  let parsed = ROutline.parse(source)
  let outline = parsed.value
  #expect(parsed.problems.isEmpty)
  #expect(outline.imports.map(\.package) == ["dplyr", "ggplot2", "mlr3", "testthat"])
  #expect(
    outline.calls.map(\.callee) == [
      "library", "require", "read.csv", "c", "mlr3::lrn", "model$fit", "summary", "head", "cat",
      "test_that", "expect_equal", "train", "testthat::expect_true", "interactive", "print",
    ])
  let read = try #require(outline.calls.first { $0.callee == "read.csv" })
  #expect(
    read.arguments == [
      RArgument(value: .string("a.csv")), RArgument(name: "sep", value: .string(",")),
      RArgument(name: "header", value: .boolean(true)),
      RArgument(name: "na", value: .list([.string("NA"), .string("-")])),
    ])
  #expect(read.function == "train")
  #expect(outline.calls[4].arguments[1] == RArgument(name: "cp", value: .number(-0.1)))
  #expect(outline.calls.first { $0.callee == "expect_equal" }?.test == "it works")
  #expect(outline.functions.map(\.name) == ["train", "square"])
  #expect(outline.tests.map(\.name) == ["it works"])
  #expect(outline.tests.map(\.expectations) == [2])
  #expect(outline.constants.map(\.name) == ["epochs", "name"])
  #expect(outline.constants.map(\.value) == [.number(10), .string("model")])
}

private let julia = """
  using Flux, DataFrames: DataFrame
  import CSV
  #= block
  comment() =#
  const rate = 0.1
  function train!(m, x)
    for i in 1:10
      loss = f.(x[end])
      println("call() $(x)")
    end
    return m'
  end
  @testset "fits" begin
    @test train!(1, 2) == 3
    @test_throws Error g()
  end
  h = CSV.read("a.csv", DataFrame; delim=',')
  """

@Test func `a Julia file's calls, imports, definitions and tests are found`() {
  let outline = ROutline.parse(SourceText(path: "a.jl", text: julia)).value
  #expect(outline.imports.map(\.package) == ["Flux", "DataFrames", "CSV"])
  #expect(
    outline.calls.map(\.callee) == [
      "f", "println", "@testset", "@test", "train!", "@test_throws", "g", "CSV.read",
    ])
  #expect(outline.functions.map(\.name) == ["train!"])
  #expect(outline.calls[0].function == "train!")
  #expect(outline.tests.map(\.name) == ["fits"])
  #expect(outline.tests.map(\.expectations) == [2])
  #expect(outline.constants.map(\.name) == ["rate"])
}

@Test func `broken R and Julia files are read without a fault`() {
  var mutations = Mutations()
  for (path, text) in [("a.R", r), ("a.jl", julia)] {
    for bytes in mutations.of(text, count: 200) {
      _ = ROutline.parse(SourceText(path: path, bytes: bytes))
    }
    for part in ["f(", "c(", "function(", "\\(", "begin ", "\"", "a[", "%", "x <- "] {
      _ = ROutline.parse(SourceText(path: path, text: String(repeating: part, count: 500)))
    }
  }
}
