// The exercises, with the numbers of the lectures. Every value that the lectures name has its name
// here as a label, so that the walkthrough speaks as the slides do.

import Nabla

/// An exercise of a lecture.
struct Circuit {
  /// What its files are called.
  let file: String
  let title: String
  /// The result that is differentiated.
  let root: Value
  /// The inputs for which the chain rule is written out.
  let questions: [String]

  static var small: [Circuit] { [sumTimesFactor, weightTimesInput, sigmoidNeuron, threeGates] }
  static var networks: [Circuit] { [mazur, workedExample] }
}

// MARK: - Small circuits

extension Circuit {
  /// Lecture 002: q = x + y, f = q z.
  static var sumTimesFactor: Circuit {
    let x = Value(-2, label: "x")
    let y = Value(5, label: "y")
    let z = Value(-4, label: "z")
    let q = (x + y).labeled("q")
    return Circuit(
      file: "sum-times-factor", title: "f = (x + y) z  at x = -2, y = 5, z = -4",
      root: (q * z).labeled("f"), questions: ["x"])
  }

  /// Lecture 003: g = w x, f = g + b.
  static var weightTimesInput: Circuit {
    let w = Value(-2, label: "w")
    let x = Value(5, label: "x")
    let b = Value(3, label: "b")
    let g = (w * x).labeled("g")
    return Circuit(
      file: "weight-times-input", title: "f = w x + b  at w = -2, x = 5, b = 3",
      root: (g + b).labeled("f"), questions: [])
  }

  /// Lecture 003: the sigmoid neuron, taken apart into the gates of the slide.
  static var sigmoidNeuron: Circuit {
    let w0 = Value(2, label: "w0")
    let x0 = Value(-1, label: "x0")
    let w1 = Value(-3, label: "w1")
    let x1 = Value(-2, label: "x1")
    let w2 = Value(-3, label: "w2")
    let p = (w0 * x0).labeled("p")
    let q = (w1 * x1).labeled("q")
    let r = (p + q).labeled("r")
    let z = (r + w2).labeled("z")
    let n = (-z).labeled("n")
    let e = exp(n).labeled("e")
    let d = (e + 1).labeled("d")
    return Circuit(
      file: "sigmoid-neuron",
      title: "f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2))  at w = 2, -3, -3 and x = -1, -2",
      root: (1 / d).labeled("f"), questions: ["x0"])
  }

  /// Lecture 003: add distributes, max routes, multiply switches.
  static var threeGates: Circuit {
    let x = Value(3, label: "x")
    let y = Value(-4, label: "y")
    let z = Value(2, label: "z")
    let w = Value(-1, label: "w")
    let product = (x * y).labeled("p")
    let larger = maximum(z, w).labeled("m")
    let sum = (product + larger).labeled("s")
    return Circuit(
      file: "three-gates", title: "f = 2 (x y + max(z, w))  at x = 3, y = -4, z = 2, w = -1",
      root: (2 * sum).labeled("f"), questions: ["w"])
  }
}

// MARK: - Networks

extension Circuit {
  /// The example of Mazur's "A step by step backpropagation example" (2015): two inputs, two hidden units, two
  /// outputs, all sigmoids; the units of a layer share a bias.
  static var mazur: Circuit {
    let inputs = leaves("i", [0.05, 0.10])
    let w = leaves("w", [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55])
    let b = leaves("b", [0.35, 0.60])
    let hidden = [
      unit("h1", [w[0], w[1]], inputs, plus: b[0]), unit("h2", [w[2], w[3]], inputs, plus: b[0]),
    ]
    let outputs = [
      unit("o1", [w[4], w[5]], hidden, plus: b[1]), unit("o2", [w[6], w[7]], hidden, plus: b[1]),
    ]
    let errors = [
      halfSquare("E1", outputs[0], target: 0.01), halfSquare("E2", outputs[1], target: 0.99),
    ]
    return Circuit(
      file: "mazur", title: "Mazur's 2-2-2 network: the error E for inputs 0.05 and 0.10",
      root: (errors[0] + errors[1]).labeled("E"), questions: ["w5", "w1"])
  }

  /// Lecture 002: two inputs, two hidden units, one output, all sigmoids, no biases.
  static var workedExample: Circuit {
    let x = leaves("x", [0.35, 0.9])
    let w = zip(["W1_11", "W1_12", "W1_21", "W1_22"], [0.1, 0.8, 0.4, 0.6])
      .map { Value($1, label: $0) }
    let v = zip(["W2_11", "W2_12"], [0.3, 0.9]).map { Value($1, label: $0) }
    let hidden = [unit("h1", [w[0], w[1]], x), unit("h2", [w[2], w[3]], x)]
    let output = unit("y", v, hidden)
    return Circuit(
      file: "worked-example", title: "Lecture 002, worked example: the loss L for x = (0.35, 0.9)",
      root: halfSquare("L", output, target: 0.5), questions: ["W2_11", "W1_12"])
  }

  private static func leaves(_ letter: String, _ numbers: [Double]) -> [Value] {
    numbers.enumerated().map { Value($1, label: "\(letter)\($0 + 1)") }
  }

  /// A sigmoid unit: its weighted sum is `net_` and its output `out_` with its name.
  private static func unit(
    _ name: String, _ weights: [Value], _ inputs: [Value], plus bias: Value? = nil
  ) -> Value {
    let net = bias.map { dot(weights, inputs, plus: $0) } ?? dot(weights, inputs)
    return sigmoid(net.labeled("net_\(name)")).labeled("out_\(name)")
  }

  /// (target - output)^2 / 2.
  private static func halfSquare(_ name: String, _ output: Value, target: Double) -> Value {
    let difference = (target - output).labeled("d_\(name)")
    let square = pow(difference, 2).labeled("q_\(name)")
    return (0.5 * square).labeled(name)
  }
}
