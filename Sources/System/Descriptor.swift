#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An open file descriptor, closed with its last use.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = close(number) }

  /// Opens a path below a folder; `O_CLOEXEC`, `O_NONBLOCK` and `O_NOCTTY` are always on, so that nothing waits.
  init(
    in folder: Int32 = AT_FDCWD, _ path: [UInt8], _ flags: Int32, mode: mode_t = 0
  ) throws(FileFault) {
    while true {
      let number = path.withCString {
        openat(folder, $0, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
      }
      if number >= 0 {
        self.number = number
        return
      }
      guard errno == EINTR else { throw FileFault() }
    }
  }

  var status: FileStatus {
    get throws(FileFault) { try FileStatus(descriptor: number) }
  }

  /// Reads until the end or until a number of bytes is there.
  func read(upTo limit: Int, expecting size: Int) throws(FileFault) -> [UInt8] {
    // One byte more than expected, so that the end is met without growing.
    var capacity = min(limit, max(size, 0) &+ 1)
    var bytes: [UInt8] = []
    while true {
      let chunk = try readOnce(capacity - bytes.count, onto: &bytes)
      guard chunk > 0, bytes.count < limit else { return bytes }
      // Files of /proc and of FUSE say 0 and grow while they are read.
      if bytes.count == capacity { capacity = min(limit, max(capacity &* 2, 4096)) }
    }
  }

  /// Appends what one call of `read` gives; 0 at the end.
  func readOnce(_ count: Int, onto bytes: inout [UInt8]) throws(FileFault) -> Int {
    let (number, wasEmpty) = (self.number, bytes.isEmpty)
    var got = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      repeat {
        #if canImport(Darwin)
          got = Darwin.read(number, buffer.baseAddress, count)
        #elseif canImport(Musl)
          got = Musl.read(number, buffer.baseAddress, count)
        #else
          got = Glibc.read(number, buffer.baseAddress, count)
        #endif
      } while got < 0 && errno == EINTR
      initialized = max(got, 0)
    }
    guard got >= 0 else { throw FileFault() }
    if wasEmpty { bytes = chunk } else { bytes += chunk }
    return got
  }

  /// Writes all bytes, waiting where a pipe is full.
  func write(_ bytes: [UInt8]) throws(FileFault) {
    let code = bytes.withUnsafeBytes { buffer -> Int32 in
      var done = 0
      while done < buffer.count {
        let count = writeOnce(number, UnsafeRawBufferPointer(rebasing: buffer[done...]))
        if count >= 0 {
          done += count
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard code == 0 else { throw FileFault(code: code) }
  }
}

/// The system's `write`, which a method of that name hides.
func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
