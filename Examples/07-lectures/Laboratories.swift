// The course's laboratories (NN101, github.com/vlab-kaist/NN101_23S, MIT licence), with our engine.

import Nabla
import NablaNetworks

extension Lectures {
  static func quadratic() -> Row {
    let minimum = LBFGS().minimize(from: [7]) { v in pow(v[0], 2) }
    var x = 7.0
    for _ in 0..<50 { x -= 0.1 * derivative(at: x) { pow($0, 2) } }
    var power = 7.0
    for _ in 0..<50 { power *= 0.8 }
    return Row(
      "lab/week1/problem1.py", "minimise a quadratic given as a closure: x^2 from 7",
      [
        Line("50 steps, rate .1: 7 * .8^50", exact: power, ours: x),
        .claim("L-BFGS: |x| < 1e-8", abs(minimum.point[0]) < 1e-8),
      ])
  }

  /// Least squares by L-BFGS, to its minimum 0.
  private static func fitted(_ inputs: [[Double]], _ targets: [[Double]]) -> MLP {
    let model = MLP([
      Layer(weights: [inputs[0].map { _ in 0.0 }], biases: [0])
    ])
    fit(
      model, on: Dataset(inputs: inputs, targets: targets), loss: .meanSquaredError,
      method: LBFGS(maximumIterations: 200))
    return model
  }

  static func line() -> Row {
    let model = fitted([[0], [1], [2], [3], [4]], [[2], [4], [6], [8], [10]])
    // L-BFGS stops when the gradient is some 1e-8 of the first.
    return Row(
      "lab/week2/problem1.py", "linear regression y = w x + b, x = 0..4, y = 2, 4, 6, 8, 10",
      [
        Line("w", exact: 2, ours: model.parameters[0].data, within: 1e-6),
        Line("b", exact: 2, ours: model.parameters[1].data, within: 1e-6),
      ]
        + zip([5.0, 10, 8], [12.0, 22, 18]).map { x, y in
          Line("y(\(Text.number(x)))", exact: y, ours: model([x])[0].data, within: 1e-6)
        })
  }

  static func plane() -> Row {
    let model = fitted([[0, 1], [1, 0], [2, 2], [3, 1], [4, 3]], [[3], [2], [7], [6], [11]])
    return Row(
      "lab/week2/problem2.py", "the same with a vector w",
      Line.list(
        ["w1", "w2", "b"], exact: [1, 2, 1], ours: model.parameters.map { $0.data }, within: 1e-6)
        + zip([[5.0, 3], [10, 6], [8, 9]], [12.0, 23, 27]).map { x, y in
          Line(
            "y(\(x.map { Text.number($0) }.joined(separator: ", ")))", exact: y,
            ours: model(x)[0].data, within: 1e-6)
        })
  }

  static func logistic() -> Row {
    let model = MLP([Layer(weights: [[0, 0]], biases: [0])])
    let data = Dataset(
      inputs: [[0, 1], [1, 0], [2, 5], [3, 1], [4, 2]], targets: [[0], [0], [1], [0], [1]])
    fit(
      model, on: data, loss: .binaryCrossEntropyFromLogits, method: LBFGS(maximumIterations: 60),
      penalties: [.l2(0.001)])
    let classes = [[7, 2], [1.5, 1], [2.5, 0.5]].map { model($0)[0].data > 0 ? 1.0 : 0 }
    return Row(
      "lab/week3/problem1.py", "logistic regression: classes of (7, 2), (1.5, 1), (2.5, .5)",
      Line.list(["(7, 2)", "(1.5, 1)", "(2.5, .5)"], exact: [1, 0, 0], ours: classes),
      note:
        "The data can be separated, so without a penalty (here .001) the weights would grow for ever."
    )
  }

