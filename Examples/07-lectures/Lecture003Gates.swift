// Lecture 003, "Backpropagation, activation function", first half: gates, the sigmoid neuron, patterns
// in the backward flow, branches, and linear regression by hand.

import Nabla
import NablaNetworks

extension Lectures {
  static func weightAndBias() -> Row {
    let (w, x, b) = (Value(-2.0), Value(5.0), Value(3.0))
    let g = w * x
    let f = g + b
    f.backward()
    return Row(
      "003 L42-68", "g = w x, f = g + b at w = -2, x = 5, b = 3",
      [
        Line("g", exact: -10, ours: g.data), Line("f", exact: -7, ours: f.data),
        Line("df/dg", exact: 1, ours: g.gradient), Line("df/db", exact: 1, ours: b.gradient),
        Line("df/dw = x", exact: 5, ours: w.gradient),
        Line("df/dx = w", exact: -2, ours: x.gradient),
      ], note: "The lecture leaves the backward numbers to the reader.")
  }

  // MARK: - The sigmoid neuron

  /// The eight gates of the neuron and its five inputs, in the order of the slide's table.
  static func neuronEdges() -> [(name: String, node: Value)] {
    let w0 = Value(2.0), x0 = Value(-1.0), w1 = Value(-3.0), x1 = Value(-2.0), w2 = Value(-3.0)
    let product0 = w0 * x0, product1 = w1 * x1
    let sum = product0 + product1
    let z = sum + w2
    let negative = -z
    let power = exp(negative)
    let denominator = power + 1
    let f = 1 / denominator
    f.backward()
    return [
      ("w0", w0), ("x0", x0), ("w1", w1), ("x1", x1), ("w2", w2), ("w0*x0", product0),
      ("w1*x1", product1), ("w0*x0+w1*x1", sum), ("z", z), ("*-1", negative), ("exp", power),
      ("+1", denominator), ("1/x", f),
    ]
  }

  static func sigmoidNeuron() -> Row {
    let edges = neuronEdges()
    let slope = 0.19661193324148185
    let ours = edges.prefix(5).map { $0.node.gradient }
    let locals = edges.suffix(4).map { $0.node.localGradients[0] }
    return Row(
      "003 L70-551", "sigmoid neuron 1 / (1 + e^-(w0x0 + w1x1 + w2)) in eight gates",
      [Line("f", printed: "0.73", exact: 0.7310585786300049, ours: edges[12].node.data)]
        + Line.list(
          ["df/dw0", "df/dx0", "df/dw1", "df/dx1", "df/dw2"],
          exact: [-slope, 2 * slope, -2 * slope, -3 * slope, slope], ours: ours)
        + Line.list(
          ["local: -1", "local: e^x", "local: 1", "local: -1/x^2"],
          exact: [-1, exp(-1), 1, -1 / ((1 + exp(-1)) * (1 + exp(-1)))], ours: locals),
      note: "Every edge, to two decimals and exact: section 2.")
  }

  /// Thirteen rows: the value and the gradient of every edge, as the slide prints them.
  static func edgesOfSlide() -> [Row] {
    let printed = [
      ("2.00", "-0.20"), ("-1.00", "0.39"), ("-3.00", "-0.39"), ("-2.00", "-0.59"),
      ("-3.00", "0.20"), ("-2.00", "0.20"), ("6.00", "0.20"), ("4.00", "0.20"), ("1.00", "0.20"),
      ("-1.00", "-0.20"), ("0.37", "-0.53"), ("1.37", "-0.53"), ("0.73", "1.00"),
    ]
    let e = exp(-1.0)
    let slope = e / ((1 + e) * (1 + e)), ratio = 1 / ((1 + e) * (1 + e))
    let exact = [
      (2, -slope), (-1, 2 * slope), (-3, -2 * slope), (-2, -3 * slope), (-3, slope), (-2, slope),
      (6, slope), (4, slope), (1, slope), (-1, -slope), (e, -ratio), (1 + e, -ratio),
      (1 / (1 + e), 1),
    ]
    return zip(neuronEdges(), zip(printed, exact)).map { edge, pair in
      let (printed, exact) = pair
      let paper = ["x0": "0.40", "w1": "-0.40", "x1": "-0.60"][edge.name]
      return Row(
        "003 L318", edge.name,
        [
          Line("value", printed: printed.0, exact: exact.0, ours: edge.node.data),
          Line("gradient", printed: printed.1, exact: exact.1, ours: edge.node.gradient),
        ],
        note: paper.map { "Some editions print \($0): they go on from the rounded 0.20." } ?? "")
    }
  }

