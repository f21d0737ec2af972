/// One file of rules as it was handed over, and what it is for.
package struct RuleFile: Sendable {
  package enum Kind: Sendable {
    case rubric, vocabulary, roles
    /// What commands run; see `RunnerTable`.
    case runners
    /// What kinds of project there are; see `ProjectKind`.
    case kinds
    /// A page of examples; see `ExamplePage`.
    case page
  }

  package let path: String
  package let bytes: [UInt8]
  package let kind: Kind

  /// The kind follows from the path: `vocabulary/*.yaml`, among them `roles`, `runners` and `kinds`; `*.md`; all else is a rubric.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    let parts = path.split(separator: "/")
    let isVocabulary = parts.count > 1 && parts[parts.count - 2] == "vocabulary"
    kind =
      switch parts.last {
      case "roles.yaml" where isVocabulary: .roles
      case "runners.yaml" where isVocabulary: .runners
      case "kinds.yaml" where isVocabulary: .kinds
      case let name? where name.hasSuffix(".md"): .page
      default: isVocabulary ? .vocabulary : .rubric
      }
  }

  package init(path: String, bytes: [UInt8], kind: Kind) {
    self.path = path
    self.bytes = bytes
    self.kind = kind
  }
}
