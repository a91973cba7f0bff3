// Lecture 001, "Error back propagation" as classes: affine, sigmoid and softmax layers, a model with
// add, forward and backward, and the two problems, XOR and MNIST.

import Nabla
import NablaNetworks

extension Lectures {
  // MARK: - The layers

  /// Numbers chosen here; the matrix formulas are the lecture's.
  static func affineLayer() -> Row {
    let x = [[1, 2], [3, 4], [-1, 0.5]]
    let w = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]]
    let upstream = [[1, -1, 0.5], [0.25, 2, -0.75], [-2, 0.1, 1]]
    let layer = Affine(weights: Formulas.transposed(w), biases: [0.01, -0.02, 0.03])
    let nodes = x.map { row in row.map { Value($0) } }
    let y = nodes.map { layer($0) }
    sum(zip(y, upstream).map { dot($0, $1) }).backward()
    let dX = Formulas.product(upstream, Formulas.transposed(w))
    let dW = Formulas.product(Formulas.transposed(x), upstream)
    let ourW = Formulas.transposed(layer.weights.map { row in row.map { $0.gradient } })
    return Row(
      "001 L74-108",
      "affine layer: Y = XW + B; dX = dY Wt, dW = Xt dY, dB = sum of dY over the batch",
      [
        Line("Y 11", exact: 0.91, ours: y[0][0].data),
        Line("Y 33", exact: -0.57, ours: y[2][2].data),
      ]
        + Line.list("dX ", exact: dX.flatMap { $0 }, ours: nodes.flatMap { $0.map { $0.gradient } })
        + Line.list("dW ", exact: dW.flatMap { $0 }, ours: ourW.flatMap { $0 })
        + Line.list("dB ", exact: [-0.75, 1.1, 0.75], ours: layer.biases.map { $0.gradient }),
      note:
        "Numbers chosen here. Our layer keeps the weights as [output][input], the transpose of the "
        + "lecture's W.")
  }

  static func sigmoidLayer() -> Row {
    let layer = ActivationLayer(.sigmoid)
    var lines: [Line] = []
    for z in [-10, -1, 0, 0.2, 1, 10] {
      let x = Value(z)
      let y = layer([x])[0]
      y.backward()
      let exact = Formulas.sigmoid(z)
      lines += [
        Line("y(\(Text.number(z)))", exact: exact, ours: y.data),
        Line("  dy/dx = (1 - y) y", exact: Formulas.sigmoid(-z) * exact, ours: x.gradient),
      ]
    }
    return Row("001 L110-127", "sigmoid layer: dX = dY (1 - Y) Y", lines)
  }

  static func softmaxLayer() -> Row {
    let x = [[2, 1, 0.1], [0.5, -1, 3]], t: Formulas.Matrix = [[1, 0, 0], [0, 1, 0]]
    let nodes = x.map { row in row.map { Value($0) } }
    let y = nodes.map { Softmax()($0) }
    let loss = Loss.crossEntropy(of: y, against: t)
    loss.backward()
    let total = Loss.crossEntropy(of: y, against: t, reduction: .sum)
    let exact = x.map { Formulas.softmax($0) }
    let dX = Formulas.combine(exact, t) { ($0 - $1) / 2 }
    return Row(
      "001 L129-145", "softmax layer: forward, loss (cross-entropy), backward (y - t) / batch",
      Line.list("y ", exact: exact.flatMap { $0 }, ours: y.flatMap { $0.map { $0.data } }) + [
        Line("loss, mean over the batch", exact: 2.256352172846108, ours: loss.data),
        Line("loss, sum", exact: 4.512704345692216, ours: total.data),
      ]
        + Line.list("dX ", exact: dX.flatMap { $0 }, ours: nodes.flatMap { $0.map { $0.gradient } }),
      note:
        "Numbers chosen here. \"Dx = mean of (hypothesis - answer)\" means each row divided by the "
        + "batch size; the shape stays.")
  }

  /// Affine, sigmoid, affine, softmax: the start of the benchmark's 2-4-2 network.
  static let weights242: [Formulas.Matrix] = [
    [[-1.25, 0.5, -0.5, 1.25], [0.25, -0.75, 1, 0]],
    [[-1, 0.25], [-0.75, 0.5], [-0.5, 0.75], [-0.25, 1]],
  ]
  static let biases242 = [[0.1, -0.1, 0.2, -0.2], [0, 0.1]]

  static func model242() -> Sequential {
    var model = Sequential()
    model.add(Affine(weights: Formulas.transposed(weights242[0]), biases: biases242[0]))
    model.add(.sigmoid)
    model.add(Affine(weights: Formulas.transposed(weights242[1]), biases: biases242[1]))
    model.add(Softmax())
    return model
  }

  static func modelClass() -> Row {
    let model = model242()
    let x = XORData.samples.inputs
    let loss = Loss.crossEntropy(of: x.map { model($0) }, against: XORData.classes)
    loss.backward()
    let matrices = MatrixNetwork(
      weights: weights242, biases: biases242, output: .softmaxWithCrossEntropy)
    let values = matrices.forward(x)
    let (dW, dB) = matrices.gradients(values, XORData.classes)
    let ours = model.parameterArrays.map { array in array.values.map { $0.gradient } }
    return Row(
      "001 L147-160", "model: add(layer), forward(x), backward() in reversed order",
      [Line("loss", exact: matrices.loss(values[2], XORData.classes), ours: loss.data)]
        + Line.list("dW2 ", exact: Formulas.transposed(dW[1]).flatMap { $0 }, ours: ours[2])
        + Line.list("dB2 ", exact: dB[1], ours: ours[3])
        + [
          .claim(
            "dW1, dB1: all 12 the same",
            zip(Formulas.transposed(dW[0]).flatMap { $0 } + dB[0], ours[0] + ours[1])
              .allSatisfy { abs($0 - $1) < 1e-15 })
        ],
      note:
        "Start chosen here; exact is the reversed loop in matrices. The order of our backward pass "
        + "comes from the graph.")
  }

  // MARK: - Problem 1

  /// The 2-2-1 network from its fixed start: the loss at each step, and the answers in the end.
  static let run221: (losses: [Double], answers: [Double]) = {
    let model = XORData.lectureStart()
    let losses = train(model, .meanSquaredError, XORData.bits, steps: 2000)
    return (losses, XORData.samples.inputs.map { model($0)[0].data })
  }()

  /// The 2-4-2 network with a softmax.
  static let run242: (losses: [Double], rightCount: Int) = {
    let model = model242()
    let losses = train(model, .crossEntropy, XORData.classes, steps: 1000)
    return (losses, rightCount(model))
  }()

  static func xorProblem() -> Row {
    let known = [
      (0, 0.25046519916276155), (1, 0.25004656599196123), (2, 0.24971251769048267),
      (3, 0.2494460377361143), (5, 0.2490634876581878), (10, 0.24860165175901172),
      (100, 0.2474590799702394), (1000, 0.1716455416669081), (2000, 0.011040710398390743),
    ]
    let (losses, answers) = run221
    let (entropies, rightCount) = run242
    var matrices = MatrixNetwork(
      weights: weights242, biases: biases242, output: .softmaxWithCrossEntropy)
    let expected = matrices.train(
      XORData.samples.inputs, XORData.classes, rate: 0.5, steps: 1000)
    return Row(
      "001 L162, 003 L35", "problem 1: XOR, 2-2-1 sigmoid and 2-4-2 softmax, rate 0.5",
      known.map { step, loss in
        // A thousand steps may magnify another last digit of exp.
        Line("2-2-1, loss after \(step) steps", exact: loss, ours: losses[step], within: 1e-10)
      } + [
        .claim(
          "  all four right", zip(answers, XORData.bits).allSatisfy { ($0 > 0.5) == ($1[0] == 1) }),
        Line("2-4-2, loss after 0 steps", exact: 1.4019500970570924, ours: entropies[0]),
        Line("2-4-2, after 1000 steps", exact: expected, ours: entropies[1000], within: 1e-10),
        .claim("  all four right", rightCount == 4),
      ],
      note:
        "Starts chosen here; the losses of 2-2-1 are those on which NumPy and PyTorch agree to 3e-14. "
        + "Example xor goes on to 10000 steps.")
  }

  /// Full-batch gradient descent; the loss before every step and after the last.
  static func train(
    _ model: some LayeredModel, _ loss: Loss, _ targets: [[Double]], steps: Int
  ) -> [Double] {
    let value = loss(of: XORData.samples.inputs.map { model($0) }, against: targets)
    var optimizer = SGD(learningRate: 0.5)
    var losses: [Double] = []
    for step in 0...steps {
      value.forward()
      losses.append(value.data)
      guard step < steps else { break }
      value.zeroGradients()
      value.backward()
      optimizer.step(model)
    }
    return losses
  }

  static func rightCount(_ model: some LayeredModel) -> Int {
    zip(XORData.samples.inputs, XORData.classes).count { input, target in
      let y = model(input).map { $0.data }
      return (y[1] > y[0]) == (target[1] == 1)
    }
  }

  // MARK: - Problem 2

  /// Three epochs over 200 images: enough to be far from guessing.
  ///
  /// Example mnist does it in earnest.
  static func mnistProblem() throws -> Row {
    let folder =
      #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Data/"
    func load(_ name: String) throws -> Dataset {
      try Dataset(
        images: try IDXArray(file: folder + name + "-images-idx3-ubyte"),
        labels: try IDXArray(file: folder + name + "-labels-idx1-ubyte"))
    }
    let training = try load("mnist1000-train")[0..<200]
    let test = try load("mnist500-test")[0..<100]
    var generator = SeededGenerator(seed: 20)
    let model = MLP(
      inputs: 784, hidden: [8], outputs: 10, activation: .tanh, outputActivation: .softmax,
      using: &generator)
    fit(
      model, on: training, loss: .crossEntropy, optimizer: Adam(learningRate: 0.02), epochs: 3,
      batchSize: 10, using: &generator)
    let accuracy = evaluate(model, on: test, loss: .crossEntropy).accuracy ?? 0
    let pixels = training.inputs.joined()
    return Row(
      "001 L173-189", "problem 2: MNIST, 28 x 28 / 255, one-hot, softmax network",
      [
        Line("inputs", exact: 784, ours: Double(training.inputs[0].count)),
        Line("largest pixel, after / 255", exact: 1, ours: pixels.max() ?? 0),
        .claim(
          "one-hot rows: one 1, nine 0",
          training.targets.allSatisfy { $0.sorted() == oneHot(9, count: 10) }),
        .claim("right on 100 unseen digits: > 0.5", accuracy > 0.5),
      ],
      note: "784-8-10, three epochs over 200 of the shipped images, so that it takes seconds: "
        + "\(Int((accuracy * 100).rounded())) of 100 right. Example mnist trains on all of them.")
  }

  /// Softmax regression is convex: ln 2 is its minimum, and not a bad start.
  static func softmaxCannotXOR() -> Row {
    var generator = SeededGenerator(seed: 21)
    let model = Sequential {
      Affine(inputs: 2, outputs: 2, using: &generator)
      Softmax()
    }
    let data = Dataset(inputs: XORData.samples.inputs, targets: XORData.classes)
    let minimum = fit(model, on: data, loss: .crossEntropy, method: LBFGS())
    return Row(
      "001 L6-21, 000 L7", "truth table of XOR; one softmax layer cannot learn it",
      [
        Line(
          "affine + softmax, at its best: ln 2", exact: log(2), ours: minimum.value, within: 1e-9),
        .claim("  at most 3 of 4 right", rightCount(model) <= 3),
        .claim("with a hidden layer: 4 of 4", run242.rightCount == 4),
      ],
      note: "The loss is convex in the weights, so the minimum found is the only one.")
  }
}
