/// Finds calls, definitions and tests in a file's tokens, with a stack of its own for what is open.
struct RParser {
  private let tokens: [RToken]
  private let end: Int
  private let isJulia: Bool
  private var index = 0
  private var frames: [Frame] = []
  private var imports: [RImport] = []
  private var calls: [RCall] = []
  private var functions: [RFunction] = []
  private var tests: [RTest] = []
  private var constants: [RConstant] = []

  /// Something open: a call's parentheses, other brackets, or a block.
  fileprivate struct Frame {
    enum Kind {
      case call(String, place: Int)
      case bracket
      case function(String)
      case test(String)
      case block
    }

    let kind: Kind
    let offset: Int
    var arguments: [RArgument] = []
    /// The tokens of the argument being read start here.
    var argumentStart: Int
    /// A value read for the argument, where it is a nested list.
    var nested: RValue?
    var expectations = 0
  }

  init(tokens: [RToken], end: Int, isJulia: Bool) {
    self.tokens = tokens
    self.end = end
    self.isJulia = isJulia
  }

  mutating func parse() -> ROutline {
    while index < tokens.count {
      step()
      index += 1
    }
    while !frames.isEmpty { close(at: end) }
    return ROutline(
      imports: imports, calls: calls.sorted { $0.offset < $1.offset },
      functions: functions.sorted { $0.offset < $1.offset },
      tests: tests.sorted { $0.offset < $1.offset }, constants: constants)
  }

  private func token(_ ahead: Int = 0) -> RToken? {
    let place = index + ahead
    return place >= 0 && place < tokens.count ? tokens[place] : nil
  }

  private func isSign(_ text: String, _ ahead: Int = 0) -> Bool {
    guard let token = token(ahead) else { return false }
    return token.kind == .sign && token.text == text
  }

  private mutating func step() {
    guard let token = token() else { return }
    switch token.kind {
    case .name: isJulia ? readJuliaName(token) : readName(token)
    case .sign: readSign(token)
    case .newline, .string, .number: break
    }
  }

  private mutating func readSign(_ token: RToken) {
    switch token.text {
    case "(", "[", "{": open(.bracket, at: token.range.lowerBound)
    case ")", "]", "}": closeBracket(at: token.range.upperBound)
    case ",": endArgument()
    case "\\" where !isJulia: readFunction(at: token.range.lowerBound)
    case "%>%", "|>", "%<>%", "%T>%":
      // `x %>% f` calls f without parentheses.
      if let next = self.token(1), next.kind == .name, !isJulia || !isSign("(", 2),
        !isSign("(", 2), !isSign("::", 2), !isSign("$", 2)
      {
        addCall(next.text, [], at: next.range.lowerBound)
      }
    default: break
    }
  }

  private mutating func open(_ kind: Frame.Kind, at offset: Int) {
    // Deeper nesting than any program has is not followed.
    guard frames.count < 200 else { return }
    frames.append(Frame(kind: kind, offset: offset, argumentStart: index + 1))
  }

  private mutating func closeBracket(at offset: Int) {
    // Blocks that a bracket closes over have lost their `end`.
    if isJulia {
      while let last = frames.last, frames.count > 1, last.isBlock { close(at: offset) }
    }
    endArgument()
    close(at: offset)
  }

  private mutating func endArgument() {
    // The frame is changed in its place: a copy of it would cost its arguments each time.
    let top = frames.count - 1
    guard top >= 0 else { return }
    let start = min(frames[top].argumentStart, index)
    let nested = frames[top].nested
    frames[top].argumentStart = index + 1
    frames[top].nested = nil
    let part = tokens[start..<index].prefix(12).filter { $0.kind != .newline }
    guard !part.isEmpty, !frames[top].isBlock else { return }
    var name: String?
    var value = part[...]
    if part.count > 1, part[1].kind == .sign, part[1].text == "=", part[0].kind != .number {
      name = part[0].text
      value = part[2...]
    }
    frames[top].arguments.append(RArgument(name: name, value: nested ?? Self.value(of: value)))
  }

