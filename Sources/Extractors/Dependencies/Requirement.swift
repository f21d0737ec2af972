internal import Facts
internal import Formats
internal import Text

/// One requirement as PEP 508 writes it: a name, and what versions of it will do.
struct Requirement {
  let name: String
  let specifier: String

  /// Exact: `==1.2.3` or `===`, or a URL with a commit or hash; `==1.*` is none.
  var isPinned: Bool {
    if specifier.hasPrefix("@") {
      return specifier.contains("#")
        || specifier.split(separator: "@").count > 1 && specifier.contains("git+")
    }
    return specifier.hasPrefix("==") && !specifier.contains("*") && !specifier.contains(",")
  }

  /// Nil for a line that names nothing.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    func isName(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    var index = 0
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    let start = index
    while index < bytes.count, isName(bytes[index]) { index += 1 }
    guard index > start else { return nil }
    name = Requirement.normalized(String(decoding: bytes[start..<index], as: UTF8.self))
    if index < bytes.count, bytes[index] == UInt8(ascii: "[") {
      while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
      index += 1
    }
    let end = bytes[min(index, bytes.count)...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
    specifier = String(decoding: bytes[min(index, end)..<end], as: UTF8.self)
      .filter { $0 != " " && $0 != "(" && $0 != ")" }
  }

  /// PEP 503: lower case, runs of `-`, `_` and `.` are one `-`.
  static func normalized(_ name: String) -> String {
    var result = ""
    for scalar in name.lowercased().unicodeScalars {
      if scalar == "-" || scalar == "_" || scalar == "." {
        if result.last != "-" { result.append("-") }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
