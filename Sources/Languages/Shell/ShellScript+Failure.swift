extension ShellScript {
  /// Whether the failure of one command, all others succeeding, shows in the exit status of the script.
  ///
  /// `errexit` and `pipefail` are what the shell starts with (`bash -e` on GitHub, neither for a plain `sh`);
  /// what the script sets itself comes on top. Where a function is called from several places one is enough.
  package func failure(of index: Int, errexit: Bool, pipefail: Bool) -> ShellFailure {
    var judge = ShellFailureJudge(script: self, errexit: errexit, pipefail: pipefail)
    let result = judge.judge(command: index)
    if result == .seen, endsInSuccess { return .swallowed(.trap) }
    return result
  }

  /// The script with what `failure` asks of it again and again: who calls its functions, which of them always
  /// fail (the earlier ones first), and whether a trap hides every failure.
  func withIndexes() -> ShellScript {
    var script = self
    script.endsInSuccess = hasForgivingTrap
    let names = Set(functions.map(\.name))
    for (index, command) in commands.enumerated() {
      if let name = command.name, names.contains(name) {
        script.calls[name, default: []].append(index)
      }
    }
    for item in tree.items {
      guard case .function(let index) = item.kind, let body = item.children.first else { continue }
      let judge = ShellFailureJudge(script: script, errexit: false, pipefail: false)
      switch judge.outcome(of: body, depth: 0) {
      case .fails: script.failingFunctions[functions[index].name] = .functionReturn
      case .leaves(failing: true, let departure):
        script.failingFunctions[functions[index].name] = departure
      case .succeeds, .leaves: continue
      }
    }
    return script
  }

  private var hasForgivingTrap: Bool {
    commands.contains { command in
      guard command.name == "trap", command.words.count > 2 else { return false }
      let signals = command.words.dropFirst(2).map(\.text)
      return command.words[1].text.contains("exit 0")
        && signals.contains { ["EXIT", "ERR", "0"].contains($0) }
    }
  }
}

/// Follows a failed command outwards, through what stands around it, to the script's end.
struct ShellFailureJudge {
  let script: ShellScript
  let errexit: Bool
  let pipefail: Bool
  /// Functions whose calls have been followed, so that each is followed once.
  private var followed: Set<String> = []

  init(script: ShellScript, errexit: Bool, pipefail: Bool) {
    self.script = script
    self.errexit = errexit
    self.pipefail = pipefail
  }

  /// A status on its way out: of which command, what it has become, and why where it is no failure any more.
  private struct Status {
    let command: Int
    var item: Int
    var failed = true
    var reason = ShellFailure.Reason.negation
    /// Whether `set -e` has already let this failure pass.
    var isPassed = false
  }

  private enum Step {
    case on
    case done(ShellFailure)
  }

  /// What stops the shell, or a function, before its end.
  enum Departure {
    case exit, functionReturn, errexit
  }

  /// How a list or command ends when it is run.
  enum Outcome {
    case succeeds, fails
    case leaves(failing: Bool, by: Departure)
  }

  private var tree: ShellTree { script.tree }

  mutating func judge(command: Int) -> ShellFailure {
    var status = Status(command: command, item: script.items[command])
    let words = script.commands[command].words
    if script.commands[command].name == "exec", words.count > 1,
      script.commands[command].pipeline.count == 1
    {
      if case .done(let result) = leave(&status, by: .exit) { return result }
    }
    while true {
      switch step(&status) {
      case .on: continue
      case .done(let result): return result
      }
    }
  }

  private mutating func step(_ status: inout Status) -> Step {
    let child = status.item
    let parent = tree.items[child].parent
    guard parent >= 0 else { return .done(status.failed ? .seen : .swallowed(status.reason)) }
    status.item = parent
    switch tree.items[parent].kind {
    case .pipeline(let isNegated): return pipe(&status, child: child, isNegated: isNegated)
    case .chain(let operators, let isBackground):
      if isBackground { return .done(.swallowed(.background)) }
      return chain(&status, child: child, operators: operators)
    case .list: return list(&status, child: child)
    case .condition: return condition(&status, child: child)
    case .loop(let hasCondition):
      if case .substitution = tree.items[child].kind { return .done(.swallowed(.substitution)) }
      if hasCondition, tree.items[child].position == 0 { return .done(.swallowed(.condition)) }
      return .done(.swallowed(status.failed ? .loop : status.reason))
    case .choice:
      if case .substitution = tree.items[child].kind { return .done(.swallowed(.substitution)) }
      return .on
    case .command(let index):
      let owner = script.commands[index]
      guard owner.words.isEmpty, status.failed else { return .done(.swallowed(.substitution)) }
      status = Status(command: index, item: parent)
      return .on
    case .subshell, .substitution:
      status.isPassed = false
      return .on
    case .group: return .on
    case .function(let index):
      guard status.failed else { return .done(.swallowed(status.reason)) }
      return .done(judgeCalls(of: script.functions[index].name))
    }
  }

