import Foundation
import OperatingSystem
import Testing

@Test func `a reader that has gone is no fault`() async {
  await #expect(processExitsWith: .exitCode(7)) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    dup2(ends[1], 1)
    close(ends[0])
    close(ends[1])
    try StandardStream.output.write([UInt8](repeating: 65, count: 1 << 20))
    exit(7)
  }
}

@Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
func `a full disk is a fault`() async {
  await #expect(processExitsWith: .exitCode(7)) {
    dup2(open("/dev/full", O_WRONLY), 1)
    do throws(FileFault) {
      try StandardStream.output.write("text")
    } catch {
      exit(error == .noSpace ? 7 : 8)
    }
  }
}

@Test func `all bytes arrive, also where the stream is full and does not wait`() async {
  await #expect(processExitsWith: .exitCode(7)) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    dup2(ends[1], 1)
    close(ends[1])
    _ = fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK)
    let reading = ends[0]
    let count = 1 << 20
    Thread.detachNewThread {
      var (total, piece) = (0, [UInt8](repeating: 0, count: 4096))
      while total < count {
        usleep(10)
        total += read(reading, &piece, piece.count)
      }
      exit(7)
    }
    try StandardStream.output.write([UInt8](repeating: 65, count: count))
    sleep(30)
  }
}

@Test func `a stream that was handed over closed is never a file of ours`() async {
  await #expect(processExitsWith: .exitCode(7)) {
    close(0)
    close(1)
    openStandardStreams()
    let opened = open("/dev/null", O_RDONLY)
    exit(opened > 2 ? 7 : 8)
  }
}

@Test func `a temporary file is lent and taken back`() throws {
  var lent = ""
  let read = try withTemporaryFile(Array("signature".utf8)) { path in
    lent = path
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    return try readFile(path)
  }
  #expect(read == Array("signature".utf8))
  #expect(!FileManager.default.fileExists(atPath: lent))
}
