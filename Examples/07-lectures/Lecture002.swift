// Lecture 002, "Neural Networks, Multilayer, Backpropagation": the CS231n graph, the chain rule, the
// three linear models, the network as a function, and gradient descent.

import Nabla
import NablaNetworks

extension Lectures {
  static func secondGraph() -> Row {
    let (x, y, z) = (Value(-2.0), Value(5.0), Value(-4.0))
    let q = x + y
    let f = q * z
    f.backward()
    return Row(
      "002 L370, 003 L105", "f = (x + y) z at (-2, 5, -4) (CS231n)",
      [
        Line("q", printed: "3", exact: 3, ours: q.data),
        Line("f", printed: "-12", exact: -12, ours: f.data),
        Line("df/df", printed: "1", exact: 1, ours: f.gradient),
        Line("df/dq = z", printed: "-4", exact: -4, ours: q.gradient),
        Line("df/dz = q", printed: "3", exact: 3, ours: z.gradient),
        Line("df/dx", printed: "-4", exact: -4, ours: x.gradient),
        Line("df/dy", printed: "-4", exact: -4, ours: y.gradient),
        .claim("local gradients dq/dx = dq/dy = 1", q.localGradients == [1, 1]),
        .claim("local gradients of f: z and q", f.localGradients == [-4, 3]),
      ])
  }

  static func chainRule() -> Row {
    let x = Value(0.7)
    sin(pow(x, 2)).backward()
    let s = Value(0.7)
    let z = pow(s, 2) * exp(s)
    z.backward()
    return Row(
      "002 L353, 003 L68", "chain rule: z = sin(x^2), one path; z = s^2 e^s, two paths, at 0.7",
      [
        Line("case 1: dz/dx = cos(x^2) 2x", exact: 1.2352660020541701, ours: x.gradient),
        Line("case 2: z", exact: 0.98673882666053459, ours: z.data),
        Line("case 2: dz/ds = 2s e^s + s^2 e^s", exact: 3.8059926171192004, ours: s.gradient),
      ], note: "Functions chosen here.")
  }

  // MARK: - The recap

  static func linearModels() -> Row {
    let linear = MLP([Layer(weights: [[5]], biases: [0])])
    let data = Dataset(inputs: [[1], [2], [3]], targets: [[1], [2], [3]])
    Loss.halfSumSquaredError(of: data.inputs.map { linear($0) }, against: data.targets).backward()
    let logistic = MLP([Layer(weights: [[0.5, -1]], biases: [0.25])])
    let x = [[1.0, 2], [3, -1]], t: Formulas.Matrix = [[0], [1]]
    Loss.binaryCrossEntropyFromLogits(of: x.map { logistic($0) }, against: t).backward()
    let errors = zip(x, t).map { x, t in Formulas.sigmoid(0.5 * x[0] - x[1] + 0.25) - t[0] }
    let classes = MLP([Layer(weights: [[0.5, -1], [0.2, 0.1], [0, 0.3]], biases: [0, 0.1, 0])])
    Loss.crossEntropyFromLogits(of: classes([1.0, 2]), against: [0, 1, 0]).backward()
    let p = Formulas.softmax([-1.5, 0.5, 0.6])
    return Row(
      "002 L4-40",
      "recap: linear, logistic and softmax (multinomial logistic) regression: gradients",
      [
        Line(
          "linear: dL/dW = mean (Wx - y) x", exact: 4 * 14 / 3.0,
          ours: linear.parameters[0].gradient),
        Line(
          "logistic: dL/dw1 = mean (s - t) x1", exact: (errors[0] + 3 * errors[1]) / 2,
          ours: logistic.parameters[0].gradient),
        Line(
          "  dL/dw2", exact: (2 * errors[0] - errors[1]) / 2, ours: logistic.parameters[1].gradient),
      ]
        + Line.list(
          "softmax: dL/db = p - t, class ", exact: [p[0], p[1] - 1, p[2]],
          ours: classes.parameters.suffix(3).map { $0.gradient }), note: "Numbers chosen here.")
  }