  private func pipe(_ status: inout Status, child: Int, isNegated: Bool) -> Step {
    let isLast = tree.items[child].position + 1 == tree.items[status.item].children.count
    if status.failed, !isLast {
      guard script.commands[status.command].pipefail ?? pipefail else {
        return .done(.swallowed(.pipe))
      }
    }
    if isNegated {
      status.failed.toggle()
      // A negated pipeline never ends a script by `set -e`.
      status.isPassed = true
    }
    return .on
  }

  private mutating func chain(_ status: inout Status, child: Int, operators: [Bool]) -> Step {
    let chain = tree.items[status.item]
    let position = tree.items[child].position
    if position < operators.count { status.isPassed = true }
    for next in chain.children.indices.dropFirst(position + 1) {
      guard operators[next - 1] != status.failed else { continue }
      let wasFailed = status.failed
      switch outcome(of: chain.children[next], depth: 0) {
      case .leaves(failing: true, let departure):
        status.failed = true
        return leave(&status, by: departure)
      case .leaves(failing: false, _):
        return .done(.swallowed(.alternative(text(of: chain.children[next]))))
      case .fails:
        status.failed = true
        status.isPassed = next < operators.count
      case .succeeds:
        if wasFailed {
          status.reason = .alternative(text(of: chain.children[next]))
          if isKeptAndUsed(by: chain.children[next], after: chain.range.upperBound) {
            return .done(.seen)
          }
        }
        status.failed = false
      }
    }
    return .on
  }

  private mutating func list(_ status: inout Status, child: Int) -> Step {
    let statements = tree.items[status.item].children
    let position = tree.items[child].position
    guard status.failed else {
      return position + 1 == statements.count ? .on : .done(.swallowed(status.reason))
    }
    if !status.isPassed, isErrexitInForce(for: status), !isErrexitIgnored(at: child) {
      return leave(&status, by: .errexit)
    }
    if position + 1 == statements.count { return .on }
    if readsStatus(statements[position + 1]) { return .done(.seen) }
    let isInForce = isErrexitInForce(for: status)
    return .done(.swallowed(status.isPassed && isInForce ? .conjunction : .laterCommand))
  }

  private mutating func condition(_ status: inout Status, child: Int) -> Step {
    let lists = tree.items[status.item].children
    let position = tree.items[child].position
    let isBranch = position % 2 == 1 || position + 1 == lists.count
    if isBranch { return .on }
    let next = position + (status.failed ? 2 : 1)
    // Behind a failed condition stands `else`, or another condition which is not known.
    let isKnown = !status.failed || next + 1 == lists.count
    guard isKnown, next < lists.count else { return .done(.swallowed(.condition)) }
    switch outcome(of: lists[next], depth: 0) {
    case .succeeds, .leaves(failing: false, _): return .done(.swallowed(.condition))
    case .leaves(failing: true, let departure):
      status.failed = true
      return leave(&status, by: departure)
    case .fails:
      status.failed = true
      status.isPassed = false
      return .on
    }
  }

  /// The shell stops here with a failure: on to the subshell, or to the end of the script.
  private mutating func leave(_ status: inout Status, by departure: Departure) -> Step {
    var item = status.item
    while tree.items[item].parent >= 0 {
      item = tree.items[item].parent
      switch tree.items[item].kind {
      case .subshell, .substitution:
        status.item = item
        status.isPassed = false
        return .on
      case .pipeline where tree.items[item].children.count > 1:
        // Each part of a pipe is a shell of its own.
        guard let part = ancestor(of: status.item, below: item) else { break }
        status.item = part
        status.isPassed = false
        return .on
      case .chain(_, isBackground: true): return .done(.swallowed(.background))
      case .function(let index):
        return .done(judgeCalls(of: script.functions[index].name, by: departure))
      default: break
      }
    }
    return .done(.seen)
  }