  static func sigmoidGate() -> Row {
    let (w0, x0, w1, x1, w2) = (Value(2.0), Value(-1.0), Value(-3.0), Value(-2.0), Value(-3.0))
    let f = sigmoid(w0 * x0 + w1 * x1 + w2)
    f.backward()
    let long = neuronEdges().prefix(5).map { $0.node.gradient }
    return Row(
      "003 L553-570", "one sigmoid gate, s' = (1 - s) s, instead of four: the same gradients",
      [
        Line("s'(1)", printed: "0.20", exact: 0.19661193324148185, ours: f.localGradients[0])
      ]
        + Line.list(
          ["df/dw0", "df/dx0", "df/dw1", "df/dx1", "df/dw2"], exact: long,
          ours: [w0, x0, w1, x1, w2].map { $0.gradient }))
  }

  // MARK: - Patterns

  static func patterns() -> Row {
    let (x, y, z, w) = (Value(3.0), Value(-4.0), Value(2.0), Value(-1.0))
    let product = x * y, largest = maximum(z, w)
    let sum = product + largest
    let f = 2 * sum
    f.backward()
    return Row(
      "003 L575-591", "patterns: add distributes, max routes, mul switches; f = 2 (xy + max(z, w))",
      [
        Line("f", exact: -20, ours: f.data),
        .claim(
          "add: both parents get its 2", [sum, product, largest].allSatisfy { $0.gradient == 2 }),
        Line("max: dz", exact: 2, ours: z.gradient), Line("max: dw", exact: 0, ours: w.gradient),
        Line("mul: dx = 2 y", exact: -8, ours: x.gradient),
        Line("mul: dy = 2 x", exact: 6, ours: y.gradient),
      ], note: "The numbers of CS231n's figure: x = 3, y = -4, z = 2, w = -1.")
  }

  static func tie() -> Row {
    let a = Value(2.0), b = Value(2.0)
    maximum(a, b).backward()
    return Row(
      "003 L591", "question 1: a max gate with equal inputs",
      [
        Line("da", exact: 0.5, ours: a.gradient), Line("db", exact: 0.5, ours: b.gradient),
        Line("da + db", exact: 1, ours: a.gradient + b.gradient),
      ],
      note:
        "Our rule, that of PyTorch's maximum: a tie is split evenly. Any split that adds up to 1 "
        + "is a subgradient.")
  }

  static func branches() -> Row {
    func slope(_ x: Double, _ f: (Value) -> Value) -> Double { derivative(at: x, of: f) }
    return Row(
      "003 L594", "gradients add at branches",
      [
        Line("a + a at 3", exact: 2, ours: slope(3) { $0 + $0 }),
        Line("a * a at 3", exact: 6, ours: slope(3) { $0 * $0 }),
        Line(
          "s s + s a + a, s = sigmoid(a), at .5", exact: 2.0325216943565668,
          ours: slope(0.5) { a in
            let s = sigmoid(a)
            return s * s + s * a + a
          }),
      ], note: "Functions chosen here.")
  }

  // MARK: - Linear regression

  static func linearRegression() -> Row {
    func trajectory(_ loss: Loss, _ rate: Double) -> [Double] {
      var model = MLP([Layer(weights: [[5]], biases: [0])])
      model.freeze("layers.0.bias")
      var optimizer = SGD(learningRate: rate)
      let x: Formulas.Matrix = [[1], [2], [3]]
      return (0..<3).map { _ in
        let value = loss(of: x.map { model($0) }, against: x)
        value.zeroGradients()
        value.backward()
        optimizer.step(model)
        return model.parameters[0].data
      }
    }
    func closed(_ rate: Double, _ factor: Double) -> [Double] {
      let shrink = 1 - factor * rate * 14 / 3
      return [1 + 4 * shrink, 1 + 4 * shrink * shrink, 1 + 4 * shrink * shrink * shrink]
    }
    return Row(
      "003 L18-29",
      "W := W - alpha 1/m sum (Wx - y) x; X = Y = [1, 2, 3], W = 5, alpha = .1 and .01",
      Line.list(
        "alpha .1, step ", exact: closed(0.1, 1), ours: trajectory(.halfSumSquaredError, 0.1))
        + Line.list(
          "alpha .01, step ", exact: closed(0.01, 1), ours: trajectory(.halfSumSquaredError, 0.01))
        + Line.list(
          "MSE without 1/2, step ", exact: closed(0.1, 2), ours: trajectory(.meanSquaredError, 0.1)),
      note:
        "Data chosen here. Closed form: W - 1 shrinks by 1 - 14 alpha / 3 in every step. The lecture's "
        + "formula is the gradient of 1/(2m) sum (Wx - y)^2.")
  }

  static func xorQuestion() -> Row {
    let (losses, answers) = run221
    return Row(
      "003 L31-38", "\"Solve the XOR problem using backpropagation\" (see row 1.19)",
      [
        Line(
          "2-2-1, loss after 2000 steps", exact: 0.011040710398390743, ours: losses[2000],
          within: 1e-10)
      ]
        + Line.list(
          ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"].map { "  answer to " + $0 },
          exact: [
            0.10910733308625865, 0.8942063936199972, 0.8890188862870654, 0.09353788916004502,
          ], ours: answers, within: 1e-9))
  }
}
