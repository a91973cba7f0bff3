// Derivatives to the fourth order of every operation, and of every two of them composed, at and next
// to the points where formulas are special: against power series, which know nothing of the table's
// partials, and against 50 digits where no power series exists (HighOrderReferences.swift).
//
// What this would have found: a gate, a selection or a product with 0 in a partial that gives the
// right first derivative and cuts off what the third depends on.

import Foundation
@testable import Nabla
import Testing

/// A function of one variable: an operation on numbers made of it.
struct OneVariable: CustomStringConvertible {
  /// What the inputs are made of.
  enum Inputs: CaseIterable {
    case twice, andNext, nextAnd, andHalf, twoAnd

    func callAsFunction<N: RealNumber>(_ x: N) -> [N] {
      switch self {
      case .twice: [x, x]
      case .andNext: [x, 1 + x]
      case .nextAnd: [1 + x, x]
      case .andHalf: [x, 0.5]
      case .twoAnd: [2, x]
      }
    }
  }

  let operation: Primitive
  var constant = 0.0
  /// Nil for an operation of one input.
  var inputs: Inputs?

  func callAsFunction<N: RealNumber>(_ x: N) -> N {
    guard let inputs else { return apply(operation, to: [x], constant: constant) }
    let pair = inputs(x)
    let isSelection = operation == .selectLess || operation == .selectLessOrEqual
    return apply(
      operation, to: isSelection ? [pair[0], pair[1], x * x, pair[1]] : pair, constant: constant)
  }

  var description: String {
    "\(operation)\(operation.facts.hasConstant ? "[\(constant)]" : "")\(inputs.map { " \($0)" } ?? "")"
  }

  /// Every operation of one input, with its constants.
  static let unary: [OneVariable] = Primitive.allCases.flatMap { operation in
    guard operation.facts.arity == .one else { return [OneVariable]() }
    let constants =
      operation == .powerConstant ? [0, 1, 2, 3, 4, -1, 0.5, 2.5] : operation.facts.constants
    return (constants.isEmpty ? [0] : constants).map {
      OneVariable(operation: operation, constant: $0)
    }
  }

  /// Every operation of two inputs or more that share the variable.
  static let binary: [OneVariable] = Primitive.allCases.flatMap { operation in
    // The partials of a power are met as those of pow.
    guard operation.facts.arity != .one, operation != .custom, operation != .powerPartial else {
      return [OneVariable]()
    }
    let constants = operation.facts.constants
    return (constants.isEmpty ? [0] : constants).flatMap { constant in
      Inputs.allCases.map { OneVariable(operation: operation, constant: constant, inputs: $0) }
    }
  }
}

@Suite("Higher derivatives")
struct HigherOrderTests {
  /// Zeros, ends of domains, ties and poles of what is tested, and points beside them.
  static let points: [Double] = [0, 1, -1, 0.5, 2, 1e-3, -1e-3, 0.999, -2, 3.25]

  @Test("of every operation alone, at every point")
  func alone() {
    var comparison = SeriesComparison()
    for function in OneVariable.unary + OneVariable.binary {
      for point in Self.points { comparison.compare(Composed(inner: function), at: point) }
    }
    comparison.expectNoMismatch()
  }

  @Test("of every two operations composed, each pair at one of the points")
  func composed() {
    var comparison = SeriesComparison()
    let binary = Primitive.allCases.map { operation in
      OneVariable.binary.filter { $0.operation == operation }
    }.filter { !$0.isEmpty }
    var next = 0
    for outer in OneVariable.unary {
      // All pairs at all points take minutes; else the ways to share the variable take turns, and
      // most pairs go to the third order.
      let shared = isSlow ? OneVariable.binary : binary.map { $0[next % $0.count] }
      for inner in OneVariable.unary + shared {
        next += 1
        let points = isSlow ? Self.points : [Self.points[next % Self.points.count]]
        for point in points {
          comparison.compare(
            Composed(outer: outer, inner: inner), at: point,
            upTo: isSlow || next % 5 == 0 ? Series.order : 3)
        }
      }
    }
    comparison.expectNoMismatch()
  }

