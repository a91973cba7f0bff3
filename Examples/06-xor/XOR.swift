// Example 6: a network learns XOR.
//
// XOR is 1 when exactly one of its two inputs is 1. No single neuron can say that: a straight line
// does not part the corners (0,1), (1,0) of a square from (0,0), (1,1). Two layers can.
//
// You will learn
// - the training loop, written out: forward, loss, zero gradients, backward, step;
// - that a network is nothing but nodes: two for each neuron, as in example 2;
// - how to draw a loss curve and a decision boundary, in the terminal and as pictures;
// - the same as layers: affine, sigmoid, softmax, and a model with add, forward and backward;
// - what learning XOR looks like on the smallest network that can do it: first every answer goes to
//   0.5, a saddle of the loss, and there it stays for a long time;
// - how often that network learns XOR at all, and what has happened where it does not.
//
// It prints the loss and the four answers as a 2-4-1 network learns, and its truth table, all four
// right, its decisions drawn, and where the pictures are; then the lecture's 2-2-1 network from its
// fixed start; the same problem with the lecture's layer classes; then how a hundred 2-2-1 networks
// fare, what keeps all of them at 0.5 for a while, and where those that fail have stopped.

import Nabla

@main
enum XOR {
  static let inputs: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
  static let targets: [Double] = [0, 1, 1, 0]

  static func main() {
    learn()
    lectureStart()
    lectureLayers()  // In LectureLayers.swift.
    // The second half is in HundredRuns.swift.
    let runs = hundredRuns()
    saddle(runs)
    stopped(runs)
  }

  // MARK: - The loop

  static func learn() {
    heading("A 2-4-1 network (tanh, then sigmoid) learns XOR by gradient descent")
    var generator = SplitMix64(seed: 1)
    let network = Network(hidden: 4, activation: { tanh($0) }, using: &generator)
    let learningRate = 1.0
    var losses: [Double] = []
    print(" step     loss   (0,0)  (0,1)  (1,0)  (1,1)")
    for step in 0...500 {
      // Forward: the answers, and how far off they are.
      let answers = inputs.map { network($0) }
      let loss = meanSquaredError(answers, targets)
      losses.append(loss.data)
      if [0, 10, 20, 50, 100, 200, 300, 400, 500].contains(step) {
        print(row(step, loss, answers))
      }
      // Backward: the gradient of the loss with respect to every parameter, from zero.
      loss.zeroGradients()
      loss.backward()
      // Step: every parameter a little way downhill.
      for parameter in network.parameters {
        parameter.data -= learningRate * parameter.gradient
      }
    }
    printTruthTable(network)
    draw(network, losses: losses)  // In Drawing.swift.
  }

  static func printTruthTable(_ network: Network) {
    print("\n  x1  x2   XOR   network")
    var rightCount = 0
    for (input, target) in zip(inputs, targets) {
      let answer = network(input).data
      let isRight = (answer > 0.5) == (target == 1)
      if isRight { rightCount += 1 }
      print(
        "   \(Int(input[0]))   \(Int(input[1]))     \(Int(target))     \(fixed(answer, 3))   "
          + (isRight ? "right" : "wrong"))
    }
    print("\(rightCount) of 4 right")
  }

  static func meanSquaredError(_ answers: [Value], _ targets: [Double]) -> Value {
    mean(zip(answers, targets).map { answer, target in pow(answer - target, 2) })
  }

  // MARK: - The smallest network, from a fixed start

  static func lectureStart() {
    heading("The lecture's 2-2-1 network (all sigmoid) from its fixed start, learning rate 0.5")
    let network = Network(
      hidden: [
        Neuron(weights: [0.7, 0.6], bias: -0.8),
        Neuron(weights: [0.7, -0.5], bias: 0.9),
      ],
      output: Neuron(weights: [0.2, -1], bias: 0.8),
      activation: { sigmoid($0) })
    // The graph does not change from step to step: recorded once, it is run again by forward().
    let answers = inputs.map { network($0) }
    let loss = meanSquaredError(answers, targets)
    print(" step     loss           (0,0)  (0,1)  (1,0)  (1,1)")
    for step in 0...10000 {
      loss.forward()
      if [0, 1, 2, 3, 5, 10, 100, 1000, 2000, 5000, 10000].contains(step) {
        print(row(step, loss, answers, decimals: 10))
      }
      loss.zeroGradients()
      loss.backward()
      for parameter in network.parameters { parameter.data -= 0.5 * parameter.gradient }
    }
    print(
      "For hundreds of steps little seems to happen: at step 100 every answer is still near 0.5.")
  }

  // MARK: - The network

  /// Weights and a bias.
  struct Neuron {
    let weights: [Value]
    let bias: Value

    init(weights: [Double], bias: Double) {
      self.weights = weights.map { Value($0) }
      self.bias = Value(bias)
    }

    init(inputCount: Int, using generator: inout some RandomNumberGenerator) {
      weights = (0..<inputCount).map { _ in Value(uniform(using: &generator)) }
      bias = Value(uniform(using: &generator))
    }

    var parameters: [Value] { weights + [bias] }
  }

  /// Two inputs, a layer of hidden neurons, one sigmoid neuron as output.
  struct Network {
    let hidden: [Neuron]
    let output: Neuron
    let activation: (Value) -> Value

    init(hidden: [Neuron], output: Neuron, activation: @escaping (Value) -> Value) {
      self.hidden = hidden
      self.output = output
      self.activation = activation
    }

    init(
      hidden count: Int, activation: @escaping (Value) -> Value,
      using generator: inout some RandomNumberGenerator
    ) {
      hidden = (0..<count).map { _ in Neuron(inputCount: 2, using: &generator) }
      output = Neuron(inputCount: count, using: &generator)
      self.activation = activation
    }

    var parameters: [Value] { hidden.flatMap { $0.parameters } + output.parameters }

    /// What the hidden neurons make of an input.
    func code(_ input: [Double]) -> [Value] {
      hidden.map { activation(dot($0.weights, input, plus: $0.bias)) }
    }

    func callAsFunction(_ input: [Double]) -> Value {
      sigmoid(dot(output.weights, code(input), plus: output.bias))
    }
  }

  // MARK: - Randomness

  /// Steele, Lea and Flood's generator (2014): small, and the same numbers on every machine.
  struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      return bits ^ (bits >> 31)
    }
  }

  /// A number from -1 to 1, from the upper 53 bits.
  static func uniform(using generator: inout some RandomNumberGenerator) -> Double {
    2 * Double(generator.next() >> 11) * 0x1p-53 - 1
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  static func row(_ step: Int, _ loss: Value, _ answers: [Value], decimals: Int = 4) -> String {
    right("\(step)", 5) + "   " + fixed(loss.data, decimals)
      + answers.map { "   " + fixed($0.data, 2) }.joined()
  }

  /// A number with some decimals.
  static func fixed(_ x: Double, _ decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((x.magnitude * Double(scale)).rounded())
    let fraction = "\(scaled % scale)"
    return (x < 0 && scaled > 0 ? "-" : "") + "\(scaled / scale)."
      + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
