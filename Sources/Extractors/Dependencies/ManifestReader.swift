internal import Facts
internal import Languages
internal import Text

/// Reads dependencies out of structured manifests and lock files, by the file's name.
struct ManifestReader {
  let file: Int
  let structured: StructuredFile
  private(set) var found: [DependencyFact] = []

  init(file: Int, structured: StructuredFile) {
    self.file = file
    self.structured = structured
  }

  private var name: String {
    structured.source.path.split(separator: "/").last.map { $0.lowercased() } ?? ""
  }

  mutating func read() {
    guard let root = structured.documents.first else { return }
    switch name {
    case "pyproject.toml": pyproject(root)
    case "setup.cfg": setupCfg(root)
    case "pipfile": pipfile(root)
    case "pipfile.lock": pipfileLock(root)
    case "poetry.lock", "uv.lock", "pdm.lock": packages(root["package"], "python")
    case "pylock.toml": packages(root["packages"], "python")
    case "renv.lock": renv(root)
    case "package.json": npm(root)
    case "package-lock.json": npmLock(root)
    case "pixi.toml": pixi(root)
    case "project.toml": julia(root)
    case "manifest.toml": juliaLock(root)
    case "cargo.toml": table(root["dependencies"], "rust", nil)
    case "cargo.lock": packages(root["package"], "rust")
    case "mlmodel", "python_env.yaml": lines(root["dependencies"], "python", nil)
    default:
      if name.hasPrefix("pylock.") {
        packages(root["packages"], "python")
      } else if name.contains("conda-lock") || name == "pixi.lock" {
        packages(root["package"] ?? root["packages"], "conda")
      } else if root["dependencies"]?.isSequence == true,
        root["name"] != nil || name.contains("env")
      {
        conda(root)
      }
    }
  }

  private mutating func add(
    _ name: String, at node: Node, ecosystem: String, requirement: String = "",
    isPinned: Bool = false, isLocked: Bool = false, group: String? = nil
  ) {
    found.append(
      DependencyFact(
        file: file, location: structured.location(of: node),
        name: PackageRequirement.normalized(name),
        ecosystem: ecosystem, requirement: requirement, isPinned: isPinned || isLocked,
        isLocked: isLocked, group: group))
  }

  /// A list of PEP 508 strings; mappings in it (`{include-group = …}`) name no package.
  private mutating func lines(_ list: Node?, _ ecosystem: String, _ group: String?) {
    for element in list?.elements ?? [] {
      guard let text = element.string, let requirement = PackageRequirement(text) else { continue }
      add(
        requirement.name, at: element, ecosystem: ecosystem, requirement: requirement.specifier,
        isPinned: requirement.isPinned, group: group)
    }
  }

  /// A table of names and requirements, as Poetry, Pipenv, pixi and Cargo write them.
  private mutating func table(_ table: Node?, _ ecosystem: String, _ group: String?) {
    for member in table?.members ?? [] {
      guard let name = member.key.scalar, name != "python" else { continue }
      let requirement = member.value.scalar ?? member.value["version"]?.scalar ?? ""
      // Poetry: a bare version is exact; Pipenv and pixi write `==`.
      let isExact =
        requirement.first?.isNumber == true || requirement.hasPrefix("==")
      add(
        name, at: member.key, ecosystem: ecosystem, requirement: requirement,
        isPinned: isExact && !requirement.contains("*") && !requirement.contains(","),
        group: group)
    }
  }

  private mutating func pyproject(_ root: Node) {
    let project = root["project"]
    lines(project?["dependencies"], "python", nil)
    for member in project?["optional-dependencies"]?.members ?? [] {
      lines(member.value, "python", member.key.scalar)
    }
    for member in root["dependency-groups"]?.members ?? [] {
      lines(member.value, "python", member.key.scalar)
    }
    let tool = root["tool"]
    table(tool?["poetry"]?["dependencies"], "python", nil)
    table(tool?["poetry"]?["dev-dependencies"], "python", "dev")
    for member in tool?["poetry"]?["group"]?.members ?? [] {
      table(member.value["dependencies"], "python", member.key.scalar)
    }
    for member in tool?["pdm"]?["dev-dependencies"]?.members ?? [] {
      lines(member.value, "python", member.key.scalar)
    }
    lines(tool?["uv"]?["dev-dependencies"], "python", "dev")
    table(tool?["pixi"]?["dependencies"], "conda", nil)
    table(tool?["pixi"]?["pypi-dependencies"], "python", nil)
    lines(tool?["flit"]?["metadata"]?["requires"], "python", nil)
    for member in tool?["hatch"]?["envs"]?.members ?? [] {
      lines(member.value["dependencies"], "python", member.key.scalar)
    }
  }

