internal import OperatingSystem
internal import Text

extension PolicyInForce {
  /// The policy of a tree or a commit, with its allowed signers; `none` where there is no policy file.
  ///
  /// The file of allowed signers lies below `.readiness` and is read from the same place.
  package static func read(from source: ClaimSource) throws(ClaimFault) -> PolicyInForce {
    guard let file = try source.file(ClaimSource.policy) else { return .none }
    let policy = try checked(file.source)
    guard let name = policy.allowedSigners else {
      return PolicyInForce(policy, from: file.origin, file: file.source)
    }
    guard isInside(Array(name.utf8)) else {
      throw ClaimFault(file.source, "the path '\(name)' of 'allowed-signers' leads outside")
    }
    guard let signers = try source.file(".readiness/" + name) else {
      throw ClaimFault(file.source, "no file '\(name)' for 'allowed-signers' beside the policy")
    }
    return PolicyInForce(
      policy, from: file.origin, file: file.source, allowedSigners: signers.source.bytes)
  }

  /// A policy that the caller names; its allowed signers are relative to it.
  package static func read(
    fileAt path: String, from origin: ClaimOrigin
  ) throws(ClaimFault) -> PolicyInForce {
    let source = try text(at: path)
    let policy = try checked(source)
    guard let name = policy.allowedSigners else {
      return PolicyInForce(policy, from: origin, file: source)
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let signers = name.hasPrefix("/") ? name : (folder + [name[...]]).joined(separator: "/")
    return PolicyInForce(
      policy, from: origin, file: source, allowedSigners: try text(at: signers).bytes)
  }

  private static func text(at path: String) throws(ClaimFault) -> SourceText {
    do throws(FileFault) {
      return SourceText(path: path, bytes: try readFile(path, limit: 16 << 20))
    } catch {
      throw ClaimFault(Diagnostic(path: path, message: error.message))
    }
  }

  private static func checked(_ source: SourceText) throws(ClaimFault) -> Policy {
    let parsed = Policy.read(source)
    guard parsed.isValid else {
      throw ClaimFault(parsed.problems.map { Diagnostic($0, in: source) })
    }
    return parsed.value
  }
}

extension ClaimFault {
  fileprivate init(_ source: SourceText, _ message: String) {
    self.init(Diagnostic(path: source.path, message: message))
  }
}