  static func threeSteps() -> Row {
    let model = WorkedExample.network()
    let loss = Loss.halfSumSquaredError
    let before = loss(of: model([0.35, 0.9]), against: [0.5])
    before.backward()
    var optimizer = SGD(learningRate: 1)
    optimizer.step(model)
    let after = loss(of: model([0.35, 0.9]), against: [0.5])
    return Row(
      "002 L53, L255, L287", "three steps: a set of functions, how good one is, pick the best",
      [
        Line("goodness (loss) before a step", exact: 0.01810390383656678, ours: before.data),
        Line("after it", exact: 0.016565382326770395, ours: after.data),
      ], note: "In Nabla: a model, a Loss, an Optimizer; `fit` joins them. Numbers of row 1.35.")
  }

  // MARK: - The network as a function

  static let lee: [(w: [[Double]], b: [Double])] = [
    ([[1, -2], [-1, 1]], [1, 0]), ([[2, -1], [-2, -1]], [0, 0]), ([[3, -1], [-1, 4]], [-2, 2]),
  ]

  static func leeModel() -> MLP {
    MLP(lee.map { Layer(weights: $0.w, biases: $0.b, activation: .sigmoid) })
  }

  /// The same network by matrices; printed with W1 in two places, see the errata.
  static func threeLayerFormula() -> Row {
    let matrices = MatrixNetwork(
      weights: lee.map { Formulas.transposed($0.w) }, biases: lee.map { $0.b },
      output: .sigmoidWithMeanSquares)
    let x = Value(0.4), expected = matrices.forward([[0.4, 1.1]])[3][0]
    let y = leeModel()([x, 1.1])
    return Row(
      "002 L89", "f = W3 s(W2 s(W1 x)) (printed with W1 twice), at (0.4, 1.1)",
      Line.list("output ", exact: expected, ours: y.map { $0.data }), note: "Point chosen here.")
  }

  static func networkAsFunction() -> Row {
    let model = leeModel()
    let first = model.layerOutputs([1, -1]), second = model.layerOutputs([0, 0])
    let sums = Affine(weights: lee[0].w, biases: lee[0].b)([1.0, -1]).map { $0.data }
    let slopes = jacobian(at: [1, -1]) { v in leeModel()(v) }
    return Row(
      "002 L164-183", "a network is a function: f([1, -1]) and f([0, 0])",
      [
        Line("first net, unit 1", printed: "4", exact: 4, ours: sums[0]),
        Line("first net, unit 2", printed: "-2", exact: -2, ours: sums[1]),
        Line("layer 1, unit 1", exact: 0.9820137900379085, ours: first[0][0].data),
        Line("layer 1, unit 2", exact: 0.11920292202211756, ours: first[0][1].data),
        Line("layer 2, unit 1", exact: 0.863518312678182, ours: first[1][0].data),
        Line("layer 2, unit 2", exact: 0.11073744383822463, ours: first[1][1].data),
        Line("f([1, -1])1", printed: "0.62", exact: 0.617704777755341, ours: first[2][0].data),
        Line("f([1, -1])2", printed: "0.83", exact: 0.8291239841574399, ours: first[2][1].data),
        Line("layer 2 at [0, 0], unit 1", exact: 0.7235454949773021, ours: second[1][0].data),
        Line("layer 2 at [0, 0], unit 2", exact: 0.12323810518482516, ours: second[1][1].data),
        Line("f([0, 0])1", printed: "0.51", exact: 0.5118473769870672, ours: second[2][0].data),
        Line("f([0, 0])2", printed: "0.85", exact: 0.8543839009877142, ours: second[2][1].data),
      ]
        + Line.list(
          "Jacobian at [1, -1], entry ",
          exact: [
            0.010095483385627052, -0.013866357108216973, 0.0015449896504240014,
            0.0010162386899072201,
          ], ours: slopes.flatMap { $0 }),
      note:
        "The weights are in a picture only; these, after H. Lee's slides, give the printed numbers."
    )
  }

