internal import Text

/// The members of a mapping while it is read; finds repeated keys in linear time.
///
/// A repeated key takes the place of the first, with the last value. Keys that are collections are never taken for
/// repeated.
struct MemberList {
  private(set) var members: [Node.Member] = []
  private var places = KeyPlaces<Identity>()

  /// Adds a member and says whether its key stood here before.
  mutating func add(_ key: Node, _ value: Node) -> Bool {
    let member = Node.Member(key: key, value: value)
    if let place = place(of: key) {
      members[place] = member
      return true
    }
    members.append(member)
    return false
  }

  /// Adds a member unless its key stood here before.
  mutating func addMissing(_ key: Node, _ value: Node) {
    if place(of: key) == nil { members.append(Node.Member(key: key, value: value)) }
  }

  private mutating func place(of key: Node) -> Int? {
    guard let identity = Identity(key) else { return nil }
    return places.place(of: identity, count: members.count) { Identity(members[$0].key) }
  }

  /// What makes two scalar keys the same: their kind and their value, byte by byte.
  private enum Identity: Hashable {
    case null
    case boolean(Bool)
    case integer(Int)
    case float(UInt64, String?)
    case string(ExactText)

    init?(_ key: Node) {
      switch key.content {
      case .null: self = .null
      case .boolean(let truth): self = .boolean(truth)
      case .integer(let number): self = .integer(number)
      // Integers too large for `Int` are floats; only their spelling tells them apart.
      case .float(let number):
        self = .float(number.bitPattern, abs(number) < 9e15 ? nil : key.spelling)
      case .string(let text): self = .string(ExactText(text))
      case .sequence, .mapping: return nil
      }
    }
  }
}
