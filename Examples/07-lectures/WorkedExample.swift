// Lecture 002's worked example: two inputs, two hidden units, one output, all sigmoids, no biases;
// inputs 0.35 and 0.9, target 0.5, learning rate 1. It is printed number by number, and most of its
// gradients are a little off, because they were computed from numbers rounded before.

import Nabla
import NablaNetworks

/// The worked example's network and its numbers after one backward pass.
struct WorkedExample {
  let nets: [Value]
  let hidden: [Value]
  let output: Value
  let outputNet: Value
  let loss: Value
  let parameters: [Value]

  init() {
    let w = [[0.1, 0.8], [0.4, 0.6]].map { row in row.map { Value($0) } }
    let v = [Value(0.3), Value(0.9)]
    nets = w.map { dot($0, [0.35, 0.9]) }
    hidden = nets.map { sigmoid($0) }
    outputNet = dot(v, hidden)
    output = sigmoid(outputNet)
    loss = Loss.halfSumSquaredError(of: [output], against: [0.5])
    parameters = w.flatMap { $0 } + v
    loss.backward()
  }

  /// The same as a model, for training.
  static func network() -> MLP {
    var model = MLP([
      Layer(weights: [[0.1, 0.8], [0.4, 0.6]], biases: [0, 0], activation: .sigmoid),
      Layer(weights: [[0.3, 0.9]], biases: [0], activation: .sigmoid),
    ])
    model.freeze("layers.0.bias")
    model.freeze("layers.1.bias")
    return model
  }

  /// The same in matrices, as a witness.
  static func matrices() -> MatrixNetwork {
    MatrixNetwork(
      weights: [[[0.1, 0.4], [0.8, 0.6]], [[0.3], [0.9]]], biases: [[0, 0], [0]],
      output: .sigmoidWithHalfSquares, learnsBiases: false)
  }
}

extension Lectures {
  static func netsAndOutputs() -> Row {
    let example = WorkedExample()
    let w = Affine(weights: [[1, 2], [3, 4]], biases: [0, 0])
    return Row(
      "002 L497-516, L743", "net_i = sum of W_ij x_j + b_i, x_i = s(net_i); W_ij leads to i from j",
      [
        Line("net 1 = .1 * .35 + .8 * .9", exact: 0.755, ours: example.nets[0].data),
        Line("net 2 = .4 * .35 + .6 * .9", exact: 0.68, ours: example.nets[1].data),
        Line("net of the output", exact: 0.8014449866735119, ours: example.outputNet.data),
        .claim("row i of W leads to unit i", w([1.0, 0]).map { $0.data } == [1, 3]),
      ])
  }

  static func halfSquares() -> Row {
    let y = [Value(0.2), Value(0.9)]
    let loss = Loss.halfSumSquaredError(of: y, against: [0, 1])
    loss.backward()
    return Row(
      "002 L523-531",
      "C = sum of L over the samples; L = 1/2 sum of (t - y)^2; y = (.2, .9), t = (0, 1)",
      [
        Line("L", exact: 0.025, ours: loss.data),
        Line("dL/dy1 = y1 - t1", exact: 0.2, ours: y[0].gradient),
        Line("dL/dy2", exact: -0.1, ours: y[1].gradient),
      ], note: "Numbers chosen here. The 1/2 cancels the 2 of the square.")
  }

  static func deltaRule() -> Row {
    let example = WorkedExample()
    let matrices = WorkedExample.matrices()
    let y = matrices.forward([[0.35, 0.9]])
    let delta = (0.5 - y[2][0][0]) * y[2][0][0] * (1 - y[2][0][0])
    let back = [0.3, 0.9].enumerated().map { i, v in y[1][0][i] * (1 - y[1][0][i]) * v * delta }
    return Row(
      "002 L556-770",
      "delta rule: delta = (t - y) s'(net), delta_i = s'(net_i) sum of W_ki delta_k",
      [
        Line("delta of the output", exact: delta, ours: -example.outputNet.gradient),
        Line("delta 1", exact: back[0], ours: -example.nets[0].gradient),
        Line("delta 2", exact: back[1], ours: -example.nets[1].gradient),
        Line("dL/dW1_12 = -delta1 x2", exact: -back[0] * 0.9, ours: example.parameters[1].gradient),
      ], note: "The lecture's delta is minus our gradient of the loss at the net.")
  }

