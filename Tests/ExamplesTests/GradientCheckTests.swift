import Testing

@Suite("Example gradient-check")
struct GradientCheckTests {
  static let output = Result { try ExampleOutput(running: "gradient-check") }

  /// By hand: cos(1) + 3 p^2 y and 3 p^2 x with p = 2; the wrong rule has 3 p = 6 in place of 12.
  ///
  /// The estimates are good to 1e-12; 1e-9 is a thousand times that.
  @Test("the wrong rule fails, and the cube is blamed")
  func wrong() throws {
    let section = try Self.output.get().section("f = sin(x) + (x y)^3")
    #expect(section.lines.first?.hasPrefix("gradient check failed: 2 of 2 derivatives") == true)
    let (dx, dy) = (try section.words("failed df/dx:"), try section.words("failed df/dy:"))
    #expect(areClose(dx, [0.5403023058681398 + 12, 0.5403023058681398 + 24], tolerance: 1e-9))
    #expect(areClose(dy, [6, 12], tolerance: 1e-9))
    #expect(section.lines.contains("the first wrong node is cube of (\"x*y\" = 2.0)"))
    #expect(areClose(try section.words("d out / d input 0:"), [6, 12], tolerance: 1e-9))
    #expect(section.lines.contains { $0.contains("GradientCheck.swift:") })
  }

  @Test("the corrected rule passes")
  func corrected() throws {
    let section = try Self.output.get().section("The same with local gradient 3x^2")
    #expect(section.lines.first?.hasPrefix("gradient check passed: 2 derivatives") == true)
    let expected = 0.5403023058681398 + 24
    #expect(areClose(try section.words("passed df/dx:"), [expected, expected], tolerance: 1e-9))
    #expect(!section.lines.contains { $0.contains("wrong node") })
  }

  @Test("relu at 0 is accepted as a kink between 0 and 1")
  func kink() throws {
    let section = try Self.output.get().section("f = relu(x) at 0")
    #expect(section.lines.first?.hasPrefix("gradient check passed") == true)
    let line = try section.rest(after: "passed df/dx: given 0.0")
    #expect(line.contains("a kink at relu") && line.contains("between 0.0 and 1.0"))
  }

  @Test("the NaN is traced to the logarithm of 0")
  func firstNaN() throws {
    let section = try Self.output.get().section("f = (x - y) log(x - y)")
    #expect(section.lines.contains("f is NaN."))
    #expect(section.lines.contains("the first non-finite value is -inf: log of (\"d\" = 0.0)"))
  }
}

extension ExampleOutput {
  /// The given and the expected derivative of a line of a report.
  fileprivate func words(_ beginning: String) throws -> [Double] {
    let words = try rest(after: beginning).split { $0 == " " || $0 == "," }
    return zip(words, words.dropFirst()).compactMap { word, next in
      word == "given" || word == "expected" ? Double(next) : nil
    }
  }
}
