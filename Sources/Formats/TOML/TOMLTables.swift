internal import Text

/// The tables of a TOML file while it is read: each has a number, and what it holds names its tables by theirs.
///
/// A table's number is larger than that of the table around it, so that trees are made without recursion.
struct TOMLTables {
  /// One part of a dotted key.
  struct Key {
    let text: String
    let offset: Int

    var node: Node { Node(.string(text), at: offset) }
  }

  private enum Entry {
    case value(Node)
    case table(Int)
    case arrayOfTables([Int])
  }

  private struct Table {
    let offset: Int
    /// Whether a header named it: it is complete then.
    var hasHeader = false
    /// The section whose dotted keys made it: keys of other sections may not add to it.
    var section: Int?
    var keys: [Key] = []
    var entries: [Entry] = []
    var places = KeyPlaces<ExactText>()

    mutating func place(of key: Key) -> Int? {
      places.place(of: ExactText(key.text), count: keys.count) { ExactText(keys[$0].text) }
    }
  }

  private var tables = [Table(offset: 0)]
  /// Counts headers and inline tables: dotted keys may add to the tables of their own section only.
  private(set) var section = 0

  var count: Int { tables.count }

  /// The table that `[path]` opens.
  mutating func open(_ path: [Key]) throws(Problem) -> Int {
    section += 1
    let parent = try enclosing(path)
    guard let key = path.last else { return parent }
    if let place = tables[parent].place(of: key) {
      guard case .table(let table) = tables[parent].entries[place], !tables[table].hasHeader,
        tables[table].section == nil
      else { throw Self.repeated(path, what: "table") }
      tables[table].hasHeader = true
      return table
    }
    let table = add(key, to: parent)
    tables[table].hasHeader = true
    return table
  }

  /// The new table that `[[path]]` adds to its array.
  mutating func openElement(_ path: [Key]) throws(Problem) -> Int {
    section += 1
    let parent = try enclosing(path)
    guard let key = path.last else { return parent }
    let table = tables.count
    if let place = tables[parent].place(of: key) {
      guard case .arrayOfTables(var elements) = tables[parent].entries[place] else {
        throw Self.repeated(path, what: "key")
      }
      // Let go of the list first, so that adding to it copies nothing.
      tables[parent].entries[place] = .arrayOfTables([])
      elements.append(table)
      tables[parent].entries[place] = .arrayOfTables(elements)
    } else {
      tables[parent].keys.append(key)
      tables[parent].entries.append(.arrayOfTables([table]))
    }
    tables.append(Table(offset: key.offset, hasHeader: true))
    return table
  }

  /// The table around the last part of a header's path, made where it is missing.
  private mutating func enclosing(_ path: [Key]) throws(Problem) -> Int {
    var table = 0
    for key in path.dropLast() {
      guard let place = tables[table].place(of: key) else {
        table = add(key, to: table)
        continue
      }
      switch tables[table].entries[place] {
      case .table(let next): table = next
      case .arrayOfTables(let elements): table = elements.last ?? table
      case .value: throw Self.repeated([key], what: "key")
      }
    }
    return table
  }

  private mutating func add(_ key: Key, to parent: Int) -> Int {
    tables[parent].keys.append(key)
    tables[parent].entries.append(.table(tables.count))
    tables.append(Table(offset: key.offset))
    return tables.count - 1
  }

  /// A table for `{`, apart from all others until `close`.
  mutating func openInline(at offset: Int) -> Int {
    section += 1
    tables.append(Table(offset: offset))
    return tables.count - 1
  }

  /// Sets a value below a table; a repeated key takes the new value.
  mutating func set(
    _ path: [Key], of base: Int, section: Int, to value: Node
  ) throws(Problem) {
    var table = base
    for key in path.dropLast() {
      guard let place = tables[table].place(of: key) else {
        table = add(key, to: table)
        tables[table].section = section
        continue
      }
      guard case .table(let next) = tables[table].entries[place], !tables[next].hasHeader,
        tables[next].section ?? section == section
      else { throw Self.repeated([key], what: "key") }
      table = next
      tables[table].section = section
    }
    guard let key = path.last else { return }
    if let place = tables[table].place(of: key) {
      if case .value = tables[table].entries[place] { tables[table].entries[place] = .value(value) }
      throw Self.repeated(path, what: "key")
    }
    tables[table].keys.append(key)
    tables[table].entries.append(.value(value))
  }

  private static func repeated(_ path: [Key], what: String) -> Problem {
    let name = path.map(\.text).joined(separator: ".")
    return Problem("repeated \(what) '\(excerpt(name))'", at: path.last?.offset ?? 0)
  }

  /// Takes a table and all after it out, as a tree.
  mutating func close(_ first: Int) -> Node {
    var nodes: [Node] = Array(repeating: .null, count: tables.count - first)
    while tables.count > first {
      let table = tables.removeLast()
      var members: [Node.Member] = []
      members.reserveCapacity(table.keys.count)
      for (key, entry) in zip(table.keys, table.entries) {
        let value: Node
        switch entry {
        case .value(let node): value = node
        case .table(let number): value = nodes[number - first]
        case .arrayOfTables(let numbers):
          value = Node(.sequence(numbers.map { nodes[$0 - first] }), at: key.offset)
        }
        members.append(Node.Member(key: key.node, value: value))
      }
      nodes[tables.count - first] = Node(.mapping(members), at: table.offset)
    }
    return nodes.first ?? .null
  }
}