  static func workedExample() -> Row {
    let example = WorkedExample()
    let model = WorkedExample.network()
    let steps = repeated(model, 10)
    return Row(
      "002 L789-957", "worked example 2-2-1, x = (.35, .9), t = .5, eta = 1, and \"Just repeat!\"",
      [
        Line("y", exact: 0.6902834929076445, ours: example.output.data),
        Line("L", exact: 0.01810390383656678, ours: example.loss.data),
        Line("y after 1 update", exact: 0.6820185832642942, ours: steps[1].y),
        Line("L after 1 update", exact: 0.016565382326770395, ours: steps[1].loss),
        Line("L after 2 updates", exact: 0.0151269552544479, ours: steps[2].loss),
        Line("L after 10 updates", exact: 0.006899893372097447, ours: steps[10].loss),
      ], note: "Every printed number is in section 3.")
  }

  private static func repeated(_ model: MLP, _ count: Int) -> [(y: Double, loss: Double)] {
    var optimizer = SGD(learningRate: 1)
    return (0...count).map { _ in
      let y = model([0.35, 0.9])
      let loss = Loss.halfSumSquaredError(of: y, against: [0.5])
      loss.zeroGradients()
      loss.backward()
      optimizer.step(model)
      return (y[0].data, loss.data)
    }
  }

  // MARK: - Every printed number

  /// Eighteen rows; the reason stands where the printed number is off.
  static func printedInWorkedExample() -> [Row] {
    let example = WorkedExample()
    let g = example.parameters.map { $0.gradient }
    let updated = example.parameters.map { $0.data - $0.gradient }
    func row(_ name: String, _ printed: String, _ exact: Double, _ ours: Double, _ why: String = "")
      -> Row
    {
      Row("002", name, [Line(name, printed: printed, exact: exact, ours: ours)], note: why)
    }
    let delta = "L826: 0.69 (1 - 0.69) (0.5 - 0.69) = -0.04064, from y already rounded."
    return [
      row("x1_1", "0.68", 0.6802671966986484, example.hidden[0].data),
      row("x1_2", "0.6637", 0.6637386974043527, example.hidden[1].data),
      row("y1", "0.69", 0.6902834929076445, example.output.data),
      row("delta2_1", "-0.0406", -0.04068112511233904, -example.outputNet.gradient, delta),
      row("delta1_1", "-0.0027", -0.002654489030884743, -example.nets[0].gradient),
      row("delta1_2", "-0.0082", -0.008171645064129872, -example.nets[1].gradient),
      row("dW1_11", "0.000945", 0.0009290711608096601, g[0], "0.0027 * 0.35: the rounded delta."),
      row("dW1_12", "0.00243", 0.0023890401277962686, g[1], "0.0027 * 0.9: the rounded delta."),
      row("dW1_21", "0.00287", 0.002860075772445455, g[2], "0.0082 * 0.35: the rounded delta."),
      row("dW1_22", "0.00738", 0.007354480557716884, g[3], "0.0082 * 0.9: the rounded delta."),
      row("dW2_11", "0.0276", 0.027674034938717867, g[4], "0.0406 * 0.68: the rounded delta."),
      row("dW2_12", "0.0269", 0.027001636991007414, g[5], "0.0406 * 0.6637: the rounded delta."),
      row("W1_11", "0.0991", 0.09907092883919034, updated[0]),
      row("W1_12", "0.7976", 0.7976109598722038, updated[1]),
      row("W1_21", "0.3971", 0.39713992422755456, updated[2]),
      row("W1_22", "0.5926", 0.5926455194422832, updated[3]),
      row(
        "W2_11", "0.2724", 0.27232596506128215, updated[4], "0.3 - 0.0276: the rounded gradient."),
      row("W2_12", "0.8731", 0.8729983630089926, updated[5], "0.9 - 0.0269: the rounded gradient."),
    ]
  }
}