  private static func value(of tokens: ArraySlice<RToken>) -> RValue {
    guard let first = tokens.first else { return .other }
    if tokens.count == 2, first.text == "-", let number = tokens.last?.number {
      return .number(-number)
    }
    // Julia's `:name` is a symbol.
    if tokens.count == 2, first.text == ":", let name = tokens.last, name.kind == .name {
      return .string(name.text)
    }
    guard tokens.count == 1 else { return .other }
    switch first.kind {
    case .string: return .string(first.text)
    case .number: return first.number.map { .number($0) } ?? .other
    case .name:
      switch first.text {
      case "TRUE", "true", "T": return .boolean(true)
      case "FALSE", "false", "F": return .boolean(false)
      case "NULL", "nothing", "NA": return .null
      default: return .name(first.text)
      }
    case .sign, .newline: return .other
    }
  }

  private mutating func close(at offset: Int) {
    guard let frame = frames.popLast() else { return }
    if !frames.isEmpty, frame.expectations > 0, !frame.isTest {
      frames[frames.count - 1].expectations += frame.expectations
    }
    switch frame.kind {
    case .call(let callee, let place):
      calls[place] = RCall(
        callee: callee, arguments: frame.arguments, offset: frame.offset,
        function: calls[place].function, test: calls[place].test)
      finish(call: calls[place], frame, at: offset)
    case .function(let name):
      functions.append(
        RFunction(name: name, offset: frame.offset, range: frame.offset..<max(frame.offset, offset))
      )
    case .test(let name):
      tests.append(
        RTest(
          name: name, offset: frame.offset, range: frame.offset..<max(frame.offset, offset),
          expectations: frame.expectations))
    case .bracket:
      if isJulia, tokens.indices.contains(index), tokens[index].text == "]" {
        setNested(.list(frame.arguments.map(\.value)), of: frame, extra: 0)
      }
    case .block: break
    }
  }

  private mutating func finish(call: RCall, _ frame: Frame, at offset: Int) {
    readImport(call)
    if ["test_that", "it", "describe", "test_case"].contains(call.name),
      case .string(let name) = call.arguments.first?.value
    {
      tests.append(
        RTest(
          name: name, offset: call.offset, range: call.offset..<max(call.offset, offset),
          expectations: frame.expectations))
    }
    if call.callee == "c" || call.callee == "list" {
      setNested(.list(call.arguments.map(\.value)), of: frame, extra: 1)
    }
  }

  /// Makes a closed list the value of the argument it is, where it is the whole of one.
  private mutating func setNested(_ value: RValue, of frame: Frame, extra: Int) {
    guard !frames.isEmpty, index + 1 < tokens.count else { return }
    let next = tokens[(index + 1)...].first { $0.kind != .newline }
    guard let next, next.kind == .sign, next.text == "," || next.text == ")" else { return }
    let before = tokens[min(frames[frames.count - 1].argumentStart, index)...].prefix(4).prefix {
      $0.range.lowerBound < frame.offset
    }
    .filter { $0.kind != .newline }
    let isNamed = before.count == 2 && before.last?.text == "="
    if before.isEmpty || isNamed { frames[frames.count - 1].nested = value }
  }
}

extension RParser.Frame {
  fileprivate var isBlock: Bool {
    switch kind {
    case .function, .test, .block: true
    case .call, .bracket: false
    }
  }

  fileprivate var isTest: Bool {
    if case .test = kind { true } else { false }
  }
}

extension RToken {
  fileprivate var number: Double? {
    guard kind == .number else { return nil }
    let digits = text.hasSuffix("L") ? String(text.dropLast()) : text
    return Double(digits.filter { $0 != "_" })
  }
}

