/// What a file is read as, judged from its name alone; one case per reader.
enum FileForm: Sendable, Equatable {
  case python, notebook, r, julia
  case yaml, json, jsonWithComments, toml, ini, hcl, textProto, bicep
  case shell, tasks, dockerfile, jenkinsfile, lines
  case prose, requirements, sql
  case description

  init?(path: String) {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if let form = FileForm.named(name) ?? FileForm.suffixed(name) {
      self = form
    } else {
      return nil
    }
  }

  private static func named(_ name: String) -> FileForm? {
    switch name {
    case "makefile", "gnumakefile", "justfile", ".justfile": .tasks
    case "jenkinsfile": .jenkinsfile
    case "procfile", "crontab": .lines
    case "pipfile", "poetry.lock", "uv.lock", "pdm.lock", "pixi.lock.toml", "cargo.lock": .toml
    case "pipfile.lock", "renv.lock", "mlmodel.json", ".zenml": .json
    case "pixi.lock", "conda-lock.yml", "mlmodel", "mlproject", "dvc.lock", "pnpm-lock.yaml": .yaml
    case "description": .description
    case ".dvcignore", ".gitignore": nil
    case "renovate.json5", "devcontainer.json", "tsconfig.json", ".renovaterc": .jsonWithComments
    case ".codeclimate", ".pre-commit-config": .yaml
    default:
      if isDockerfile(name) {
        .dockerfile
      } else if name.hasPrefix("jenkinsfile") {
        .jenkinsfile
      } else if isRequirements(name) {
        .requirements
      } else {
        nil
      }
    }
  }

  private static func isDockerfile(_ name: String) -> Bool {
    name == "dockerfile" || name == "containerfile" || name.hasPrefix("dockerfile.")
      || name.hasPrefix("dockerfile-") || name.hasSuffix(".dockerfile")
  }

  private static func isRequirements(_ name: String) -> Bool {
    guard name.hasSuffix(".txt") || name.hasSuffix(".in") else { return false }
    return ["requirements", "constraints", "reqs"].contains { name.contains($0) }
  }

  private static func suffixed(_ name: String) -> FileForm? {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex || name.count > 1 else {
      return nil
    }
    switch name[name.index(after: dot)...] {
    case "py", "pyi": return .python
    case "ipynb": return .notebook
    case "r": return .r
    case "jl": return .julia
    case "yaml", "yml", "dvc": return .yaml
    case "json", "avsc": return .json
    case "json5", "jsonc": return .jsonWithComments
    case "toml": return .toml
    case "cfg", "ini", "conf", "service", "timer": return .ini
    case "tf", "hcl", "tfvars": return .hcl
    case "pbtxt": return .textProto
    case "bicep": return .bicep
    case "sh", "bash", "zsh", "command": return .shell
    case "mk", "just": return .tasks
    case "md", "markdown", "rst", "qmd", "rmd", "adoc", "org": return .prose
    case "sql": return .sql
    default: return nil
    }
  }
}