  static func iris() throws -> Row {
    let folder =
      #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Data/"
    let table = try Table(csvFile: folder + "iris.csv")
    let data = try table.dataset(inputs: .range(0..<4), classes: 4)
    let scaling = Standardization.fit(on: data)
    let scaled = scaling.apply(to: data)
    let model = MLP([Layer(weights: Array(repeating: [0, 0, 0, 0], count: 3), biases: [0, 0, 0])])
    fit(
      model, on: scaled, loss: .crossEntropyFromLogits, method: LBFGS(maximumIterations: 30),
      penalties: [.l2(0.001)])
    let classes = [[5.1, 3.0, 1.2, 0.3], [5.1, 3.4, 4.1, 1.3]].map { flower in
      Double(classIndex(of: model(scaling.apply(to: flower)).map { $0.data }))
    }
    let accuracy = evaluate(model, on: scaled, loss: .crossEntropyFromLogits).accuracy ?? 0
    return Row(
      "lab/week4/problem1.py", "softmax regression on iris: classes of two flowers",
      [
        Line("(5.1, 3.0, 1.2, .3): setosa", exact: 0, ours: classes[0]),
        Line("(5.1, 3.4, 4.1, 1.3): versicolor", exact: 1, ours: classes[1]),
        .claim("at least 0.96 of 150 right", accuracy >= 0.96),
      ],
      note: "Trained on all 150 flowers of the shipped file (the laboratory's has 135): "
        + "\(Int((accuracy * 150).rounded())) right.")
  }

  static func mnistLab() -> Row {
    var generator = SeededGenerator(seed: 5)
    var optimizer = Adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999)
    var parameters = [1.0, -2]
    optimizer.step(&parameters, gradients: [0.5, -3])
    let model = MLP(inputs: 784, hidden: [], outputs: 10, using: &generator)
    let logits = (0..<10).map { Double($0) / 10 }
    let loss = Loss.crossEntropyFromLogits(
      of: logits.map { Value($0) }, against: oneHot(3, count: 10))
    return Row(
      "lab/week5/MNIST.py",
      "MNIST with Adam (lr 1e-2, betas .9/.999) and cross-entropy on logits: its parts",
      [
        // Adam's first step is lr g / (|g| + epsilon).
        Line("Adam, first step, p1", exact: 1 - 0.01 * 0.5 / (0.5 + 1e-8), ours: parameters[0]),
        Line("  p2", exact: -2 + 0.01 * 3 / (3 + 1e-8), ours: parameters[1]),
        Line("parameters of 784 -> 10", exact: 7850, ours: Double(model.parameterCount)),
        Line("cross-entropy on logits", exact: -log(Formulas.softmax(logits)[3]), ours: loss.data),
      ], note: "The training is row 1.20, and in earnest example mnist.")
  }

  static func laboratoryGradient() -> Row {
    let slopes = gradient(at: [3.2, -0.7]) { v in laboratory(v[0], v[1]) }
    func exact(_ x: Double, _ y: Double) -> [Double] {
      let s = sin(x), c = x * x * x + 1
      return [cos(x) * (x + y) * c + s * c + s * (x + y) * 3 * x * x, s * c]
    }
    return Row(
      "PDF p.21",
      "gradient of sin(x) (x + y) (x^3 + 1) at (3.2, -.7) (see row 1.11)",
      Line.list(["df/dx", "df/dy"], exact: exact(3.2, -0.7), ours: slopes))
  }

  static func oneHotEntropy() -> Row {
    let p = [0.2, 0.5, 0.3]
    let soft = [0.1, 0.6, 0.3]
    func entropy(_ q: [Double]) -> Double {
      Loss.crossEntropy(of: p.map { Value($0) }, against: q).data
    }
    return Row(
      "Softmax.pdf", "H(p, q) = -sum q log p, one-hot or not; p = (.2, .5, .3)",
      [
        Line("one-hot class 2: -ln .5", exact: log(2), ours: entropy(oneHot(1, count: 3))),
        Line(
          "q = (.1, .6, .3)", exact: -zip(soft, p).reduce(0) { $0 + $1.0 * log($1.1) },
          ours: entropy(soft)),
      ], note: "Numbers chosen here.")
  }
}
