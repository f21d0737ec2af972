import Repository
import Testing

private func remoteName(_ config: String) throws -> String? {
  let scratch = Scratch()
  // What a repository takes to be one, without starting git for each case.
  try scratch.write("ref: refs/heads/main\n", to: ".git/HEAD")
  try scratch.write("", to: ".git/objects/pack/none")
  try scratch.write("", to: ".git/refs/heads/none")
  try scratch.write(config, to: ".git/config")
  return try Checkout.open(scratch.path).remoteName
}

@Test(
  arguments: [
    ("https://github.com/mozilla/bugbug.git", "mozilla/bugbug"),
    ("https://github.com/mozilla/bugbug", "mozilla/bugbug"),
    ("https://github.com/mozilla/bugbug/", "mozilla/bugbug"),
    ("https://user:ghp_secret@github.com/mozilla/bugbug.git", "mozilla/bugbug"),
    ("https://x-access-token:secret@host.example/o/n?token=secret#secret", "o/n"),
    ("ssh://git@host.example:2222/o/n.git", "o/n"), ("git@github.com:o/n.git", "o/n"),
    ("host.example:o/n", "o/n"), ("git@gitlab.com:group/sub/name.git", "group/sub/name"),
    ("https://dev.azure.com/org/project/_git/name", "org/project/name"),
    ("git@ssh.dev.azure.com:v3/org/project/name", "org/project/name"),
    ("/srv/git/o/n.git", nil), ("../o/n", nil), ("file:///srv/o/n.git", nil), ("C:/o/n", nil),
    ("./a:b/c", nil), ("https://host.example/name", nil), ("", nil), ("https://", nil),
    ("https:///o/n", nil), ("https://host.example/user:secret@o/n", nil),
  ] as [(String, String?)])
func `a remote's name is owner and name, never a credential`(address: String, name: String?) throws
{
  #expect(try remoteName("[remote \"origin\"]\n\turl = \(address)\n") == name)
}

@Test func `origin is asked before other remotes, and one with a host before one without`() throws {
  let other = "[remote \"a\"]\n\turl = https://h.example/other/name\n"
  #expect(
    try remoteName(other + "[remote \"origin\"]\nurl = https://h.example/own/name\n") == "own/name")
  #expect(try remoteName(other + "[remote \"origin\"]\nurl = /srv/x/y\n") == "other/name")
  #expect(try remoteName("") == nil)
}

@Test func `the configuration is read as git reads it`() throws {
  let config = """
    ; a comment
    [Core] bare = false # and another
    [remote "ori\\"gin"]
      URL = "https://h.example/quo;ted/" \\
    name ; not part of it
    [include]
      path = /elsewhere
    [broken
    [remote ""] url
    """
  #expect(try remoteName(config) == nil)
  #expect(
    try remoteName("[Remote \"x\"] Url=\"https://h.example/o\"/n;c\n") == "o/n")
  #expect(
    try remoteName("[remote \"x\"]\n\turl = https://h.example/o/lo\\\n  ng\n") == nil)
  #expect(try remoteName("[remote \"x\"]\n\turl = https://h.example/o/lo\\\nng\n") == "o/long")
}

@Test func `no configuration is a trap`() throws {
  let scratch = Scratch()
  try scratch.write("ref: ../../etc/passwd\n", to: ".git/HEAD")
  try scratch.write("", to: ".git/objects/pack/none")
  try scratch.write("", to: ".git/refs/heads/none")
  let marks = Array("[]\"\\=#;\n\r \t.remoteorigin.url://@:".utf8)
  var generator = SeededGenerator(state: 11)
  for _ in 0..<500 {
    let length = Int.random(in: 0...80, using: &generator)
    let config = (0..<length).map { _ in marks[Int.random(in: 0..<marks.count, using: &generator)] }
    try scratch.write(Array("[remote \"origin\"]\nurl=".utf8) + config, to: ".git/config")
    let checkout = try Checkout.open(scratch.path)
    #expect(!(checkout.remoteName ?? "").contains("@"))
  }
  #expect(try Checkout.open(scratch.path).revision().commit == nil)
}
