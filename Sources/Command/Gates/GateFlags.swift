internal import Assessment
internal import Rules
internal import Text

/// The flags by which a caller demands a score, and what they mean for the rubrics of this run.
struct GateFlags {
  static let minimumScore = Flag(
    "--min-score", "[RUBRIC=]N", isRepeatable: true,
    help: "fail unless the rubric (the first one audited) has at least N")
  static let minimumSection = Flag(
    "--min-section", "ID=N", isRepeatable: true, help: "fail unless the section has at least N")
  static let require = Flag(
    "--require", "TEST[=LEVEL]", isRepeatable: true,
    help: "fail unless the test has points, or this level: manual or automated")
  static let baseline = Flag(
    "--baseline", "REPORT.json", help: "fail where a test falls below this earlier report")

  static let all = [minimumScore, minimumSection, require, baseline]

  let rubrics: [Rubric]

  /// The gates that the flags ask for; every id is one of the rubrics', or there is a fault with the nearest.
  func gates(_ arguments: Arguments) throws(UsageFault) -> [Gate] {
    var gates: [Gate] = []
    for text in arguments.all(Self.minimumScore) { gates.append(try score(text)) }
    for text in arguments.all(Self.minimumSection) { gates.append(try section(text)) }
    for text in arguments.all(Self.require) { gates.append(try requirement(text)) }
    return gates
  }

  private func score(_ text: String) throws(UsageFault) -> Gate {
    let (name, value) = parts(of: text)
    guard let value else {
      return .score(rubric: nil, least: try points(name, of: Self.minimumScore))
    }
    try check(name, in: rubrics.map(\.id), "rubric", of: Self.minimumScore)
    return .score(rubric: name, least: try points(value, of: Self.minimumScore))
  }

  private func section(_ text: String) throws(UsageFault) -> Gate {
    let (name, value) = parts(of: text)
    guard let value else {
      throw UsageFault("--min-section needs a section and points: ID=N, found '\(text)'")
    }
    try check(
      name, in: rubrics.flatMap(\.sections).map(\.id), "section", of: Self.minimumSection)
    return .section(id: name, least: try points(value, of: Self.minimumSection))
  }

  private func requirement(_ text: String) throws(UsageFault) -> Gate {
    let (name, value) = parts(of: text)
    try check(name, in: rubrics.flatMap(\.tests).map(\.id), "test", of: Self.require)
    guard let value else { return .require(test: name, level: .any) }
    guard let level = Gate.Level(rawValue: value) else {
      let levels = Gate.Level.allCases.map(\.rawValue)
      throw UsageFault(
        "unknown level '\(value)' of --require, expected \(alternatives(levels))",
        meant: nearest(to: value, among: levels))
    }
    return .require(test: name, level: level)
  }

  private func parts(of text: String) -> (String, String?) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
  }

  private func points(_ text: String, of flag: Flag) throws(UsageFault) -> Double {
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw UsageFault("\(flag.name) needs a number of points, found '\(text)'")
    }
    return number
  }

  private func check(
    _ name: String, in known: [String], _ kind: String, of flag: Flag
  ) throws(UsageFault) {
    guard !known.contains(name) else { return }
    throw UsageFault(
      "unknown \(kind) '\(name)' of \(flag.name)", meant: nearest(to: name, among: known))
  }
}
