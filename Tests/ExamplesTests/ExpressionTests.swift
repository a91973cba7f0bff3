import Testing

/// All numbers are integers worked out on the slides, or by hand where the lecture leaves them out.
@Suite("Example expression")
struct ExpressionTests {
  static let output = Result { try ExampleOutput(running: "expression") }

  @Test(
    "prints forward and backward of each exercise, gate by gate",
    arguments: [
      (
        "f = (x + y) z at x = -2, y = 5, z = -4",
        [
          "q = x + y = -2 + 5 = 3", "f = q * z = 3 * -4 = -12",
          "f = q * z q 1 df/dq = -4 -4 df/dq = -4",
          "f = q * z z 1 df/dz = 3 3 df/dz = 3",
          "q = x + y x -4 dq/dx = 1 -4 df/dx = -4",
          "q = x + y y -4 dq/dy = 1 -4 df/dy = -4",
          "backward() finds the same: df/dx = -4, df/dy = -4, df/dz = 3",
        ]
      ),
      (
        "f = (x + y) z at x = 1, y = 5, z = -3",
        [
          "q = x + y = 1 + 5 = 6", "f = q * z = 6 * -3 = -18",
          "f = q * z q 1 df/dq = -3 -3 df/dq = -3",
          "f = q * z z 1 df/dz = 6 6 df/dz = 6",
          "q = x + y x -3 dq/dx = 1 -3 df/dx = -3",
          "q = x + y y -3 dq/dy = 1 -3 df/dy = -3",
          "backward() finds the same: df/dx = -3, df/dy = -3, df/dz = 6",
        ]
      ),
      (
        "f = w x + b at w = -2, x = 5, b = 3",
        [
          "g = w * x = -2 * 5 = -10", "f = g + b = -10 + 3 = -7",
          "f = g + b g 1 df/dg = 1 1 df/dg = 1",
          "f = g + b b 1 df/db = 1 1 df/db = 1",
          "g = w * x w 1 dg/dw = 5 5 df/dw = 5",
          "g = w * x x 1 dg/dx = -2 -2 df/dx = -2",
          "backward() finds the same: df/dw = 5, df/dx = -2, df/db = 1",
        ]
      ),
    ])
  func exercise(title: String, expected: [String]) throws {
    let section = try Self.output.get().section(title)
    for line in expected { #expect(section.lines.contains(line)) }
  }

  @Test("prints the Hessian of (x + y) z, all zero but four")
  func secondDerivatives() throws {
    let section = try Self.output.get().section("Second derivatives")
    #expect(try section.numbers(after: "df/dx") == [0, 0, 1])
    #expect(try section.numbers(after: "df/dy") == [0, 0, 1])
    #expect(try section.numbers(after: "df/dz") == [1, 1, 0])
  }
}
