package import OperatingSystem

/// Why a path cannot be audited at all.
package enum CheckoutError: Error, Sendable, Hashable {
  case missing(path: String)
  case notFolder(path: String)
  /// The folder stands there and cannot be listed.
  case unreadable(path: String, FileFault)
  /// A bare repository, or the inside of a `.git` folder: there are no files to audit.
  case noWorkingTree(path: String)

  package var message: String {
    switch self {
    case .missing(let path): "'\(path)': no such folder"
    case .notFolder(let path): "'\(path)' is a file, expected a folder"
    case .unreadable(let path, let fault): "cannot read '\(path)': \(fault.message)"
    case .noWorkingTree(let path):
      "'\(path)' is a bare repository or the inside of a .git folder; audit a checkout of it"
    }
  }
}
