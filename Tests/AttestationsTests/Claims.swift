import Attestations
import Foundation
import Repository
import Testing
import Text

/// The SHA-256 of `evidence\n`, as `sha256sum` prints it.
let evidenceDigest = "bdcf4c994585af6dd6cb1cfbff78bcc73ab27dc30a299db5bb83766ca05b5de4"

/// A claim file with one entry, its lines given in full.
func claims(_ lines: String...) -> String {
  "attestations:\n  - " + lines.joined(separator: "\n    ") + "\n"
}

/// A valid claim on `data-1` from 2026-03-20 to 2026-06-30, with its lines replaced by key; nil takes one away.
func claim(_ changes: [String: String?] = [:]) -> String {
  var lines: [(String, String)] = [
    ("test", "data-1"), ("claim", "manual"), ("statement", "Seen by all."),
    ("evidence", "[{url: \"https://example.org/a\"}]"), ("by", "Jane Doe <jane@example.org>"),
    ("on", "2026-03-20"), ("expires", "2026-06-30"),
  ]
  for (key, value) in changes.sorted(by: { $0.key < $1.key }) {
    if let index = lines.firstIndex(where: { $0.0 == key }) {
      if let value { lines[index].1 = value } else { lines.remove(at: index) }
    } else if let value {
      lines.append((key, value))
    }
  }
  return "attestations:\n  - "
    + lines.map { "\($0.0): \($0.1)" }.joined(separator: "\n    ") + "\n"
}

func attestations(_ text: String) -> Parsed<[ClaimEntry<Attestation>]> {
  Attestation.read(SourceText(path: ".readiness/attestations.yaml", text: text))
}

func waivers(_ text: String) -> Parsed<[ClaimEntry<Waiver>]> {
  Waiver.read(SourceText(path: ".readiness/waivers.yaml", text: text))
}

func policy(_ text: String) -> Parsed<Policy> {
  Policy.read(SourceText(path: ".readiness/policy.yaml", text: text))
}

/// How the claims of a file stand, with the reason where there is one.
func standings(
  _ text: String, asOf day: String = "2026-05-01", policy: PolicyInForce = .none,
  in checkout: Checkout = Checkout(files: [:])
) throws -> [String] {
  let day = try #require(Day(day))
  return ClaimChecker(checkout, asOf: day, policy: policy, knownTests: ["data-1", "data-2"])
    .check(attestations(text), from: .workingTree)
    .map { ([$0.state.rawValue] + [$0.explanation].compactMap { $0 }).joined(separator: ": ") }
}

/// A folder that is deleted with its last use.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file below the folder and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path()
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name, withDestinationPath: target)
  }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + other)
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}
