import Foundation
import Testing

/// The package's folder, two above this file's.
private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The table `rooms` of the manifest, read from its text: name, path, and what the room may see.
private func rooms() throws -> [(name: String, path: String, sees: Set<String>)] {
  let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
  let row = /\(\s*"(\w+)",\s*"(Sources\/\w+)",\s*\[([^\]]*)\]\s*,?\s*\)/
  return manifest.matches(of: row).map { match in
    let sees = match.3.matches(of: /"(\w+)"/).map { String($0.1) }
    return (String(match.1), String(match.2), Set(sees))
  }
}

private func swiftFiles(below folder: URL) -> [URL] {
  let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  return (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
}

@Test func `a room imports only the rooms the manifest lets it see`() throws {
  let table = try rooms()
  #expect(table.count == 13)
  let names = Set(table.map(\.name))
  for room in table {
    for file in swiftFiles(below: root.appending(path: room.path)) {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(
        of: /(?m)^(?:package |internal |private )?import (?:struct |enum )?(\w+)/)
      {
        let module = String(match.1)
        #expect(module != "Foundation", "\(file.path()) imports Foundation")
        guard names.contains(module) else { continue }
        #expect(room.sees.contains(module), "\(file.path()) may not see \(module)")
      }
    }
  }
}

@Test func `only System knows the platform`() throws {
  for room in try rooms() where room.path != "Sources/System" {
    for file in swiftFiles(below: root.appending(path: room.path)) {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(
        !text.contains(
          /(?m)^(?:package |internal )?import (Glibc|Darwin|Musl)\b|^#if (os|canImport)\(/),
        "\(file.path()) names a platform")
    }
  }
}

@Test func `the top level holds what the owner named`() throws {
  let shown = try FileManager.default.contentsOfDirectory(atPath: root.path())
    .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
  let allowed: Set = ["Package.swift", "Sources", "Tests", "README.md", "rubrics", "reports"]
  #expect(Set(shown).subtracting(allowed).isEmpty)
}

@Test func `the package has no dependency`() throws {
  let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
  #expect(!manifest.contains(/\.package\(/))
}
