import Nabla
import NablaNetworks
import Testing

/// Keeps the gradients that it is given, and changes nothing.
struct Recorder: Optimizer {
  var learningRate = 1.0
  var gradients: [[Double]] = []

  mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    self.gradients.append(gradients)
  }
  func suits(parameterCount: Int) -> Bool { true }
}

@Suite("Training engines")
struct TrainingEngineTests {
  static let seed: UInt64 = 2026

  /// Targets as each loss expects them: one-hot, soft and odd ones where it takes any.
  static func targets(_ loss: Loss, _ i: Int, using generator: inout SeededGenerator) -> [Double] {
    let oneHot = (0..<3).map { $0 == i % 3 ? 1.0 : 0 }
    switch loss {
    case .hinge: return oneHot.map { 2 * $0 - 1 }
    case .multiClassHinge: return oneHot
    case .binaryCrossEntropy, .binaryCrossEntropyFromLogits:
      return i % 2 == 0 ? oneHot : (0..<3).map { _ in generator.uniform(in: 0..<1) }
    case .crossEntropy, .crossEntropyFromLogits:
      switch i % 4 {
      case 0, 1: return oneHot
      case 2: return Formulas.softmax((0..<3).map { _ in generator.uniform(in: -2..<2) })
      // No distribution: what the graph makes of it, the program must too.
      default: return [[0, 0.5, 0], [0, 0, 0], [0.2, 0, 0.3], [0, -1, 0]][i / 4 % 4]
      }
    default: return (0..<3).map { _ in generator.uniform(in: -1..<1) }
    }
  }

  static let losses: [Loss] = [
    .meanSquaredError, .sumSquaredError, .halfSumSquaredError, .absolute, .huber(delta: 0.3),
    .hinge, .multiClassHinge(margin: 0.7), .binaryCrossEntropy, .binaryCrossEntropyFromLogits,
    .crossEntropy, .crossEntropyFromLogits,
  ]

  static let activations: [Activation] = [
    .identity, .sigmoid, .tanh, .relu, .leakyReLU(), .prelu(), .elu(), .softplus, .gelu, .silu,
    .maxout(pieces: 3), .softmax,
  ]

