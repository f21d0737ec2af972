package import Text

/// How much of a source can be parsed at all, and what is wrong with the rest.
///
/// Every format of this room takes UTF-8 of at most 64 MB without NUL bytes.
package struct ReadableBytes: Sendable {
  /// The most bytes that any format reads.
  package static let limit = 64 * 1024 * 1024

  /// Where the first byte to parse lies, after a byte order mark.
  package let start: Int
  /// Where parsing must stop: the end of the source, or the fault.
  package let end: Int
  /// Why the source cannot be read to its end.
  package let problem: Problem?

  package init(of source: SourceText) {
    let bytes = source.bytes
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    start = hasMark ? 3 : 0
    if bytes.count > Self.limit {
      (end, problem) = (start, Problem("more than 64 MB found", at: Self.limit))
    } else if let encoding = Self.foreignEncoding(bytes) {
      (end, problem) = (start, Problem("\(encoding) text found, expected UTF-8", at: 0))
    } else {
      (end, problem) = Self.firstFault(bytes.span)
    }
  }

  private static func foreignEncoding(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    return bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "UTF-16" : nil
  }

  private static func firstFault(_ bytes: Span<UInt8>) -> (Int, Problem?) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 1 < 0x7F {
        index += 1
      } else if byte == 0 {
        return (index, Problem("NUL byte found, expected text", at: index))
      } else if let length = sequenceLength(bytes, at: index) {
        index += length
      } else {
        return (index, Problem("byte \(hex(byte)) found, expected UTF-8", at: index))
      }
    }
    return (index, nil)
  }

  /// The length of the well-formed sequence that begins here (Unicode 16, table 3-7), or nil.
  private static func sequenceLength(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    func isByte(_ step: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + step < bytes.count && bytes[index + step] >= low && bytes[index + step] <= high
    }
    switch bytes[index] {
    case 0xC2...0xDF: return isByte(1) ? 2 : nil
    case 0xE0: return isByte(1, 0xA0) && isByte(2) ? 3 : nil
    case 0xED: return isByte(1, 0x80, 0x9F) && isByte(2) ? 3 : nil
    case 0xE1...0xEF: return isByte(1) && isByte(2) ? 3 : nil
    case 0xF0: return isByte(1, 0x90) && isByte(2) && isByte(3) ? 4 : nil
    case 0xF1...0xF3: return isByte(1) && isByte(2) && isByte(3) ? 4 : nil
    case 0xF4: return isByte(1, 0x80, 0x8F) && isByte(2) && isByte(3) ? 4 : nil
    default: return nil
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
