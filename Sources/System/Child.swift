internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Starts tools side by side and waits for all, at most for a time; outcomes are in the order given.
///
/// Blocks its thread; any number of tasks may call it.
package func run(_ invocations: [Invocation], within limit: Duration) -> [Outcome] {
  ignoreBrokenPipes
  let deadline = ContinuousClock.now + limit
  // Until its pipes are marked, a child that another task starts would inherit them.
  var children = starting.withLock { _ in invocations.map(Child.init) }
  while children.contains(where: \.isRunning) {
    let left = deadline - .now
    guard left > .zero else {
      for index in children.indices where children[index].isRunning {
        children[index].stop(.timedOut)
      }
      break
    }
    serve(&children, for: left)
  }
  return children.map(\.outcome)
}

/// Starts one tool and waits for it.
package func run(_ invocation: Invocation, within limit: Duration) -> Outcome {
  run([invocation], within: limit)[0]
}

private let starting = Mutex(())

/// Moves what can be moved through the pipes, and waits for that at most the time left.
private func serve(_ children: inout [Child], for left: Duration) {
  var places: [(child: Int, pipe: WritableKeyPath<Child, Int32>)] = []
  var waiting: [pollfd] = []
  for index in children.indices {
    for (pipe, events) in [
      (\Child.input, POLLOUT), (\Child.output, POLLIN), (\Child.complaints, POLLIN),
    ] where children[index][keyPath: pipe] >= 0 {
      places.append((index, pipe))
      waiting.append(
        pollfd(fd: children[index][keyPath: pipe], events: Int16(events), revents: 0))
    }
  }
  // A child whose pipes are closed but which has not ended is looked at again soon.
  let isReaping = children.contains { $0.isRunning && $0.output < 0 && $0.complaints < 0 }
  if isReaping { usleep(50) }
  let (seconds, attoseconds) = left.components
  let milliseconds = min(seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1, 60_000)
  _ = poll(&waiting, nfds_t(waiting.count), isReaping ? 0 : Int32(milliseconds))
  for (place, state) in zip(places, waiting) where state.revents != 0 {
    if place.pipe == \Child.input {
      children[place.child].feed()
    } else {
      children[place.child].drain(place.pipe)
    }
  }
  for index in children.indices { children[index].reap() }
}

/// A started tool and our ends of its pipes, each -1 once closed.
private struct Child {
  var input: Int32 = -1
  var output: Int32 = -1
  var complaints: Int32 = -1
  private var process: pid_t = 0
  private let invocation: Invocation
  private var fed = 0
  private var said: [UInt8] = []
  private var complained: [UInt8] = []
  private var ending: Outcome.Ending?

  init(_ invocation: Invocation) {
    self.invocation = invocation
    do throws(FileFault) {
      try start()
    } catch {
      closeAll()
      ending = .notStarted(error)
    }
  }

  var isRunning: Bool { ending == nil }

  var outcome: Outcome {
    Outcome(
      ending: ending ?? .timedOut, output: said,
      complaint: String(decoding: complained, as: UTF8.self))
  }

  private mutating func start() throws(FileFault) {
    guard let program = invocation.tool.location else { throw .missing }
    var theirs: [Int32] = []
    defer { for end in theirs { close(end) } }
    if invocation.input.isEmpty {
      theirs.append(open("/dev/null", O_RDONLY | O_CLOEXEC))
    } else {
      let (reading, writing) = try makePipe()
      theirs.append(reading)
      input = writing
    }
    for end in [\Child.output, \Child.complaints] {
      let (reading, writing) = try makePipe()
      theirs.append(writing)
      self[keyPath: end] = reading
    }
    for end in [input, output, complaints] where end >= 0 {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
    process = try spawn(program, invocation, streams: theirs)
  }

  /// Writes to the child what its pipe takes, and closes the pipe behind the last byte.
  mutating func feed() {
    let count = invocation.input.withUnsafeBytes {
      writeOnce(input, UnsafeRawBufferPointer(rebasing: $0[fed...]))
    }
    if count > 0 { fed += count }
    if fed == invocation.input.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
      close(&input)
    }
  }

  /// Reads from the child what is there, and stops it where it says more than was asked for.
  mutating func drain(_ pipe: WritableKeyPath<Child, Int32>) {
    let descriptor = self[keyPath: pipe]
    var count = 0
    let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
      count = read(descriptor, buffer.baseAddress, buffer.count)
      initialized = max(count, 0)
    }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
      close(&self[keyPath: pipe])
    }
    if pipe == \Child.output {
      let before = said.count
      said += piece.prefix(invocation.outputLimit - said.count)
      let isTooMuch = count > invocation.outputLimit - before
      if isTooMuch { stop(.cutShort) }
    } else {
      complained += piece.prefix(4096 - complained.count)
    }
  }

  /// Notes the end of a child that has closed its pipes.
  mutating func reap() {
    guard isRunning, output < 0, complaints < 0 else { return }
    var status: Int32 = 0
    let found = waitpid(process, &status, WNOHANG)
    guard found != 0, !(found < 0 && errno == EINTR) else { return }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    closeAll()
  }

  mutating func stop(_ reason: Outcome.Ending) {
    guard isRunning else { return }
    ending = reason
    kill(invocation.tool.hasOwnGroup ? -process : process, SIGKILL)
    closeAll()
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  private mutating func closeAll() {
    close(&input)
    close(&output)
    close(&complaints)
  }
}

private func close(_ descriptor: inout Int32) {
  if descriptor >= 0 { _ = close(descriptor) }
  descriptor = -1
}

private func makePipe() throws(FileFault) -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { throw FileFault() }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

extension Tool {
  /// git gets a process group, so that what it may have started ends with it; ssh-keygen must stay in ours,
  /// or the terminal would stop it when it asks for a passphrase.
  fileprivate var hasOwnGroup: Bool { self == .git }
}