  static func data(_ loss: Loss, count: Int, scale: Double = 2) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var data = Dataset(inputs: [], targets: [])
    for i in 0..<count {
      data.inputs.append((0..<4).map { _ in generator.uniform(in: -scale..<scale) })
      data.targets.append(targets(loss, i, using: &generator))
    }
    return data
  }

  /// The history and the gradients of each batch of one epoch.
  static func gradients(
    _ model: some Model, _ data: Dataset, _ loss: Loss, _ engine: TrainingEngine,
    batchSize: Int = 11, reduction: Reduction = .mean
  ) -> (history: History, gradients: [[Double]]) {
    var trainer = Trainer(
      model, on: data, validation: data, loss: loss, optimizer: Recorder(), epochs: 1,
      batchSize: batchSize, options: TrainingOptions(reduction: reduction, engine: engine),
      generator: SeededGenerator(seed: 7))
    trainer.run()
    return (trainer.history, trainer.state.optimizer.gradients)
  }

  /// The largest difference of numbers, relative to the largest of them.
  ///
  /// Relative to each by itself would ask too much: where the samples' gradients cancel, what is left
  /// has the rounding of the largest.
  static func error(_ x: [Double], _ y: [Double]) -> Double {
    let size = zip(x, y).reduce(0.0) { max($0, abs($1.0), abs($1.1)) }
    let error = zip(x, y).reduce(0.0) { max($0, abs($1.0 - $1.1)) }
    return x.count == y.count ? (error == 0 ? 0 : error / size) : .infinity
  }

  @Test("a program gives the losses, gradients and metrics that graphs give", arguments: losses)
  func agreement(loss: Loss) throws {
    let data = Self.data(loss, count: 30)
    for (i, activation) in Self.activations.enumerated() {
      // One of them for each, in turn; all where there is time.
      let all = [Activation.identity, .sigmoid, .softmax]
      for output in Formulas.runsSlowTests ? all : [all[(i + i / 3) % 3]] {
        var generator = SeededGenerator(seed: Self.seed + UInt64(i))
        let model = MLP(
          inputs: 4, hidden: [5], outputs: 3, activation: activation, outputActivation: output,
          using: &generator)
        let reduction: Reduction = i % 2 == 0 ? .mean : .sum
        let graph = Self.gradients(model, data, loss, .graph, reduction: reduction)
        let program = Self.gradients(model, data, loss, .program(), reduction: reduction)
        let what: Comment = "\(loss), \(activation), \(output), seed \(Self.seed)"
        #expect(graph.gradients.count == 3 && program.gradients.count == 3, what)
        // What the issue asks for; some 20 operations of 2 units in the last place each.
        for (x, y) in zip(graph.gradients, program.gradients) {
          #expect(Self.error(x, y) <= 1e-12, what)
          #expect(x.contains { $0 != 0 }, what)
        }
        let (x, y) = (try #require(graph.history.epochs.last), program.history.epochs[0])
        #expect(agree(x.loss, y.loss, within: 1e-12), what)
        #expect(
          agree(try #require(x.validationLoss), try #require(y.validationLoss), within: 1e-12), what
        )
        #expect(x.accuracy == y.accuracy && x.validationAccuracy == y.validationAccuracy, what)
        #expect(graph.history.notices == program.history.notices, what)
      }
    }
  }

  @Test("where a class is nearly certain, each gradient keeps its digits")
  func certain() {
    // The class of each output in turn is ahead by up to 700: losses and gradients down to 1e-300.
    for loss in [Loss.crossEntropyFromLogits, .binaryCrossEntropyFromLogits] {
      for i in 0..<42 {
        let place = i % 3
        var weights = [[0.2, 0.5], [-0.3, 0.1], [0.1, -1]]
        weights[place][0] += Double(i) * 50.0 / 3
        let model = MLP([Layer(weights: weights, biases: [0, 0.1, 0.2])])
        let target = (0..<3).map { $0 == place ? 1.0 : 0 }
        let one = Dataset(inputs: [[1, 0.7]], targets: [target])
        let graph = Self.gradients(model, one, loss, .graph).gradients[0]
        let program = Self.gradients(model, one, loss, .program()).gradients[0]
        for (x, y) in zip(graph, program) {
          // The rounding of logits of some hundred, 1e-13, is in the exponents.
          #expect(x != 0 && abs(x - y) <= 1e-12 * abs(x), "\(loss), \(i): \(x), \(y)")
        }
      }
    }
  }

  @Test("the number of threads does not change a bit", arguments: [Reduction.mean, .sum])
  func threads(reduction: Reduction) throws {
    func run(_ threads: Int?) -> ([Double], History) {
      var generator = SeededGenerator(seed: 4)
      let model = MLP(inputs: 4, hidden: [24], outputs: 3, using: &generator)
      let history = fit(
        model, on: Self.data(.crossEntropyFromLogits, count: 1500),
        validation: Self.data(.crossEntropyFromLogits, count: 5000),
        loss: .crossEntropyFromLogits, optimizer: Adam(), epochs: 2, batchSize: 700,
        options: TrainingOptions(reduction: reduction, engine: .program(maximumThreads: threads)),
        using: &generator)
      return (model.parameters.map { $0.data }, history)
    }
    let one = run(1)
    for threads in [2, 3, 8, nil] { #expect(run(threads) == one, "\(threads ?? 0) threads") }
  }

  @Test("a run of graphs and a run of programs stay together")
  func runs() {
    func run(_ engine: TrainingEngine) -> [Double] {
      var generator = SeededGenerator(seed: 4)
      var model = TrainerTests.model()
      model.freeze("layers.0.bias")
      var options = TrainerTests.options
      options.engine = engine
      fit(
        model, on: TrainerTests.clouds(40, seed: 1), loss: .crossEntropyFromLogits,
        optimizer: SGD(learningRate: 0.1, momentum: 0.9), epochs: 10, batchSize: 16,
        options: options, using: &generator)
      return model.parameters.map { $0.data }
    }
    // Thirty steps, each of which may double a difference of 1e-16 a few times.
    #expect(agree(run(.program()), run(.graph), within: 1e-12))
  }

  @Test("L-BFGS finds the same minimum")
  func searches() {
    func run(_ engine: TrainingEngine) -> LBFGS.Minimum {
      let model = MLP([Layer(weights: [[0.1, 0.2, -0.1, 0]], biases: [0], activation: .sigmoid)])
      var data = Self.data(.meanSquaredError, count: 40)
      data.targets = data.inputs.map { [1 / (1 + Formulas.exp($0[0] - $0[3]))] }
      return fit(
        model, on: data, loss: .binaryCrossEntropy, method: LBFGS(), penalties: [.l2(1e-3)],
        engine: engine)
    }
    let (graph, program) = (run(.graph), run(.program()))
    #expect(graph.hasConverged && program.hasConverged)
    // A minimum of a function known to 1e-16, whose curvature is about 1e-2, along a gradient of 1e-10.
    #expect(agree(graph.point, program.point, within: 1e-7))
    #expect(agree(graph.value, program.value, within: 1e-12))
  }

  @Test("evaluate gives what training recorded, bit for bit")
  func evaluation() {
    var generator = SeededGenerator(seed: 1)
    let model = TrainerTests.model()
    let data = TrainerTests.clouds(50, seed: 3)
    let history = fit(
      model, on: data, validation: data, loss: .crossEntropyFromLogits, optimizer: SGD(),
      epochs: 1, using: &generator)
    let program = evaluate(model, on: data, loss: .crossEntropyFromLogits)
    let graph = evaluate(model, on: data, loss: .crossEntropyFromLogits, engine: .graph)
    #expect(program.loss == history.epochs[0].validationLoss)
    #expect(agree(program.loss, graph.loss, within: 1e-14) && program.confusion == graph.confusion)
  }

  // MARK: - What a program cannot know

  /// Twice the input above 0, a parameter of its own below, by a Swift `if`.
  struct Branching: Model {
    final class Calls { var count = 0 }
    let slopes = [Value(2), Value(-3)]
    var hasFixedGraph = false
    let calls = Calls()
    var inputCount: Int { 1 }
    var outputCount: Int { 1 }
    var parameterArrays: [ParameterArray] {
      [ParameterArray(name: "slopes", shape: [2], values: slopes)]
    }
    func callAsFunction(_ inputs: [Value]) -> [Value] {
      calls.count += 1
      if hasFixedGraph {
        return [select(slopes[0], slopes[1], where: inputs[0] > 0) * inputs[0]]
      }
      return [(inputs[0].data > 0 ? slopes[0] : slopes[1]) * inputs[0]]
    }
  }

  @Test("a model of one's own has graphs, unless it says that its graph is fixed")
  func ownModels() {
    let data = Dataset(inputs: [[1], [-1], [2], [-3]], targets: [[0], [0], [0], [0]])
    let own = Branching()
    // Σ y²/4: (2·1·(2·1)·(1 + 4))/4 and (2·(-3)·(1 + 9))/4.
    let expected = [5.0, -15]
    let graph = Self.gradients(own, data, .meanSquaredError, .program(), batchSize: 4)
    #expect(graph.gradients == [expected])
    #expect(own.calls.count >= 4)
    let fixed = Branching(hasFixedGraph: true)
    let program = Self.gradients(fixed, data, .meanSquaredError, .program(), batchSize: 4)
    #expect(program.gradients == [expected])
    // Once for the gradients and once for the validation loss.
    #expect(fixed.calls.count == 2)
  }

  /// A layer that decides with a Swift `if`.
  struct Cut: NetworkLayer {
    var inputCount: Int? { nil }
    func outputCount(from inputCount: Int) -> Int { inputCount }
    var activation: Activation { .identity }
    var title: String { "cut" }
    func callAsFunction(_ inputs: [Value]) -> [Value] {
      inputs.map { $0.data > 0 ? $0 : 0.1 * $0 }
    }
  }

  @Test("a layer of one's own makes its Sequential have graphs")
  func ownLayers() {
    var generator = SeededGenerator(seed: 1)
    var model = Sequential()
    model.add(Affine(inputs: 4, outputs: 3, using: &generator))
    #expect(model.hasFixedGraph)
    model.add(Cut())
    #expect(!model.hasFixedGraph)
    let data = Self.data(.meanSquaredError, count: 9)
    let graph = Self.gradients(model, data, .meanSquaredError, .graph)
    #expect(graph == Self.gradients(model, data, .meanSquaredError, .program()))
  }

  @Test("where a program is not finite but the graph is, the graph counts")
  func fallsBack() {
    // The output of the class that is not asked for overflows; the graph leaves it out, a program
    // multiplies it by 0.
    let data = Dataset(inputs: [[1e200]], targets: [[0, 1]])
    func model() -> MLP { MLP([Layer(weights: [[1e200], [1e-200]], biases: [0, 0])]) }
    let graph = Self.gradients(model(), data, .crossEntropy, .graph)
    let program = Self.gradients(model(), data, .crossEntropy, .program())
    #expect(graph == program && graph.history.epochs.count == 1)
    #expect(graph.gradients[0][1] == -1e200)
  }

  @Test("parameters listed twice count once, and are trained by a program")
  func tied() {
    struct Tied: Model {
      let weight = Value(0.5)
      let counter = Counter()
      var hasFixedGraph: Bool { true }
      var inputCount: Int { 1 }
      var outputCount: Int { 1 }
      var parameterArrays: [ParameterArray] {
        [ParameterArray(name: "weight", shape: [2], values: [weight, weight])]
      }
      func callAsFunction(_ inputs: [Value]) -> [Value] {
        counter.count += 1
        return [weight * weight * inputs[0]]
      }
    }
    let data = Dataset(inputs: [[1], [1], [1]], targets: [[0], [0], [0]])
    let model = Tied()
    let result = Self.gradients(model, data, .meanSquaredError, .program())
    // d/dw w⁴ at 1/2.
    #expect(result.gradients == [[0.5]])
    // Recorded once to train and once to validate.
    #expect(model.counter.count == 2)
  }

  final class Counter { var count = 0 }
}
