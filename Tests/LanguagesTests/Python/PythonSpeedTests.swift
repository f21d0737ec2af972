import Foundation
import Languages
import Testing
import Text

/// A folder whose Python files are read for their time: `READINESS_BENCH=FOLDER swift test -c release --filter outline`.
private let bench = ProcessInfo.processInfo.environment["READINESS_BENCH"]

@Test(.enabled(if: bench != nil))
func `the outline of Python is read at 50 MB a second`() throws {
  let folder = URL(filePath: bench ?? ".")
  let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  let files = (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "py" }
  let texts = files.compactMap { try? Data(contentsOf: $0) }.map { Array($0) }
  let size = Double(texts.reduce(0) { $0 + $1.count })
  try #require(size > 0)
  // Processor time, so that a busy machine changes little.
  let times = (0..<7).map { _ in
    let start = clock()
    for text in texts { _ = PythonOutline.parse(SourceText(path: "a.py", bytes: text)) }
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }
  let best = times.min() ?? .infinity
  let speed = size / best / 1e6
  print("\(texts.count) files, \(Int(size)) bytes, \(best) s, \(speed) MB/s")
  #if !DEBUG
    #expect(speed >= 50)
  #endif
}