extension RParser {
  private var enclosingFunction: String? {
    for frame in frames.reversed() {
      if case .function(let name) = frame.kind { return name }
    }
    return nil
  }

  private var enclosingTest: String? {
    for frame in frames.reversed() {
      switch frame.kind {
      case .test(let name): return name
      case .call("test_that", _), .call("it", _), .call("testthat::test_that", _):
        if case .string(let name) = frame.arguments.first?.value { return name }
      default: continue
      }
    }
    return nil
  }

  private mutating func addCall(_ callee: String, _ arguments: [RArgument], at offset: Int) {
    calls.append(
      RCall(
        callee: callee, arguments: arguments, offset: offset, function: enclosingFunction,
        test: enclosingTest))
    let name = callee.split(separator: ":").last ?? ""
    if name.hasPrefix("expect_") || name == "stopifnot" || name == "@test"
      || name == "@test_throws",
      !frames.isEmpty
    {
      frames[frames.count - 1].expectations += 1
    }
  }

  private mutating func readName(_ first: RToken) {
    if first.text == "function", isSign("(", 1) {
      readFunction(at: first.range.lowerBound)
      return
    }
    var callee = first.text
    while let sign = token(1), sign.kind == .sign, ["::", ":::", "$", "@"].contains(sign.text),
      let next = token(2), next.kind == .name
    {
      if sign.text.hasPrefix("::"), !callee.contains("$") {
        imports.append(RImport(package: callee, offset: first.range.lowerBound))
      }
      callee += (sign.text == ":::" ? "::" : sign.text) + next.text
      index += 2
    }
    if isSign("(", 1) {
      index += 1
      guard !["if", "for", "while", "repeat"].contains(callee) else {
        open(.bracket, at: first.range.lowerBound)
        return
      }
      addCall(callee, [], at: first.range.lowerBound)
      open(.call(callee, place: calls.count - 1), at: first.range.lowerBound)
    } else if callee == first.text {
      readConstant(first)
    }
  }

  /// `name <- literal` that ends its line.
  private mutating func readConstant(_ name: RToken) {
    guard let sign = token(1), sign.kind == .sign, ["<-", "<<-", "="].contains(sign.text),
      frames.allSatisfy({ $0.isBlock || $0.opensBlock }), let value = token(2)
    else { return }
    let isNegative = value.text == "-" && value.kind == .sign
    let last = isNegative ? 4 : 3
    let next = token(last)
    let isEnd = next.map { $0.kind == .newline || $0.text == ";" || $0.text == "}" } ?? true
    guard isEnd, token(last - 1) != nil else { return }
    let literal = Self.value(of: tokens[(index + 2)..<(index + last)])
    switch literal {
    case .string, .number, .boolean:
      constants.append(RConstant(name: name.text, value: literal, offset: name.range.lowerBound))
    default: return
    }
  }

  /// Behind `function` or `\`: steps over the parameters; a body in braces becomes a frame of the function's name.
  private mutating func readFunction(at offset: Int) {
    let name = assignedName()
    guard isSign("(", 1) else { return }
    index += 2
    var depth = 1
    while index < tokens.count {
      if isSign("(") { depth += 1 }
      if isSign(")") { depth -= 1 }
      if depth == 0 { break }
      index += 1
    }
    while token(1)?.kind == .newline { index += 1 }
    guard let name else { return }
    guard isSign("{", 1) else {
      let end = tokens[min(index, tokens.count)...].first { $0.kind == .newline }
      functions.append(
        RFunction(
          name: name.text, offset: name.range.lowerBound,
          range: name.range.lowerBound..<(end?.range.lowerBound ?? self.end)))
      return
    }
    index += 1
    open(.function(name.text), at: name.range.lowerBound)
  }

  /// The name before `<-` or `=`, where the token read last begins the value.
  private func assignedName() -> RToken? {
    guard let sign = token(-1), sign.kind == .sign, ["<-", "<<-", "="].contains(sign.text),
      let name = token(-2), name.kind == .name || name.kind == .string
    else { return nil }
    return name
  }

