// The network of lecture 004: two inputs, two ReLU units, two sigmoid units, mean squared error. Its
// weights are not in the lecture; these three settings were chosen so that both, none and one of the
// hidden units are alive.

import Nabla
import Testing

@Suite("Lectures: a network of ReLU and sigmoid units")
struct MixedActivationsTests {
  struct Setting {
    let name: String
    /// w1_11, w1_12, w1_21, w1_22, then w2: to the first index, from the second.
    let weights: [Double]
    /// Those of the hidden units, then those of the outputs.
    let nets: [Double]
    let hidden, outputs: [Double]
    let loss: Double
    let weightGradients, biasGradients, netGradients: [Double]
    let hiddenGradients, outputGradients, inputGradients: [Double]
  }

  @Test("every node's value and gradient", arguments: settings.indices)
  func everyNode(index: Int) {
    let setting = Self.settings[index]
    let w = setting.weights.map { Value($0) }
    let inputs = [Value(0.7), Value(0.5)], biases = [Value(0.1), Value(0.2)]
    let nets1 = [
      dot([w[0], w[1]], inputs, plus: biases[0]), dot([w[2], w[3]], inputs, plus: biases[0]),
    ]
    let hidden = nets1.map { relu($0) }
    let nets2 = [
      dot([w[4], w[5]], hidden, plus: biases[1]), dot([w[6], w[7]], hidden, plus: biases[1]),
    ]
    let outputs = nets2.map { sigmoid($0) }
    let loss = mean([pow(outputs[0] - 0.3, 2), pow(outputs[1] - 0.7, 2)])
    loss.backward()

    let at = "with " + setting.name
    expectClose((nets1 + nets2).map { $0.data }, setting.nets, "nets " + at)
    expectClose(hidden.map { $0.data }, setting.hidden, "hidden " + at)
    expectClose(outputs.map { $0.data }, setting.outputs, "outputs " + at)
    expectClose(loss.data, setting.loss, "loss " + at)
    expectClose(w.map { $0.gradient }, setting.weightGradients, "weights' gradients " + at)
    expectClose(biases.map { $0.gradient }, setting.biasGradients, "biases' gradients " + at)
    expectClose((nets1 + nets2).map { $0.gradient }, setting.netGradients, "nets' gradients " + at)
    expectClose(hidden.map { $0.gradient }, setting.hiddenGradients, "hidden gradients " + at)
    expectClose(outputs.map { $0.gradient }, setting.outputGradients, "outputs' gradients " + at)
    expectClose(inputs.map { $0.gradient }, setting.inputGradients, "inputs' gradients " + at)
  }

  @Test("the lecture's sigma(net) (1 - sigma(net)) at 0.2, which it leaves unevaluated")
  func slopeAtBias() {
    let (value, slope) = valueWithDerivative(at: 0.2) { z in sigmoid(z) }
    expectClose([value, slope], [0.549833997312478, 0.24751657271185995])
  }

  static let settings = [
    Setting(
      name: "both hidden units alive",
      weights: [0.4, -0.2, 0.3, 0.6, 0.5, -0.3, 0.25, 0.7],
      nets: [0.28, 0.61, 0.157, 0.697], hidden: [0.28, 0.61],
      outputs: [0.5391695754617953, 0.6675222982736769], loss: 0.02912844346799972,
      weightGradients: [
        0.019537509757392716, 0.013955364112423369, -0.0160112541272742, -0.011436610090910144,
        0.016639125046582073, 0.03624952242291094, -0.0020182344813357983, -0.0043968679771958456,
      ],
      biasGradients: [0.00503750804302645, 0.052217466304450975],
      netGradients: [
        0.027910728224846738, -0.022873220181820288, 0.05942544659493597,
        -0.007207980290484993,
      ],
      hiddenGradients: [0.027910728224846738, -0.022873220181820288],
      outputGradients: [0.23916957546179538, -0.032477701726323124],
      inputGradients: [0.004302325235392609, -0.01930607775406152]),
    Setting(
      name: "both hidden units dead",
      weights: [-0.5, -0.4, -0.3, -0.6, 0.5, -0.3, 0.25, 0.7],
      nets: [-0.45, -0.41, 0.2, 0.2], hidden: [0, 0],
      outputs: [0.549833997312478, 0.549833997312478], loss: 0.04248342728814006,
      weightGradients: [
        0, 0, 0, 0,
        0, 0, 0, 0,
      ],
      biasGradients: [0, 0.024669480438633144],
      netGradients: [
        0, 0, 0.06183805476168856,
        -0.03716857432305542,
      ],
      hiddenGradients: [0.021626883800080425, -0.04456941845464536],
      outputGradients: [0.2498339973124779, -0.1501660026875221],
      inputGradients: [0, 0]),
    Setting(
      name: "one hidden unit dead",
      weights: [0.4, -0.2, -0.9, 0.2, 0.5, -0.3, 0.25, 0.7],
      nets: [0.28, -0.43, 0.34, 0.27], hidden: [0.28, 0],
      outputs: [0.5841905229354074, 0.5670929049654543], loss: 0.049214274618411026,
      weightGradients: [
        0.018451659354304418, 0.013179756681646011, 0, 0,
        0.019329317212706667, 0, -0.009135979458526268, 0,
      ],
      biasGradients: [0.026359513363292023, 0.03640477769350143],
      netGradients: [
        0.026359513363292023, 0, 0.06903327575966667,
        -0.03262849806616524,
      ],
      hiddenGradients: [0.026359513363292023, -0.043549931374215665],
      outputGradients: [0.28419052293540736, -0.13290709503454567],
      inputGradients: [0.01054380534531681, -0.005271902672658405]),
  ]
}