  static func matrixForm() -> Row {
    let model = leeModel()
    let matrices = MatrixNetwork(
      weights: lee.map { Formulas.transposed($0.w) }, biases: lee.map { $0.b },
      output: .sigmoidWithMeanSquares)
    let x = [[1.0, -1], [0, 0], [0.5, 2]]
    let values = matrices.forward(x)[3].flatMap { $0 }
    return Row(
      "002 L197",
      "s(WL ... s(W1 x + b1) ... + bL): a batch of three as matrices, scalars node by node",
      Line.list("output ", exact: values, ours: x.flatMap { model($0).map { $0.data } }))
  }

  static func multiClassOutput() -> Row {
    var generator = SeededGenerator(seed: 28)
    let model = MLP(
      inputs: 256, hidden: [30], outputs: 10, activation: .sigmoid, outputActivation: .softmax,
      using: &generator)
    let image = (0..<256).map { Double($0 % 7) / 7 }
    let y = model(image).map { $0.data }
    return Row(
      "002 L200-262", "softmax output for handwritten digits: 16 x 16 = 256 in, 10 out",
      [
        Line(
          "parameters, 30 hidden units", exact: 256 * 30 + 30 + 300 + 10,
          ours: Double(model.parameterCount)),
        Line("outputs", exact: 10, ours: Double(y.count)),
        Line("their sum", exact: 1, ours: y.reduce(0, +)),
      ])
  }

  static func freeSizes() -> Row {
    var generator = SeededGenerator(seed: 29)
    let counts = [[], [3], [5, 4], [2, 2, 2]].map { hidden in
      Double(MLP(inputs: 2, hidden: hidden, outputs: 1, using: &generator).parameterCount)
    }
    return Row(
      "002 L236-253", "how many layers, how many neurons: free to choose; parameters of 2-...-1",
      Line.list("network ", exact: [3, 13, 44, 21], ours: counts),
      note: "Hidden layers: none; 3; 5, 4; 2, 2, 2. By hand, sum of (inputs + 1) outputs.")
  }

  // MARK: - Loss and gradient descent

  static func totalLoss() -> Row {
    let y: Formulas.Matrix = [[0.3, 0.7], [0.6, 0.4]], t: Formulas.Matrix = [[0, 1], [1, 0]]
    let nodes = y.map { row in row.map { Value($0) } }
    let exact = -(log(0.7) + log(0.6))
    return Row(
      "002 L266-285", "total loss L = sum of l over the samples; and the mean",
      [
        Line(
          "sum", exact: exact, ours: Loss.crossEntropy(of: nodes, against: t, reduction: .sum).data),
        Line("mean", exact: exact / 2, ours: Loss.crossEntropy(of: nodes, against: t).data),
      ], note: "Numbers chosen here.")
  }

  static func gradientDescent() -> Row {
    let theta = [Value(3.0), Value(-2.0)]
    var optimizer = SGD(learningRate: 0.1)
    for _ in 0..<2 {
      let cost = pow(theta[0], 2) + 3.0 * pow(theta[1], 2)
      cost.zeroGradients()
      cost.backward()
      optimizer.step(theta)
    }
    return Row(
      "002 L293, L535",
      "gradient descent: theta(k+1) = theta(k) - eta grad C; C = a^2 + 3 b^2, two steps",
      [
        Line("a = 3 * 0.8^2", exact: 3 * 0.64, ours: theta[0].data),
        Line("b = -2 * 0.4^2", exact: -0.32, ours: theta[1].data),
      ], note: "Function chosen here; from (3, -2) with eta 0.1 a shrinks by 1 - 0.2, b by 1 - 0.6."
    )
  }

  static func passes() -> Row {
    let x = Value(0.5)
    let z = x * 3.0
    let y = sigmoid(z)
    let before = z.data
    x.data = 0.1
    y.forward()
    y.backward()
    let s = Formulas.sigmoid(0.3)
    return Row(
      "002 L912-918", "summary: a node has forward and backward, and saves what lies between",
      [
        Line("saved before: 3 x at 0.5", exact: 1.5, ours: before),
        Line("saved after forward() at 0.1", exact: 0.3, ours: z.data),
        Line("backward(): 3 s(1 - s)", exact: 3 * s * (1 - s), ours: x.gradient),
      ])
  }
}
