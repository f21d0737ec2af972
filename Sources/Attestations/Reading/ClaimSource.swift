internal import OperatingSystem
package import Repository
package import Text

/// Where the files of `.readiness` are read from: the tree under audit, or a commit that it cannot edit.
package struct ClaimSource: Sendable {
  private let checkout: Checkout
  private let revision: String?

  /// The files of `.readiness` that are read.
  package static let attestations = ".readiness/attestations.yaml"
  package static let waivers = ".readiness/waivers.yaml"
  package static let policy = ".readiness/policy.yaml"

  /// - Parameter revision: a branch, tag or commit; nil for the files on disk.
  package init(_ checkout: Checkout, at revision: String? = nil) {
    self.checkout = checkout
    self.revision = revision
  }

  /// A file as it was found.
  package struct File: Sendable {
    package let source: SourceText
    package let origin: ClaimOrigin
  }

  /// A file below the folder under audit, or nil where there is none.
  ///
  /// A link, a folder in its place or a revision that is not known is a fault with the path that was asked for.
  package func file(_ name: String) throws(ClaimFault) -> File? {
    let path = checkout.scope + name
    if let revision { return try file(path, at: revision) }
    guard let found = checkout[path], found.standing != .missing, found.standing != .leftOut else {
      return nil
    }
    do throws(FileFault) {
      let contents = try checkout.contents(of: found, limit: ClaimSource.sizeLimit)
      guard !contents.isCut else { throw .tooLarge(limit: ClaimSource.sizeLimit) }
      return File(
        source: SourceText(path: path, bytes: contents.bytes),
        origin: found.standing == .untracked ? .untracked : .workingTree)
    } catch {
      throw ClaimFault(Diagnostic(path: path, message: error.message))
    }
  }

  private static let sizeLimit = 16 << 20

  private func file(_ path: String, at revision: String) throws(ClaimFault) -> File? {
    do throws(RevisionFault) {
      let snapshot = try checkout.snapshot(of: revision, paths: [path])
      return snapshot.files[path].map { bytes in
        File(
          source: SourceText(path: "\(revision):\(path)", bytes: bytes),
          origin: .revision(snapshot.commit))
      }
    } catch {
      throw ClaimFault(Diagnostic(path: "\(revision):\(path)", message: error.message))
    }
  }
}

/// Why a claim, waiver or policy file cannot be used.
package struct ClaimFault: Error, Sendable, Equatable {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: Diagnostic...) { self.diagnostics = diagnostics }

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
