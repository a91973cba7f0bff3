// Numbers on display, against texts written by hand.

import NablaDrawing
import Testing

@Suite("Numbers on display")
struct NumberStyleTests {
  @Test(
    "two decimals as on the slides",
    arguments: [
      (-0.534446645388523, "-0.53"), (1, "1.00"), (0, "0.00"), (-0.0, "0.00"), (-3, "-3.00"),
      (0.7310585786300049, "0.73"), (0.999, "1.00"), (12345.678, "12345.68"), (0.05, "0.05"),
      // Exactly halfway: up. 1.005 is a little less than it looks, 0.145 too.
      (0.125, "0.13"), (-0.125, "-0.13"), (1.005, "1.00"), (0.145, "0.14"),
      // What would show as 0.00, and what nobody counts the digits of.
      (0.00035, "3.5e-04"), (-4.5397868702434395e-05, "-4.5e-05"), (0.005, "0.01"),
      (12_345_678, "1.2e+07"), (9.96e-8, "1.0e-07"), (1e300, "1.0e+300"),
      (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "NaN"),
    ] as [(Double, String)])
  func slide(number: Double, text: String) {
    #expect(NumberStyle.slide.text(number) == text)
  }

  @Test(
    "full precision",
    arguments: [
      (-0.534446645388523, "-0.534446645388523"), (1, "1"), (-3, "-3"), (0.1, "0.1"),
      (1e-7, "1e-07"), (.nan, "NaN"), (-.infinity, "-inf"),
    ] as [(Double, String)])
  func full(number: Double, text: String) {
    #expect(NumberStyle.full.text(number) == text)
  }
}
