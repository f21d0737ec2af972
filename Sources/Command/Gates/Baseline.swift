internal import Assessment
internal import Formats
internal import Rules
internal import Text

/// An earlier report, or the shorter file that `baseline write` makes of one: a score for each test.
enum Baseline {
  static let schema = "readiness-baseline/1"

  /// The scores by test of the rubrics that are audited now.
  ///
  /// A baseline that says nothing of them, or names a test that they no longer have, is a fault: a gate that
  /// compares nothing would pass.
  static func read(_ path: String, for rubrics: [Rubric]) throws(RunFault) -> [String: Double] {
    try read(try RunFault.read(path), for: rubrics)
  }

  /// The same of a file that was read already.
  static func read(
    _ source: SourceText, for rubrics: [Rubric]
  ) throws(RunFault) -> [String: Double] {
    let parsed = JSON.parse(source)
    guard parsed.isValid else {
      throw RunFault(parsed.problems.map { Diagnostic($0, in: source) })
    }
    let root = parsed.value
    guard let schema = root["schema"]?.string,
      schema.hasPrefix("readiness-report/") || schema == Self.schema
    else {
      throw RunFault([
        Diagnostic(
          path: source.path, position: Position(line: 1, column: 1),
          message: "no report of readiness: 'schema' is missing or another one's")
      ])
    }
    return try scores(root, rubrics, in: source)
  }

  /// A report's scores and nothing else, so that the file changes only where a score does.
  static func node(of assessment: Assessment, rules: String) -> Node {
    .object([
      ("schema", .string(schema)), ("rules", .string(rules)),
      (
        "rubrics",
        .array(
          assessment.rubrics.map { result in
            .object([
              ("id", .string(result.rubric.id)),
              ("sections", .array(result.sections.map(node))),
            ])
          })
      ),
    ])
  }

  private static func node(of section: SectionResult) -> Node {
    .object([
      ("id", .string(section.section.id)),
      (
        "tests",
        .array(
          section.tests.map {
            .object([("id", .string($0.test.id)), ("score", .float($0.score))])
          })
      ),
    ])
  }

  private static func scores(
    _ root: Node, _ rubrics: [Rubric], in source: SourceText
  ) throws(RunFault) -> [String: Double] {
    var scores: [String: Double] = [:]
    var gone: [Diagnostic] = []
    for rubric in rubrics {
      guard let old = root["rubrics"]?.elements.first(where: { $0["id"]?.string == rubric.id })
      else { continue }
      let known = Set(rubric.tests.map(\.id))
      for test in (old["sections"]?.elements ?? []).flatMap({ $0["tests"]?.elements ?? [] }) {
        guard let id = test["id"]?.string, let score = test["score"]?.number else { continue }
        if known.contains(id) {
          scores[id] = score
        } else {
          gone.append(
            Diagnostic(
              path: source.path, position: source.position(of: test.offset),
              message: "\(rubric.id) has no test '\(id)' any more; write the baseline anew"))
        }
      }
    }
    guard gone.isEmpty else { throw RunFault(gone) }
    guard !scores.isEmpty else {
      throw RunFault([
        Diagnostic(
          path: source.path, message: "none of the audited tests stands in this baseline")
      ])
    }
    return scores
  }
}
