internal import Attestations
internal import Text

/// The one claim of a folder that a command line means.
struct ClaimChoice {
  static let entry = Flag(
    "--entry", "N", help: "which entry, by its number in attest list, where a test has several")

  let claim: Attestation

  init(_ arguments: Arguments, in folder: ClaimFolder) throws(RunFault) {
    let claims = try folder.claims()
    let test = arguments.operands[0]
    let places = claims.indices.filter { claims[$0].test == test }
    if let number = arguments[ClaimChoice.entry] {
      guard let place = Int(number), places.contains(place - 1) else {
        throw RunFault(UsageFault("--entry \(number) is no claim on '\(test)'"))
      }
      claim = claims[place - 1]
      return
    }
    guard let first = places.first else {
      throw RunFault(
        UsageFault(
          "there is no claim on '\(test)'", meant: nearest(to: test, among: claims.map(\.test))))
    }
    guard places.count == 1 else {
      throw RunFault(
        UsageFault(
          "there are \(places.count) claims on '\(test)'; choose one with --entry "
            + alternatives(places.map { String($0 + 1) })))
    }
    claim = claims[first]
  }

  /// Writes another claim in its place, unless somebody else wrote there since it was read.
  func replace(with new: Attestation, in folder: ClaimFolder) throws(RunFault) {
    try folder.update { (bytes) throws(ClaimFault) in
      let bytes = bytes ?? []
      let now = Attestation.read(SourceText(path: folder.file, bytes: bytes)).value
      guard let place = now.firstIndex(where: { $0.value == claim }) else {
        throw ClaimFault(
          Diagnostic(path: folder.file, message: "the entry was changed by somebody else"))
      }
      return try ClaimEdit.replacing(entryAt: place, with: new, in: bytes, path: folder.file)
    }
  }
}
