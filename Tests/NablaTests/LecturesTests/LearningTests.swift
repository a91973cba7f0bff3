// What the lectures say of learning: which way weights move, units that cannot learn, a slope that
// does, and gradient descent with a closed form.

import Nabla
import Testing

@Suite("Lectures: learning")
struct LearningTests {
  @Test(
    "with all inputs positive, all weights' gradients have the sign of the upstream gradient",
    arguments: [1.0, -1])
  func allPositiveInputs(upstream: Double) {
    let w = [0.1, -0.2, 0.3].map { Value($0) }
    let z = dot(w, [0.5, 1.5, 2]) - 0.1
    let f = sigmoid(z)
    f.backward(seed: upstream)
    expectClose([z.data, f.data], [0.25, 0.5621765008857981])
    expectClose(
      w.map { $0.gradient },
      [0.12306704136879917, 0.36920112410639755, 0.4922681654751967].map { upstream * $0 })
  }

  @Test("a dead ReLU has gradient 0 on the whole data set; a leaky one learns")
  func deadReLU() {
    for (x, z) in [([0.0, 0], -5.0), ([0, 1], -7), ([1, 0], -6), ([1, 1], -8)] {
      let w = [Value(-1), Value(-2)], b = Value(-5)
      let net = dot(w, x, plus: b)
      let dead = relu(net)
      dead.backward()
      #expect([net.data, dead.data] == [z, 0])
      #expect((w + [b]).map { $0.gradient } == [0, 0, 0])

      dead.zeroGradients()
      let leaky = leakyReLU(net)
      leaky.backward()
      expectClose(leaky.data, 0.01 * z)
      #expect((w + [b]).map { $0.gradient } == [0.01 * x[0], 0.01 * x[1], 0.01])
    }
  }

  @Test("the slope of a PReLU learns: one step takes it from 0.25 to 0.35")
  func preluLearns() {
    let x = Value(-2), alpha = Value(0.25)
    let f = select(x, alpha * x, where: x > 0)
    let loss = 0.5 * pow(f + 1, 2)
    loss.backward()
    #expect([f.data, loss.data] == [-0.5, 0.125])
    #expect([alpha.gradient, x.gradient] == [-1, 0.125])
    alpha.data -= 0.1 * alpha.gradient
    expectClose(alpha.data, 0.35)
  }

  @Test("the slide's maximum(alpha x, x) is a PReLU only up to alpha = 1")
  func preluAsMaximum() {
    let x = Value(3), alpha = Value(2)
    let f = maximum(alpha * x, x)
    f.backward()
    #expect(f.data == 6)
    #expect([alpha.gradient, x.gradient] == [3, 2])
  }

  @Test("regression through the origin: the first gradient, with and without the half")
  func firstSlope() {
    for (factor, slope) in [(0.5, 18.666666666666668), (1, 37.333333333333336)] {
      let w = Value(5)
      Self.loss(w, factor: factor).backward()
      expectClose(w.gradient, slope)
    }
  }

  /// factor / m times the sum of (W x - y)^2 over x = y = 1, 2, 3.
  private static func loss(_ w: Value, factor: Double) -> Value {
    factor * mean([1.0, 2, 3].map { x in pow(w * x - x, 2) })
  }

  /// Ten steps from W = 5, by learning rate and factor before the lecture's gradient.
  // swift-format-ignore
  static let descents: [(rate: Double, factor: Double, w: [Double])] = [
    (0.1, 1, [5, 3.1333333333333333, 2.137777777777778, 1.606814814814815, 1.3236345679012345, 1.1726051028806583, 1.0920560548696845, 1.049096562597165, 1.0261848333851546, 1.0139652444720826, 1.0074481303851106]),
    (0.01, 1, [5, 4.8133333333333335, 4.635377777777777, 4.465726814814815, 4.303992896790123, 4.149806561606584, 4.00281558873161, 3.862684194590802, 3.7290922655098977, 3.601734626452769, 3.4803203438849732]),
    (0.1, 2, [5, 1.2666666666666666, 1.0177777777777777, 1.0011851851851852, 1.000079012345679, 1.000005267489712, 1.0000003511659807, 1.0000000234110653, 1.0000000015607378, 1.0000000001040492, 1.0000000000069367]),
    (0.01, 2, [5, 4.626666666666667, 4.288177777777777, 3.981281185185185, 3.703028274567901, 3.4507456356082304, 3.2220093762847957, 3.0146218344982145, 2.8265904632783814, 2.6561086867057324, 2.5015385426131975]),
  ]

  @Test("gradient descent follows 1 + 4 (1 - 14/3 rate)^k", arguments: descents.indices)
  func gradientDescent(index: Int) {
    let (rate, factor, expected) = Self.descents[index]
    let w = Value(5)
    let loss = Self.loss(w, factor: factor / 2)
    var distance = 4.0
    for number in expected {
      expectClose(w.data, number)
      expectClose(w.data, 1 + distance)
      distance *= 1 - 14.0 / 3 * rate * factor
      loss.forward()
      loss.zeroGradients()
      loss.backward()
      w.data -= rate * w.gradient
    }
  }
}
