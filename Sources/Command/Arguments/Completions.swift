/// Completion scripts, written from the data of the subcommands.
enum Completions {
  /// For bash, and for zsh through its `bashcompinit`.
  static func bash(_ synopses: [Synopsis]) -> String {
    let commands = words(synopses.compactMap(\.words.first))
    var cases = ""
    for synopsis in synopses.sorted(by: { $0.words.count > $1.words.count }) {
      let flags = synopsis.allFlags.map(\.name).joined(separator: " ")
      cases += "    \"\(synopsis.name) \"*) words=\"\(flags)\" ;;\n"
    }
    for (group, seconds) in groups(synopses) {
      cases += "    \"\(group) \"*) words=\"\(seconds.joined(separator: " "))\" ;;\n"
    }
    var values = ""
    for flag in flagsWithChoices(synopses) {
      values += "    \(flag.name)) words=\"\(flag.choices.joined(separator: " "))\" ;;\n"
    }
    return """
      _readiness() {
        local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words="\(commands)"
        case "${COMP_WORDS[*]:1:COMP_CWORD-1} " in
      \(cases)  esac
        case "$before" in
      \(values)  esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        case "$current" in --*) ;; *) COMPREPLY+=($(compgen -f -- "$current")) ;; esac
      }
      complete -F _readiness readiness

      """
  }

  static func fish(_ synopses: [Synopsis]) -> String {
    var lines: [String] = []
    for synopsis in synopses {
      let before =
        synopsis.words.count > 1
        ? "__fish_seen_subcommand_from \(synopsis.words[0])" : "__fish_use_subcommand"
      lines.append(
        "complete -c readiness -n '\(before)' -a \(synopsis.words[synopsis.words.count - 1]) -d '\(quoted(synopsis.summary))'"
      )
      let within = synopsis.words.map { "__fish_seen_subcommand_from \($0)" }
        .joined(separator: "; and ")
      for flag in synopsis.allFlags {
        var line = "complete -c readiness -n '\(within)' -l \(flag.name.dropFirst(2))"
        if flag.value != nil { line += " -r" }
        if !flag.choices.isEmpty { line += " -f -a '\(flag.choices.joined(separator: " "))'" }
        lines.append(line + " -d '\(quoted(flag.help))'")
      }
    }
    for (group, _) in groups(synopses) {
      lines.append("complete -c readiness -n __fish_use_subcommand -a \(group)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func groups(_ synopses: [Synopsis]) -> [(String, [String])] {
    let long = synopses.filter { $0.words.count > 1 }
    return words(long.map { $0.words[0] }).split(separator: " ").map { group in
      (String(group), long.filter { $0.words[0] == group }.map { $0.words[1] })
    }
  }

  private static func flagsWithChoices(_ synopses: [Synopsis]) -> [Flag] {
    var seen: Set<String> = []
    return synopses.flatMap(\.flags).filter {
      !$0.choices.isEmpty && seen.insert($0.name).inserted
    }
  }

  /// Each word once, in the order of its first.
  private static func words(_ list: [String]) -> String {
    var seen: Set<String> = []
    return list.filter { seen.insert($0).inserted }.joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String { text.replacing("'", with: "\\'") }
}
