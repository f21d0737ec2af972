internal import OperatingSystem

/// A CI system for which `init` can write a workflow of its own, beside those that are there.
enum CISystem: CaseIterable {
  case gitHub, gitLab, azure

  /// The one that a folder uses, by the files that only it has.
  static func inUse(in folder: String) -> CISystem? {
    allCases.first { system in
      system.signs.contains { (try? status(ofPath: "\(folder)/\($0)")) != nil }
    }
  }

  private var signs: [String] {
    switch self {
    case .gitHub: [".github"]
    case .gitLab: [".gitlab-ci.yml"]
    case .azure: ["azure-pipelines.yml", ".azure-pipelines", ".pipelines"]
    }
  }

  /// Where the workflow stands.
  var path: String {
    switch self {
    case .gitHub: ".github/workflows/readiness.yml"
    case .gitLab: ".gitlab/readiness.gitlab-ci.yml"
    case .azure: ".azure-pipelines/readiness.yml"
    }
  }

  /// What is left to do by hand.
  var remark: String {
    let source = "set READINESS_SOURCE in it to the git address of readiness"
    switch self {
    case .gitHub: return source
    case .gitLab: return "\(source), and include it from .gitlab-ci.yml"
    case .azure: return "\(source), and make a pipeline of it"
    }
  }

  /// The file's text; every system builds the program from its source and holds the folder to its policy.
  var workflow: String {
    switch self {
    case .gitHub:
      """
      # Holds this repository to .readiness/policy.yaml.
      name: readiness

      on:
        push:
          branches: [main]
        pull_request:

      permissions:
        contents: read

      jobs:
        readiness:
          runs-on: ubuntu-latest
          container: swift:6.2
          env:
            READINESS_SOURCE: ""
          steps:
            - uses: actions/checkout@v4
              with:
                fetch-depth: 500
            - run: \(build)
            # HEAD is a pull request merged into its base, which comes first: no change vouches for itself.
            - if: github.event_name == 'pull_request'
              run: \(audit) . --claims-from HEAD^1 >> "$GITHUB_STEP_SUMMARY"
            - if: github.event_name != 'pull_request'
              run: \(audit) . >> "$GITHUB_STEP_SUMMARY"

      """
    case .gitLab:
      """
      # Holds this repository to .readiness/policy.yaml.
      readiness:
        image: swift:6.2
        variables:
          READINESS_SOURCE: ""
          GIT_DEPTH: "500"
        script:
          - \(build)
          # A merge request is held to the claims and the policy of its base, so that it does not vouch for itself.
          - >-
            \(audit) . --output readiness.md
            ${CI_MERGE_REQUEST_DIFF_BASE_SHA:+--claims-from "$CI_MERGE_REQUEST_DIFF_BASE_SHA"}
        artifacts:
          when: always
          paths: [readiness.md]

      """
    case .azure:
      """
      # Holds this repository to .readiness/policy.yaml.
      trigger: [main]
      pr: ["*"]

      pool:
        vmImage: ubuntu-latest
      container: swift:6.2

      variables:
        READINESS_SOURCE: ""

      steps:
        - checkout: self
          fetchDepth: 500
        - script: \(build)
        # A pull request is merged into its base, which comes first: no change vouches for itself.
        - script: \(audit) . ${SYSTEM_PULLREQUEST_PULLREQUESTID:+--claims-from HEAD^1}

      """
    }
  }

  private var build: String {
    "git clone --depth 1 \"$READINESS_SOURCE\" /tmp/readiness"
      + " && swift build -c release --package-path /tmp/readiness"
  }

  private var audit: String { "/tmp/readiness/.build/release/readiness audit" }
}
