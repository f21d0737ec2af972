import Testing
import Text

@Test(arguments: [
  ("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-03-20", 20_532), ("0001-01-01", -719_162),
  ("9999-12-31", 2_932_896),
])
func `a day is counted from 1970 and written back`(text: String, number: Int) {
  #expect(Day(text)?.number == number)
  #expect(Day(number: number).text == text)
}

@Test(arguments: [
  "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20260101xx", "",
])
func `what is no day is refused`(text: String) {
  #expect(Day(text) == nil)
}
