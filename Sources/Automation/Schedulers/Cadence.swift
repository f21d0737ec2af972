internal import Facts

/// When a scheduler runs something, as far as its file says.
enum Cadence: Equatable {
  /// The cron line or interval as written.
  case every(String)
  /// `None`, `@once`, paused: a person starts it.
  case never
  case unknown

  /// Reads a cron line, a preset or an interval's name.
  init(text: String) {
    let trimmed = text.split(whereSeparator: \.isWhitespace)
    switch text.lowercased() {
    case "none", "@once", "manual", "", "null", "never", "disabled", "@manual": self = .never
    default:
      self =
        Cadence.looksLikeCron(trimmed) || text.hasPrefix("@") || text.hasPrefix("rate(")
          || text.hasPrefix("cron(")
        ? .every(text) : .unknown
    }
  }

  /// Five to seven fields of a cron line's characters.
  static func looksLikeCron(_ fields: [Substring]) -> Bool {
    guard (5...7).contains(fields.count) else { return false }
    return fields.allSatisfy { field in
      field.utf8.allSatisfy { byte in
        (byte >= 48 && byte <= 57) || "*/,-?#LWH".utf8.contains(byte)
          || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
      }
    } && fields[0].utf8.contains { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "*") }
  }
}

/// Reads schedules out of Python: literals, imported constants, parameters given by callers, settings with a default.
struct CadenceReader {
  let facts: FactTable
  let code: CodeIndex
  let constants: Constants
  let presetCalls: Set<String>

  func cadences(
    of expression: Expression, in definition: Int, _ names: inout NameResolver
  ) -> [Cadence] {
    if case .name(let name) = expression.value, !name.contains("."),
      let given = givenByCallers(name, definition, &names)
    {
      return given
    }
    return [cadence(expression, in: definition, &names)]
  }

  func cadence(_ expression: Expression, in definition: Int, _ names: inout NameResolver) -> Cadence
  {
    switch constants.value(expression.value, in: definition, &names) {
    case .none: return .never
    case .string(let text): return Cadence(text: text)
    case .boolean(let truth): return truth ? .every("continuous") : .never
    case .number(let number): return .every("\(number) s")
    case .call(let index): return call(index)
    case .sequence(let elements):
      let found = elements.map { cadence(Expression($0, names: []), in: definition, &names) }
      return found.first { if case .every = $0 { true } else { false } } ?? .unknown
    case .name, .mapping, .other: return text(in: expression)
    }
  }

  /// `timedelta(days=1)`, `CronSchedule("0 3 * * *")`, `setting("X", "0 3 * * *")`.
  private func call(_ index: Int) -> Cadence {
    guard facts.calls.indices.contains(index) else { return .unknown }
    let call = facts.calls[index]
    let values = call.arguments.compactMap { argument -> String? in
      guard let scalar = argument.expression.value.scalar else { return nil }
      return argument.name.map { "\($0)=\(scalar)" } ?? scalar
    }
    if presetCalls.contains(call.member) || presetCalls.contains((call.callee ?? "").lastPart) {
      let cron = call.arguments.compactMap { $0.expression.value.string }
        .first { Cadence.looksLikeCron($0.split(separator: " ")) }
      return .every(cron ?? "\(call.member)(\(values.joined(separator: ", ")))")
    }
    let strings = call.arguments.flatMap { $0.expression.strings }
    for text in strings.reversed() {
      let read = Cadence(text: text)
      if read != .unknown { return read }
    }
    return .unknown
  }

  private func text(in expression: Expression) -> Cadence {
    for text in expression.strings {
      if case .every(let line) = Cadence(text: text) { return .every(line) }
    }
    return .unknown
  }

  /// A parameter's values where the function around is called with one.
  private func givenByCallers(_ name: String, _ definition: Int, _ names: inout NameResolver)
    -> [Cadence]?
  {
    let owner = facts.definitions[definition]
    guard let position = owner.parameters.firstIndex(where: { $0.name == name }) else { return nil }
    var found: [Cadence] = []
    for call in facts.calls where call.member == owner.name {
      guard let callee = call.callee,
        names.resolve(callee, in: call.definition)?.definition == definition
      else { continue }
      let positional = call.arguments.filter { $0.name == nil }
      let given =
        call.arguments.first { $0.name == name }
        ?? (position < positional.count ? positional[position] : nil)
      if let given { found.append(cadence(given.expression, in: call.definition, &names)) }
    }
    if let fallback = owner.parameters[position].fallback, found.isEmpty {
      found.append(cadence(fallback, in: definition, &names))
    }
    return found
  }
}
