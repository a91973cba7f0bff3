// Contours against curves whose equations are known.

@testable import NablaDrawing
import Testing

@Suite("Contours")
struct MarchingSquaresTests {
  private static func field(_ count: Int, _ function: (Double, Double) -> Double) -> GridField {
    let nodes = (0...count).map { 4 * Double($0) / Double(count) - 2 }
    return GridField(
      columns: count, rows: count, values: nodes.flatMap { y in nodes.map { x in function(x, y) } })
  }

  /// Linear interpolation along an edge of length d is off by d^2 / 8 times the second derivative of the
  /// function over its slope: for the circle 2 (0.1^2) / 8 / 2.
  @Test("a circle is one closed line, at its radius")
  func circle() throws {
    let lines = Self.field(40) { x, y in x * x + y * y }.contours(at: 1)
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(line.first?.x == line.last?.x && line.first?.y == line.last?.y)
    #expect(line.count > 60)
    for point in line {
      let (x, y) = (point.x / 10 - 2, point.y / 10 - 2)
      #expect(abs((x * x + y * y).squareRoot() - 1) < 0.00126)
    }
  }

  @Test("a straight line is exact, and ends at the border")
  func straight() throws {
    let lines = Self.field(8) { x, y in x + 2 * y }.contours(at: 0.3)
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    for point in line {
      #expect(abs((point.x / 2 - 2) + 2 * (point.y / 2 - 2) - 0.3) < 1e-12)
    }
    for end in [line.first, line.last] {
      let point = try #require(end)
      #expect([point.x, point.y].contains { $0 == 0 || $0 == 8 })
    }
  }

  @Test("a saddle is parted by the mean of its corners")
  func saddle() {
    let high = GridField(columns: 1, rows: 1, values: [1, 0, 0, 1])
    // The mean, 0.5, is above 0.4: the corners above belong together, the others are cut off.
    let joined = high.contours(at: 0.4)
    #expect(joined.count == 2)
    #expect(
      joined.allSatisfy { line in line.contains { $0.x > 0.5 } == line.contains { $0.y < 0.5 } })
    let parted = high.contours(at: 0.6)
    #expect(parted.count == 2)
    #expect(
      parted.allSatisfy { line in line.contains { $0.x < 0.5 } == line.contains { $0.y < 0.5 } })
  }

  @Test("no contour where nothing is crossed, nor where the function is not finite")
  func none() {
    #expect(Self.field(4) { _, _ in 1 }.contours(at: 0).isEmpty)
    #expect(Self.field(4) { _, _ in .nan }.contours(at: 0).isEmpty)
    let holed = Self.field(4) { x, y in x == 0 && y == 0 ? .infinity : x - 0.5 }.contours(at: 0)
    #expect(holed.count == 2)
  }

  @Test("two rings are two lines")
  func rings() {
    let lines = Self.field(40) { x, y in
      let left = (x + 1) * (x + 1) + y * y, right = (x - 1) * (x - 1) + y * y
      return min(left, right)
    }.contours(at: 0.5)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.first?.x == $0.last?.x && $0.first?.y == $0.last?.y })
  }
}
