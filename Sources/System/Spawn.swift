#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Starts a program with descriptors for its three standard streams and nothing else of ours.
func spawn(
  _ program: String, _ invocation: Invocation, streams: [Int32]
) throws(FileFault) -> pid_t {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (stream, descriptor) in streams.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
  }
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  // We ignore SIGPIPE; the child must not inherit that, or it would write on after we hang up.
  var defaults = sigset_t()
  sigemptyset(&defaults)
  sigaddset(&defaults, SIGPIPE)
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  var flags = POSIX_SPAWN_SETSIGDEF
  if invocation.tool == .git {
    posix_spawnattr_setpgroup(&attributes, 0)
    flags |= POSIX_SPAWN_SETPGROUP
  }
  posix_spawnattr_setflags(&attributes, Int16(flags))

  let arguments = CStrings([Array(invocation.tool.rawValue.utf8)] + invocation.arguments)
  let environment = CStrings(
    invocation.environment.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) })
  var process: pid_t = 0
  let code = posix_spawn(
    &process, program, &actions, &attributes, arguments.pointers, environment.pointers)
  guard code == 0 else { throw FileFault(code: code) }
  return process
}

/// A list of strings as C takes it: an array of pointers with a null behind them.
///
/// A class, so that the memory is given back when the last use ends.
private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [[UInt8]]) {
    pointers = strings.map { $0.withCString { strdup($0) } } + [nil]
  }

  deinit {
    for pointer in pointers { free(pointer) }
  }
}
