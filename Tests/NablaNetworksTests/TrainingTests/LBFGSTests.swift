import Nabla
import NablaNetworks
import Testing

@Suite("L-BFGS")
struct LBFGSTests {
  @Test("finds the minimum of Rosenbrock's function")
  func rosenbrock() {
    let minimum = LBFGS().minimize(from: [-1.2, 1]) { v in
      100 * pow(v[1] - v[0] * v[0], 2) + pow(1 - v[0], 2)
    }
    #expect(minimum.hasConverged)
    // At a gradient of 1e-10 the point is off by that over the least curvature, 0.4.
    #expect(agree(minimum.point, [1, 1], within: 1e-9))
    // SciPy's needs 39: minimize(method='L-BFGS-B', options=dict(gtol=1e-10, ftol=0)).
    #expect(minimum.iterations < 60)
  }

  @Test("finds the minimum of a quadratic in many dimensions, whatever its scale")
  func quadratic() {
    for scale in [1e-6, 1.0, 1e6] {
      let minimum = LBFGS(gradientTolerance: 1e-9 * scale).minimize(
        valueWithGradient: { x in
          var value = 0.0
          var gradient: [Double] = []
          for (i, x) in x.enumerated() {
            let factor = scale * Double(i + 1)
            value += 0.5 * factor * (x - 3) * (x - 3)
            gradient.append(factor * (x - 3))
          }
          return (value, gradient)
        }, from: Array(repeating: 1, count: 20))
      #expect(minimum.hasConverged, "scale \(scale): \(minimum.reason)")
      // The value is steady to 1e-15 of itself or the gradient to 1e-9: the point to some 1e-8.
      #expect(agree(minimum.point, Array(repeating: 3, count: 20), within: 1e-7), "scale \(scale)")
    }
  }

  @Test("every accepted step satisfies the first Wolfe condition, as the value only falls")
  func descends() {
    var values: [Double] = []
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<20 {
      let start = (0..<4).map { _ in generator.uniform(in: -2..<2) }
      values = []
      for limit in 1...15 {
        let minimum = LBFGS(maximumIterations: limit).minimize(from: start) { v in
          let polynomial = pow(v[0] * v[1] - 1, 2) + pow(v[1] - v[2], 4)
          return polynomial + cosh(v[3]) + sin(v[0] + v[3])
        }
        values.append(minimum.value)
      }
      // A few units in the last place are forgiven by the search.
      for (value, next) in zip(values, values.dropFirst()) { #expect(next <= value + 1e-14) }
    }
  }

  @Test("steps out of the domain are taken back")
  func domain() {
    // Minimum at e; the first step leads far beyond 0, where the logarithm is NaN.
    let minimum = LBFGS().minimize(from: [0.01]) { v in
      let logarithm = log(v[0])
      return pow(logarithm - 1, 2)
    }
    #expect(minimum.hasConverged)
    #expect(agree(minimum.point[0], Formulas.exp(1), within: 1e-8))
  }

  @Test("says why it stopped")
  func reasons() {
    let atMinimum = LBFGS().minimize(from: [0]) { $0[0] * $0[0] }
    #expect(atMinimum.reason == .converged && atMinimum.iterations == 0)
    let short = LBFGS(maximumIterations: 2).minimize(from: [-1.2, 1]) { v in
      100 * pow(v[1] - v[0] * v[0], 2) + pow(1 - v[0], 2)
    }
    #expect(short.reason == .iterationLimit && !short.hasConverged)
    let undefined = LBFGS().minimize(from: [-1]) { log($0[0]) }
    #expect(undefined.reason == .nonFiniteStart)
    // The gradient points the wrong way: nothing lower lies where it says.
    let wrong = LBFGS().minimize(
      valueWithGradient: { x in (x[0] * x[0], [-2 * x[0]]) }, from: [1])
    #expect(wrong.reason == .lineSearchFailed)
  }

  @Test("a least-squares fit agrees with the normal equations")
  func leastSquares() {
    // y = a + b x through five points: mean 3 at mean x 2, b = Σ dx dy / Σ dx² = 9 / 10.
    let (x, y) = ([0.0, 1, 2, 3, 4], [1.0, 2.5, 3, 3.5, 5])
    let minimum = LBFGS().minimize(from: [0, 0]) { v in
      sum(zip(x, y).map { x, y in pow(v[0] + v[1] * x - y, 2) })
    }
    // Σ dx dy = (-2)(-2) + (-1)(-0.5) + 0 + 0.5 + 4 = 9.
    #expect(agree(minimum.point, [3 - 0.9 * 2, 0.9], within: 1e-9))
  }
}
