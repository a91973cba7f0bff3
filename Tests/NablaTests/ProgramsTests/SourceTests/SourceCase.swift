// A program, the rows to try it at, and the numbers that the graph gives there.

@testable import Nabla

struct SourceCase {
  let name: String
  let program: Program
  let rows: [[Double]]
  let parameters: [Double]
  /// What the graph itself computes for each row.
  let expected: [[Double]]

  /// Makes a program of a graph, and evaluates the graph at every row.
  init(
    _ name: String, inputs: [Value], parameters: [Value] = [], outputs: [Value],
    totals: [Value] = [], rows: [[Double]]
  ) throws {
    self.name = name
    self.rows = rows
    self.parameters = parameters.map { $0.data }
    program = try Program(
      inputs: inputs, parameters: parameters, outputs: outputs, totals: totals.map { .sum($0) },
      options: .init(isExact: true))
    expected = rows.map { row in
      for (leaf, number) in zip(inputs, row) { leaf.data = number }
      for root in outputs + totals { root.forward() }
      return (outputs + totals).map { $0.data }
    }
  }
}

/// Whether the bits are the same; NaNs have no sign that anyone asks for.
func areSameBits(_ x: Double, _ y: Double) -> Bool {
  x.bitPattern == y.bitPattern || x.isNaN && y.isNaN
}

extension SourceCase {
  /// Every row of the table with its derivatives to the second order, at its samples and at numbers
  /// where functions have kinks, poles, ties and edges.
  static func operations() throws -> [SourceCase] {
    try Primitive.allCases.filter { $0 != .custom }.flatMap { operation in
      let constants = operation.facts.constants.isEmpty ? [0] : operation.facts.constants
      return try constants.enumerated().map { index, constant in
        let samples = operation.facts.samples
        let count = samples.map { $0.count }.max() ?? 1
        let fitting = samples.filter { $0.count == count }
        let x = (0..<count).map { _ in Value(0.5) }
        let f = apply(operation, to: x, constant: constant)
        let first = f.derivatives(withRespectTo: x)
        let second = first[0].derivatives(withRespectTo: x)
        return try SourceCase(
          "\(operation)\(index)", inputs: x, outputs: [f] + first + second,
          rows: fitting + specialRows(count))
      }
    }
  }

  /// Special numbers, each with each for two inputs, in turn for more.
  private static func specialRows(_ count: Int) -> [[Double]] {
    let special: [Double] = [
      0, -0.0, 1, -1, 2, 3, 0.5, -2.5, -1.7, .leastNonzeroMagnitude, 1e308, -1e308, 30, -30, -745.5,
      .infinity,
      -.infinity, .nan, .signalingNaN,
    ]
    if count == 1 { return special.map { [$0] } }
    if count == 2 { return special.flatMap { x in special.map { [x, $0] } } }
    return special.indices.map { start in
      (0..<count).map { special[(start + 5 * $0) % special.count] }
    }
  }

  /// Graphs of many nodes: networks, a loss, a Hessian, a sum in parts.
  static func graphs() throws -> [SourceCase] {
    [try network(), try crossEntropy(), try masked(), try hessian(), try manySteps()]
  }

  /// A clamp before a function: on one side of it a compiler knows the argument.
  static func clamps() throws -> SourceCase {
    let functions: [(Value) -> Value] = [
      { exp($0) }, { expMinusOne($0) }, { log($0) }, { log(onePlus: $0) }, { log2($0) },
      { log10($0) }, { cbrt($0) }, { sin($0) }, { cos($0) }, { tan($0) }, { asin($0 / 8) },
      { acos($0 / 8) }, { atan($0) }, { sinh($0) }, { cosh($0) }, { tanh($0) }, { asinh($0) },
      { acosh($0 + 1) }, { atanh($0 / 8) }, { erf($0) }, { erfc($0) }, { logGamma($0) },
      { gelu($0) }, { sigmoid($0) }, { pow($0, 1.7) }, { hypot($0, 3) }, { atan2(y: $0, x: 3) },
    ]
    let x = Value(2)
    let clamped = [1.0, 0.75, 0.3, 2.5, 6.0].flatMap { c in functions.map { $0(minimum(x, c)) } }
    // And arguments that are known only once identities have been used.
    let hidden: [Value] = [
      cosh(expMinusOne(pow(x, 0.0))), sinh(log(onePlus: pow(x, 0.0)) * 0.3),
      hypot(x - x * 0 * pow(x, 0.0), cbrt(7 * pow(x, 0.0))),
    ]
    return try SourceCase(
      "clamps", inputs: [x], outputs: clamped + hidden, rows: [[10], [0.1], [2.5], [.nan]])
  }

