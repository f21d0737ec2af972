/// One object as `git cat-file --batch` prints it.
struct BatchAnswer {
  let name: String
  /// `commit`, `tree`, `blob` or `tag`.
  let kind: String
  let bytes: [UInt8]

  /// The answers to a number of questions, nil where there is no such object; what is cut off is nil too.
  static func read(_ output: [UInt8], count: Int) -> [BatchAnswer?] {
    var answers: [BatchAnswer?] = []
    var rest = output[...]
    while answers.count < count, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let header = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      rest = rest[(end + 1)...]
      // "NAME KIND SIZE", or what was asked and "missing" or "ambiguous".
      guard header.count == 3, let size = Int(header[2]), size >= 0, size < rest.count else {
        answers.append(nil)
        continue
      }
      answers.append(
        BatchAnswer(
          name: String(header[0]), kind: String(header[1]), bytes: Array(rest.prefix(size))))
      rest = rest.dropFirst(size + 1)
    }
    return answers + Array(repeating: nil, count: count - answers.count)
  }
}
