#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Ends the program with an exit status.
package func terminate(status: Int32) -> Never {
  exit(status)
}
