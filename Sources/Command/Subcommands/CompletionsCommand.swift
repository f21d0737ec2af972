/// `readiness completions SHELL`: a script that completes commands, flags and their values.
enum CompletionsCommand {
  static let subcommand = Subcommand(
    Synopsis(
      "completions", summary: "print a script that completes commands and flags in a shell",
      operands: [Operand("SHELL", isRequired: true, help: "bash, zsh or fish")])
  ) { (arguments, surroundings) throws(RunFault) in
    let name = arguments.operands[0]
    let synopses = Subcommand.all.map(\.synopsis)
    switch name {
    case "bash": return surroundings.print(Completions.bash(synopses))
    case "zsh":
      return surroundings.print(
        "autoload -U bashcompinit && bashcompinit\n" + Completions.bash(synopses))
    case "fish": return surroundings.print(Completions.fish(synopses))
    default: throw RunFault(UsageFault("unknown shell '\(name)', expected bash, zsh or fish"))
    }
  }
}
