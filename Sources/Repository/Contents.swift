/// The bytes of a file as they were read under a limit.
package struct Contents: Sendable, Hashable {
  package let bytes: [UInt8]
  /// The size of the whole file, more than there are bytes where it was cut.
  package let size: Int

  package init(bytes: [UInt8], size: Int? = nil) {
    self.bytes = bytes
    self.size = size ?? bytes.count
  }

  package var isCut: Bool { size > bytes.count }

  /// Whether a NUL stands in the first 8,000 bytes, which is how git tells binary files.
  package var isBinary: Bool { bytes.prefix(8_000).contains(0) }
}
