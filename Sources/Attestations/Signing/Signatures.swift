internal import OperatingSystem
package import Text

/// Signs claims and checks their signatures with OpenSSH, the way git does: `ssh-keygen -Y`, namespace `readiness`.
package enum Signatures {
  private static let namespace = "readiness"
  /// Long enough for a passphrase to be typed, or a key to be touched.
  private static let signingTime = Duration.seconds(120)
  private static let checkingTime = Duration.seconds(20)

  /// The base64 of a signature over a claim, by the private key in a file (or by an agent, for a public key).
  package static func sign(
    _ claim: Attestation, withKeyAt path: String
  ) throws(SigningFault) -> String {
    guard (try? status(ofPath: path).kind) == .file else {
      throw SigningFault(message: "no key file at '\(path)'")
    }
    let outcome = run(
      .sshKeygen(["-q", "-Y", "sign", "-f", path, "-n", namespace], input: claim.signedBytes),
      within: signingTime)
    guard outcome.hasSucceeded,
      let signature = Armour.body(of: String(decoding: outcome.output, as: UTF8.self))
    else { throw SigningFault(message: failure(outcome, while: "signing")) }
    return signature
  }

  /// Whether a claim's signature is by a key that a file of allowed signers gives to its `by` on a day.
  package static func check(
    _ claim: Attestation, against allowedSigners: [UInt8], asOf day: Day
  ) -> SignatureVerdict {
    guard let signature = claim.signature else { return .missing }
    guard let armoured = Armour.text(around: signature) else { return .forged }
    let address = emailAddress(in: claim.by)
    let checked = try? withTemporaryFile(Array(armoured.utf8)) { signature in
      try withTemporaryFile(allowedSigners) { signers in
        verdict(over: claim.signedBytes, signature, signers, address, on: day)
      }
    }
    return checked ?? .unavailable(reason: "no temporary file could be written")
  }

  private static func verdict(
    over bytes: [UInt8], _ signature: String, _ signers: String, _ address: String?, on day: Day
  ) -> SignatureVerdict {
    if let address {
      let verified = keygen(
        [
          "verify", "-f", signers, "-I", address,
          // Noon, so that a key which is valid before a day is not valid on it.
          "-O", "verify-time=\(day.text.filter { $0 != "-" })120000",
        ], signature, over: bytes)
      if verified.hasSucceeded { return .good }
      guard case .exited = verified.ending else {
        return .unavailable(reason: failure(verified, while: "checking a signature"))
      }
    }
    // What is wrong: the signature, or only whose it is.
    return keygen(["check-novalidate"], signature, over: bytes).hasSucceeded ? .notAllowed : .forged
  }

  private static func keygen(
    _ arguments: [String], _ signature: String, over bytes: [UInt8]
  ) -> Outcome {
    run(
      .sshKeygen(["-q", "-Y"] + arguments + ["-n", namespace, "-s", signature], input: bytes),
      within: checkingTime)
  }

  private static func failure(_ outcome: Outcome, while doing: String) -> String {
    switch outcome.ending {
    case .notStarted(.missing):
      "\(doing) takes ssh-keygen, which is not installed; it comes with OpenSSH"
    case .notStarted(let fault): "ssh-keygen could not be started (\(fault.message))"
    case .timedOut: "ssh-keygen gave no answer in time"
    case .exited, .killed, .cutShort:
      "ssh-keygen failed while \(doing): "
        + (outcome.complaint.split(separator: "\n").last.map(String.init) ?? "it does not say why")
    }
  }
}

/// The lines that OpenSSH puts around a signature, which a claim goes without.
private enum Armour {
  private static let head = "-----BEGIN SSH SIGNATURE-----"
  private static let foot = "-----END SSH SIGNATURE-----"

  static func body(of text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first, first == head, let last = lines.last, last == foot else {
      return nil
    }
    return lines.dropFirst().dropLast().joined()
  }

  /// A signature as OpenSSH reads it, also where a person left the lines in; nil for what is no base64.
  static func text(around signature: String) -> String? {
    let body = signature.replacing(head, with: "").replacing(foot, with: "").utf8
      .filter { !isBlank($0) }
    guard !body.isEmpty, body.allSatisfy(isBase64) else { return nil }
    let lines = stride(from: 0, to: body.count, by: 70).map {
      String(decoding: body[$0..<min($0 + 70, body.count)], as: UTF8.self)
    }
    return ([head] + lines + [foot, ""]).joined(separator: "\n")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
