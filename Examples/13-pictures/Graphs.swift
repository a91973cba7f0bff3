// The pictures of graphs: the value above each wire, the gradient below it.

import Nabla
import NablaDrawing
import NablaNetworks

extension Pictures {
  static func graphs() throws -> [Picture] {
    let neuron = try GraphPicture(of: sigmoidNeuron())
    return [
      ("expression", try GraphPicture(of: expression()).svg()),
      ("sigmoid-neuron-light", neuron.svg(appearance: .light)),
      ("sigmoid-neuron-dark", neuron.svg(appearance: .dark)),
      ("network-folded", try GraphPicture(of: network()).svg()),
    ]
  }

  /// The lectures' (x + y) z.
  static func expression() -> Value {
    let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
    let f = ((x + y).labeled("q") * z).labeled("f")
    f.backward()
    return f
  }

  /// The lectures' neuron 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))), gate by gate.
  static func sigmoidNeuron() -> Value {
    let w0 = Value(2, label: "w0"), x0 = Value(-1, label: "x0")
    let w1 = Value(-3, label: "w1"), x1 = Value(-2, label: "x1")
    let w2 = Value(-3, label: "w2")
    let f = 1 / (1 + exp(-1 * (w0 * x0 + w1 * x1 + w2)))
    f.backward()
    return f
  }

  /// A 2-16-16-1 network and its loss for one sample: each layer folds to one box.
  static func network() -> Value {
    var generator = SeededGenerator(seed: 7)
    let model = MLP(
      inputs: 2, hidden: [16, 16], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
      using: &generator)
    let inputs = [Value(0.35, label: "x1"), Value(0.9, label: "x2")]
    let answer = model(inputs)[0].labeled("y")
    let loss = pow(answer - Value(1, label: "t"), 2).labeled("loss")
    loss.backward()
    return loss
  }
}
