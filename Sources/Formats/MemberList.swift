internal import Text

/// The members of a mapping while it is read; finds repeated keys in linear time.
///
/// A repeated key takes the place of the first, with the last value. Keys that are collections are never taken for
/// repeated.
struct MemberList {
  private(set) var members: [Node.Member] = []
  /// Where each key stands; filled once there are too many for looking at each.
  private var places: [Identity: Int]?

  /// Adds a member and says whether its key stood here before.
  mutating func add(_ key: Node, _ value: Node) -> Bool {
    let member = Node.Member(key: key, value: value)
    if let identity = Identity(key), let place = place(of: identity) {
      members[place] = member
      return true
    }
    members.append(member)
    return false
  }

  /// Adds a member unless its key stood here before.
  mutating func addMissing(_ key: Node, _ value: Node) {
    if let identity = Identity(key), place(of: identity) != nil { return }
    members.append(Node.Member(key: key, value: value))
  }

  /// Where the key stands already; notes it as the next where it does not.
  private mutating func place(of key: Identity) -> Int? {
    if members.count < 8 {
      return members.firstIndex { Identity($0.key) == key }
    }
    if places == nil {
      places = [:]
      for (place, member) in members.enumerated() {
        if let identity = Identity(member.key) { places?[identity] = place }
      }
    }
    if let place = places?[key] { return place }
    places?[key] = members.count
    return nil
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
      case .string(let text): self = .string(ExactText(text: text))
      case .sequence, .mapping: return nil
      }
    }
  }

  /// A string compared by its bytes, not by canonical equivalence.
  private struct ExactText: Hashable {
    let text: String

    static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
