// Lanes of libm's functions against `Double`: every row of the table, bit for bit, at its samples, at
// every special number, and with eight different inputs at once.

@testable import Nabla
import Testing

/// Zeros, infinities, NaN, the ends of the range, ties and points on both sides of every kink.
let specialNumbers: [Double] = [
  0.0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 2.2250738585072014e-308, 1e-300,
  -1e-300, 1e-17, 0.5, -0.5, 1, -1,
  0.9999999999999999, -1.0000000000000002, 2, -3, 19.5, -40, 709.8, -745.2, -750, 800, 1e22, -1e154,
  1e300, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan,
]

/// Bit for bit the same, where one NaN is as good as another.
func areIdentical(_ x: Double, _ y: Double) -> Bool {
  x.isNaN && y.isNaN || x.bitPattern == y.bitPattern
}

@Suite("Lanes of libm's functions")
struct LanesTests {
  typealias Exact = Lanes<LibmFunctions>

  /// Inputs to compare at: the samples, and special numbers in every combination of two.
  func points(_ operation: Primitive) -> [[Double]] {
    let facts = operation.facts
    let pairs = specialNumbers.flatMap { x in specialNumbers.map { [x, $0] } }
    switch (facts.arity, operation) {
    case (.one, _): return facts.samples + specialNumbers.map { [$0] }
    case (.two, _): return facts.samples + pairs
    case (.many, .selectLess), (.many, .selectLessOrEqual):
      return facts.samples + pairs.map { $0 + [3, .nan] }
    case (.many, _): return facts.samples + pairs
    }
  }

  /// The operation in any number type, at several inputs.
  func value<N: RealNumber>(_ operation: Primitive, _ x: [N], _ c: Double) -> N {
    switch operation.facts.arity {
    case .one: operation.value(ScalarInputs(x[0], constant: c))
    case .two: operation.value(ScalarInputs(x[0], x[1], constant: c))
    case .many:
      operation.value(
        ArrayInputs(
          values: x, constant: c,
          pairCount: operation == .dot ? x.count / 2 : operation == .dotConstants ? x.count : 0,
          factors: testFactors))
    }
  }

  @Test(
    "every row of the table is bit for bit what Double gives",
    arguments: Primitive.allCases.filter { $0 != .custom })
  func identical(operation: Primitive) {
    let constants = operation.facts.constants.isEmpty ? [0] : operation.facts.constants
    var wrong: [String] = []
    for c in constants {
      // Neighbours of unequal counts cannot share a vector.
      let groups = Dictionary(grouping: points(operation), by: \.count).sorted { $0.key < $1.key }
      for (count, points) in groups where operation != .softmax || Int(c) < count {
        for start in stride(from: 0, to: points.count, by: 8) {
          let chunk = (0..<8).map { points[(start + $0) % points.count] }
          let lanes = (0..<count).map { i in Exact(vector: Vector(chunk.map { $0[i] })) }
          let result = value(operation, lanes, c).vector
          for lane in 0..<8 {
            let expected = value(operation, chunk[lane], c)
            if !areIdentical(result[lane], expected) {
              wrong.append("\(operation)\(chunk[lane]) c=\(c): \(result[lane]) not \(expected)")
            }
          }
        }
      }
    }
    #expect(wrong == [])
  }

  @Test("the operators, literals and constants are Double's in every lane")
  func operators() {
    let x = Exact(vector: Vector(specialNumbers.prefix(8)))
    func compare(_ lanes: Exact, _ function: (Double) -> Double) {
      for lane in 0..<8 {
        #expect(areIdentical(lanes.vector[lane], function(x.vector[lane])))
      }
    }
    compare(-x) { -$0 }
    compare(x + 1) { $0 + 1 }
    compare(0.1 - x) { 0.1 - $0 }
    compare(x * x) { $0 * $0 }
    compare(3 / x) { 3 / $0 }
    compare(x / 3) { $0 / 3 }
    compare(Exact(2.5)) { _ in 2.5 }
    compare(7) { _ in 7 }
  }

  @Test("a condition chooses lane by lane, and compares with NaN as false")
  func selection() {
    let x = Exact(vector: Vector(-1, 0, -0.0, 1, .nan, .infinity, -.infinity, 5))
    let y = Exact(vector: Vector(0, 0, 0, 0, 0, .infinity, 0, .nan))
    let less = Exact.select(1, 2, where: x < y).vector
    #expect(less == Vector(1, 2, 2, 2, 2, 2, 1, 2))
    let lessOrEqual = Exact.select(1, 2, where: x <= y).vector
    #expect(lessOrEqual == Vector(1, 1, 1, 2, 2, 1, 1, 2))
  }
}
