internal import Assessment
internal import Attestations
internal import OperatingSystem
internal import Reports
internal import Repository
internal import Rules
internal import Text

/// The policy of a run, and the files that lie beside it.
struct LoadedPolicy {
  static let policyFlag = Flag(
    "--policy", "FILE",
    help: "the policy to go by, by default .readiness/policy.yaml in the folder")
  static let claimsFrom = Flag(
    "--claims-from", "REF",
    help: "read claims, waivers and the folder's policy from this revision, so that a change "
      + "cannot vouch for itself")
  static let flags = [policyFlag, claimsFrom]

  let inForce: PolicyInForce
  private let place: Place

  /// Where the files that a policy names are looked for.
  private enum Place {
    case nowhere
    case tree(ClaimSource)
    case folder(of: String)
  }

  /// Reads the policy that a command line asks for. A folder that cannot be opened has none: the audit says why.
  init(_ arguments: Arguments, for path: String) throws(RunFault) {
    do throws(ClaimFault) {
      if let file = arguments[LoadedPolicy.policyFlag] {
        let isInTree = LoadedPolicy.isBelow(path, file)
        inForce = try PolicyInForce.read(fileAt: file, from: isInTree ? .workingTree : .caller)
        place = .folder(of: file)
        return
      }
      let revision = arguments[LoadedPolicy.claimsFrom]
      let hasFile = (try? status(ofPath: path + "/" + ClaimSource.policy)) != nil
      guard hasFile || revision != nil, let checkout = try? Checkout.open(path) else {
        (inForce, place) = (.none, .nowhere)
        return
      }
      let source = ClaimSource(checkout, at: revision)
      inForce = try PolicyInForce.read(from: source)
      place = .tree(source)
    } catch {
      throw RunFault(error.diagnostics)
    }
  }

  /// What the report says of it; nil where there is no policy file.
  var shown: Report.Policy? {
    guard let file = inForce.file, let origin = inForce.origin else { return nil }
    // The path of a caller's file says more of this machine than of the repository.
    let path = origin == .caller ? file.path.split(separator: "/").last.map(String.init) : file.path
    return Report.Policy(
      path: path ?? file.path, origin: origin.text, isInReach: origin.isInReach)
  }

  /// The rubrics asked for, else those of the policy, else the default ones.
  func rules(_ asked: [String]) throws(RunFault) -> LoadedRules {
    let named = asked.isEmpty ? inForce.policy.rubrics : asked
    guard asked.isEmpty else { return try LoadedRules.load(asked) }
    var files: [String: RuleFile] = [:]
    for name in named where !BuiltInRules.ids.contains(name) && name.hasSuffix(".yaml") {
      files[name] = RuleFile(path: name, bytes: try file(name).bytes, kind: .rubric)
    }
    return try LoadedRules.load(named, brought: files)
  }

  /// The policy's gates for the rubrics in use.
  ///
  /// Where the command line named the rubrics, gates about others have nothing to say and are left out.
  func gates(
    _ rules: LoadedRules, namedByCaller isNamed: Bool
  ) throws(RunFault) -> [Gate] {
    var gates: [Gate] = []
    for gate in inForce.policy.gates {
      if gate.name == GateFlags.baseline.name.dropFirst(2) {
        gates.append(.baseline(try Baseline.read(try file(gate.value), for: rules.book.rubrics)))
        continue
      }
      guard !isNamed || gate.value.contains("=") || gate.name == "require" else { continue }
      do throws(UsageFault) {
        gates += try GateFlags(rubrics: rules.book.rubrics).gates(
          Arguments(["--\(gate.name)=\(gate.value)"], for: AuditCommand.subcommand.synopsis))
      } catch {
        guard !isNamed else { continue }
        throw RunFault([diagnostic(error, at: gate.offset)])
      }
    }
    return gates
  }

  private func diagnostic(_ fault: UsageFault, at offset: Int) -> Diagnostic {
    Diagnostic(
      path: inForce.file?.path ?? "", position: inForce.file?.position(of: offset),
      message: fault.message, notes: fault.meant.map { ["did you mean '\($0)'?"] } ?? [])
  }

  /// A file that the policy names, relative to it; one of the tree cannot lie outside it.
  private func file(_ name: String) throws(RunFault) -> SourceText {
    switch place {
    case .folder(let policy):
      let folder = policy.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      return try RunFault.read(
        name.hasPrefix("/") ? name : (folder + [name[...]]).joined(separator: "/"))
    case .tree(let source):
      guard isInside(Array(name.utf8)) else { throw missing(name, "leads outside .readiness") }
      let found: ClaimSource.File?
      do throws(ClaimFault) {
        found = try source.file(".readiness/" + name)
      } catch {
        throw RunFault(error.diagnostics)
      }
      guard let found else { throw missing(name, "is not beside the policy") }
      return found.source
    case .nowhere: throw missing(name, "is not there")
    }
  }

  private func missing(_ name: String, _ what: String) -> RunFault {
    RunFault([Diagnostic(path: inForce.file?.path ?? "", message: "'\(name)' \(what)")])
  }

  private static func isBelow(_ folder: String, _ path: String) -> Bool {
    guard let folder = resolvedPath(folder), let path = resolvedPath(path) else { return false }
    return path.utf8.starts(with: (folder + "/").utf8)
  }
}
