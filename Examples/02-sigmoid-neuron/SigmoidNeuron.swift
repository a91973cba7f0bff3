// Example 2: a neuron, taken apart into its smallest gates and put together again.
//
//     w0 --\
//           * --\
//     x0 --/     \
//                 + --\
//     w1 --\     /     \
//           * --/       + --- *-1 --- exp --- +1 --- 1/x --- f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2))
//     x1 --/           /
//     w2 -------------/
//
// You will learn
// - that the sigmoid neuron of the CS231n slides is eight gates, each with a rule of one line;
// - how the gradient 1.00 at the output becomes -0.20, 0.39, -0.39, -0.59 and 0.20 at the inputs;
// - that a slide which goes on computing with rounded numbers arrives at 0.40 instead of 0.39;
// - that one `sigmoid` gate replaces the last four and changes no gradient, and that with a dot
//   product for the rest the neuron is two gates.
//
// It prints the rule of every gate, the table of every edge (value and gradient, exact and to two
// decimals, beside what the slide prints, in the edition of the CS231n notes), and the same
// gradients from the two shorter graphs.

import Nabla

@main
enum SigmoidNeuron {
  static func main() {
    let neuron = Circuit()
    gates(of: neuron)
    edges(of: neuron)
    roundedAtEveryGate(neuron)
    oneSigmoidGate(comparedWith: neuron)
    twoGates(comparedWith: neuron)
  }

  /// The eight gates, each edge named as in the picture.
  struct Circuit {
    let w0 = Value(2, label: "w0")
    let x0 = Value(-1, label: "x0")
    let w1 = Value(-3, label: "w1")
    let x1 = Value(-2, label: "x1")
    let w2 = Value(-3, label: "w2")
    let f: Value

    init() {
      let product0 = (w0 * x0).labeled("w0*x0")
      let product1 = (w1 * x1).labeled("w1*x1")
      let sum = (product0 + product1).labeled("w0*x0+w1*x1")
      let z = (sum + w2).labeled("z")
      let negative = (-z).labeled("-z")
      let power = exp(negative).labeled("e^-z")
      let denominator = (power + 1).labeled("1+e^-z")
      f = (1 / denominator).labeled("f")
      f.backward()
    }

    var inputs: [Value] { [w0, x0, w1, x1, w2] }

    /// The edges from the inputs to the output: the leaves first, then gate by gate.
    var edges: [Value] { inputs + f.topologicalOrder().filter { !$0.isLeaf } }
  }

  // MARK: - The eight gates

  static func gates(of neuron: Circuit) {
    heading("Backward through the eight gates: gradient = local gradient * upstream gradient")
    print("  gate   rule of the gate       to edge        local      upstream   gradient")
    for node in neuron.f.topologicalOrder().reversed() where !node.isLeaf {
      for (parent, local) in zip(node.parents, node.localGradients) {
        print(
          "  " + left(node.gate ?? "", 7) + left(rule(node.gate ?? ""), 23)
            + left(parent.label ?? "", 12) + right(twoDecimals(local), 8) + "  * "
            + right(twoDecimals(node.gradient), 6) + "    = "
            + right(twoDecimals(local * node.gradient), 6))
      }
    }
    print("Rounded for display only: -2.00 * 0.20 is -0.39 because the 0.20 is really 0.19661.")
  }

  /// The local rules, as on the slide.
  static func rule(_ gate: String) -> String {
    switch gate {
    case "1/x": "d(1/x)/dx = -1/x^2"
    case "+1": "d(x+1)/dx = 1"
    case "exp": "d(e^x)/dx = e^x"
    case "*-1": "d(-x)/dx  = -1"
    case "+": "d(x+y)/dx = 1"
    default: "d(xy)/dx  = y"
    }
  }

  // MARK: - Every edge

  static func edges(of neuron: Circuit) {
    heading("Every edge: value and gradient df/d(edge), to two decimals and exact")
    print(
      "  edge           gate     value  gradient    slide prints    exact value           "
        + "exact gradient")
    for edge in neuron.edges {
      print(
        "  " + left(edge.label ?? "", 14) + " " + left(edge.gate ?? "input", 5)
          + right(twoDecimals(edge.data), 9) + right(twoDecimals(edge.gradient), 10)
          + right(slide[edge.label ?? ""] ?? "", 16)
          + "    " + left(text(edge.data), 22) + text(edge.gradient))
    }
  }

