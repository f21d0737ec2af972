#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Standard output and standard error of this process.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all bytes. A reader that has gone (`| head`) is no fault: the rest is dropped.
  package func write(_ bytes: [UInt8]) throws(FileFault) {
    ignoreBrokenPipes
    let code = bytes.withUnsafeBytes { buffer -> Int32 in
      var done = 0
      while done < buffer.count {
        let count = writeOnce(rawValue, UnsafeRawBufferPointer(rebasing: buffer[done...]))
        if count >= 0 {
          done += count
        } else if errno == EPIPE {
          return 0
        } else if errno == EAGAIN {
          // Whoever started us may have made the stream non-blocking.
          var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard code == 0 else { throw FileFault(code: code) }
  }

  package func write(_ text: String) throws(FileFault) { try write(Array(text.utf8)) }
}

/// Whether standard input is a terminal, so that questions can be asked.
package var inputIsTerminal: Bool { isatty(0) == 1 }

/// Puts `/dev/null` behind each standard stream that was handed over closed, so that no file we open takes its number.
///
/// To be called before anything is opened.
package func openStandardStreams() {
  for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
    _ = open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY)
  }
}

/// Set once, so that writing to a closed pipe is an error to look at and not a signal that ends the process.
let ignoreBrokenPipes: Void = {
  _ = signal(SIGPIPE, SIG_IGN)
}()
