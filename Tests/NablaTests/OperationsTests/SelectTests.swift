// select: the branch not taken contributes nothing to any derivative of any order, not even NaN, and
// which branch is taken is decided anew at every evaluation.

import Nabla
import Testing

@Suite("select")
struct SelectTests {
  /// A function and what it and its derivatives are at some points, worked out by hand.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let function: @Sendable (Value) -> Value
    /// For each point: the value and the first three derivatives.
    let expected: [(x: Double, derivatives: [Double])]

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "log on the right, 0 on the left",
      function: { x in select(log(x), 0, where: x > 0) },
      expected: [
        (2, [0.6931471805599453, 0.5, -0.25, 0.25]), (-1, [0, 0, 0, 0]), (0, [0, 0, 0, 0]),
      ]),
    Case(
      name: "a root with an infinite slope at the edge that is not taken",
      function: { x in select(sqrt(x), x, where: x > 0) },
      expected: [(0, [0, 1, 0, 0]), (4, [2, 0.25, -1.0 / 32, 3.0 / 256]), (-4, [-4, 1, 0, 0])]),
    Case(
      name: "both branches share a node that is NaN in one of them",
      function: { x in
        let square = x * x, root = sqrt(x)
        return select(square * root, square + 1, where: x > 0)
      },
      expected: [(4, [32, 20, 7.5, 0.9375]), (-3, [10, -6, 2, 0]), (0, [1, 0, 2, 0])]),
    Case(
      name: "nested, each with a branch that is undefined",
      function: { x in
        select(select(log(x), sqrt(-1 - x), where: x > 0), x * x * x, where: abs(x) < 8)
      },
      expected: [
        (1, [0, 1, -1, 2]), (-5, [2, -0.25, -1.0 / 32, -3.0 / 256]), (10, [1000, 300, 60, 6]),
        (-10, [-1000, 300, -60, 6]),
      ]),
    Case(
      name: "a pole inside the inner of two branches not taken",
      function: { x in
        let pole = 1 / x
        return select(exp(pole * pole), select(log(pole), x * x, where: x > 5), where: x < -5)
      },
      expected: [(0, [0, 0, 2, 0]), (10, [-2.302585092994046, -0.1, 0.01, -0.002])]),
    Case(
      name: "an infinite slope above the selection",
      function: { x in cbrt(select(x, 8 + x, where: x * x > 1)) },
      expected: [
        (0, [2, 1.0 / 12, -1.0 / 144, 5.0 / 3456]), (8, [2, 1.0 / 12, -1.0 / 144, 5.0 / 3456]),
      ]),
    Case(
      name: "the same node in both branches",
      function: { x in select(sin(x), sin(x), where: x < 0) },
      expected: [(0, [0, 1, 0, -1])]),
    Case(
      name: "a product with what is not taken, used again outside",
      function: { x in
        let inverse = 1 / x
        return select(inverse, 0, where: x > 1) + select(x * x, inverse, where: x <= 1)
      },
      expected: [(0, [0, 0, 2, 0]), (2, [1, -0.5, 0.5, -0.75])]),
  ]

  @Test("value and three derivatives, as graphs and by sweeps", arguments: cases)
  func derivatives(of row: Case) {
    for (point, expected) in row.expected {
      let x = Value(point)
      check(orders(of: row.function(x), x), x, expected, at: point)
    }
  }

  @Test("forward() takes the other branch in every derivative", arguments: cases)
  func flipped(row: Case) {
    for (start, _) in row.expected {
      let x = Value(start)
      let graphs = orders(of: row.function(x), x)
      for (point, expected) in row.expected.reversed() {
        x.data = point
        for graph in graphs { graph.forward() }
        check(graphs, x, expected, at: point)
      }
    }
  }

  /// The function and its first three derivatives as graphs.
  private func orders(of f: Value, _ x: Value) -> [Value] {
    (0..<3).reduce(into: [f]) { graphs, order in
      graphs.append(graphs[order].derivative(withRespectTo: x))
    }
  }

  private func check(_ graphs: [Value], _ x: Value, _ expected: [Double], at point: Double) {
    for (order, graph) in graphs.enumerated() {
      // A dozen roundings.
      let tolerance = 1e-14 * abs(expected[order])
      #expect(abs(graph.data - expected[order]) <= tolerance, "order \(order) at \(point)")
      guard order + 1 < graphs.count else { continue }
      x.gradient = 0
      graph.backward()
      #expect(
        abs(x.gradient - expected[order + 1]) <= 1e-14 * abs(expected[order + 1]),
        "sweep of order \(order) at \(point): \(x.gradient)")
    }
  }

  @Test("an infinite slope above does not reach the branch not taken")
  func infiniteAbove() {
    let a = Value(4), b = Value(0), condition = Value(1)
    let f = sqrt(select(a, b, where: condition < 0))
    f.backward()
    #expect(a.gradient == 0)
    #expect(b.gradient == .infinity)
    #expect(f.derivatives(withRespectTo: [a, b, condition]).map { $0.data } == [0, .infinity, 0])
  }

  @Test("nothing flows to what is compared")
  func condition() {
    let x = Value(1), y = Value(2)
    let f = select(3 * x, y, where: x < y)
    f.backward()
    #expect([x.gradient, y.gradient] == [3, 0])
  }

  @Test("the four comparisons differ where both are equal")
  func equal() {
    let x = Value(1), y = Value(1)
    #expect(select(Value(1), 0, where: x < y).data == 0)
    #expect(select(Value(1), 0, where: x <= y).data == 1)
    #expect(select(Value(1), 0, where: x > y).data == 0)
    #expect(select(Value(1), 0, where: x >= y).data == 1)
    #expect(select(Value(1), 0, where: x <= y).operation == .selectLessOrEqual)
    #expect(select(Value(1), 0, where: x < y).parents.count == 4)
  }

  @Test("on Double only the branch taken is evaluated")
  func lazy() {
    var evaluated = 0
    func branch(_ x: Double) -> Double {
      evaluated += 1
      return x
    }
    #expect(select(branch(1), branch(2), where: 3.0 < 4.0) == 1)
    #expect(evaluated == 1)
  }

  @Test("a chain of selections, each guarding the next, keeps NaN out at second order")
  func ladder() {
    // x, then log of it if positive, ten times over: log log log … leaves its domain soon.
    let x = Value(2)
    var f = x
    for _ in 0..<10 { f = select(log(f), f * f, where: f > 0) }
    let slope = f.derivative(withRespectTo: x)
    let curvature = slope.derivative(withRespectTo: x)
    func plain(_ x: Double) -> Double {
      (0..<10).reduce(x) { f, _ in f > 0 ? log(f) : f * f }
    }
    let witness = DifferenceWitness(at: [2], 0) { plain($0[0]) }
    let second = DifferenceWitness(at: [2], 0, 0) { plain($0[0]) }
    #expect(abs(slope.data - witness.value) <= 10 * witness.error)
    #expect(abs(curvature.data - second.value) <= 10 * second.error)
    #expect(witness.error < 1e-6 * abs(slope.data))
  }
}
