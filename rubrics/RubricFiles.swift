/// The built-in rule files, each with its path below `rubrics/` and its text.
///
/// The literals are written by the plugin `EmbedRules`; SwiftPM asks for one Swift file beside the data.
package enum RubricFiles {
  package static var all: [(path: String, text: String)] {
    ruleFiles.map { ("\($0.path)", "\($0.text)") }
  }
}
