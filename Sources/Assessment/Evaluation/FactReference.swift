/// Which fact a match is about: its kind, and its index in the fact table or the graph.
enum FactReference: Hashable, Sendable {
  case file(Int)
  case dependency(Int)
  case imported(Int)
  case call(Int)
  case definition(Int)
  case assignment(Int)
  case condition(Int)
  case exit(Int)
  /// A value of a structured file, by file and byte offset.
  case setting(file: Int, offset: Int)
  case command(Int)
  case trigger(Int)
  case resource(Int)
  case registry(Int)
  case heading(Int)
  case test(Int)
  /// An aspect of the history, by the field that was asked for.
  case history(String)
}
