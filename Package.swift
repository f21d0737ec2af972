// swift-tools-version: 6.2
import PackageDescription

/// A room of the house: a target, and the rooms above it that it may see.
/// `Tests/ArchitectureTests` holds every file's imports against this table, since SwiftPM does not.
let rooms: [(name: String, path: String, sees: [String])] = [
  ("Text", "Sources/Text", []),
  ("OperatingSystem", "Sources/System", ["Text"]),
  ("Formats", "Sources/Formats", ["Text"]),
  ("Languages", "Sources/Languages", ["Text", "Formats"]),
  ("Repository", "Sources/Repository", ["Text", "OperatingSystem"]),
  ("Facts", "Sources/Facts", ["Text", "Formats", "Languages"]),
  ("Extractors", "Sources/Extractors", ["Text", "Formats", "Languages", "Repository", "Facts"]),
  ("Automation", "Sources/Automation", ["Text", "Formats", "Languages", "Facts"]),
  ("Rules", "Sources/Rules", ["Text", "Formats", "Facts"]),
  (
    "Attestations", "Sources/Attestations",
    ["Text", "OperatingSystem", "Formats", "Facts", "Repository"]
  ),
  (
    "Assessment", "Sources/Assessment",
    ["Text", "Formats", "Languages", "Facts", "Automation", "Rules", "Attestations"]
  ),
  (
    "Reports", "Sources/Reports",
    ["Text", "Formats", "Facts", "Automation", "Rules", "Attestations", "Assessment"]
  ),
  (
    "Command", "Sources/Command",
    [
      "Text", "OperatingSystem", "Formats", "Languages", "Repository", "Facts", "Extractors",
      "Automation", "Rules", "Attestations", "Assessment", "Reports", "Rubrics",
    ]
  ),
]

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "readiness",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "readiness", targets: ["readiness"])],
  targets: rooms.map {
    .target(
      name: $0.name, dependencies: $0.sees.map { .target(name: $0) }, path: $0.path,
      swiftSettings: strict)
  } + [
    .target(
      name: "Rubrics", path: "rubrics", swiftSettings: strict,
      plugins: [.plugin(name: "EmbedRules")]),
    .plugin(
      name: "EmbedRules", capability: .buildTool(), dependencies: ["EmbedRulesTool"],
      path: "Sources/EmbedRules"),
    .executableTarget(
      name: "EmbedRulesTool", path: "Sources/EmbedRulesTool", swiftSettings: strict),
    .executableTarget(
      name: "readiness", dependencies: ["Command", "OperatingSystem"], path: "Sources/readiness",
      swiftSettings: strict),
  ]
    + (rooms.map(\.name) + ["Architecture", "Rubrics", "Executable"]).map {
      .testTarget(
        name: $0 + "Tests",
        dependencies: rooms.map { .target(name: $0.name) } + ["Rubrics"],
        path: "Tests/\($0)Tests", exclude: ["Cases"], swiftSettings: strict)
    }
)