  private mutating func readImport(_ call: RCall) {
    switch call.name {
    case "library", "require", "requireNamespace", "loadNamespace", "attachNamespace":
      guard let first = call.arguments.first(where: { $0.name == nil || $0.name == "package" })
      else {
        return
      }
      add(first.value, at: call.offset)
    case "p_load":
      for argument in call.arguments where argument.name == nil {
        add(argument.value, at: call.offset)
      }
    case "from" where call.callee == "import::from":
      if let first = call.arguments.first { add(first.value, at: call.offset) }
    default: return
    }
  }

  private mutating func add(_ value: RValue, at offset: Int) {
    switch value {
    case .name(let name), .string(let name): imports.append(RImport(package: name, offset: offset))
    default: return
    }
  }
}

extension RParser.Frame {
  /// `{ … }` of R, which opens statements.
  fileprivate var opensBlock: Bool {
    switch kind {
    case .bracket: true
    case .call(let name, _): name == "test_that" || name == "local" || name == "suppressWarnings"
    default: false
    }
  }
}

extension RParser {
  private static let blocks: Set<String> = [
    "function", "if", "for", "while", "begin", "let", "do", "module", "baremodule", "struct",
    "macro",
    "quote", "try",
  ]

  private mutating func readJuliaName(_ first: RToken) {
    let offset = first.range.lowerBound
    switch first.text {
    case "using", "import": readJuliaImport()
    case "end":
      // Inside `a[end]` it is a value.
      if let last = frames.last, last.isBlock { close(at: first.range.upperBound) }
    case "function", "macro":
      if let name = token(1), name.kind == .name {
        index += 1
        open(.function(name.text), at: offset)
        // The parameters are no call.
        if isSign("(", 1) {
          index += 1
          open(.bracket, at: offset)
        }
      } else {
        open(.block, at: offset)
      }
    case "@testset": readTestSet(at: offset)
    case let word where Self.blocks.contains(word):
      if frames.last?.isBracket != true { open(.block, at: offset) }
    case let word where word.hasPrefix("@") && !isSign("(", 1): addCall(word, [], at: offset)
    default: readJuliaCall(first)
    }
  }

  private mutating func readJuliaCall(_ first: RToken) {
    // `f.(x)` calls f for each element; the lexer leaves the dot apart.
    let isBroadcast = isSign(".", 1) && isSign("(", 2)
    guard isSign("(", 1) || isBroadcast else {
      readConstant(first)
      return
    }
    index += isBroadcast ? 2 : 1
    addCall(first.text, [], at: first.range.lowerBound)
    open(.call(first.text, place: calls.count - 1), at: first.range.lowerBound)
  }

  /// `using A, B.C: d, e`
  private mutating func readJuliaImport() {
    var isName = true
    while let token = token(1), token.kind != .newline, token.text != ";" {
      index += 1
      if token.kind == .name, isName, token.text != "as" {
        let package = token.text.split(separator: ".").first.map(String.init) ?? token.text
        imports.append(RImport(package: package, offset: token.range.lowerBound))
      }
      if token.text == ":" { return skipLine() }
      isName = token.text == ","
      // A list goes on behind a comma at the line's end.
      if isName { while self.token(1)?.kind == .newline { index += 1 } }
    }
  }

  private mutating func skipLine() {
    while let token = token(1), token.kind != .newline { index += 1 }
  }

  private mutating func readTestSet(at offset: Int) {
    addCall("@testset", [], at: offset)
    var name = ""
    while let token = token(1), token.kind != .newline {
      index += 1
      if token.kind == .string, name.isEmpty { name = token.text }
      if token.text == "begin" || token.text == "for" || token.text == "let" {
        open(.test(name), at: offset)
        return
      }
    }
  }
}

extension RParser.Frame {
  fileprivate var isBracket: Bool { !isBlock }
}
