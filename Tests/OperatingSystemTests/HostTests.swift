import OperatingSystem
import Testing

@Test(
  arguments: [
    (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
    (951_782_399, "2000-02-28"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"),
    (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"), (1_709_164_800, "2024-02-29"),
    (-2_203_891_200, "1900-03-01"), (253_402_300_799, "9999-12-31"),
    (Int64.max, "9999-12-31"), (Int64.min, "0001-01-01"),
  ] as [(Int64, String)])
func `a time is the day of its calendar in UTC`(seconds: Int64, day: String) {
  #expect(isoDay(ofEpoch: seconds) == day)
}

@Test func `today looks like a day of this century`() {
  let today = Host.today()
  #expect(today.utf8.count == 10)
  #expect(today > "2025-01-01" && today < "2100-01-01")
}

@Test func `there is at least one core`() {
  #expect(Host.coreCount >= 1)
}

@Test func `a variable that is not set is nil`() {
  #expect(Host.environment("READINESS_SURELY_NOT_SET") == nil)
  #expect(Host.environment("PATH") != nil)
}
