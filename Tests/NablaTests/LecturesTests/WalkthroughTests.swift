// The small circuits that the lectures walk through by hand. Their numbers are integers, which
// floating point holds exactly, or have a closed form.

import Nabla
import Testing

@Suite("Lectures: small circuits step by step")
struct WalkthroughTests {
  @Test("(x + y) z at (-2, 5, -4) has every number of the slide")
  func slideOfCS231n() {
    let x = Value(-2), y = Value(5), z = Value(-4)
    let q = x + y
    let f = q * z
    f.backward()
    #expect([q.data, f.data] == [3, -12])
    #expect([f, q, x, y, z].map { $0.gradient } == [1, -4, -4, -4, 3])
    #expect(q.localGradients == [1, 1])
    #expect(f.localGradients == [-4, 3])
  }

  @Test("(x + y) z at (1, 5, -3) has every number of the slide")
  func slideOfNeuralNet101() {
    let x = Value(1), y = Value(5), z = Value(-3)
    let p = x + y
    let f = p * z
    f.backward()
    #expect([p.data, f.data] == [6, -18])
    #expect([f, p, x, y, z].map { $0.gradient } == [1, -3, -3, -3, 6])
  }

  @Test(
    "the second derivatives of (x + y) z are 1 for x with z and y with z, and 0 elsewhere",
    arguments: [[-2.0, 5, -4], [1, 5, -3]])
  func secondDerivatives(point: [Double]) {
    let matrix = hessian(at: point) { ($0[0] + $0[1]) * $0[2] }
    #expect(matrix == [[0, 0, 1], [0, 0, 1], [1, 1, 0]])
  }

  @Test("w x + b at (-2, 5, 3) passes x to w, w to x and 1 to b")
  func linearUnit() {
    let w = Value(-2), x = Value(5), b = Value(3)
    let g = w * x
    let f = g + b
    f.backward()
    #expect([g.data, f.data] == [-10, -7])
    #expect([f, g, b, w, x].map { $0.gradient } == [1, 1, 1, 5, -2])
    let matrix = hessian(at: [-2, 5, 3]) { $0[0] * $0[1] + $0[2] }
    #expect(matrix == [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
  }

  @Test("an addition distributes, a maximum routes, a multiplication switches")
  func patternsInBackwardFlow() {
    let x = Value(3), y = Value(-4), z = Value(2), w = Value(-1)
    let product = x * y
    let larger = maximum(z, w)
    let total = product + larger
    let f = 2 * total
    f.backward()
    #expect([product, larger, total, f].map { $0.data } == [-12, 2, -10, -20])
    #expect([f, total, product, larger].map { $0.gradient } == [1, 2, 2, 2])
    #expect([x, y, z, w].map { $0.gradient } == [-8, 6, 2, 0])
  }

  @Test("equal inputs of a maximum get half the gradient each")
  func tie() {
    let a = Value(2), b = Value(2)
    (10 * maximum(a, b)).backward()
    #expect([a.gradient, b.gradient] == [5, 5])
  }

  @Test("gradients add where a value branches")
  func branches() {
    #expect(valueWithDerivative(at: 3) { a in a + a } == (6, 2))
    #expect(valueWithDerivative(at: 3) { a in a * a } == (9, 6))
    let (value, slope) = valueWithDerivative(at: 0.5) { a in
      let s = sigmoid(a)
      return s * s + s * a + a
    }
    expectClose(value, 1.1986852846011873)
    expectClose(slope, 2.032521694356567)
  }

  @Test("the chain rule along one path, sin(x^2), and over two, s^2 e^s")
  func chainRule() {
    let onePath = valueWithDerivative(at: 0.7) { x in sin(x * x) }
    expectClose([onePath.value, onePath.derivative], [0.470625888171158, 1.2352660020541701])

    let s = Value(0.7)
    let x = pow(s, 2)
    let y = exp(s)
    let z = x * y
    z.backward()
    expectClose(z.data, 0.9867388266605335)
    expectClose(s.gradient, 3.8059926171192004)
    // dz/dx and dz/dy are the other factor.
    #expect([x.gradient, y.gradient] == [y.data, x.data])
  }

  @Test("(x + sigmoid(y)) / (sigmoid(x) + (x + y)^2) at (3, -4)")
  func stagedComputation() {
    func f(_ v: [Value]) -> Value {
      (v[0] + sigmoid(v[1])) / (sigmoid(v[0]) + pow(v[0] + v[1], 2))
    }
    let (value, slopes) = valueWithGradient(at: [3, -4], of: f)
    expectClose(value, 1.5456448841066441)
    expectClose(slopes, [2.059569795572165, 1.5922327514838093])
    expectClose(
      hessian(at: [3, -4], of: f),
      [[2.573067127410912, 2.1204744607624253], [2.1204744607624253, 1.6873462207614076]])
  }
}
