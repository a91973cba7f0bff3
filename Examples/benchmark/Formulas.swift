// The workloads that are one formula.

import Nabla

enum Formulas {
  /// W1: f(x, y) = sin(x) (x + y) (x³ + 1) and both partials at a million points.
  static func freshLeaves() -> Answer {
    var total = 0.0
    for i in 0..<1_000_000 {
      let x = Value(0.5 + 1e-7 * Double(i))
      let y = Value(1.5 - 1e-7 * Double(i))
      let f = sin(x) * (x + y) * (pow(x, 3) + 1)
      f.backward()
      total += f.data + 2 * x.gradient + 3 * y.gradient
    }
    return Answer(value: total)
  }

  /// The same with two leaves that are given new numbers.
  static func keptLeaves() -> Answer {
    let x = Value(0)
    let y = Value(0)
    var total = 0.0
    for i in 0..<1_000_000 {
      x.data = 0.5 + 1e-7 * Double(i)
      y.data = 1.5 - 1e-7 * Double(i)
      x.gradient = 0
      y.gradient = 0
      let f = sin(x) * (x + y) * (pow(x, 3) + 1)
      f.backward()
      total += f.data + 2 * x.gradient + 3 * y.gradient
    }
    return Answer(value: total)
  }

  /// W5: s <- sin(s) + s/2, a million times; three nodes each.
  static func chain() -> Answer {
    let start = Value(0.7)
    var s = start
    for _ in 1...1_000_000 { s = sin(s) + 0.5 * s }
    s.backward()
    return Answer(value: s.data + start.gradient)
  }

  /// W5b: the sum of all states of that chain; four nodes each.
  static func chainOfSums() -> Answer {
    let start = Value(0.7)
    var s = start
    var total: Value = 0
    for _ in 1...1_000_000 {
      s = sin(s) + 0.5 * s
      total += s
    }
    total.backward()
    return Answer(value: total.data + start.gradient)
  }

  /// Where W6 is evaluated.
  static let rosenbrockPoint = (0..<10_000).map { i in
    (i.isMultiple(of: 2) ? -1.2 : 1) + 1e-5 * Double(i)
  }

  /// W6: Rosenbrock's function of 10,000 variables; eight nodes for each pair of neighbours.
  static func rosenbrock() -> Answer {
    let x = rosenbrockPoint.map { Value($0) }
    let f = rosenbrock(x)
    f.backward()
    return Answer(value: f.data, vector: x.map { $0.gradient })
  }

  static func rosenbrock(_ x: [Value]) -> Value {
    var f: Value = 0
    for i in 0..<x.count - 1 {
      let valley = x[i + 1] - x[i] * x[i]
      let distance = 1 - x[i]
      f += 100 * pow(valley, 2) + pow(distance, 2)
    }
    return f
  }
}
