internal import Repository
internal import Rubrics
internal import Rules
internal import Text

/// The rules of one run: what was asked for, with the built-in vocabulary, and the digest over all of it.
struct LoadedRules: Sendable {
  let book: RuleBook
  /// `sha256:` and 64 hexadecimal digits, over the names and contents of the files used.
  let digest: String

  /// Loads rubrics, each by the id of a built-in one or as the path of a rule file; none means the default ones.
  ///
  /// - Parameter brought: rule files that were read already, by the name they are asked for.
  static func load(
    _ asked: [String], brought: [String: RuleFile] = [:]
  ) throws(RunFault) -> LoadedRules {
    let asked = asked.isEmpty ? BuiltInRules.defaultRubrics : asked
    var files = BuiltInRules.vocabulary
    var seen: Set<String> = []
    for name in asked where seen.insert(name).inserted {
      if let file = brought[name] {
        files.append(file)
      } else {
        files.append(try file(named: name))
      }
    }
    let (book, diagnostics) = RuleLoader.load(files)
    guard let book else { throw RunFault(diagnostics) }
    return LoadedRules(book: book, digest: digest(of: files))
  }

  private static func file(named name: String) throws(RunFault) -> RuleFile {
    if let builtIn = BuiltInRules.rubric(name) { return builtIn }
    guard name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
      throw RunFault(
        UsageFault(
          "unknown rubric '\(name)', expected \(alternatives(BuiltInRules.ids)) or a rule file",
          meant: nearest(to: name, among: BuiltInRules.ids)))
    }
    let bytes = try RunFault.read(name, limit: 8 << 20).bytes
    return RuleFile(path: name, bytes: bytes, kind: .rubric)
  }

  /// Names and lengths stand before the contents, so that no two sets of files come to the same bytes.
  private static func digest(of files: [RuleFile]) -> String {
    var hash = SHA256()
    for file in files.sorted(by: { $0.path < $1.path }) {
      // A user's file counts by its contents: where it lies is no part of what it says.
      let name = file.path.split(separator: "/").last ?? ""
      hash.update(Array("\(name) \(file.bytes.count)\n".utf8))
      hash.update(file.bytes)
    }
    return "sha256:" + hexadecimal(hash.finish())
  }
}

/// The rule files that the program brings along.
enum BuiltInRules {
  /// What an audit asks where nothing is named; gates without a rubric mean the first.
  static let defaultRubrics = ["ml-test-score", "joel-test"]

  /// The vocabulary lists that the program reads by name, beside those that rules name.
  static let listsOfTheProgram: Set<String> = ["stops-run"]

  static var files: [RuleFile] {
    RubricFiles.all.map { RuleFile(path: "rubrics/\($0.path)", bytes: Array($0.text.utf8)) }
  }

  /// All that is neither a rubric nor a page of examples.
  static var vocabulary: [RuleFile] {
    files.filter { file in
      switch file.kind {
      case .vocabulary, .roles, .runners, .kinds: true
      case .rubric, .page: false
      }
    }
  }

  /// The pages of examples by path.
  static var pages: [String: [UInt8]] {
    Dictionary(
      files.compactMap { file in
        if case .page = file.kind { (file.path, file.bytes) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The ids of the rubrics: a built-in rubric's file is named for it.
  static var ids: [String] { rubrics.map(\.id).sorted() }

  static func rubric(_ id: String) -> RuleFile? { rubrics.first { $0.id == id }?.file }

  private static var rubrics: [(id: String, file: RuleFile)] {
    files.compactMap { file in
      guard case .rubric = file.kind, let name = file.path.split(separator: "/").last,
        name.hasSuffix(".yaml")
      else { return nil }
      return (String(name.dropLast(5)), file)
    }
  }
}
