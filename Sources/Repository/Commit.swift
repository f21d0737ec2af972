/// One commit, as far as rules ask about it.
package struct Commit: Sendable, Hashable {
  /// In hexadecimal.
  package let name: String
  package let parentCount: Int
  /// When it was committed: an ISO day in UTC.
  package let day: String
  package let authorName: String
  package let authorEmail: String
  /// The first paragraph of the message on one line.
  package let subject: String
  /// `Key: value` lines of the message's last paragraph, keys as written.
  package let trailers: [Trailer]
  /// The number of the pull or merge request that the message names; nil where it names none.
  package let request: Int?

  /// A line such as `Reviewed-by: Jane <jane@example.org>`.
  package struct Trailer: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  package init(
    name: String, parentCount: Int = 1, day: String, authorName: String, authorEmail: String,
    message: String
  ) {
    self.name = name
    self.parentCount = parentCount
    self.day = day
    self.authorName = authorName
    self.authorEmail = authorEmail
    let message = CommitMessage(message)
    subject = message.subject
    trailers = message.trailers
    request = message.request
  }

  package var isMerge: Bool { parentCount > 1 }

  /// The values of one trailer, its key in any case: `reviewed-by`.
  package func trailers(_ key: String) -> [String] {
    let key = key.lowercased()
    return trailers.filter { $0.key.lowercased() == key }.map(\.value)
  }
}