  private func ancestor(of item: Int, below parent: Int) -> Int? {
    var item = item
    while item >= 0, tree.items[item].parent != parent { item = tree.items[item].parent }
    return item >= 0 ? item : nil
  }

  /// What becomes of a function that fails, or that stops the shell, where it is called.
  private mutating func judgeCalls(of name: String, by departure: Departure = .functionReturn)
    -> ShellFailure
  {
    guard followed.insert(name).inserted else { return .swallowed(.laterCommand) }
    var result: ShellFailure?
    for index in script.calls[name] ?? [] {
      let call: ShellFailure
      var status = Status(command: index, item: script.items[index])
      let stops = departure == .exit || departure == .errexit && !isErrexitIgnored(at: status.item)
      if stops, case .done(let end) = leave(&status, by: departure) {
        call = end
      } else {
        call = judge(command: index)
      }
      if call == .seen { return .seen }
      result = result ?? call
    }
    // Not called here: the file may be sourced, and then its caller decides.
    return result ?? .seen
  }
}

extension ShellFailureJudge {
  private func isErrexitInForce(for status: Status) -> Bool {
    guard script.commands[status.command].errexit ?? errexit else { return false }
    // bash turns `set -e` off inside `$(…)`.
    var item = status.item
    while item >= 0 {
      if case .substitution = tree.items[item].kind { return false }
      if case .function = tree.items[item].kind { return true }
      item = tree.items[item].parent
    }
    return true
  }

  /// Whether `set -e` is without effect at an item: in a condition, before `&&` or `||`, behind `!`, or in a
  /// function which is called only from such places.
  private func isErrexitIgnored(at item: Int, depth: Int = 0) -> Bool {
    var child = item
    while tree.items[child].parent >= 0 {
      let parent = tree.items[child].parent
      let position = tree.items[child].position
      switch tree.items[parent].kind {
      case .chain(let operators, _): if position < operators.count { return true }
      case .pipeline(isNegated: true): return true
      case .condition:
        let isBranch = position % 2 == 1 || position + 1 == tree.items[parent].children.count
        if !isBranch { return true }
      case .loop(hasCondition: true): if position == 0 { return true }
      case .function(let index):
        let name = script.functions[index].name
        let calls = script.calls[name] ?? []
        return depth < 2 && !calls.isEmpty
          && calls.prefix(50).allSatisfy {
            isErrexitIgnored(at: script.items[$0], depth: depth + 1)
          }
      case .substitution: return false
      default: break
      }
      child = parent
    }
    return false
  }

  private func text(of item: Int) -> String {
    var words: [String] = []
    for index in commands(in: item) {
      let command = script.commands[index]
      words += command.assignments.map { "\($0.name)=\($0.value.text)" }
      if !command.words.isEmpty { words.append(command.text) }
    }
    return words.joined(separator: "; ")
  }

  /// The commands that stand in an item; they are sorted by their places.
  private func commands(in item: Int) -> Range<Int> {
    let range = tree.items[item].range
    let start = firstCommand(at: range.lowerBound)
    return start..<max(start, firstCommand(at: range.upperBound))
  }

