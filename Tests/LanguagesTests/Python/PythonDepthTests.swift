import Foundation
import Languages
import Testing
import Text

/// Texts that nest as deeply as they can: what must not use up a small stack.
private let deep: [String] = {
  func nest(_ open: String, _ middle: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + middle + String(repeating: close, count: count)
  }
  let brackets = [
    ("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("f(a=1 + -", ")"),
    ("(lambda: ", ")"),
    ("x if y else (", ")"), ("{1: ", "}"), ("[x for x in ", "]"), ("(a, ", ")"), ("(not ", ")"),
    ("f(*", ")"), ("a or (b and ", ")"), ("(x := ", ")"), ("f'{", "}'"), ("f'{a:{", "}}'"),
  ]
  let prefixes = ["-", "not ", "lambda: ", "a if b else ", "2 ** ", "(yield ", "f'"]
  let blocks = (0..<150).map { String(repeating: " ", count: $0) + "if a(\($0)):\n" }.joined()
  return [150, 199, 5000].flatMap { count in
    brackets.map { nest($0.0, "b", $0.1, count) }
      + prefixes.map { String(repeating: $0, count: count) + "b" }
  } + [
    blocks, nest("(", "b", ",)", 190) + " = c", "x" + String(repeating: ".f()", count: 20_000),
    String(repeating: "a + ", count: 20_000) + "b", String(repeating: "f(", count: 5000),
  ]
}()

/// Runs on a stack as small as a secondary thread's on Darwin; code that is not optimised takes some ten times as much.
private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
  #if DEBUG
    let size = 8192 * 1024
  #else
    let size = 512 * 1024
  #endif
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    body()
    done.signal()
  }
  thread.stackSize = size
  thread.start()
  done.wait()
}

@Test func `deep nesting is read or refused on a small stack`() {
  onSmallStack {
    for text in deep {
      let outline = PythonFixtures.outline(of: text)
      for statement in outline.statements {
        guard let expression = statement.expression else { continue }
        _ = outline.value(of: expression)
        _ = outline.names(in: expression)
      }
      _ = outline.json
    }
  }
}

@Test func `brackets nest as deeply as in CPython`() {
  onSmallStack {
    let text = String(repeating: "(", count: 195) + "f()" + String(repeating: ")", count: 195)
    #expect(PythonFixtures.outline(of: text).callees == ["f"])
    #expect(
      PythonFixtures.problems(String(repeating: "(", count: 201)) == [
        "a.py:1:201: error: expressions are nested too deeply"
      ])
  }
}
