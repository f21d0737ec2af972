internal import Facts
internal import Text

extension RuleReader {
  /// `roles: [{role: vendored, files: [globs]}, …]`; names of folders and files match whatever their case.
  mutating func roleTable(_ root: Node) -> RoleTable {
    let values = values(of: root, "the role file", keys: ["roles"], required: ["roles"])
    let rows = elements(values["roles"], "roles").map { node -> RoleTable.Row in
      let keys = ["role", "files"]
      let row = self.values(of: node, "a row of roles", keys: keys, required: keys)
      let files = row["files"].map { globs($0, "'files'") } ?? []
      return RoleTable.Row(
        role: choice(row["role"], "role") ?? .other,
        patterns: files)
    }
    return RoleTable(rows: rows)
  }
}