  private func firstCommand(at offset: Int) -> Int {
    var low = 0
    var high = script.commands.count
    while low < high {
      let middle = (low + high) / 2
      if script.commands[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How a part of the script ends as far as its text tells: by `exit 1`, `false`, or a function that does.
  func outcome(of item: Int, depth: Int) -> Outcome {
    guard depth < 12 else { return .succeeds }
    let children = tree.items[item].children
    switch tree.items[item].kind {
    case .list:
      var last = Outcome.succeeds
      for child in children {
        last = outcome(of: child, depth: depth + 1)
        if case .leaves = last { return last }
      }
      return last
    case .chain(let operators, isBackground: false):
      guard let first = children.first else { return .succeeds }
      let last = outcome(of: first, depth: depth + 1)
      if case .leaves = last { return last }
      // `echo why && exit 1`
      guard operators.count == 1, operators[0], children.count == 2, case .succeeds = last else {
        return operators.isEmpty ? last : .succeeds
      }
      return outcome(of: children[1], depth: depth + 1)
    case .pipeline(let isNegated):
      guard children.count == 1, let only = children.first else { return .succeeds }
      let last = outcome(of: only, depth: depth + 1)
      switch last {
      case .succeeds: return isNegated ? .fails : .succeeds
      case .fails: return isNegated ? .succeeds : .fails
      case .leaves: return last
      }
    case .group: return children.first.map { outcome(of: $0, depth: depth + 1) } ?? .succeeds
    case .subshell:
      guard let first = children.first else { return .succeeds }
      let last = outcome(of: first, depth: depth + 1)
      if case .leaves(let failing, _) = last { return failing ? .fails : .succeeds }
      return last
    case .command(let index): return outcome(of: script.commands[index])
    default: return .succeeds
    }
  }

  private func outcome(of command: ShellCommand) -> Outcome {
    switch command.name {
    case "false": return .fails
    case "exit", "return":
      let status = command.words.count > 1 ? command.words[1].text : "$?"
      return .leaves(
        failing: Int(status).map { $0 % 256 != 0 } ?? true,
        by: command.name == "exit" ? .exit : .functionReturn)
    case let name?:
      // A function of the script's own, such as `die`.
      guard let departure = script.failingFunctions[name] else { return .succeeds }
      return departure == .exit ? .leaves(failing: true, by: .exit) : .fails
    case nil: return .succeeds
    }
  }

  /// Whether the statement after a failed one looks at `$?` and fails by it.
  private func readsStatus(_ statement: Int) -> Bool {
    guard let index = commands(in: statement).first else { return false }
    let first = script.commands[index]
    if first.name == "exit" || first.name == "return" {
      return first.words.count == 1 || first.words[1].text.contains("$?")
    }
    if let kept = keptStatus(of: first) {
      return isUsed(variable: kept, after: first.range.upperBound)
    }
    return first.words.contains { $0.text.contains("$?") } && failsIfTaken(index)
  }

  /// The variable that a command sets to `$?`.
  private func keptStatus(of command: ShellCommand) -> String? {
    if let assignment = command.assignments.first, command.words.isEmpty,
      assignment.value.text == "$?"
    {
      return assignment.name
    }
    return command.words.lazy.map(\.text).first { $0.hasSuffix("=$?") }.map {
      String($0.dropLast(3))
    }
  }

  /// Whether `|| failed=1` keeps the failure in a variable by which the script fails later.
  private func isKeptAndUsed(by item: Int, after offset: Int) -> Bool {
    commands(in: item).contains { index in
      let command = script.commands[index]
      guard command.words.isEmpty, let assignment = command.assignments.first
      else { return false }
      return isUsed(variable: assignment.name, after: offset)
    }
  }

  /// Whether a later `exit $variable`, or a test of it whose branch fails, ends the script.
  private func isUsed(variable: String, after offset: Int) -> Bool {
    (firstCommand(at: offset)..<script.commands.count).contains { index in
      let command = script.commands[index]
      guard
        command.words.contains(where: {
          $0.text.contains("$" + variable) || $0.text.contains("${" + variable)
            || $0.text.hasPrefix("((") && $0.text.contains(variable)
        })
      else { return false }
      return command.name == "exit" || command.name == "return" || failsIfTaken(index)
    }
  }

  /// Whether a test stands before something that fails: `if test; then exit 1; fi`, `test && exit 1`, `test || exit 1`.
  private func failsIfTaken(_ index: Int) -> Bool {
    let pipeline = tree.items[script.items[index]].parent
    guard pipeline >= 0, tree.items[pipeline].parent >= 0 else { return false }
    let chain = tree.items[tree.items[pipeline].parent]
    for part in chain.children.dropFirst(tree.items[pipeline].position + 1) {
      if case .leaves(failing: true, _) = outcome(of: part, depth: 0) { return true }
    }
    guard chain.parent >= 0 else { return false }
    let list = tree.items[chain.parent]
    guard list.parent >= 0, case .condition = tree.items[list.parent].kind else { return false }
    return tree.items[list.parent].children.dropFirst(list.position + 1).contains {
      if case .leaves(failing: true, _) = outcome(of: $0, depth: 0) { true } else { false }
    }
  }
}