  @Test(
    "of powers and their like in two variables, in every order of differentiation, to 50 digits")
  func twoVariables() throws {
    let functions: [String: (Value, Value) -> Value] = [
      "power": { pow($0, $1) }, "hypot": { hypot($0, $1) }, "atan2": { atan2(y: $0, x: $1) },
    ]
    var wrong: [String] = []
    for row in HighOrderRow.all where functions[row.name] != nil {
      let function = try #require(functions[row.name])
      let (x, y) = (Value(row.point[0]), Value(row.point[1]))
      // All sequences of x and y: a mixed partial is the same in each.
      var graphs: [(orders: [Int], graph: Value)] = [([0, 0], function(x, y))]
      for order in 0...4 {
        let first = order * (order + 1) / 2
        let size = row.numbers[first...(first + order)].map { abs($0) }.filter { $0 < .infinity }
          .max()
        for (orders, graph) in graphs {
          let wanted = row.numbers[first + orders[1]]
          // The powers' partials are single rows; the others' are sums whose terms are as large as the
          // largest partial of the order, and cancel.
          let near = row.name == "power" ? abs(wanted) * 1e-13 : (size ?? 0) * 1e-13
          let isRight = graph.data == wanted || abs(graph.data - wanted) <= near
          if !isRight {
            wrong.append("\(row.name) \(row.point) \(orders): \(graph.data), not \(wanted)")
          }
        }
        graphs = graphs.flatMap { orders, graph in
          [
            ([orders[0] + 1, orders[1]], graph.derivative(withRespectTo: x)),
            ([orders[0], orders[1] + 1], graph.derivative(withRespectTo: y)),
          ]
        }
      }
    }
    #expect(wrong.prefix(20) == [], "\(wrong.count) in all")
  }

  @Test("of powers with exponents that vary, to 50 digits, as graphs and as programs")
  func compositions() throws {
    let functions: [String: (Value) -> Value] = [
      "x^x": { pow($0, $0) },
      "(1 + x)^x": { pow(1 + $0, $0) },
      "x^(x - 1)": { pow($0, $0 - 1) },
      "(1 + x^2)^(x - 2)": { pow(1 + $0 * $0, $0 - 2) },
      "cos(x)^sin(x)": { pow(cos($0), sin($0)) },
      "exp(x)^x": { pow(exp($0), $0) },
      "x^(x^x)": { pow($0, pow($0, $0)) },
      "(x^x - 1)^2": { pow(pow($0, $0) - 1, 2) },
      "x^(3 + x)": { pow($0, 3 + $0) },
      "x^(5 + x)": { pow($0, 5 + $0) },
      "x^3 by a value": { pow($0, Value(3)) },
      "log(x^x)": { log(pow($0, $0)) },
      "hypot(x, 1 + x)": { hypot($0, 1 + $0) },
      "hypot(x, x^2)": { hypot($0, $0 * $0) },
      "log(hypot(x, 1))": { log(hypot($0, 1)) },
      "atan2(x, 1 + x)": { atan2(y: $0, x: 1 + $0) },
    ]
    var wrong: [String] = []
    var tried: Set<String> = []
    for row in HighOrderRow.all {
      guard let function = functions[row.name] else { continue }
      tried.insert(row.name)
      let x = Value(row.point[0])
      var graphs = [function(x)]
      for order in 0..<4 { graphs.append(graphs[order].derivative(withRespectTo: x)) }
      let program = try Program(inputs: [x], outputs: graphs, options: .init(isExact: true))
      let outputs = program.evaluate(row.point)
      for (order, graph) in graphs.enumerated() {
        let wanted = row.numbers[order]
        // Terms as large as the largest derivative so far may cancel, and there are some dozens; what
        // is next to 1 inside is rounded at 1e-16.
        let size = row.numbers[0...order].map { abs($0) }.filter { $0 < .infinity }.max() ?? 0
        let isRight = graph.data == wanted || abs(graph.data - wanted) <= 1e-12 * size + 1e-15
        if !isRight || graph.data.bitPattern != outputs[order].bitPattern {
          wrong.append(
            "order \(order) of \(row.name) at \(row.point[0]): \(graph.data), program \(outputs[order]), not \(wanted)"
          )
        }
      }
    }
    #expect(wrong.prefix(20) == [], "\(wrong.count) in all")
    #expect(tried.count == functions.count)
  }

