internal import Automation
internal import Facts
internal import Text

extension Trace {
  /// The place as `path:line`, or the path alone.
  var place: String { line.map { "\(path):\($0)" } ?? path }

  /// What `trace` prints for people: each trigger with its chain, a hop a line, or what comes nearest.
  var text: String {
    let automatic = reaches.filter { $0.trigger != .manual }
    var text =
      automatic.isEmpty
      ? "nothing runs \(place) with nobody asking\n" : "\(place) is run by\n"
    for reach in reaches { text += "\n" + Self.text(of: reach) }
    if let nearest { text += "\nnearest: \(nearest)\n" }
    return text
  }

  private static func text(of reach: Reach) -> String {
    var words = [reach.trigger == .manual ? "by hand" : reach.trigger.rawValue]
    if let cadence = reach.cadence { words[0] += " (\(cadence))" }
    words.append(reach.isFailureSeen ? "a failure is seen" : "a failure is not seen")
    if reach.through == .exercise { words.append("exercised by a test") }
    if reach.by == .imports { words.append("imported only, nothing calls it") }
    let width = reach.chain.map(\.location.text.count).max() ?? 0
    let hops = reach.chain.map { hop in
      let gap = String(repeating: " ", count: width - hop.location.text.count + 2)
      return "    \(hop.location.text)\(gap)\(hop.what)\n"
    }
    return "  \(words.joined(separator: ", "))\n" + hops.joined()
  }

  /// What `trace --format json` prints: one entry for each kind of trigger, its best chain.
  var json: Node {
    .object([
      ("path", .string(path)), ("line", line.map(Node.integer) ?? .null),
      ("reaches", .array(reaches.map(Self.json))),
      ("nearest", nearest.map { .object([("what", .string($0))]) } ?? .null),
    ])
  }

  private static func json(of reach: Reach) -> Node {
    .object([
      ("trigger", .string(reach.trigger.rawValue)),
      ("cadence", reach.cadence.map(Node.string) ?? .null),
      ("failure-seen", .boolean(reach.isFailureSeen)), ("by", .string(reach.by.rawValue)),
      ("through", .string(reach.through.rawValue)),
      (
        "chain",
        .array(
          reach.chain.map { hop in
            .object([
              ("path", .string(hop.location.path)), ("line", .integer(hop.location.line)),
              ("what", .string(hop.what)),
            ])
          })
      ),
    ])
  }
}
