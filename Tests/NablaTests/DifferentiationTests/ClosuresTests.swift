// Derivatives of closures, against derivatives that were written by hand.

import Nabla
import Testing

@Suite("Derivatives of closures")
struct ClosuresTests {
  /// x^2 y + e^(x y) at a point.
  private func f(_ v: [Value]) -> Value { v[0] * v[0] * v[1] + exp(v[0] * v[1]) }

  /// x = 0.5, y = -2, so that x y = -1 and e^(x y) is this.
  private let e = 0.36787944117144233
  private let point = [0.5, -2]

  @Test("gradient and valueWithGradient of x^2 y + e^(xy)")
  func gradients() {
    let expected = [2 * 0.5 * -2 + -2 * e, 0.25 + 0.5 * e]
    expectClose(gradient(at: point, of: f), expected)
    let (value, slopes) = valueWithGradient(at: point, of: f)
    expectClose(value, -0.5 + e)
    expectClose(slopes, expected)
  }

  /// [[2y + y² e, 2x + (1 + xy) e], [same, x² e]]; 1 + xy is 0 here.
  private var secondDerivatives: [[Double]] { [[-4 + 4 * e, 1], [1, 0.25 * e]] }

  @Test("the Hessian of x^2 y + e^(xy)")
  func hessians() {
    expectClose(hessian(at: point, of: f), secondDerivatives)
  }

  @Test("a Hessian-vector product is the Hessian's rows times the vector")
  func hessianVectorProducts() {
    for direction in [[1.0, 0], [0, 1], [3, -7]] {
      let product = secondDerivatives.map { $0[0] * direction[0] + $0[1] * direction[1] }
      expectClose(hessianVectorProduct(at: point, along: direction, of: f), product)
    }
  }

  @Test("the Jacobian of polar coordinates is a scaled rotation, and outputs may share nodes")
  func jacobians() {
    let (r, angle) = (2.0, 0.3)
    let matrix = jacobian(at: [r, angle]) { v in
      let (x, y) = (v[0] * cos(v[1]), v[0] * sin(v[1]))
      return [x, y, x * x + y * y, v[1], 5]
    }
    // cos 0.3 and sin 0.3.
    let (c, s) = (0.955336489125606, 0.29552020666133955)
    expectClose(matrix, [[c, -r * s], [s, r * c], [2 * r, 0], [0, 1], [0, 0]])
  }

  @Test("derivatives of order 0 to 6 of e^(2x) are 2^n e^(2x)")
  func exponential() {
    // e^0.6.
    for order in 0...6 {
      let number = derivative(at: 0.3, order: order) { x in exp(2 * x) }
      expectClose(number, Double(1 << order) * 1.8221188003905089, "order \(order)")
    }
  }

  @Test("derivatives of order 0 to 6 of sin turn in a circle of four")
  func sine() {
    let (s, c) = (0.479425538604203, 0.8775825618903728)  // at 0.5
    let cycle = [s, c, -s, -c]
    for order in 0...6 {
      let number = derivative(at: 0.5, order: order) { x in sin(x) }
      expectClose(number, cycle[order % 4], "order \(order)")
    }
  }

  @Test("derivatives of order 0 to 6 of x^5 end at 120 and 0")
  func polynomial() {
    let expected: [Double] = [32, 80, 160, 240, 240, 120, 0]
    let byPower = (0...6).map { derivative(at: 2, order: $0) { x in pow(x, 5) } }
    let byProducts = (0...6).map { derivative(at: 2, order: $0) { x in x * x * x * x * x } }
    // All numbers are integers, so nothing is rounded.
    #expect(byPower == expected)
    #expect(byProducts == expected)
  }

  @Test("derivatives of order 1 to 6 of 1/x and log are factorials over powers")
  func reciprocals() {
    // At 2: d^n log = (-1)^(n-1) (n-1)! / 2^n, and d^n 1/x = (-1)^n n! / 2^(n+1).
    var factorial = 1.0
    var power = 2.0
    var sign = 1.0
    for order in 1...6 {
      let ofLog = derivative(at: 2, order: order) { x in log(x) }
      expectClose(ofLog, sign * factorial / power, "log, order \(order)")
      factorial *= Double(order)
      (power, sign) = (power * 2, -sign)
      let ofReciprocal = derivative(at: 2, order: order) { x in 1 / x }
      expectClose(ofReciprocal, sign * factorial / power, "1/x, order \(order)")
    }
  }

  @Test("a function that does not use its input has derivative 0")
  func constant() {
    #expect(derivative(at: 3) { _ in 7 } == 0)
    #expect(valueWithDerivative(at: 3) { _ in 7 } == (7, 0))
    #expect(gradient(at: [1, 2]) { _ in 7 } == [0, 0])
    #expect(hessian(at: [1, 2]) { _ in 7 } == [[0, 0], [0, 0]])
    #expect(jacobian(at: [1]) { _ in [] } == [])
  }

  @Test("the identity has gradient 1, as value and as Jacobian")
  func identity() {
    #expect(gradient(at: [4, 5]) { $0[1] } == [0, 1])
    #expect(jacobian(at: [4, 5]) { $0 } == [[1, 0], [0, 1]])
    #expect(derivative(at: 4, order: 2) { x in x } == 0)
  }
}