  private mutating func setupCfg(_ root: Node) {
    multiline(root["options"]?["install_requires"], nil)
    for member in root["options.extras_require"]?.members ?? [] {
      multiline(member.value, member.key.scalar)
    }
  }

  /// A value of several lines, each a requirement.
  private mutating func multiline(_ node: Node?, _ group: String?) {
    guard let node, let text = node.string else { return }
    for line in text.split(whereSeparator: \.isNewline) {
      guard let requirement = PackageRequirement(String(line)) else { continue }
      add(
        requirement.name, at: node, ecosystem: "python", requirement: requirement.specifier,
        isPinned: requirement.isPinned, group: group)
    }
  }

  private mutating func pipfile(_ root: Node) {
    table(root["packages"], "python", nil)
    table(root["dev-packages"], "python", "dev")
  }

  private mutating func pipfileLock(_ root: Node) {
    for (section, group) in [("default", nil), ("develop", "dev")] as [(String, String?)] {
      for member in root[section]?.members ?? [] {
        add(
          member.key.scalar ?? "", at: member.key, ecosystem: "python",
          requirement: member.value["version"]?.scalar ?? "", isLocked: true, group: group)
      }
    }
  }

  /// A list of `{name, version}`, as most lock files have it.
  private mutating func packages(_ list: Node?, _ ecosystem: String) {
    for package in list?.elements ?? [] {
      guard let name = package["name"]?.scalar ?? package["pypi"]?.scalar else { continue }
      add(
        name, at: package, ecosystem: ecosystem,
        requirement: package["version"]?.scalar.map { "==\($0)" } ?? "", isLocked: true)
    }
  }

  private mutating func renv(_ root: Node) {
    for member in root["Packages"]?.members ?? [] {
      add(
        member.key.scalar ?? "", at: member.key, ecosystem: "r",
        requirement: member.value["Version"]?.scalar ?? "", isLocked: true)
    }
  }

  private mutating func npm(_ root: Node) {
    table(root["dependencies"], "javascript", nil)
    table(root["devDependencies"], "javascript", "dev")
  }

  private mutating func npmLock(_ root: Node) {
    for member in root["packages"]?.members ?? [] {
      guard let path = member.key.scalar, let name = path.split(separator: "/").last else {
        continue
      }
      add(String(name), at: member.key, ecosystem: "javascript", isLocked: true)
    }
  }

  private mutating func pixi(_ root: Node) {
    table(root["dependencies"], "conda", nil)
    table(root["pypi-dependencies"], "python", nil)
    for member in root["feature"]?.members ?? [] {
      table(member.value["dependencies"], "conda", member.key.scalar)
      table(member.value["pypi-dependencies"], "python", member.key.scalar)
    }
  }

  private mutating func julia(_ root: Node) {
    for member in root["deps"]?.members ?? [] {
      add(member.key.scalar ?? "", at: member.key, ecosystem: "julia")
    }
  }

  private mutating func juliaLock(_ root: Node) {
    for member in (root["deps"] ?? root).members where member.value.isSequence {
      add(member.key.scalar ?? "", at: member.key, ecosystem: "julia", isLocked: true)
    }
  }

  /// `environment.yml`: `name=1.2=build`, and a nested list of pip requirements.
  private mutating func conda(_ root: Node) {
    for element in root["dependencies"]?.elements ?? [] {
      lines(element["pip"], "python", nil)
      guard let text = element.string else { continue }
      let spec = text.split(separator: ":").last.map(String.init) ?? text
      guard let end = spec.firstIndex(where: { "=<>! ".contains($0) }) else {
        add(spec, at: element, ecosystem: "conda")
        continue
      }
      let requirement = String(spec[end...])
      let isPinned = requirement.hasPrefix("=") && !requirement.contains("*")
      add(
        String(spec[..<end]), at: element, ecosystem: "conda", requirement: requirement,
        isPinned: isPinned)
    }
  }
}
