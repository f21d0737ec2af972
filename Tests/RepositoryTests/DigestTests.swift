import Foundation
import OperatingSystem
import Repository
import Testing

/// The examples of FIPS 180-4 and of NIST's SHA256ShortMsg.rsp.
@Test(
  arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
func `SHA-256 gives the published digest`(text: String, digest: String) {
  #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
}

@Test(
  arguments: [
    ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    ([0x11, 0xaf], "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
    ([0xb4, 0x19, 0x0e], "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
    (
      [0x74, 0xba, 0x25, 0x21],
      "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"
    ),
  ] as [([UInt8], String)])
func `SHA-256 gives the digest of NIST's short messages`(bytes: [UInt8], digest: String) {
  #expect(SHA256.hexadecimal(of: bytes) == digest)
}

@Test func `a digest does not depend on the pieces`() {
  let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  let whole = SHA256.hexadecimal(of: bytes)
  for length in [1, 3, 55, 56, 63, 64, 65, 119, 128, 200, 999] {
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: length) {
      hash.update(Array(bytes[start..<min(start + length, bytes.count)]))
    }
    #expect(hexadecimal(hash.finish()) == whole)
  }
}

@Test func `a file's digest is what sha256sum prints`() throws {
  let scratch = Scratch()
  try scratch.write("abc", to: "docs/claim.md")
  try scratch.link("link", to: "docs/claim.md")
  let checkout = try Checkout.open(scratch.path)
  let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  #expect(try checkout.sha256(of: #require(checkout["docs/claim.md"])) == digest)
  #expect(try checkout.sha256(ofPath: "docs/claim.md") == digest)
  #expect(throws: FileFault.isSymlink) { try checkout.sha256(ofPath: "link") }
  #expect(throws: FileFault.isSymlink) { try checkout.sha256(of: #require(checkout["link"])) }
  #expect(throws: FileFault.outside) { try checkout.sha256(ofPath: "../outside") }
  #expect(throws: FileFault.missing) { try checkout.sha256(ofPath: "none") }
}

@Test func `a digest over files changes with a name, with a byte and with a file more`() throws {
  func digest(_ files: [String: String]) throws -> String {
    let checkout = Checkout(files: files.mapValues { Array($0.utf8) })
    return try checkout.sha256(of: checkout.files)
  }
  let first = try digest(["a": "1", "b": "2"])
  #expect(try first == digest(["b": "2", "a": "1"]))
  for other in [
    ["a": "1", "c": "2"], ["a": "1", "b": "3"], ["a": "1", "b": "2", "c": ""], ["a": "1"],
  ] {
    #expect(try first != digest(other))
  }
  // printf '…' | sha256sum, of the two lines that `sha256sum a b` prints.
  #expect(first == "68c2919f4305e50800082ab7f11eb17d96c7832f59154e97b1d373a5179a63ea")
}
