// Which numbers are labelled, against lists made by hand.

@testable import NablaDrawing
import Testing

@Suite("Ticks")
struct TicksTests {
  /// An axis of 500 units with labels of 8 units for each letter.
  private static func room(_ length: Double = 500, count: Int = 8) -> LabelRoom {
    LabelRoom(length: length, gap: 10, count: count) { Double($0.count) * 8 }
  }

  private static func ticks(
    _ scale: AxisScale, _ lower: Double, _ upper: Double, room: LabelRoom = room(),
    isWhole: Bool = false
  ) -> Ticks {
    Ticks(AxisRange(of: [lower, upper], scale: scale), room: room, isWhole: isWhole)
  }

  @Test(
    "a linear axis has multiples of 1, 2 or 5",
    arguments: [
      (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 10, ["0", "2", "4", "6", "8", "10"]),
      (0, 7, ["0", "1", "2", "3", "4", "5", "6", "7"]),
      (-1, 1, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
      (0.3, 0.9, ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]),
      (12, 47, ["15", "20", "25", "30", "35", "40", "45"]),
      (0, 3e9, ["0", "5e8", "1e9", "1.5e9", "2e9", "2.5e9", "3e9"]),
      (0, 4e-7, ["0", "1e-7", "2e-7", "3e-7", "4e-7"]),
      (
        -120_000, 20000,
        ["-120000", "-100000", "-80000", "-60000", "-40000", "-20000", "0", "20000"]
      ),
      (-1.7e308, 1.7e308, ["-1.5e308", "-1e308", "-5e307", "0", "5e307", "1e308", "1.5e308"]),
    ] as [(Double, Double, [String])])
  func linear(lower: Double, upper: Double, labels: [String]) {
    let ticks = Self.ticks(.linear, lower, upper)
    #expect(ticks.majors.map(\.label) == labels)
    // The label is the number.
    for major in ticks.majors { #expect(Double(major.label) == major.value) }
    #expect(ticks.offset == nil)
  }

  @Test("a small range far from 0 has short labels, and says what was taken off")
  func offset() {
    let ticks = Self.ticks(.linear, 1_000_000.001, 1_000_000.002)
    #expect(
      ticks.majors.map(\.label) == ["0.0010", "0.0012", "0.0014", "0.0016", "0.0018", "0.0020"])
    #expect(ticks.offset == "1e6")
    #expect(ticks.title("loss") == "loss - 1e6")
    let below = Self.ticks(.linear, -1_000_000.002, -1_000_000.001)
    #expect(below.majors.first?.label == "-0.0020")
    #expect(below.title("") == "value + 1e6")
    // Each label and what was taken off make the number.
    for major in ticks.majors { #expect(1_000_000 + (Double(major.label) ?? 0) == major.value) }
  }

  @Test("epochs are whole")
  func whole() {
    let few = Self.ticks(.linear, 1, 3, isWhole: true)
    #expect(few.majors.map(\.label) == ["1", "2", "3"])
    let many = Self.ticks(.linear, 1, 500, isWhole: true)
    #expect(many.majors.map(\.label) == ["100", "200", "300", "400", "500"])
  }

  @Test(
    "a logarithmic axis has powers of ten, and 2 and 5 between few of them",
    arguments: [
      (1, 100, ["1", "2", "5", "10", "20", "50", "100"]),
      (0.0015, 2, ["0.01", "0.1", "1"]),
      (1e-8, 1, ["1e-8", "1e-6", "1e-4", "1e-2", "1"]),
      (1e-16, 1e3, ["1e-15", "1e-10", "1e-5", "1"]),
      (1e-300, 1e300, ["1e-300", "1e-200", "1e-100", "1", "1e100", "1e200", "1e300"]),
      (0.3, 0.9, ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]),
      (2.30, 2.32, ["2.300", "2.305", "2.310", "2.315", "2.320"]),
    ] as [(Double, Double, [String])])
  func logarithmic(lower: Double, upper: Double, labels: [String]) {
    #expect(Self.ticks(.logarithmic, lower, upper).majors.map(\.label) == labels)
  }

