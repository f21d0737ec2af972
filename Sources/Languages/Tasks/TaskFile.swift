/// The targets of a Makefile or a justfile, and the shell lines each of them runs.
package struct TaskFile: Sendable {
  package let targets: [TaskTarget]
  package let variables: [TaskVariable]
  package let includes: [TaskInclude]
  /// The shell and its flags where the file sets them, as in `bash -eu -o pipefail -c`; nil for the tool's own.
  package let shell: String?
  /// Whether a recipe is one script and not one shell a line (`.ONESHELL`, a `#!` recipe decides for its own target).
  package let runsOneShell: Bool

  package init(
    targets: [TaskTarget] = [], variables: [TaskVariable] = [], includes: [TaskInclude] = [],
    shell: String? = nil, runsOneShell: Bool = false
  ) {
    self.targets = targets
    self.variables = variables
    self.includes = includes
    self.shell = shell
    self.runsOneShell = runsOneShell
  }

  /// The target run when none is named.
  package var defaultTarget: TaskTarget? { targets.first(where: \.isDefault) }
}

/// One target or recipe by name; a rule with three targets gives three.
package struct TaskTarget: Sendable, Equatable {
  package let name: String
  /// Prerequisites in order, variables put in where they are simple.
  package let dependencies: [String]
  package let recipe: [RecipeLine]
  package let offset: Int
  package let isDefault: Bool
  package let isPhony: Bool
  /// Whether the name is a pattern (`%.o`) or a suffix rule.
  package let isPattern: Bool
  /// A justfile recipe's parameters, without their defaults.
  package let parameters: [String]

  package init(
    name: String, dependencies: [String] = [], recipe: [RecipeLine] = [], offset: Int,
    isDefault: Bool = false, isPhony: Bool = false, isPattern: Bool = false,
    parameters: [String] = []
  ) {
    self.name = name
    self.dependencies = dependencies
    self.recipe = recipe
    self.offset = offset
    self.isDefault = isDefault
    self.isPhony = isPhony
    self.isPattern = isPattern
    self.parameters = parameters
  }
}

/// One shell line of a recipe, as the shell gets it: continuations kept, `$$` turned to `$`, simple variables put in.
package struct RecipeLine: Sendable, Equatable {
  package let text: String
  package let offset: Int
  /// `-` before the line.
  package let ignoresFailure: Bool
  /// `@` before the line.
  package let isSilent: Bool

  package init(text: String, offset: Int, ignoresFailure: Bool = false, isSilent: Bool = false) {
    self.text = text
    self.offset = offset
    self.ignoresFailure = ignoresFailure
    self.isSilent = isSilent
  }
}

/// `NAME := value` of a Makefile or justfile.
package struct TaskVariable: Sendable, Equatable {
  package let name: String
  package let value: String
  package let offset: Int

  package init(name: String, value: String, offset: Int) {
    self.name = name
    self.value = value
    self.offset = offset
  }
}

/// `include path` of a Makefile, `import 'path'` or `mod name` of a justfile.
package struct TaskInclude: Sendable, Equatable {
  package let path: String
  package let offset: Int
  /// `-include`, `sinclude`, `import?`: no error where the file is missing.
  package let isOptional: Bool

  package init(path: String, offset: Int, isOptional: Bool = false) {
    self.path = path
    self.offset = offset
    self.isOptional = isOptional
  }
}
