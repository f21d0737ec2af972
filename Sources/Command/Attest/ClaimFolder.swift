internal import Attestations
internal import OperatingSystem
internal import Repository
internal import Rules
internal import Text

/// The folder whose claims a subcommand reads or writes, with the policy that holds there.
struct ClaimFolder {
  static let path = Operand(
    "PATH", isRequired: false, help: "the folder that holds .readiness, by default this one")
  static let rubric = Flag(
    "--rubric", "ID|FILE", isRepeatable: true,
    help: "the rubrics whose tests are meant; by default all built-in ones and the policy's")
  /// The flags of every subcommand of `attest`.
  static let flags = [rubric, AuditCommand.asOf, LoadedPolicy.policyFlag]

  let path: String
  let checkout: Checkout
  let policy: LoadedPolicy
  let rules: LoadedRules
  /// The day that counts as today.
  let day: Day

  /// - Parameter place: the place of PATH among the operands.
  init(
    _ arguments: Arguments, _ surroundings: Surroundings, operand place: Int
  ) throws(RunFault) {
    path = arguments.operands.dropFirst(place).first ?? "."
    let text = try AuditCommand.day(arguments, surroundings)
    day = Day(text) ?? Day(number: 0)
    do throws(CheckoutError) {
      checkout = try Checkout.open(path)
    } catch {
      throw RunFault([Diagnostic(path: path, message: error.message)])
    }
    policy = try LoadedPolicy(arguments, for: path)
    let asked = arguments.all(ClaimFolder.rubric)
    rules =
      asked.isEmpty && policy.inForce.policy.rubrics.isEmpty
      ? try LoadedRules.load(BuiltInRules.ids) : try policy.rules(asked)
  }

  var knownTests: Set<String> { Set(rules.book.rubrics.flatMap(\.tests).map(\.id)) }

  /// The file that claims are written to, as the user reaches it.
  var file: String { (path == "." ? "" : path + "/") + ClaimSource.attestations }

  /// Reads and checks all claims and waivers of the folder.
  var findings: ClaimFindings {
    ClaimFindings(
      in: checkout, from: nil, asOf: day, policy: policy.inForce, knownTests: knownTests)
  }

  /// The claims of the folder, by their places in the file; mistakes in the file end the run.
  func claims() throws(RunFault) -> [Attestation] {
    do throws(ClaimFault) {
      guard let file = try ClaimSource(checkout).file(ClaimSource.attestations) else { return [] }
      let parsed = Attestation.read(file.source)
      guard parsed.isValid else {
        throw ClaimFault(parsed.problems.map { Diagnostic($0, in: file.source) })
      }
      return parsed.value.compactMap(\.value)
    } catch {
      throw RunFault(error.diagnostics)
    }
  }

  /// Changes the claims file under a lock and in one step.
  func update(_ transform: ([UInt8]?) throws(ClaimFault) -> [UInt8]) throws(RunFault) {
    do {
      let folder = try Folder(path: path)
      // A link in its place would lead the writing elsewhere.
      if let status = try? folder.status(of: Array(".readiness".utf8)), status.kind != .folder {
        throw status.kind == .symlink ? FileFault.isSymlink : FileFault.notFolder
      }
      try makeFolders(path + "/.readiness")
      try updateFile(path + "/" + ClaimSource.attestations, transform: transform)
    } catch let fault as ClaimFault {
      throw RunFault(fault.diagnostics)
    } catch let fault as FileFault {
      throw RunFault(fault, at: file)
    } catch {
      throw RunFault([Diagnostic(path: file, message: "cannot be written")])
    }
  }

  /// Signs a claim where a key is given.
  func signed(_ claim: Attestation, _ arguments: Arguments) throws(RunFault) -> Attestation {
    guard let key = arguments[ClaimFolder.sign] else { return claim.signed(with: nil) }
    do throws(SigningFault) {
      return claim.signed(with: try Signatures.sign(claim, withKeyAt: key))
    } catch {
      throw RunFault([Diagnostic(path: "readiness", message: error.message)])
    }
  }

  static let sign = Flag(
    "--sign", "KEY",
    help: "sign the claim with this private SSH key, or by the agent with this public one")

  /// The day a flag names, or nil where it is not given.
  static func day(_ flag: Flag, _ arguments: Arguments) throws(RunFault) -> Day? {
    guard let text = arguments[flag] else { return nil }
    guard let day = Day(text) else {
      throw RunFault(UsageFault("\(flag.name) needs a day as YYYY-MM-DD, found '\(text)'"))
    }
    return day
  }
}
