internal import Assessment
internal import Formats
internal import Rules
internal import Text

/// What `init` writes: each file's path below the folder, and its text.
enum StartingFiles {
  /// The files for a folder with these scores.
  static func files(
    _ assessment: Assessment, rules: String, ci: CISystem?
  ) -> [(path: String, text: String)] {
    let baseline = JSONPrinter.indented(Baseline.node(of: assessment, rules: rules))
    return [
      (".readiness/policy.yaml", policy(assessment)),
      (".readiness/attestations.yaml", attestations),
      (".readiness/waivers.yaml", waivers),
      (".readiness/baseline.json", String(decoding: baseline, as: UTF8.self)),
    ] + (ci.map { [($0.path, $0.workflow)] } ?? [])
  }

  /// The demands of today: no rubric below its score, no test below its points.
  private static func policy(_ assessment: Assessment) -> String {
    let scores = assessment.rubrics.map { "    \($0.rubric.id): \(plain($0.score))\n" }.joined()
    let ids = assessment.rubrics.map(\.rubric.id).joined(separator: ", ")
    return """
      # What this repository is held to: `readiness audit` ends with status 1 where a gate fails.
      rubrics: [\(ids)]

      gates:
        # Today's scores. Raise them as you go; a waiver never lowers them.
        min-score:
      \(scores)  # No test may lose the points it had; `readiness baseline write` keeps new ones.
        baseline: baseline.json
        # min-section: {data: 2}
        # require: [monitor-1, data-1=automated]

      # Who may vouch for what files do not show, by e-mail address; anybody where nobody is named.
      # may-attest: ["*@example.org"]

      # Claims signed with `readiness attest sign`, checked against OpenSSH's file of allowed signers.
      # allowed-signers: allowed-signers
      # require-signatures: true

      # A claim holds this many days at most, whatever its own date says.
      longest-validity: 180

      # How many tests of a section may be claimed not to apply.
      # most-not-applicable: 1

      """
  }

  private static let attestations = """
    # What people vouch for: things that no file shows, such as an A/B test or a drill.
    # `readiness attest new TEST` adds an entry; `readiness explain TEST` says what a test asks.
    #
    # attestations:
    #   - test: model-2
    #     claim: manual
    #     statement: Offline error against bookings in the March test, r = 0.81 over 9 launches.
    #     evidence:
    #       - {url: "https://wiki.example.org/ab-2026-03"}
    #     by: Jane Doe <jane@example.org>
    #     on: 2026-03-20
    #     expires: 2026-09-16

    """

  private static let waivers = """
    # What has to wait: a waiver lets its test pass --require and the baseline, and adds no point.
    #
    # waivers:
    #   - test: data-2
    #     reason: The schema moves to another team this quarter.
    #     by: Jane Doe <jane@example.org>
    #     on: 2026-03-20
    #     expires: 2026-06-30
    #     ticket: ML-12

    """
}