  @Test("minor ticks are the other digits of few decades, or the other powers of many")
  func minors() {
    let few = Self.ticks(.logarithmic, 0.01, 1, room: Self.room(count: 4))
    #expect(few.majors.map(\.label) == ["0.01", "0.1", "1"])
    #expect(few.minors.count == 16)
    #expect(few.minors.prefix(3) == [0.02, 0.03, 0.04])
    let many = Self.ticks(.logarithmic, 1e-16, 1e3)
    #expect(many.minors.contains(1e-7) && !many.minors.contains(2e-7))
    #expect(!many.minors.contains(1e-5))
  }

  @Test("labels keep apart and lie in the range, whatever it is")
  func random() {
    var generator = ChartNumbers(seed: 20)
    for _ in 0..<800 {
      let scale: AxisScale = generator.next(below: 2) == 0 ? .linear : .logarithmic
      let ends = [generator.number(), generator.number()].map { scale == .linear ? $0 : abs($0) }
      let room = Self.room(
        Double(80 + generator.next(below: 600)), count: 2 + generator.next(below: 9))
      let range = AxisRange(
        of: ends, scale: scale, padding: generator.next(below: 2) == 0 ? 0 : 0.05)
      let ticks = Ticks(range, room: room)
      #expect(!ticks.majors.isEmpty, "seed 20: \(range)")
      #expect(ticks.majors.count <= max(1, room.count))
      #expect(ticks.majors.allSatisfy { range.contains($0.value) })
      #expect(Set(ticks.majors.map(\.label)).count == ticks.majors.count, "seed 20: \(range)")
      let fractions = ticks.majors.map { range.fraction(of: $0.value) }
      if fractions.count > 1 {
        #expect(room.fits(ticks.majors.map(\.label), at: fractions), "seed 20: \(range)")
      }
    }
  }

  // A single loss of 5e-324 once made the range 0 wide, and its step 0.
  @Test("a logarithmic axis has room for steps where the numbers are the smallest there are")
  func smallestNumbers() throws {
    let least = Double.leastNonzeroMagnitude
    for numbers in [
      [least], [least, 2 * least], [2022 * least, 2024 * least], [1e-308], [least, 1e308],
    ] {
      let range = AxisRange(of: numbers, scale: .logarithmic)
      #expect(numbers.allSatisfy { range.contains($0) })
      let room = LabelRoom(length: 300, gap: 4, count: 6) { Double($0.count) * 7 }
      #expect(Ticks(range, room: room).majors.count > 1, "\(numbers)")
      let chart = LineChart(
        title: "", yScale: .logarithmic, series: [.init("", x: numbers, y: numbers)])
      try ChartLayoutTests.check(chart.svg())
    }
  }

  @Test("numbers in sentences have about three digits")
  func sentences() {
    #expect(
      [0.00312, 1.23456e-9, 297, 0.5, -2.2149, 123_456, 0, 9.999].map(briefly)
        == ["0.00312", "1.23e-9", "297", "0.5", "-2.21", "123000", "0", "10"])
  }
}

/// Numbers of all sizes for random charts: the same from the same seed.
struct ChartNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    // Knuth's generator (MMIX), of which the upper bits are good.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// From -1 to 1.
  mutating func unit() -> Double { Double(next(below: 2_000_001)) / 1_000_000 - 1 }

  /// Any size and sign; sometimes far from 0 with little between two of them.
  mutating func number() -> Double {
    switch next(below: 8) {
    case 0: return Double(next(below: 5))
    case 1: return 1e9 + 1e-4 * unit()
    case 2: return -12345.678 + 1e-9 * unit()
    case 3: return 1e300 * unit()
    default:
      let exponent = next(below: 30) - 15
      return unit() * (Double("1e\(exponent)") ?? 1)
    }
  }
}
