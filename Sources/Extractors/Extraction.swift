package import Facts
package import Repository
internal import Text

/// Reads every file once, several at a time, and puts the facts in path order, whatever the number of cores.
package struct Extraction: Sendable {
  /// How much of one file is read, in bytes.
  package static let limit = 8 << 20

  private let roles: RoleTable
  private let members: Set<String>
  private let programs: Set<String>
  private let width: Int

  /// - Parameter members: attribute names that rules look for where they are only read.
  /// - Parameter programs: names that begin a command in a document's block without a language.
  /// - Parameter width: how many files are read at a time.
  package init(roles: RoleTable, members: Set<String>, programs: Set<String> = [], width: Int) {
    self.roles = roles
    self.members = members
    self.programs = programs
    self.width = max(1, width)
  }

  /// - Parameter read: a file's bytes, at most so many, or nil where it cannot be read.
  package func facts(
    of files: [FileFact], read: @escaping @Sendable (Int, Int) -> Contents?
  ) async -> FactTable {
    var table = FactTable()
    table.files = files.map { file in
      var file = file
      file.role = roles.role(of: file.path)
      return file
    }
    let jobs = files.indices.filter { isRead(table.files[$0]) }
    // Neighbours in path order are alike in size: dealing them out evens the load.
    let hands = (0..<width).map { hand in
      stride(from: hand, to: jobs.count, by: width).map { jobs[$0] }
    }
    let read = await withTaskGroup(of: [(Int, FileFacts)].self) { group in
      for hand in hands {
        group.addTask { [members, programs, files] in
          hand.compactMap { index in
            Self.facts(of: files[index].path, index, members, programs, read).map { (index, $0) }
          }
        }
      }
      return await group.reduce(into: [(Int, FileFacts)]()) { $0 += $1 }
    }
    for (index, facts) in read.sorted(by: { $0.0 < $1.0 }) { table.append(facts, file: index) }
    return table
  }

  /// Vendored and generated files are listed, and no more.
  private func isRead(_ file: FileFact) -> Bool {
    (file.kind == .regular || file.kind == .executable)
      && file.role != .vendored && file.role != .generated
  }

  private static func facts(
    of path: String, _ index: Int, _ members: Set<String>, _ programs: Set<String>,
    _ read: (Int, Int) -> Contents?
  ) -> FileFacts? {
    guard let form = FileForm(path: path) else { return nil }
    guard let contents = read(index, limit) else {
      var facts = FileFacts()
      facts.diagnostics.append(Diagnostic(path: path, message: "cannot be read"))
      return facts
    }
    let extractor = FileExtractor(
      file: index, path: path, members: members, programs: programs,
      cut: contents.size - contents.bytes.count)
    return extractor.facts(of: contents.bytes, as: form)
  }
}
