/// The program's version, as `--version` and every report give it.
package let version = "0.1.0"
