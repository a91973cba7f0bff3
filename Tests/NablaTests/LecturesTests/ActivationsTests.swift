// The gallery of activations, from -800 to 800: values and two derivatives against closed forms that
// use nothing but the C library's exp, expm1 and log1p of a number that is at most 0.

import Foundation
import Nabla
import Testing

@Suite("Lectures: the gallery of activations")
struct ActivationsTests {
  /// A function with its value, first and second derivative in closed form.
  struct Activation: CustomTestStringConvertible, Sendable {
    let name: String
    let function: @Sendable (Value) -> Value
    let closedForm: @Sendable (Double) -> [Double]
    var testDescription: String { name }
  }

  static let points: [Double] = [-800, -40, -10, -1, -0.5, 0, 0.5, 1, 10, 40, 800]

  @Test("value and two derivatives are finite and right at all points", arguments: activations)
  func gallery(activation: Activation) {
    for x in Self.points {
      let orders = (0...2).map { derivative(at: x, order: $0, of: activation.function) }
      #expect(orders.allSatisfy { $0.isFinite })
      // Only a relative tolerance, or the tails (4e-18 at -40) would not be tested; what lies below
      // the normal doubles has no digits to compare.
      expectClose(
        orders, activation.closedForm(x), relative: 1e-12, absolute: 1e-307,
        "\(activation.name) at \(x)")
    }
  }

  @Test("backward() gives the same first derivative", arguments: activations)
  func sweep(activation: Activation) {
    for x in Self.points {
      let slope = valueWithDerivative(at: x, of: activation.function).derivative
      expectClose(slope, activation.closedForm(x)[1], absolute: 1e-307, "\(activation.name)'(\(x))")
    }
  }

  @Test(
    "maxout with a zero branch is relu, with a small one leaky: gradients too, except at the tie")
  func maxout() {
    for x in Self.points where x != 0 {
      for (slope, unit) in [(0.0, { relu($0) }), (0.01, { leakyReLU($0, slope: 0.01) })]
        as [(Double, (Value) -> Value)]
      {
        let w1 = Value(0.75), b1 = Value(0), input = Value(x)
        let w2 = Value(slope * 0.75), b2 = Value(0)
        let maxout = maximum(w1 * input + b1, w2 * input + b2)
        maxout.backward()
        let (value, slopeByInput) = valueWithDerivative(at: x) { unit(0.75 * $0) }
        expectClose(maxout.data, value)
        expectClose(input.gradient, slopeByInput)
        // Only the winner's parameters learn.
        #expect([b1.gradient, b2.gradient] == (x > 0 ? [1, 0] : [0, 1]))
        #expect([w1.gradient, w2.gradient] == (x > 0 ? [x, 0] : [0, x]))
      }
    }
  }

  static let activations = [
    Activation(name: "sigmoid", function: { sigmoid($0) }, closedForm: { logistic($0) }),
    Activation(name: "tanh", function: { Nabla.tanh($0) }) { x in
      // tanh(x) = 2 sigmoid(2x) - 1.
      let e = exp(-2 * abs(x))
      let value = (x < 0 ? 1 : -1) * expm1(-2 * abs(x)) / (1 + e)
      let slope = 4 * e / (1 + e) / (1 + e)
      return [value, slope, -2 * value * slope]
    },
    Activation(name: "relu", function: { relu($0) }) { x in
      // At 0 the convention is 0.
      x > 0 ? [x, 1, 0] : [0, 0, 0]
    },
    Activation(name: "leaky relu, .01", function: { leakyReLU($0) }) { x in
      x > 0 ? [x, 1, 0] : [0.01 * x, 0.01, 0]
    },
    Activation(name: "leaky relu, .1", function: { leakyReLU($0, slope: 0.1) }) { x in
      x > 0 ? [x, 1, 0] : [0.1 * x, 0.1, 0]
    },
    Activation(name: "elu", function: { elu($0) }) { x in
      x > 0 ? [x, 1, 0] : [expm1(x), exp(x), exp(x)]
    },
    Activation(name: "elu, 1.5", function: { elu($0, alpha: 1.5) }) { x in
      x > 0 ? [x, 1, 0] : [1.5 * expm1(x), 1.5 * exp(x), 1.5 * exp(x)]
    },
    Activation(name: "softplus", function: { softplus($0) }) { x in
      let slopes = logistic(x)
      return [max(x, 0) + log1p(exp(-abs(x))), slopes[0], slopes[1]]
    },
  ]

  /// The sigmoid and two derivatives, with e = exp(-|x|): y' = e / (1 + e)^2, y'' = y' (1 - 2 y).
  private static func logistic(_ x: Double) -> [Double] {
    let e = exp(-abs(x))
    let slope = e / (1 + e) / (1 + e)
    let bend = slope * -expm1(-abs(x)) / (1 + e)
    return [x < 0 ? e / (1 + e) : 1 / (1 + e), slope, x < 0 ? bend : -bend]
  }
}
