internal import Formats
internal import Text

/// Changes the text of an attestations file: its own entry and nothing else, every other byte staying as it is.
///
/// Each edit is read back: where the other entries would not be the same, or the own one not as meant, there is no
/// edit but a fault, and people change the file by hand.
package enum ClaimEdit {
  /// The file with a claim as its last entry.
  ///
  /// - Parameter old: the file's bytes; nil where there is no file.
  package static func adding(
    _ claim: Attestation, to old: [UInt8]?, path: String
  ) throws(ClaimFault) -> [UInt8] {
    let file = try EditedFile(old ?? [], path: path)
    let wanted = file.claims + [claim]
    for candidate in Insertion(file).candidates(for: claim) where file.reads(candidate, wanted) {
      return candidate
    }
    throw ClaimFault(
      Diagnostic(path: path, message: "this list has a form that nothing can be added to"))
  }

  /// The file with the entry at a place (from 0) saying something else.
  package static func replacing(
    entryAt place: Int, with claim: Attestation, in old: [UInt8], path: String
  ) throws(ClaimFault) -> [UInt8] {
    let file = try EditedFile(old, path: path)
    guard file.claims.indices.contains(place) else {
      throw ClaimFault(Diagnostic(path: path, message: "the entry is not there any more"))
    }
    var wanted = file.claims
    wanted[place] = claim
    for candidate in Rewriting(file, place).candidates(for: claim)
    where file.reads(candidate, wanted) {
      return candidate
    }
    throw ClaimFault(
      Diagnostic(
        path: path, position: file.source.position(of: file.nodes[place].offset),
        message: "this entry has a form that cannot be changed without changing more"))
  }
}

/// A valid attestations file that is about to be edited.
struct EditedFile {
  let source: SourceText
  /// Nil where the file holds nothing yet.
  let root: Node?
  let claims: [Attestation]

  init(_ bytes: [UInt8], path: String) throws(ClaimFault) {
    source = SourceText(path: path, bytes: bytes)
    let file = Attestation.read(source)
    guard file.isValid else {
      let source = source
      throw ClaimFault(
        file.problems.map { Diagnostic($0, in: source) } + [
          Diagnostic(path: path, message: "nothing is written over a file with mistakes")
        ])
    }
    claims = file.value.compactMap(\.value)
    root = YAML.parse(source).value.first.flatMap { $0.isNull ? nil : $0 }
  }

  var list: Node? { root?["attestations"] }
  var nodes: [Node] { list?.elements ?? [] }
  var bytes: [UInt8] { source.bytes }

  /// The line end that the file uses.
  var lineEnd: String { bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n" }

  /// Whether other bytes would hold exactly these claims.
  func reads(_ bytes: [UInt8], _ wanted: [Attestation]) -> Bool {
    let file = Attestation.read(SourceText(path: source.path, bytes: bytes))
    return file.isValid && file.value.map(\.value) == wanted
  }

  /// The first byte of the line that holds a byte.
  func lineStart(of offset: Int) -> Int {
    (bytes[..<min(offset, bytes.count)].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }

  /// The first byte behind the line that holds a byte.
  func lineEnd(of offset: Int) -> Int {
    guard offset < bytes.count else { return bytes.count }
    return (bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
  }

  /// The file with a range of bytes replaced.
  func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
    Array(bytes[..<range.lowerBound]) + Array(text.utf8) + Array(bytes[range.upperBound...])
  }
}
