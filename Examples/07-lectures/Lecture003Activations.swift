// Lecture 003, second half: the activation functions, what saturates, what dies, and what learns.

import Nabla
import NablaNetworks

extension Lectures {
  /// Values and slopes at numbers where careless forms overflow or cancel.
  static func gallery() -> Row {
    let points = [-800.0, -40, -10, -1, -0.5, 0, 0.5, 1, 10, 40, 800]
    let activations: [Activation] = [
      .sigmoid, .tanh, .relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: 0.1), .elu(), .softplus,
    ]
    var lines = activations.map { activation in
      Line.claim(
        "\(activation): finite",
        points.allSatisfy { x in
          (1...2).allSatisfy { derivative(at: x, order: $0) { activation($0) }.isFinite }
            && activation(Value(x)).data.isFinite
        })
    }
    func at(_ x: Double, _ name: String, _ activation: Activation, _ value: Double, _ slope: Double)
    {
      let node = Value(x)
      let y = activation(node)
      y.backward()
      lines += [
        Line("\(name)(\(Text.number(x)))", exact: value, ours: y.data),
        Line("  slope", exact: slope, ours: node.gradient),
      ]
    }
    at(-40, "sigmoid", .sigmoid, 4.248354255291589e-18, 4.248354255291589e-18)
    let t = (exp(1.0) - exp(-1)) / (exp(1.0) + exp(-1))
    at(1, "tanh", .tanh, t, 1 - t * t)
    at(-0.5, "leaky .01", .leakyReLU(slope: 0.01), -0.005, 0.01)
    at(-0.5, "leaky .1", .leakyReLU(slope: 0.1), -0.05, 0.1)
    at(-1, "elu", .elu(), exp(-1) - 1, exp(-1))
    at(1, "softplus", .softplus, log(1 + exp(1.0)), Formulas.sigmoid(1))
    lines.append(
      Line(
        "sigmoid''(1) = s'(1 - 2s)", exact: -0.09085774767294841,
        ours: derivative(at: 1, order: 2) { sigmoid($0) }))
    return Row(
      "002 L100, 003 L600",
      "activation gallery: value, slope, second derivative; finite at -800 ... 800", lines)
  }

  static func saturation() -> Row {
    func slope(_ x: Double) -> Double { derivative(at: x) { sigmoid($0) } }
    let chain = derivative(at: 0) { x in (0..<10).reduce(x) { y, _ in sigmoid(y) } }
    var product = 1.0
    var y = 0.0
    for _ in 0..<10 {
      y = Formulas.sigmoid(y)
      product *= y * (1 - y)
    }
    return Row(
      "003 L653-690", "sigmoid saturates: its slope at -10, 0, 10; ten in a row; W += -lr dW",
      [
        Line("s'(-10)", exact: 4.5395807735951673e-05, ours: slope(-10)),
        Line("s'(0)", exact: 0.25, ours: slope(0)),
        Line("s'(10)", exact: 4.5395807735951673e-05, ours: slope(10)),
        Line("ten sigmoids, from 0", exact: product, ours: chain),
        .claim("  at most (1/4)^10", chain <= 0x1p-20),
      ])
  }

  static func allPositiveInputs() -> Row {
    let slope = Formulas.sigmoid(0.25) * Formulas.sigmoid(-0.25)
    func weights(_ upstream: Double) -> [Double] {
      let neuron = Neuron(weights: [0.1, -0.2, 0.3], bias: -0.1, activation: .sigmoid)
      neuron([0.5, 1.5, 2]).backward(seed: upstream)
      return neuron.weights.map { $0.gradient }
    }
    return Row(
      "003 L707-743",
      "question 1: inputs all positive; all dL/dw have the sign of the upstream gradient",
      Line.list("upstream 1: dw", exact: [0.5, 1.5, 2].map { $0 * slope }, ours: weights(1))
        + Line.list("upstream -1: dw", exact: [0.5, 1.5, 2].map { -$0 * slope }, ours: weights(-1)),
      note:
        "Numbers chosen here: x = (.5, 1.5, 2), w = (.1, -.2, .3), b = -.1. So steps can only zig-zag."
    )
  }

  /// A measurement, so the verdict says no more than that it was made.
  static func cost() -> Row {
    let x = Value(0.3)
    func time(_ gate: (Value) -> Value) -> Duration {
      let clock = ContinuousClock()
      return (0..<5).map { _ in
        clock.measure { for _ in 0..<2000 { _ = gate(x) } }
      }.min() ?? .zero
    }
    let ratio = time { sigmoid($0) } / time { relu($0) }
    return Row(
      "003 L759", "exp() is expensive: a sigmoid gate against a ReLU gate",
      [.claim("both measured", ratio > 0)],
      note:
        "A sigmoid gate took \(Text.fixed(ratio, 1)) times as long as a ReLU in this run: in a graph of "
        + "scalars the node itself costs more than its function.")
  }

  static func tanhRow() -> Row {
    func slope(_ x: Double) -> Double { derivative(at: x) { tanh($0) } }
    let tail = 4 * exp(-40.0)
    return Row(
      "003 L761-773", "tanh is zero-centred, and saturates",
      [
        Line("tanh(1) + tanh(-1)", exact: 0, ours: tanh(1.0) + tanh(-1.0)),
        Line("slope at 0", exact: 1, ours: slope(0)),
        Line("slope at 20, 1 / cosh^2, not 0", exact: tail, ours: slope(20)),
      ])
  }

  static func reluQuestion() -> Row {
    func slope(_ x: Double) -> Double { derivative(at: x) { relu($0) } }
    return Row(
      "003 L777-825", "ReLU: the gradient at x = -10, 0, 10",
      [
        Line("at -10", exact: 0, ours: slope(-10)), Line("at 0", exact: 0, ours: slope(0)),
        Line("at 10", exact: 1, ours: slope(10)),
      ], note: "At 0 our rule, like PyTorch's; mathematically undefined (004 L137).")
  }

  static func deadReLU() -> Row {
    let dead = [[-1.0, -2]], bias = [-5.0]
    func model(_ activation: Activation) -> MLP {
      MLP([
        Layer(weights: dead, biases: bias, activation: activation),
        Layer(weights: [[1]], biases: [0]),
      ])
    }
    let plain = model(.relu), leaky = model(.leakyReLU())
    for model in [plain, leaky] { sum(XORData.samples.inputs.map { model($0)[0] }).backward() }
    return Row(
      "003 L823-845", "dead ReLU: w = (-1, -2), b = -5, data in [0, 1]^2",
      Line.list(
        ["relu: dw1", "relu: dw2", "relu: db"], exact: [0, 0, 0],
        ours: plain.parameters.prefix(3).map { $0.gradient })
        + [.claim("found by unitHealth", plain.unitHealth(on: XORData.samples)[0].deadUnits == [0])]
        + Line.list(
          ["leaky: dw1", "leaky: dw2", "leaky: db"], exact: [0.02, 0.02, 0.04],
          ours: leaky.parameters.prefix(3).map { $0.gradient }),
      note: "Numbers chosen here. A step changes nothing, so it stays dead.")
  }

  static func leakySlopes() -> Row {
    func leaky(_ x: Double, _ slope: Double) -> Double { leakyReLU(Value(x), slope: slope).data }
    return Row(
      "003 L847, 002 L112", "leaky ReLU: max(.01x, x), and max(.1x, x) on the overview slide",
      [
        Line(".01 at -3", exact: -0.03, ours: leaky(-3, 0.01)),
        Line(".1 at -3", exact: -0.3, ours: leaky(-3, 0.1)),
        Line(".1 at 3", exact: 3, ours: leaky(3, 0.1)),
      ], note: "Two slopes in one course: ours is a parameter.")
  }

  static func prelu() -> Row {
    let layer = ActivationLayer(.prelu(slope: 0.25))
    let slope = layer.parameterArrays[0].values[0]
    let x = Value(-2.0)
    let f = layer([x])
    let loss = Loss.halfSumSquaredError(of: f, against: [-1])
    loss.backward()
    var optimizer = SGD(learningRate: 0.1)
    let before = slope.gradient
    optimizer.step([slope])
    return Row(
      "003 L873-877", "PReLU: backprop into alpha; x = -2, alpha = .25, t = -1, rate .1",
      [
        Line("f", exact: -0.5, ours: f[0].data),
        Line("L = 1/2 (f - t)^2", exact: 0.125, ours: loss.data),
        Line("dL/dalpha = (f - t) x", exact: -1, ours: before),
        Line("dL/dx = (f - t) alpha", exact: 0.125, ours: x.gradient),
        Line("alpha after a step", exact: 0.35, ours: slope.data),
      ], note: "Numbers chosen here.")
  }

  static func eluRow() -> Row {
    let alpha = Value(1.5), x = Value(-2.0)
    let y = select(x, alpha * expMinusOne(x), where: x > 0.0)
    y.backward()
    return Row(
      "003 L888-897", "ELU: alpha (e^x - 1) for x <= 0; alpha = 1.5 at -2",
      [
        Line("elu(-2, alpha: 1.5)", exact: 1.5 * (exp(-2) - 1), ours: elu(-2.0, alpha: 1.5)),
        Line("with alpha a value: d/dalpha", exact: exp(-2) - 1, ours: alpha.gradient),
        Line("  d/dx = alpha e^x", exact: 1.5 * exp(-2), ours: x.gradient),
        Line("elu(-1e-10): no cancellation", exact: -1e-10 + 5e-21, ours: elu(-1e-10)),
      ])
  }

  static func maxoutRow() -> Row {
    let w = [[0.4, -0.7], [1.1, 0.2]], b = [0.3, -0.2]
    func scaled(_ factor: Double) -> Affine {
      Affine(weights: w.map { row in row.map { factor * $0 } }, biases: b.map { factor * $0 })
    }
    let asReLU = Maxout([scaled(1), scaled(0)]), asLeaky = Maxout([scaled(1), scaled(0.01)])
    let x = [-1.0, 0.5]
    let sums = [-0.45, -1.2]
    return Row(
      "003 L899-910", "Maxout max(w1 x + b1, w2 x + b2): ReLU with w2 = 0, leaky with w2 = .01 w1",
      Line.list("ReLU, unit ", exact: sums.map { max($0, 0) }, ours: asReLU(x).map { $0.data })
        + Line.list("leaky, unit ", exact: sums.map { 0.01 * $0 }, ours: asLeaky(x).map { $0.data })
        + [
          Line(
            "parameters: twice the 6", exact: 12,
            ours: Double(asReLU.parameterArrays.reduce(0) { $0 + $1.values.count }))
        ], note: "Numbers chosen here.")
  }

  static func inPractice() -> Row {
    let activations: [Activation] = [
      .relu, .leakyReLU(), .maxout(), .elu(), .tanh, .sigmoid,
    ]
    let losses = activations.map { activation in
      var generator = SeededGenerator(seed: 49)
      let model = MLP(
        inputs: 2, hidden: [6], outputs: 1, activation: activation, outputActivation: .sigmoid,
        using: &generator)
      return fit(
        model, on: XORData.samples, loss: .binaryCrossEntropy, optimizer: SGD(learningRate: 0.5),
        epochs: 150, batchSize: 4, using: &generator
      ).losses.last ?? .nan
    }
    let words = zip(activations, losses).map { "\($0) \(Text.fixed($1, 3))" }
    return Row(
      "003 L912-922", "in practice: ReLU; leaky, Maxout, ELU; tanh; not sigmoid",
      [
        .claim("sigmoid learns XOR slowest of six", losses.max() == losses.last),
        .claim("all losses are finite", losses.allSatisfy { $0.isFinite }),
      ],
      note: "2-6-1, 150 steps with rate 0.5, one seed; cross-entropy at the end: "
        + words.joined(separator: ", ") + ".")
  }
}
