// Programs against the graphs that they were made of: the eager engine is the witness.

@testable import Nabla
import Testing

@Suite("Programs agree with graphs")
struct ProgramAgreementTests {
  /// Zeros of both signs, infinities, NaN, subnormals, the largest, and numbers around kinks.
  static let specials: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .signalingNaN, .leastNonzeroMagnitude,
    -.leastNormalMagnitude / 4,
    1.7e308, -1.7e308, 1e-300, 0.5, 2,
    -40, 750, 1e10,
  ]

  /// Inputs for rows of three: special ones with each other, and random ones of all sizes.
  static let wildRows: [[Double]] = {
    var generator = SplitMix(state: 7)
    let mixed = specials.flatMap { x in specials.map { y in [x, y, x] } }
    let random = (0..<200).map { _ in
      (0..<3).map { _ -> Double in
        let size = Double.random(in: -14...14, using: &generator)
        return Double.random(in: -2...2, using: &generator) * Double.exp(size)
      }
    }
    return mixed + random
  }()

  @Test("exactly, for every operation, value and partials, at ordinary and special numbers")
  func everyOperation() throws {
    for operation in Primitive.allCases where operation != .custom {
      for (inputs, constant) in operation.samplePoints.prefix(4) {
        let leaves = inputs.map { Value($0) }
        let output = apply(operation, to: leaves, constant: constant)
        let wanted = [output] + output.derivatives(withRespectTo: leaves)
        let program = try Program(
          inputs: leaves, outputs: wanted, options: Program.Options(isExact: true))
        let rows = [inputs] + Self.rows(of: inputs.count)
        let text = "\(operation), constant \(constant)"
        let eager = rows.map { eagerly(wanted, leaves, $0) }
        expectSame(program.evaluate(rows: rows), eager, text)
        expectSame(rows.map { program.evaluate($0) }, eager, "\(text), one row at a time")
      }
    }
  }

  /// Special and random inputs for rows of this length.
  static func rows(of count: Int) -> [[Double]] {
    (0..<60).map { row in
      (0..<count).map { wildRows[(row * 31 + $0 * 7) % wildRows.count][$0 % 3] }
    }
  }

  @Test("exactly, on 60 random graphs with their gradients, inputs and parameters mixed")
  func randomGraphs() throws {
    for seed in UInt64(1)...60 {
      let expression = RandomExpression(seed: seed)
      let leaves = expression.point.map { Value($0) }
      let output = expression.value(at: leaves)
      let wanted = [output] + output.derivatives(withRespectTo: leaves)
      let options = Program.Options(isExact: true)
      let parameterCount = Int(seed % 3)
      let program = try Program(
        inputs: Array(leaves[parameterCount...]), parameters: Array(leaves[..<parameterCount]),
        outputs: wanted, options: options)
      // Parameters are the same for all rows.
      let parameters = Array(expression.point[..<parameterCount])
      let rows =
        [expression.point]
        + Self.wildRows.prefix(40).map { row in
          parameters + row[parameterCount...]
        }
      let eager = rows.map { eagerly(wanted, leaves, $0) }
      let inputs = rows.map { Array($0[parameterCount...]) }
      let text = "seed \(seed): \(expression)"
      expectSame(program.evaluate(rows: inputs, parameters: parameters), eager, text)
      expectSame(
        inputs.map { program.evaluate($0, parameters: parameters) }, eager, "\(text), single")
    }
  }

  @Test("to 1e-13 with lane functions, for every operation at its samples")
  func laneFunctions() throws {
    for operation in Primitive.allCases where operation != .custom {
      for (inputs, constant) in operation.samplePoints {
        let leaves = inputs.map { Value($0) }
        let output = apply(operation, to: leaves, constant: constant)
        let wanted = [output] + output.derivatives(withRespectTo: leaves)
        let program = try Program(inputs: leaves, outputs: wanted)
        let eager = wanted.map { $0.data }
        for results in [program.evaluate(inputs), program.evaluate(rows: [inputs])[0]] {
          for (result, number) in zip(results, eager) {
            // The promise: each function is within 2 units in the last place, 4.4e-16, and a partial
            // has a few of them.
            let isClose =
              result == number || result.isNaN && number.isNaN
              || abs(result - number) <= 1e-13 * abs(number)
            #expect(isClose, "\(operation)(\(inputs); \(constant)): \(result), graph \(number)")
          }
        }
      }
    }
  }

  @Test("to 1e-11 with lane functions, on 100 random graphs with their gradients")
  func randomGraphsOnLanes() throws {
    for seed in UInt64(1)...100 {
      let expression = RandomExpression(seed: seed)
      let leaves = expression.point.map { Value($0) }
      let output = expression.value(at: leaves)
      let wanted = [output] + output.derivatives(withRespectTo: leaves)
      let program = try Program(inputs: leaves, outputs: wanted)
      let results = program.evaluate(rows: Array(repeating: expression.point, count: 11))
      for row in results {
        for (result, value) in zip(row, wanted) {
          // Twelve steps with slopes of up to ten magnify the 2e-16 of one, sums may cancel.
          #expect(
            abs(result - value.data) <= 1e-11 * (1 + abs(value.data)), "seed \(seed): \(expression)"
          )
        }
      }
    }
  }

  @Test("custom primitives are called, in rows and alone")
  func custom() throws {
    let x = Value(2)
    let cube = Value.custom(
      "cube", of: [x], value: { $0[0] * $0[0] * $0[0] },
      localGradient: { (v: [Value]) in [3 * v[0] * v[0]] })
    let program = try Program(inputs: [x], outputs: [cube, cube.derivative(withRespectTo: x)])
    #expect(program.evaluate([3]) == [27, 27])
    #expect(program.evaluate(rows: [[1], [2]]) == [[1, 3], [8, 12]])
  }

  private func eagerly(_ wanted: [Value], _ leaves: [Value], _ row: [Double]) -> [Double] {
    for (leaf, number) in zip(leaves, row) { leaf.data = number }
    return wanted.map { value in
      value.forward()
      return value.data
    }
  }

  private func expectSame(
    _ results: [[Double]], _ expected: [[Double]], _ text: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    for (row, (result, number)) in zip(results, expected).enumerated() {
      for (index, pair) in zip(result, number).enumerated() {
        let isSame = pair.0.bitPattern == pair.1.bitPattern || pair.0.isNaN && pair.1.isNaN
        #expect(
          isSame, "row \(row), output \(index): \(pair.0), graph \(pair.1); \(text)",
          sourceLocation: sourceLocation)
        if !isSame { return }
      }
    }
  }
}
