import Testing

@Suite("Example numerical-error")
struct NumericalErrorTests {
  static let output = Result { try ExampleOutput(running: "numerical-error") }

  private static func errors(_ step: String) throws -> (forward: Double, central: Double) {
    let section = try output.get().section("The error of df/dx")
    let numbers = try section.numbers(after: step)
    try #require(numbers.count >= 2)
    return (numbers[0], numbers[1])
  }

  /// The expected errors are truncation alone, computed with 40 digits.
  ///
  /// Rounding is far below them here. Two digits are printed, the second of which may be half off:
  /// 5 % of 1.0.
  @Test(
    "large steps show the truncation error",
    arguments: [
      ("1.0e-01", 1.413281288829889, 0.06337556678816739),
      ("1.0e-02", 0.13580027606645453, 0.0006363795655967605),
      ("1.0e-03", 0.013522926540297466, 6.364058204927702e-06),
      ("1.0e-04", 0.0013517200616446374, 6.364060830433226e-08),
      ("1.0e-05", 0.000135166278682546, nil),
      ("1.0e-06", 1.3516570591879717e-05, nil),
    ])
  func truncation(step: String, forward: Double, central: Double?) throws {
    let errors = try Self.errors(step)
    #expect(areClose([errors.forward], [forward], tolerance: 0.05))
    if let central { #expect(areClose([errors.central], [central], tolerance: 0.05)) }
  }

  /// Rounding differs between C libraries, its size does not: some 1e-16 |f| / h, with |f| = 5.
  @Test("small steps lose the digits again, and no step of either kind gets all")
  func rounding() throws {
    let steps = (1...15).map { "1.0e-\($0 < 10 ? "0" : "")\($0)" }
    let all = try steps.map { try Self.errors($0) }
    let forward = all.map { $0.forward }, central = all.map { $0.central }
    let bestForward = try #require(forward.min()), bestCentral = try #require(central.min())
    #expect(bestForward > 1e-9 && bestForward < 1e-6)
    #expect(bestCentral > 1e-12 && bestCentral < 1e-8)
    let forwardPlace = try #require(forward.firstIndex(of: bestForward))
    let centralPlace = try #require(central.firstIndex(of: bestCentral))
    #expect(["1.0e-07", "1.0e-08", "1.0e-09"].contains(steps[forwardPlace]))
    #expect(["1.0e-05", "1.0e-06", "1.0e-07"].contains(steps[centralPlace]))
    #expect(forward[14] > 0.01 && central[14] > 0.01)
  }

  @Test("Ridders' estimate is right within its error bar, and that is narrow")
  func ridders() throws {
    let section = try Self.output.get().section("Ridders' method")
    let estimate = try section.numbers(after: "estimate")
    let bar = try #require(try section.numbers(after: "error bar").first)
    // Twelve steps from 1/16 leave some 1e-13 of rounding; 1e-10 is three digits of room.
    #expect(bar < 1e-10)
    #expect(abs(estimate[0] - 12.4979946680957) <= 10 * bar)
  }

  @Test("backward() is exact to rounding")
  func automatic() throws {
    let section = try Self.output.get().section("Automatic differentiation")
    #expect(areClose(try section.numbers(after: "f "), [5.0488259088473795]))
    #expect(areClose(try section.numbers(after: "df/dx "), [12.4979946680957]))
    #expect(areClose(try section.numbers(after: "df/dy "), [1.682941969615793]))
    // Some ten operations, each half a unit, and a C library that is one off in sin or cos.
    let units = try #require(
      try section.rest(after: "df/dx is off by ").split(separator: " ").first.flatMap { Double($0) }
    )
    #expect(units <= 8)
  }
}
