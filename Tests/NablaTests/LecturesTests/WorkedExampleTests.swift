// The worked example of lecture 002: two inputs, two sigmoid units and one, no biases, half the
// squared error. W1 = [[.1, .8], [.4, .6]], W2 = [.3, .9], x = (.35, .9), t = .5, learning rate 1.

import Nabla
import Testing

@Suite("Lectures: the worked example of lecture 002")
struct WorkedExampleTests {
  /// W1_11, W1_12, W1_21, W1_22, W2_11, W2_12: to the first index, from the second.
  static let start = [0.1, 0.8, 0.4, 0.6, 0.3, 0.9]

  /// The network's graph.
  private struct Network {
    let weights: [Value]
    let inputs = [Value(0.35), Value(0.9)]
    let net1, x1: [Value]
    let net2, y, loss: Value

    init(_ weights: [Value]) {
      self.weights = weights
      net1 = [
        weights[0] * inputs[0] + weights[1] * inputs[1],
        weights[2] * inputs[0] + weights[3] * inputs[1],
      ]
      x1 = net1.map { sigmoid($0) }
      net2 = weights[4] * x1[0] + weights[5] * x1[1]
      y = sigmoid(net2)
      loss = 0.5 * pow(0.5 - y, 2)
    }

    init() { self.init(WorkedExampleTests.start.map { Value($0) }) }

    /// One step of gradient descent, in place.
    func step() {
      loss.forward()
      loss.zeroGradients()
      loss.backward()
      for weight in weights { weight.data -= weight.gradient }
      loss.forward()
    }
  }

  /// dL / d weights.
  static let gradients = [
    0.0009290711608096601, 0.0023890401277962686, 0.002860075772445455, 0.007354480557716884,
    0.027674034938717867, 0.027001636991007414,
  ]

  @Test("the forward pass gives every number")
  func forward() {
    let network = Network()
    expectClose(network.net1.map { $0.data }, [0.755, 0.68])
    expectClose(network.x1.map { $0.data }, [0.6802671966986484, 0.6637386974043527])
    expectClose(
      [network.net2, network.y, network.loss].map { $0.data },
      [0.8014449866735119, 0.6902834929076445, 0.01810390383656678])
  }

  @Test("the backward pass gives every gradient, of weights, nodes and inputs")
  func backward() {
    let network = Network()
    network.loss.backward()
    expectClose(network.weights.map { $0.gradient }, Self.gradients)
    expectClose(network.x1.map { $0.gradient }, [0.012204337533701712, 0.03661301260110514])
    expectClose(network.y.gradient, 0.1902834929076444)
    expectClose(network.inputs.map { $0.gradient }, [0.003534106928740423, 0.0070265782631857175])
  }

  @Test("the lecture's deltas are minus the gradients at the nets")
  func deltas() {
    let network = Network()
    network.loss.backward()
    expectClose(-network.net2.gradient, -0.04068112511233904)
    expectClose(
      network.net1.map { -$0.gradient }, [-0.002654489030884743, -0.008171645064129872])
    // And dL/dW_ij = -delta_i x_j, which is the lecture's formula, in numbers.
    let (delta, x) = (network.net1.map { -$0.gradient }, [0.35, 0.9])
    expectClose(
      network.weights[..<4].map { $0.gradient },
      [-delta[0] * x[0], -delta[0] * x[1], -delta[1] * x[0], -delta[1] * x[1]])
  }

  @Test("the printed numbers are met as far as their few digits go")
  func printed() {
    let network = Network()
    network.loss.backward()
    // The lecture goes on with two to four digits, so its gradients are off by up to 1e-4.
    let printed = [0.000945, 0.00243, 0.00287, 0.00738, 0.0276, 0.0269]
    for (weight, number) in zip(network.weights, printed) {
      expectClose(weight.gradient, number, relative: 0, absolute: 1.1e-4)
    }
    network.step()
    for (weight, number) in zip(
      network.weights, [0.0991, 0.7976, 0.3971, 0.5926, 0.2724, 0.8731])
    {
      expectClose(weight.data, number, relative: 0, absolute: 1.1e-4)
    }
  }

  @Test("one step of gradient descent gives the new weights, output and loss")
  func oneStep() {
    let network = Network()
    network.step()
    expectClose(
      network.weights.map { $0.data },
      [
        0.09907092883919034, 0.7976109598722038, 0.39713992422755456, 0.5926455194422832,
        0.27232596506128215, 0.8729983630089926,
      ])
    expectClose(network.y.data, 0.6820185832642942)
    expectClose(network.loss.data, 0.016565382326770395)
  }

  @Test("\"just repeat\": losses and outputs at steps 0, 1, 2, 10, 100 and 1000")
  func training() {
    let expected: [Int: (loss: Double, output: Double)] = [
      0: (0.01810390383656678, 0.6902834929076445),
      1: (0.016565382326770395, 0.6820185832642942),
      2: (0.0151269552544479, 0.6739365128686206),
      10: (0.006899893372097447, 0.6174724935642165),
      100: (2.918213771820211e-07, 0.5007639651525849),
      1000: (2.24624193224296e-51, 0.5),
    ]
    let network = Network()
    for step in 0...1000 {
      if let (loss, output) = expected[step] {
        expectClose(network.y.data, output, "output at step \(step)")
        // The output is rounded to 1e-16, so the loss to its square: a true loss of 2e-51 cannot be
        // seen, and (a few 1e-16)^2 is 1e-31. The steps contract, so nothing else adds up.
        expectClose(network.loss.data, loss, absolute: 1e-30, "loss at step \(step)")
      }
      network.step()
    }
  }

  @Test("the second derivatives by the weights are right")
  func secondDerivatives() {
    let expected = [
      [
        -0.00010147219585129672, -0.00026092850361762016, 4.8529957421879234e-05,
        0.0001247913190848323, 0.0035664787492363744, 0.0004581655864222806,
      ],
      [
        -0.00026092850361762016, -0.0006709590093024519, 0.0001247913190848323,
        0.0003208919633609974, 0.009170945355179249, 0.0011781400793715788,
      ],
      [
        4.8529957421879234e-05, 0.0001247913190848323, -0.00017841772889136588,
        -0.0004587884457206551, 0.0014455509910534425, 0.004588290307674591,
      ],
      [
        0.0001247913190848323, 0.0003208919633609974, -0.0004587884457206551,
        -0.001179741717567399, 0.003717131119851709, 0.011798460791163234,
      ],
      [
        0.0035664787492363744, 0.009170945355179249, 0.0014455509910534425,
        0.003717131119851709, 0.013987121955830677, 0.013647275882849167,
      ],
      [
        0.0004581655864222806, 0.0011781400793715788, 0.004588290307674591,
        0.011798460791163234, 0.013647275882849167, 0.013315687073490986,
      ],
    ]
    expectClose(hessian(at: Self.start) { Network($0).loss }, expected)
  }
}
