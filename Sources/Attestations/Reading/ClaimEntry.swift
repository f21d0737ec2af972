internal import Text

/// An entry of a claim or waiver file: what it shows to people, and its value where nothing is wrong with it.
package struct ClaimEntry<Value: Sendable>: Sendable {
  /// As written, or empty where it is missing.
  package let test: String
  package let by: String
  package let expires: String
  /// What is claimed; `waiver` for a waiver.
  package let claim: String
  /// Nil where the entry is malformed.
  package let value: Value?
  /// Of the entry's first key.
  package let offset: Int

  init(_ node: Node, claim: String, value: Value?) {
    test = node["test"]?.scalar ?? ""
    by = node["by"]?.scalar ?? ""
    expires = node["expires"]?.scalar ?? ""
    self.claim = claim
    self.value = value
    offset = node.offset
  }
}
