import Formats
import Testing
import Text

struct ReadableBytesTests {
  private func problem(_ bytes: [UInt8]) -> Problem? {
    ReadableBytes(of: SourceText(path: "a", bytes: bytes)).problem
  }

  @Test func `UTF-8 with and without a byte order mark is read`() {
    #expect(problem(Array("aé€𝄞".utf8)) == nil)
    let marked = ReadableBytes(of: SourceText(path: "a", bytes: [0xEF, 0xBB, 0xBF, 0x61]))
    #expect(marked.start == 3)
    #expect(marked.end == 4)
  }

  @Test(arguments: [
    [0x61, 0xFF], [0x61, 0xC0, 0x80], [0x61, 0xE0, 0x80, 0x80], [0x61, 0xED, 0xA0, 0x80],
    [0x61, 0xF4, 0x90, 0x80, 0x80], [0x61, 0xC3], [0x61, 0xE2, 0x82], [0x61, 0x80],
    [0x61, 0xF0, 0x9D, 0x84, 0x28],
  ])
  func `what is no UTF-8 is named where it stands`(bytes: [UInt8]) {
    let hex = String(bytes[1], radix: 16, uppercase: true)
    #expect(problem(bytes) == Problem("byte 0x\(hex) found, expected UTF-8", at: 1))
  }

  @Test func `NUL and other encodings are named`() {
    #expect(problem([0x61, 0]) == Problem("NUL byte found, expected text", at: 1))
    #expect(problem([0xFF, 0xFE, 0x61, 0]) == Problem("UTF-16 text found, expected UTF-8", at: 0))
    #expect(problem([0xFE, 0xFF, 0, 0x61]) == Problem("UTF-16 text found, expected UTF-8", at: 0))
    #expect(problem([0xFF, 0xFE, 0, 0]) == Problem("UTF-32 text found, expected UTF-8", at: 0))
  }

  @Test func `more than 64 MB is an error at the first byte too many`() {
    let size = ReadableBytes.limit
    #expect(
      problem([UInt8](repeating: 0x20, count: size + 1))
        == Problem("more than 64 MB found", at: size))
  }
}
