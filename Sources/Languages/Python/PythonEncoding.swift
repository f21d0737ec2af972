/// Whether a file's bytes can be Python source (§2.1.4): UTF-8, unless a coding line says otherwise.
enum PythonEncoding {
  static func fault(in bytes: [UInt8]) -> PythonFault? {
    if bytes.count >= Int(Int32.max) { return PythonFault(.tooLarge, 0) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return PythonFault(.wideEncoding, 0)
    }
    guard let offset = firstInvalid(bytes), !namesCoding(bytes) else { return nil }
    return PythonFault(.notUTF8, offset)
  }

  /// The first byte that is not UTF-8.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// PEP 263: `coding:` or `coding=` in a comment on the first or second line.
  private static func namesCoding(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
      .prefix(2).contains { line in
        guard let hash = line.firstIndex(of: UInt8(ascii: "#")) else { return false }
        let text = String(decoding: line[hash...], as: UTF8.self)
        return (text.contains("coding:") || text.contains("coding=")) && !text.contains("utf-8")
      }
  }
}