  /// Whether every pair is to be tried at every point, which takes minutes.
  private var isSlow: Bool { ProcessInfo.processInfo.environment["NABLA_SLOW_TESTS"] != nil }
}

/// One function after the other, or one alone.
struct Composed: CustomStringConvertible {
  var outer: OneVariable?
  let inner: OneVariable

  func callAsFunction<N: RealNumber>(_ x: N) -> N {
    let inside = inner(x)
    return outer.map { $0(inside) } ?? inside
  }

  var description: String { (outer.map { "\($0) of " } ?? "") + "\(inner)" }
}

/// Compares derivatives with the coefficients of power series.
struct SeriesComparison {
  private(set) var count = 0
  private var mismatches: [String] = []

  mutating func compare(
    _ function: Composed, at point: Double, upTo highest: Int = Series.order
  ) {
    // Far out the textbook's exponentials overflow, and next to the end of a domain what rounding
    // leaves of the distance to it decides: the witness is no better there.
    let inside = function.outer == nil ? point : abs(function.inner(point))
    guard !(inside > 300), inside == 1 || !(abs(1 - inside) < 1e-4) else { return }
    let expected = function(Series(variable: point))
    let x = Value(point)
    var graph = function(x)
    var size = 0.0
    for order in 0...highest where order < expected.known {
      if order > 0 { graph = graph.derivative(withRespectTo: x) }
      let wanted = expected.derivative(order)
      count += 1
      guard wanted.isFinite else {
        if graph.data.isFinite { note(function, point, order, graph.data, wanted) }
        return
      }
      size = max(size, abs(wanted))
      let tolerance = 1e-10 * size + rounding(of: graph, order, at: point)
      if !(abs(graph.data - wanted) <= tolerance) {
        note(function, point, order, graph.data, wanted)
      }
    }
  }

  /// What rounding does to terms that cancel: to the largest number in the graph, and to those of
  /// size k!/d^k that the series adds up at the distance d from where it ends to be one.
  private func rounding(of graph: Value, _ order: Int, at point: Double) -> Double {
    let largest = graph.topologicalOrder().map { abs($0.data) }.filter { $0 < .infinity }.max() ?? 0
    let distances = [abs(point), abs(1 - abs(point))].filter { $0 > 0 && $0 < 0.1 }
    guard let distance = distances.min() else { return 1e-13 * largest }
    let factorial = (1...max(order, 1)).reduce(1.0) { $0 * Double($1) }
    return 1e-13 * max(largest, factorial / Double.pow(distance, Double(order)))
  }

  private mutating func note(
    _ function: Composed, _ point: Double, _ order: Int, _ found: Double, _ wanted: Double
  ) {
    mismatches.append("order \(order) of \(function) at \(point): \(found), not \(wanted)")
  }

  func expectNoMismatch() {
    #expect(count > 0)
    #expect(mismatches.prefix(40) == [], "\(mismatches.count) in all")
  }
}

/// A line of the references: a function, a point, and its derivatives order by order.
private struct HighOrderRow {
  let name: String
  let point: [Double]
  let numbers: [Double]

  static let all: [HighOrderRow] = highOrderReferences.replacing("\n      ", with: " ")
    .split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "|").map { String($0) }
      guard parts.count == 2, let colon = parts[0].firstIndex(of: ":") else { return nil }
      func numbers(_ text: some StringProtocol) -> [Double] {
        text.split(separator: " ").compactMap { Double($0) }
      }
      return HighOrderRow(
        name: String(parts[0][..<colon]).trimmingCharacters(in: .whitespaces),
        point: numbers(parts[0][parts[0].index(after: colon)...]), numbers: numbers(parts[1]))
    }
}
