@testable import NablaNetworks
import Testing

@Suite("Line search")
struct LineSearchTests {
  // The first three of J. Moré and D. Thuente, "Line search algorithms with guaranteed sufficient
  // decrease", ACM Transactions on Mathematical Software 20 (1994), and one with a wall.
  static let functions: [(name: String, function: @Sendable (Double) -> (Double, Double))] = [
    ("rational", { a in (-a / (a * a + 2), (a * a - 2) / ((a * a + 2) * (a * a + 2))) }),
    (
      "fifth power",
      { a in
        let b = a + 0.004
        return (b * b * b * b * b - 2 * b * b * b * b, 5 * b * b * b * b - 8 * b * b * b)
      }
    ),
    (
      "rough parabola",
      { a in
        let turns = 39 * Double.pi / 2
        return (
          (a - 1) * (a - 1) + 0.001 * Formulas.cos(turns * a),
          2 * (a - 1) + 0.001 * turns * Formulas.cos(turns * a + Double.pi / 2)
        )
      }
    ),
    ("wall", { a in a < 1.5 ? ((a - 1) * (a - 1), 2 * (a - 1)) : (.infinity, .nan) }),
  ]

  @Test("the step found satisfies the strong Wolfe conditions, whatever the first step")
  func wolfe() throws {
    for (name, function) in Self.functions {
      let objective: Objective = { point in
        let (value, slope) = function(point[0])
        return (value, [slope])
      }
      let (value, slope) = function(0)
      for firstStep in [1e-3, 0.1, 1, 3, 10, 1e3] {
        var line = LineSearch(start: SearchPoint(at: [0], objective), direction: [1])
        let found = line.run(firstStep: firstStep, objective)
        let point = try #require(found, "\(name) from \(firstStep)")
        let step = point.point[0]
        // The constants of the search, c1 = 1e-4 and c2 = 0.9; 1e-15 is what rounding forgives.
        #expect(point.value <= value + 1e-4 * step * slope + 1e-15, "\(name) from \(firstStep)")
        #expect(abs(point.gradient[0]) <= 0.9 * abs(slope), "\(name) from \(firstStep)")
        #expect(line.evaluations < 25, "\(name) from \(firstStep): \(line.evaluations)")
      }
    }
  }

  @Test("uphill there is nothing to find")
  func uphill() {
    let objective: Objective = { point in (point[0], [1]) }
    var line = LineSearch(start: SearchPoint(at: [0], objective), direction: [1])
    let found = line.run(firstStep: 1, objective)
    #expect(found == nil)
  }
}
