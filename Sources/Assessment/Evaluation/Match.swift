internal import Automation
internal import Facts

/// A fact that a clause selected, with what the joins and the verdict need of it.
struct Match: Sendable {
  let reference: FactReference
  /// Index into `FactTable.files`; nil for history.
  let file: Int?
  let place: Evidence.Place
  var what: String
  /// The innermost definition around it, for code.
  let definition: Int?
  let anchor: Anchor?
  /// Literals that `as:` bound, or that `has:` may look in.
  var literals: [String] = []
  var isManualOnly = false
  /// The reach that satisfied the clause's own `reached-by`.
  var reach: Reach?
  /// Whether the clause asked for reach or a gate of its own, and got it.
  var isReached = false

  var location: Location? {
    if case .location(let location) = place { location } else { nil }
  }
}
