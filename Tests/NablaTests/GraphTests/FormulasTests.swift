// Formulas as people type them, on one line each. That this file compiles is the point: each must be
// within the type checker's patience, on values and on Doubles, without Foundation's functions.

import Nabla
import Testing

@Suite("Formulas on one line")
struct FormulasTests {
  static let (mu, sigma, a) = (0.2, 2.0, 1.5)
  static let targets = [1.0, 2.0, 3.0]
  static let count = 3

  // The formulas of both functions are the same, letter by letter.
  private func onValues(_ x: Value, _ y: Value, _ z: Value) -> [Value] {
    let (mu, sigma, a, ts, n) = (Self.mu, Self.sigma, Self.a, Self.targets, Self.count)
    let xs = [x, y, z]
    let rosenbrock = (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
    let powers = pow(1 - x, 2) + 100 * pow(y - pow(x, 2), 2)
    let density = exp(-0.5 * (x - mu) * (x - mu) / (sigma * sigma)) / (sigma * sqrt(2 * Double.pi))
    let quintic = 3 * x * x * x * x * x - 2 * x * x * x * x + 5 * x * x * x - x * x + 7 * x - 1
    let quinticPowers = 3 * pow(x, 5) - 2 * pow(x, 4) + 5 * pow(x, 3) - pow(x, 2) + 7 * x - 1
    let horner = 0.5 + x * (1.5 + x * (2.5 + x * (3.5 + x * (4.5 + x * 5.5))))
    let meanSquares = zip(xs, ts).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Double(n)
    let squares = xs.reduce(0) { $0 + $1 * $1 }
    let nested = pow(pow(x, 2) + pow(y, 2), 0.5) + pow(1 + pow(z, 2), -1)
    let mixed = a * x * x + mu * x + sigma + 2 * a * mu - 1.5 * sigma * y
    let chosen = a > 1 ? 0.5 * x * y + 1 : 3 * x - 1
    let logistic = 1 / (1 + exp(-(a * x + mu * y + z)))
    let entropy = -(a * log(x) + (1 - a) * log(y))
    let distance = sqrt((x - 1) * (x - 1) + (y - 2) * (y - 2) + (z - 3) * (z - 3))
    let taylor = 1 + 2 * x + 3 * x * x / 2 + 4 * x * x * x / 6 + 5 * x * x * x * x / 24
    let wave = a * exp(-mu * x) * cos(2 * .pi * sigma * x + 0.5) + 1
    let himmelblau =
      (x * x + y - 11) * (x * x + y - 11) + (x + y * y - 7) * (x + y * y - 7)
    let beale =
      pow(1.5 - x + x * y, 2) + pow(2.25 - x + x * y * y, 2) + pow(2.625 - x + x * y * y * y, 2)
    var loop = x * 0
    for (p, t) in zip(xs, ts) { loop += 0.5 * pow(p - t, 2) + 0.01 * p * p }
    return [
      rosenbrock, powers, density, quintic, quinticPowers, horner, meanSquares, squares, nested,
      mixed, chosen, logistic, entropy, distance, taylor, wave, himmelblau, beale, loop,
    ]
  }

  private func onDoubles(_ x: Double, _ y: Double, _ z: Double) -> [Double] {
    let (mu, sigma, a, ts, n) = (Self.mu, Self.sigma, Self.a, Self.targets, Self.count)
    let xs = [x, y, z]
    let rosenbrock = (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
    let powers = pow(1 - x, 2) + 100 * pow(y - pow(x, 2), 2)
    let density = exp(-0.5 * (x - mu) * (x - mu) / (sigma * sigma)) / (sigma * sqrt(2 * Double.pi))
    let quintic = 3 * x * x * x * x * x - 2 * x * x * x * x + 5 * x * x * x - x * x + 7 * x - 1
    let quinticPowers = 3 * pow(x, 5) - 2 * pow(x, 4) + 5 * pow(x, 3) - pow(x, 2) + 7 * x - 1
    let horner = 0.5 + x * (1.5 + x * (2.5 + x * (3.5 + x * (4.5 + x * 5.5))))
    let meanSquares = zip(xs, ts).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Double(n)
    let squares = xs.reduce(0) { $0 + $1 * $1 }
    let nested = pow(pow(x, 2) + pow(y, 2), 0.5) + pow(1 + pow(z, 2), -1)
    let mixed = a * x * x + mu * x + sigma + 2 * a * mu - 1.5 * sigma * y
    let chosen = a > 1 ? 0.5 * x * y + 1 : 3 * x - 1
    let logistic = 1 / (1 + exp(-(a * x + mu * y + z)))
    let entropy = -(a * log(x) + (1 - a) * log(y))
    let distance = sqrt((x - 1) * (x - 1) + (y - 2) * (y - 2) + (z - 3) * (z - 3))
    let taylor = 1 + 2 * x + 3 * x * x / 2 + 4 * x * x * x / 6 + 5 * x * x * x * x / 24
    let wave = a * exp(-mu * x) * cos(2 * .pi * sigma * x + 0.5) + 1
    let himmelblau =
      (x * x + y - 11) * (x * x + y - 11) + (x + y * y - 7) * (x + y * y - 7)
    let beale =
      pow(1.5 - x + x * y, 2) + pow(2.25 - x + x * y * y, 2) + pow(2.625 - x + x * y * y * y, 2)
    var loop = x * 0
    for (p, t) in zip(xs, ts) { loop += 0.5 * pow(p - t, 2) + 0.01 * p * p }
    return [
      rosenbrock, powers, density, quintic, quinticPowers, horner, meanSquares, squares, nested,
      mixed, chosen, logistic, entropy, distance, taylor, wave, himmelblau, beale, loop,
    ]
  }

  @Test("values and Doubles give the same numbers")
  func agree() {
    let (x, y, z) = (0.7, 1.3, 2.1)
    let values = onValues(Value(x), Value(y), Value(z)).map { $0.data }
    for (i, (value, double)) in zip(values, onDoubles(x, y, z)).enumerated() {
      // Constants are folded differently (c * x / d), so by a few roundings.
      #expect(abs(value - double) <= 1e-14 * abs(double), "formula \(i)")
    }
  }

  @Test("closures on one line")
  func closures() {
    let slopes = gradient(at: [1, 2]) { v in
      (1 - v[0]) * (1 - v[0]) + 100 * (v[1] - v[0] * v[0]) * (v[1] - v[0] * v[0])
    }
    #expect(slopes == [-400, 200])
    #expect(gradient(at: [1, 2, 3]) { v in v.map { $0 * $0 }.reduce(0, +) } == [2, 4, 6])
    #expect(derivative(at: 2) { 3 * $0 * $0 * $0 - 2 * $0 * $0 + $0 - 1 } == 29)
    let products = jacobian(at: [1, 2]) { v in [v[0] * v[1], 2 * v[1], 3 * v[0] - v[1] * v[1]] }
    #expect(products == [[2, 1], [0, 2], [3, -4]])
    let targets = Self.targets
    let means = gradient(at: [2, 2, 2]) { v in mean(zip(v, targets).map { pow($0 - $1, 2) }) }
    #expect(zip(means, [2.0 / 3, 0, -2.0 / 3]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("powers and dot products of Doubles need no other module")
  func doubles() {
    let (x, y) = (2.0, 3.0)
    #expect(pow(x, y) == 8)
    #expect(pow(x, 0.5) == 2.0.squareRoot())
    #expect(pow(pow(x, 2) + 1, 0.5) == 5.0.squareRoot())
    #expect(dot([x, y], [y, x]) == 12 && dot([x, y], [1.0, 2.0], plus: 1) == 9)
  }
}
