/// The variables of a Makefile, and references to them replaced where the value is plain text.
///
/// What make itself would have to run turns into what a shell understands: `$(shell x)` into `$(x)`, an unknown
/// `$(NAME)` into `${NAME}` (make passes its environment on), `$(MAKE)` into `make`; other functions into `${name}`.
struct MakeVariables {
  private var values: [String: String] = ["MAKE": "make"]
  private(set) var known: [TaskVariable] = []

  /// Longer results are cut, so that variables that double each other cannot fill the memory.
  private static let maximumLength = 20_000
  private static let maximumDepth = 8

  enum Assignment {
    case set, setIfAbsent, append, shell
  }

  subscript(name: String) -> String? { values[name] }

  mutating func assign(_ name: String, _ value: String, _ kind: Assignment, at offset: Int) {
    switch kind {
    case .set: values[name] = value
    case .setIfAbsent:
      guard values[name] == nil else { return }
      values[name] = value
    case .append:
      let old = values[name] ?? ""
      if old.utf8.count + value.utf8.count < Self.maximumLength {
        values[name] = old.isEmpty ? value : old + " " + value
      }
    case .shell: values[name] = "$(shell \(value))"
    }
    known.append(TaskVariable(name: name, value: value, offset: offset))
  }

  /// A text with the references replaced; `automatic` are the rule's own (`@`, `<`, `^`), and a call's arguments.
  func expand(_ text: String, automatic: [String: String] = [:]) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var output: [UInt8] = []
    expand(Array(text.utf8)[...], automatic: automatic, depth: 0, into: &output)
    return String(bytes: output)
  }

  private func expand(
    _ text: ArraySlice<UInt8>, automatic: [String: String], depth: Int, into output: inout [UInt8]
  ) {
    var index = text.startIndex
    while index < text.endIndex, output.count < Self.maximumLength {
      let byte = text[index]
      guard byte == "$", index + 1 < text.endIndex else {
        output.append(byte)
        index += 1
        continue
      }
      switch text[index + 1] {
      case "$":
        output.append(byte)
        index += 2
      case "(", "{":
        guard let close = Self.close(of: text, from: index + 1) else {
          output.append(byte)
          index += 1
          continue
        }
        refer(to: text[index + 2..<close], automatic: automatic, depth: depth, into: &output)
        index = close + 1
      case let name:
        let name = String(bytes: [name])
        if let value = automatic[name] ?? values[name] {
          output += Array(value.utf8)
        } else {
          output += Array("${\(name)}".utf8)
        }
        index += 2
      }
    }
  }

  /// The bracket that closes the one at `open`.
  private static func close(of text: ArraySlice<UInt8>, from open: Int) -> Int? {
    let opening = text[open]
    let closing: UInt8 = opening == "(" ? UInt8(ascii: ")") : UInt8(ascii: "}")
    var count = 0
    for index in open..<min(text.endIndex, open + 5000) {
      if text[index] == opening { count += 1 }
      if text[index] == closing {
        count -= 1
        if count == 0 { return index }
      }
    }
    return nil
  }

  private func refer(
    to reference: ArraySlice<UInt8>, automatic: [String: String], depth: Int,
    into output: inout [UInt8]
  ) {
    let name = String(bytes: reference.prefix { !$0.isSpace })
    let rest = reference.dropFirst(name.utf8.count).trimmed
    if rest.isEmpty {
      let plain = String(name.prefix { $0 != ":" })
      if let value = automatic[plain] {
        output += Array(value.utf8)
      } else if depth < Self.maximumDepth, let value = values[plain] {
        expand(Array(value.utf8)[...], automatic: automatic, depth: depth + 1, into: &output)
      } else {
        output += Array("${\(plain)}".utf8)
      }
      return
    }
    guard depth < Self.maximumDepth else { return }
    switch name {
    case "shell":
      output += Array("$(".utf8)
      expand(rest, automatic: automatic, depth: depth + 1, into: &output)
      output.append(UInt8(ascii: ")"))
    case "call":
      let parts = rest.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard let body = parts.first.flatMap({ values[String(bytes: $0.trimmed)] }) else {
        output += Array("${call}".utf8)
        return
      }
      var arguments = automatic
      for (index, part) in parts.enumerated() {
        arguments[String(index)] = String(bytes: part.trimmed)
      }
      expand(Array(body.utf8)[...], automatic: arguments, depth: depth + 1, into: &output)
    default: output += Array("${\(name)}".utf8)
    }
  }
}
