import Nabla

/// The graphs of the lectures, and others, as a user writes them.
enum Graphs {
  /// f = (x + y) z, CS231n lecture 4.
  static func product() -> Value {
    let x = Value(-2, label: "x")
    let y = Value(5, label: "y")
    let z = Value(-4, label: "z")
    return ((x + y).labeled("q") * z).labeled("f")
  }

  /// The sigmoid neuron of CS231n in gates: 13 nodes.
  static func sigmoidNeuron() -> Value {
    let w = [2.0, -3, -3].enumerated().map { Value($1, label: "w\($0)") }
    let x = [-1.0, -2].enumerated().map { Value($1, label: "x\($0)") }
    return 1 / (1 + exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
  }

  /// A network as lists of neurons: weights in rows, and biases.
  struct Network {
    var layers: [(weights: [[Value]], biases: [Value])] = []
    /// Whether weighted sums are written with pluses.
    var writesSums = false

    init(_ sizes: [Int], writesSums: Bool = false) {
      var generator = Congruential(state: 3)
      self.writesSums = writesSums
      func number() -> Value { Value(Double.random(in: -1...1, using: &generator)) }
      for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
        let weights = (0..<outputs).map { _ in (0..<inputs).map { _ in number() } }
        layers.append((weights, (0..<outputs).map { _ in number() }))
      }
    }

    func callAsFunction(_ inputs: [Value]) -> [Value] {
      var x = inputs
      for (index, layer) in layers.enumerated() {
        x = zip(layer.weights, layer.biases).map { weights, bias in
          let sum = affine(weights, x, bias)
          return index < layers.count - 1 ? relu(sum) : sum
        }
      }
      return x
    }

    private func affine(_ weights: [Value], _ x: [Value], _ bias: Value) -> Value {
      writesSums ? zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 } : dot(weights, x, plus: bias)
    }
  }

  /// The hinge loss of a network at one sample.
  static func hinge(_ network: Network, _ inputs: [Value], target: Double) -> Value {
    relu(1 - target * network(inputs)[0])
  }

  /// A random graph; the same state, the same graph.
  static func random(_ state: UInt64) -> Value {
    var generator = Congruential(state: state)
    let labels = ["x", "weight", "", "a much longer name than others have", "😀🚀", "<b>&\"'"]
    let leaves = Int.random(in: 1...8, using: &generator)
    let count = leaves + Int.random(in: 0...40, using: &generator)
    let reach = Int.random(in: 3...30, using: &generator)
    var nodes: [Value] = []
    func pick() -> Value {
      nodes[Int.random(in: max(0, nodes.count - reach)..<nodes.count, using: &generator)]
    }
    while nodes.count < count {
      let number = Double.random(in: -2...2, using: &generator)
      let node: Value
      switch nodes.count < leaves ? 0 : Int.random(in: 1..<12, using: &generator) {
      case 0: node = Value(number)
      case 1: node = pick() + pick()
      case 2: node = pick() * pick()
      case 3: node = pick() - pick()
      case 4: node = tanh(pick())
      case 5: node = maximum(pick(), pick())
      case 6: node = sum((0..<Int.random(in: 1...9, using: &generator)).map { _ in pick() })
      case 7: node = number * pick()
      case 8: node = select(pick(), pick(), where: pick() < pick())
      case 9: node = logSumExp([pick(), pick(), pick()])
      case 10:
        node = Value.custom(
          "my own", of: [pick(), pick()], value: { $0[0] + $0[1] }, localGradient: { _ in [1, 1] })
      default: node = 1 / pick()
      }
      let label = labels[Int.random(in: 0..<labels.count, using: &generator)]
      if !label.isEmpty, Bool.random(using: &generator) { node.labeled(label) }
      nodes.append(node)
    }
    return nodes.count == 1 ? nodes[0] : sum(Array(nodes.suffix(4)))
  }

  /// A linear congruential generator with the constants of MMIX (Knuth), its halves mixed.
  struct Congruential: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ state >> 32) &* 0x9E37_79B9_7F4A_7C15
    }
  }
}