  /// What reassociation, reciprocals, signless zeros, contraction and excess digits would each change.
  static func fragile() throws -> SourceCase {
    let x = Value(1), y = Value(2)
    return try SourceCase(
      "fragile", inputs: [x, y],
      outputs: [(x + y) - x, x / 3 + y / 3 + 1 / y, x + 0, x * y - x, x * y * x, (x - y) + y],
      rows: [[1e16, 1], [-0.0, 0.1], [0.1, 0.7], [1e308, 10], [.nan, 1], [.infinity, -0.0]])
  }

  private static func network() throws -> SourceCase {
    let x = [Value(0.3), Value(-0.8)]
    let w = (0..<17).map { Value(0.1 * Double($0) - 0.7) }
    let hidden = (0..<4).map { tanh(dot(Array(w[3 * $0..<3 * $0 + 2]), x, plus: w[3 * $0 + 2])) }
    let y = sigmoid(dot(Array(w[12..<16]), hidden, plus: w[16]))
    let loss = (y - x[0] * x[1]) * (y - x[0] * x[1])
    return try SourceCase(
      "network", inputs: x, parameters: w, outputs: [y],
      totals: [loss] + loss.derivatives(withRespectTo: w),
      rows: [[0.3, -0.8], [1, 2], [-40, 1e3], [.infinity, 0]])
  }

  private static func crossEntropy() throws -> SourceCase {
    let x = (0..<5).map { _ in Value(0.0) }
    let loss = logSumExp(x) - x[2]
    return try SourceCase(
      "crossEntropy", inputs: x,
      outputs: [loss] + loss.derivatives(withRespectTo: x) + softmax(x) + [x[1], 7],
      rows: [
        [1, 2, 3, 4, 5], [1000, -1000, 0, 3, 3], [-.infinity, 0, 1, 1, 1], [0, 0, 0, 0, 0],
      ])
  }

  /// Masks and other numbers that are not finite, in every order.
  private static func masked() throws -> SourceCase {
    let x = (0..<4).map { _ in Value(0.0) }
    return try SourceCase(
      "masked", inputs: x, outputs: LogSumExpTests.graphs(x), rows: LogSumExpTests.rows(4))
  }

  private static func hessian() throws -> SourceCase {
    let x = (0..<3).map { _ in Value(0.5) }
    let f = exp(x[0] * x[1]) * sin(x[2]) + pow(x[0], 0.5) / x[2] + pow(2, x[1]) + pow(x[2], -1)
    let gradient = f.derivatives(withRespectTo: x)
    return try SourceCase(
      "hessian", inputs: x, outputs: gradient.flatMap { $0.derivatives(withRespectTo: x) },
      rows: (1...40).map { [0.37 * Double($0), 1 / Double($0), 0.11 * Double($0)] })
  }

  /// More statements than a function is given; numbers are shared from the first part to the last.
  private static func manySteps() throws -> SourceCase {
    let x = [Value(0.1), Value(0.2)]
    let p = [Value(0.7)]
    var y = x[0]
    var kept: [Value] = []
    for step in 0..<800 {
      y = sin(y * p[0] + x[1])
      if step % 50 == 0 { kept.append(y) }
    }
    return try SourceCase(
      "manySteps", inputs: x, parameters: p, outputs: [y, sum(kept), kept[3], x[0]],
      totals: [dot(kept, Array(kept.reversed()))], rows: [[0.1, 0.2], [3, -2], [.nan, 1]])
  }
}
