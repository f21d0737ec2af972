#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process and the machine it runs on: arguments, environment, clock, cores.
package enum Host {
  /// The command line without the program's name.
  package static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

  /// An environment variable, or nil where it is not set.
  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Whether colour is unwanted: `NO_COLOR` is set and not empty (no-color.org), or the terminal is `dumb`.
  package static var wantsNoColour: Bool {
    environment("NO_COLOR").map { !$0.isEmpty } ?? false || environment("TERM") == "dumb"
  }

  /// The absolute path of the current folder, or nil where it was removed.
  package static var currentFolder: String? { resolvedPath(".") }

  /// How many processors may run at once; at least 1.
  package static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Today as an ISO day in UTC: `2026-11-20`.
  package static func today() -> String { isoDay(ofEpoch: Int64(time(nil))) }
}

/// The ISO day in UTC of a time in seconds since 1970, by the proleptic Gregorian calendar.
///
/// The arithmetic is Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is the last.
package func isoDay(ofEpoch seconds: Int64) -> String {
  // Git stores what its user's clock said; years past 9999 are no ISO days any more.
  let seconds = min(max(seconds, -62_135_596_800), 253_402_300_799)
  let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
  let era = days / 146_097
  let dayOfEra = days - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
}
