internal import Text

/// Runs one command line and gives the exit status; `arguments` are without the program's name.
package func run(
  arguments: [String], in surroundings: Surroundings = .process
) async -> Int32 {
  let status: ExitStatus
  do throws(RunFault) {
    switch try Request.read(arguments) {
    case .text(let text): status = surroundings.print(text)
    case .subcommand(let subcommand, let arguments):
      status = try await subcommand.run(arguments, surroundings)
    }
  } catch {
    surroundings.report(error.diagnostics)
    status = error.status
  }
  return status.rawValue
}

/// What a command line asks for.
private enum Request {
  case text(String)
  case subcommand(Subcommand, Arguments)

  static func read(_ arguments: [String]) throws(RunFault) -> Request {
    do throws(UsageFault) {
      return try Request(arguments)
    } catch {
      throw RunFault(error)
    }
  }

  private init(_ arguments: [String]) throws(UsageFault) {
    let all = Subcommand.all
    switch arguments.first {
    case nil:
      throw UsageFault("a command is expected: \(alternatives(all.map(\.synopsis.name)))")
    case "--help", "-h": self = .text(HelpText.overview(of: all.map(\.synopsis)))
    case "--version": self = .text("readiness \(version)\n")
    case let word?: self = try Self.named(word, arguments, all)
    }
  }

  private static func named(
    _ word: String, _ arguments: [String], _ all: [Subcommand]
  ) throws(UsageFault) -> Request {
    if let subcommand = all.first(where: { arguments.starts(with: $0.synopsis.words) }) {
      let synopsis = subcommand.synopsis
      let given = try Arguments(Array(arguments.dropFirst(synopsis.words.count)), for: synopsis)
      return given.has(.help) ? .text(HelpText.page(synopsis)) : .subcommand(subcommand, given)
    }
    let group = all.map(\.synopsis).filter { $0.words.first == word }
    guard !group.isEmpty else {
      if word.hasPrefix("-") {
        throw UsageFault(
          "unknown flag '\(word)' before the command",
          meant: nearest(to: word, among: [Flag.help.name, Flag.version.name]))
      }
      let words = Set(all.compactMap(\.synopsis.words.first))
      throw UsageFault(
        "unknown command '\(word)'", meant: nearest(to: word, among: words.sorted()))
    }
    if ["--help", "-h"].contains(arguments.dropFirst().first) {
      return .text(HelpText.group(word, group))
    }
    let names = group.compactMap { $0.words.dropFirst().first }
    guard let second = arguments.dropFirst().first else {
      throw UsageFault("\(word) needs a command: \(alternatives(names))")
    }
    throw UsageFault(
      "unknown command '\(word) \(second)'",
      meant: nearest(to: second, among: names).map { "\(word) \($0)" })
  }
}
