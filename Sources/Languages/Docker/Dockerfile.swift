/// A Dockerfile's instructions in order.
package struct Dockerfile: Sendable {
  package let instructions: [DockerInstruction]

  package init(instructions: [DockerInstruction]) { self.instructions = instructions }

  /// The images the stages begin from, in order; the last is the one that is shipped by default.
  package var bases: [DockerBase] {
    instructions.compactMap { if case .from(let base) = $0.content { base } else { nil } }
  }
}

/// One instruction with its arguments read.
package struct DockerInstruction: Sendable, Equatable {
  /// In capitals: `RUN`.
  package let keyword: String
  package let content: Content
  /// The arguments as written, continuations and comment lines taken out.
  package let arguments: String
  package let offset: Int
  /// The stage the instruction stands in, from 0; nil before the first `FROM`.
  package let stage: Int?
  /// Whether it waits for a build that starts from this image.
  package let isOnBuild: Bool

  package init(
    keyword: String, content: Content, arguments: String, offset: Int, stage: Int?,
    isOnBuild: Bool = false
  ) {
    self.keyword = keyword
    self.content = content
    self.arguments = arguments
    self.offset = offset
    self.stage = stage
    self.isOnBuild = isOnBuild
  }

  /// What an instruction says.
  package enum Content: Sendable, Equatable {
    case from(DockerBase)
    case run(DockerCommand)
    case command(DockerCommand)
    case entrypoint(DockerCommand)
    /// The check's command; nil for `NONE`.
    case healthcheck(DockerCommand?)
    /// `COPY` and `ADD`.
    case copy(DockerCopy)
    /// `ENV` and `LABEL`.
    case settings([DockerSetting])
    /// `ARG name` or `ARG name=default`.
    case argument(name: String, value: String?)
    case workingDirectory(String)
    case ports([String])
    /// The words of `SHELL ["…"]`.
    case shell([String])
    case other
  }
}

/// What `FROM` names.
package struct DockerBase: Sendable, Equatable {
  /// Without tag and digest: `ghcr.io/org/name`, `python`, `scratch`, an earlier stage's name, or `${BASE}` as written.
  package let image: String
  package let tag: String?
  /// `sha256:…`.
  package let digest: String?
  /// The name after `AS`.
  package let stageName: String?
  package let platform: String?
  /// Whether the image is a stage of this file.
  package let isStage: Bool
}

/// A command in shell form or exec form.
package enum DockerCommand: Sendable, Equatable {
  /// A shell script: parse `text` with `ShellScript`; its bytes are the file's from `offset` on, so that offsets add up.
  case shell(text: String, offset: Int)
  case exec([String])
}

/// `COPY --from=build src… dest`.
package struct DockerCopy: Sendable, Equatable {
  package let sources: [String]
  package let destination: String
  /// The stage or image copied from.
  package let from: String?

  package init(sources: [String], destination: String, from: String?) {
    self.sources = sources
    self.destination = destination
    self.from = from
  }
}

/// `NAME=value`.
package struct DockerSetting: Sendable, Equatable {
  package let name: String
  package let value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
