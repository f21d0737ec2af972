/// The name that git gives to a file's contents: the hash of a header with their size, and of them.
struct BlobName {
  private enum Hash {
    case sha1(SHA1)
    case sha256(SHA256)
  }

  private var hash: Hash

  init(size: Int, isSHA256: Bool) {
    hash = isSHA256 ? .sha256(SHA256()) : .sha1(SHA1())
    update(Array("blob \(size)\0".utf8))
  }

  mutating func update(_ bytes: [UInt8]) {
    switch hash {
    case .sha1(var inner):
      inner.update(bytes)
      hash = .sha1(inner)
    case .sha256(var inner):
      inner.update(bytes)
      hash = .sha256(inner)
    }
  }

  func finish() -> [UInt8] {
    switch hash {
    case .sha1(let inner): inner.finish()
    case .sha256(let inner): inner.finish()
    }
  }
}
