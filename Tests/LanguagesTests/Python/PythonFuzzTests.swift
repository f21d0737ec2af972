import Foundation
import Languages
import Testing
import Text

/// Small fast numbers that are the same on every run (SplitMix64).
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Reads the bytes as a file or a cell and asks for everything; a trap ends the tests.
private func readAll(_ bytes: [UInt8], asCell: Bool) -> Bool {
  let source = SourceText(path: "a.py", bytes: bytes)
  let parsed = asCell ? PythonOutline.parse(cell: source) : PythonOutline.parse(source)
  let outline = parsed.value
  _ = outline.json
  _ = outline.exits
  for read in outline.reads { _ = outline.text(of: read.expression) }
  for condition in outline.conditions {
    _ = outline.outcomes(of: condition)
    _ = outline.comparisons(of: condition.test)
  }
  for block in outline.blocks.indices { _ = outline.branch(ofBlock: block) }
  for assignment in outline.assignments { _ = outline.targetNames(of: assignment) }
  for scope in outline.scopes { _ = outline.lines(of: scope) }
  for call in outline.calls {
    _ = outline.condition(of: call)
    for argument in outline.arguments(of: call) {
      _ = outline.value(of: argument.value)
      _ = outline.names(in: argument.value)
      _ = outline.strings(in: argument.value)
      _ = outline.calls(in: argument.value)
    }
  }
  let offsets = parsed.problems.map(\.offset)
  return offsets.allSatisfy { $0 >= 0 && $0 <= bytes.count }
}

/// How many mutations: 100,000 where `READINESS_FUZZ` says so.
private let rounds =
  ProcessInfo.processInfo.environment["READINESS_FUZZ"].flatMap { Int($0) } ?? 300

@Test(arguments: PythonFixtures.names)
func `every prefix of a fixture is read`(name: String) throws {
  let bytes = try PythonFixtures.bytes(name + ".py")
  // All lengths where many rounds are asked for, otherwise some of them.
  for count in stride(from: 0, through: bytes.count, by: rounds > 10_000 ? 1 : 61) {
    #expect(readAll(Array(bytes[..<count]), asCell: false))
  }
}

@Test(arguments: PythonFixtures.names)
func `mutations of a fixture are read`(name: String) throws {
  let original = try PythonFixtures.bytes(name + ".py")
  let signs = Array("(){}[]'\"\"\"#\\\n\r\t :;,.=!%?fFrbt*@->\u{0}\u{0C}0xe_é".utf8)
  var numbers = Numbers(state: UInt64(original.count))
  let clock = ContinuousClock()
  for round in 0..<(rounds / PythonFixtures.names.count) {
    // A window keeps a mutation early in the file from hiding all later ones behind its fault.
    let start = Int.random(in: 0..<original.count, using: &numbers)
    let length = Int.random(in: 1...1200, using: &numbers)
    var bytes = Array(original[start..<min(original.count, start + length)])
    for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<5, using: &numbers) {
      case 0: bytes.remove(at: at)
      case 1: bytes.insert(signs.randomElement(using: &numbers) ?? 0, at: at)
      case 2: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
      case 3: bytes[at] = signs.randomElement(using: &numbers) ?? 0
      default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
      }
    }
    let time = clock.measure {
      #expect(readAll(bytes, asCell: round % 4 == 0))
    }
    #expect(time < .seconds(1))
  }
}
