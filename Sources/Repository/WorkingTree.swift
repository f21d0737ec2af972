/// A checkout's files against its index, and where its history is.
struct WorkingTree: Sendable {
  /// Absolute.
  let root: String
  let git: GitFolder
  /// The tree that the index makes, where git noted it.
  let indexTree: [UInt8]?
  /// Whether something tracked is gone, or in conflict, for certain.
  let isChanged: Bool
  /// Files whose bytes tell whether they were edited.
  let suspects: [Listing.Suspect]
}
