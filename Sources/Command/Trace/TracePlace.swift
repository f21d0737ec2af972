internal import OperatingSystem
internal import Repository
internal import Text

/// A place that a user asks about: `PATH` or `PATH:LINE`.
struct TracePlace: Sendable, Equatable {
  let path: String
  let line: Int?

  /// A name that ends as a line would is taken as a name where such a file stands there.
  init(_ text: String) {
    if (try? status(ofPath: text)) == nil, let colon = text.lastIndex(of: ":"),
      let line = Int(text[text.index(after: colon)...]), line > 0
    {
      path = String(text[..<colon])
      self.line = line
    } else {
      path = text
      line = nil
    }
  }

  /// The root of the checkout around the file, and the file's path below it; in no checkout, the current folder is
  /// the root of what lies in it.
  func root() throws(RunFault) -> (root: String, path: String) {
    let (folder, name) = split
    do throws(FileFault) {
      guard try status(ofPath: path).kind != .folder else { throw .isFolder }
      guard let absolute = resolvedPath(folder) else { throw .missing }
      let scope = try scope(of: folder)
      var root = String((absolute + "/").dropLast(scope.count + 1))
      if scope.isEmpty, (try? status(ofPath: absolute + "/.git")) == nil,
        let here = Host.currentFolder, (absolute + "/").hasPrefix(here + "/")
      {
        root = here
      }
      return (root.isEmpty ? "/" : root, (absolute + "/").dropFirst(root.count + 1) + name)
    } catch {
      throw RunFault(error, at: path)
    }
  }

  /// The folder's path below the root of its checkout, with a `/` behind it.
  private func scope(of folder: String) throws(FileFault) -> String {
    do throws(CheckoutError) {
      return try Checkout.open(folder).scope
    } catch {
      if case .unreadable(_, let fault) = error { throw fault }
      throw .missing
    }
  }

  private var split: (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
  }
}