  /// Value / gradient, as in the figure of the CS231n notes.
  static let slide = [
    "w0": "2.00 / -0.20", "x0": "-1.00 /  0.39", "w1": "-3.00 / -0.39", "x1": "-2.00 / -0.59",
    "w2": "-3.00 /  0.20", "w0*x0": "-2.00 /  0.20", "w1*x1": "6.00 /  0.20",
    "w0*x0+w1*x1": "4.00 /  0.20", "z": "1.00 /  0.20", "-z": "-1.00 / -0.20",
    "e^-z": "0.37 / -0.53", "1+e^-z": "1.37 / -0.53", "f": "0.73 /  1.00",
  ]

  // MARK: - The slide's own arithmetic

  /// Rounds every local gradient and every contribution before it is used, as one does on paper.
  static func roundedAtEveryGate(_ neuron: Circuit) {
    heading("The same on paper: every number rounded to two decimals before it is used")
    var gradient: [Value: Double] = [neuron.f: 1]
    for node in neuron.f.topologicalOrder().reversed() {
      let upstream = gradient[node, default: 0]
      for (parent, local) in zip(node.parents, node.localGradients) {
        gradient[parent, default: 0] += rounded(rounded(local) * upstream)
      }
    }
    print("  edge     on paper   exact, then rounded")
    for edge in neuron.inputs {
      print(
        "  " + left(edge.label ?? "", 7) + right(twoDecimals(gradient[edge, default: 0]), 10)
          + right(twoDecimals(edge.gradient), 14))
    }
    print(
      "The slide multiplies what it has printed, as in (1) * (0.20) = 0.20. Going on like that,")
    print(
      "x0 gets 2 * 0.20 = 0.40, and some editions print it; exactly it is 2 * 0.19661 = 0.39322.")
  }

  // MARK: - Fewer gates

  static func oneSigmoidGate(comparedWith neuron: Circuit) {
    heading("The last four gates as one: f = sigmoid(w0 x0 + w1 x1 + w2)")
    let (w0, x0, w1, x1, w2) = freshInputs()
    let z = w0 * x0 + w1 * x1 + w2
    let f = sigmoid(z)
    f.backward()
    print("local gradient of the gate: (1 - f) f = (1 - \(f.data)) * \(f.data)")
    print("                                     = \(f.localGradients[0])")
    compare(f, [w0, x0, w1, x1, w2], with: neuron)
  }

  static func twoGates(comparedWith neuron: Circuit) {
    heading("Two gates: the dot product with its offset, and the sigmoid")
    let (w0, x0, w1, x1, w2) = freshInputs()
    let z = dot([w0, w1], [x0, x1], plus: w2)
    let f = sigmoid(z)
    f.backward()
    compare(f, [w0, x0, w1, x1, w2], with: neuron)
  }

  static func freshInputs() -> (Value, Value, Value, Value, Value) {
    (
      Value(2, label: "w0"), Value(-1, label: "x0"), Value(-3, label: "w1"),
      Value(-2, label: "x1"), Value(-3, label: "w2")
    )
  }

  static func compare(_ f: Value, _ inputs: [Value], with neuron: Circuit) {
    let gates = f.topologicalOrder().filter { !$0.isLeaf }.count
    print("\(gates) gates instead of 8;  f = \(f.data)")
    print("  edge   gradient               gradient through the eight gates")
    for (short, long) in zip(inputs, neuron.inputs) {
      print(
        "  " + left(short.label ?? "", 7) + left(text(short.gradient), 23) + text(long.gradient))
    }
    print("Equal but for the last digits, which are rounded in another place.")
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  /// A number with all its digits, without ".0" if it is whole.
  static func text(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }

  static func rounded(_ x: Double) -> Double { (x * 100).rounded() / 100 }

  static func twoDecimals(_ x: Double) -> String {
    let hundredths = Int((x.magnitude * 100).rounded())
    let sign = x < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
