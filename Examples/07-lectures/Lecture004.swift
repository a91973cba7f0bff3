// Lecture 004, handwritten, "Back propagation (numerical example)": two inputs, two ReLUs, two
// sigmoids; mean squared error and cross-entropy. Its weights are lost with the pictures.

import Nabla
import NablaNetworks

/// The network of lecture 004, with three settings of weights chosen here.
struct Network004 {
  let nets: [Value]
  let hidden: [Value]
  let outputNets: [Value]
  let y: [Value]
  let loss: Value
  let weights: [[Value]]
  let biases = [Value(0.1), Value(0.2)]

  /// Weights of one layer in rows, W[i][j] to i from j.
  init(_ first: [[Double]]) {
    let w1 = first.map { row in row.map { Value($0) } }
    let w2 = [[0.5, -0.3], [0.25, 0.7]].map { row in row.map { Value($0) } }
    let (b1, b2) = (biases[0], biases[1])
    nets = w1.map { dot($0, [0.7, 0.5], plus: b1) }
    let hidden = nets.map { relu($0) }
    self.hidden = hidden
    outputNets = w2.map { dot($0, hidden, plus: b2) }
    y = outputNets.map { sigmoid($0) }
    loss = Loss.meanSquaredError(of: y, against: [0.3, 0.7])
    weights = w1 + w2
    loss.backward()
  }

  static let alive = [[0.4, -0.2], [0.3, 0.6]]
  static let dead = [[-0.5, -0.4], [-0.3, -0.6]]
  static let oneDead = [[0.4, -0.2], [-0.9, 0.2]]
}

extension Lectures {
  static func reluSigmoidNetwork() -> Row {
    func lines(_ name: String, _ n: Network004, _ net: Double, _ loss: Double, _ w: Double)
      -> [Line]
    {
      [
        Line("\(name): net2_2", exact: net, ours: n.outputNets[1].data),
        Line("  L", exact: loss, ours: n.loss.data),
        Line("  dL/dw11 of layer 1", exact: w, ours: n.weights[0][0].gradient),
      ]
    }
    return Row(
      "004 L15-47", "2-2 (ReLU)-2 (sigmoid), b = .1, .2, X = (.7, .5), t = (.3, .7)",
      lines(
        "both alive", Network004(Network004.alive), 0.697, 0.02912844346799972, 0.019537509757392716
      )
        + lines("both dead", Network004(Network004.dead), 0.2, 0.04248342728814006, 0)
        + lines(
          "one dead", Network004(Network004.oneDead), 0.27, 0.049214274618411026,
          0.018451659354304418),
      note:
        "The weights are lost with the picture, so these are chosen here. With both ReLUs dead net2_2 is "
        + "b2, the .2 that the lecture prints.")
  }

  static func meanSquares() -> Row {
    let n = Network004(Network004.alive)
    let y = n.y.map { $0.data }
    let (d1, d2) = (y[0] - 0.3, y[1] - 0.7)
    return Row(
      "004 L36-59", "MSE = 1/N sum (y - yhat)^2, N = 2: the 1/2 is 1/N; dL/dyhat = -(y - yhat)",
      [
        Line("L", exact: (d1 * d1 + d2 * d2) / 2, ours: n.loss.data),
        Line("dL/dyhat1", exact: 0.23916957546179538, ours: n.y[0].gradient),
        Line("dL/dyhat2", exact: -0.032477701726323124, ours: n.y[1].gradient),
      ])
  }

  static func sumOverPaths() -> Row {
    let n = Network004(Network004.alive)
    let y = n.y.map { $0.data }
    let first = (y[0] - 0.3) * y[0] * (1 - y[0]) * 0.5
    let second = (y[1] - 0.7) * y[1] * (1 - y[1]) * 0.25
    return Row(
      "004 L61-73", "target w11: the sum over both outputs, with the common tail taken out",
      [
        Line("dL/dO1 = path 1 + path 2", exact: first + second, ours: n.hidden[0].gradient),
        Line(
          "dL/dw11 = dL/dO1 * 1 * x1", exact: (first + second) * 0.7, ours: n.weights[0][0].gradient
        ),
        Line(
          "new w11 = w11 - .1 dL/dw11", exact: 0.4 - 0.1 * 0.019537509757392716, ours: updated(n)),
      ], note: "Path 1 through output 1, path 2 through output 2; rate .1 chosen here.")
  }

  private static func updated(_ n: Network004) -> Double {
    var optimizer = SGD(learningRate: 0.1)
    optimizer.step([n.weights[0][0]])
    return n.weights[0][0].data
  }

  static func crossEntropies() -> Row {
    func entropy(_ y: Double) -> Double {
      Loss.crossEntropy(of: [Value(1 - y), Value(y)], against: [0, 1]).data
    }
    return Row(
      "004 L76-117",
      "cross-entropy -sum y log yhat of (.3, .7), (.4, .6), (.1, .9), the second right",
      [
        Line("-ln .7", printed: "0.15", exact: 0.35667494393873238, ours: entropy(0.7)),
        Line("-ln .6", printed: "0.51", exact: 0.51082562376599068, ours: entropy(0.6)),
        Line("-ln .9", printed: "0.105", exact: 0.10536051565782631, ours: entropy(0.9)),
        Line(
          "-log10 .7", printed: "0.15", exact: 0.15490195998574316, ours: -log10(Value(0.7)).data),
      ],
      note:
        "The lecture's 0.15 is a logarithm to base 10, cut after two digits (0.1549); the other two are "
        + "natural.")
  }

  static func reluDerivative() -> Row {
    func slope(_ x: Double) -> Double { derivative(at: x) { relu($0) } }
    return Row(
      "004 L127-137", "ReLU(x) = x for x >= 0; its derivative 1, 0, undefined at 0",
      [
        Line("ReLU(.28)", exact: 0.28, ours: relu(Value(0.28)).data),
        Line("derivative at .28", exact: 1, ours: slope(0.28)),
        Line("at -.45", exact: 0, ours: slope(-0.45)),
        Line("at 0: our rule", exact: 0, ours: slope(0)),
      ])
  }

  static func sigmoidSlope() -> Row {
    let x = Value(0.2), y = sigmoid(x)
    y.backward()
    let s = 0.54983399731247795
    return Row(
      "004 L139-147", "s(net)(1 - s(net)) at net2_2 = .2, left unevaluated",
      [
        Line("s(.2)", exact: s, ours: y.data),
        Line("1 - s(.2)", exact: 0.45016600268752205, ours: 1 - y.data),
        Line("s (1 - s)", exact: 0.24751657271185995, ours: x.gradient),
      ])
  }
}
