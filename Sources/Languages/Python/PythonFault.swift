internal import Text

/// Where and why a file stops being Python.
struct PythonFault: Error {
  enum Kind {
    case tooLarge, nulByte, wideEncoding, notUTF8, badCharacter, badContinuation,
      endAfterContinuation
    case unterminatedString, unterminatedTripleString, unterminatedField, singleBrace
    case badNumber, leadingZeros
    case unclosedBracket, strayBracket, wrongBracket
    case tooDeep, tooManyIndents
    case unexpectedIndent, expectedIndent, wrongDedent, mixedTabs
    case unexpected, expectedExpression, badTarget, lonelyTry, lonelyDecorator, expectedCase
    case pythonTwoPrint
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// The fault as a person reads it, with the text it stands at.
  func problem(in source: SourceText) -> Problem {
    Problem(message(in: source), at: min(offset, source.bytes.count))
  }

  private func message(in source: SourceText) -> String {
    switch kind {
    case .tooLarge: "file is larger than 2 GB"
    case .nulByte: "found a NUL byte, expected text"
    case .wideEncoding: "found UTF-16 or UTF-32, expected UTF-8"
    case .notUTF8: "found bytes that are not UTF-8 and no coding line"
    case .badCharacter: "found \(quoted(source)), which stands in no Python outside strings"
    case .badContinuation: "found more on the line after '\\', expected its end"
    case .endAfterContinuation: "found the end of the file after '\\', expected a line"
    case .unterminatedString: "string is not closed on its line"
    case .unterminatedTripleString: "string in triple quotes is never closed"
    case .unterminatedField: "f-string field is not closed, expected '}'"
    case .singleBrace: "found a single '}' in an f-string, expected '}}'"
    case .badNumber: "found \(quoted(source)), which is no number"
    case .leadingZeros: "found leading zeros in a number; octal is written 0o"
    case .unclosedBracket: "\(quoted(source)) is never closed"
    case .strayBracket: "found \(quoted(source)), which nothing opened"
    case .wrongBracket: "found \(quoted(source)), which does not match the bracket that is open"
    case .tooDeep: "expressions are nested too deeply"
    case .tooManyIndents: "blocks are nested too deeply"
    case .unexpectedIndent: "found an indent, expected none"
    case .expectedIndent: "expected an indented block"
    case .wrongDedent: "indent matches no outer block"
    case .mixedTabs: "tabs and spaces are mixed so that the indent depends on the width of a tab"
    case .unexpected: "found \(quoted(source)), expected another part of a statement"
    case .expectedExpression: "found \(quoted(source)), expected an expression"
    case .badTarget: "cannot assign to \(quoted(source))"
    case .lonelyTry: "expected 'except' or 'finally' after the body of 'try'"
    case .lonelyDecorator: "found \(quoted(source)), expected 'def' or 'class' after a decorator"
    case .expectedCase: "found \(quoted(source)), expected 'case'"
    case .pythonTwoPrint: "found print without parentheses, which is Python 2"
    }
  }

  /// The word or sign at the fault.
  private func quoted(_ source: SourceText) -> String {
    let rest = source.bytes.dropFirst(offset).prefix(40)
    guard let first = rest.first else { return "the end of the file" }
    if first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") { return "the end of the line" }
    var word = rest.prefix { PythonLexer.continuesName($0) }
    if word.isEmpty { word = rest.prefix(1) }
    return "'\(String(decoding: word, as: UTF8.self))'"
  }
}
