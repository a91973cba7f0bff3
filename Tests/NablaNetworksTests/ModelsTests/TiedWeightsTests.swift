// A layer that stands at two places: its numbers are learned, counted, priced and clipped once. The
// witness is the same function as a model that lists them once.

import Nabla
import NablaNetworks
import Testing

@Suite("Tied weights")
struct TiedWeightsTests {
  /// A layer of three units used twice, and one of two.
  static func tied() -> Sequential {
    var generator = SeededGenerator(seed: 8)
    let shared = Affine(inputs: 3, outputs: 3, using: &generator)
    return Sequential {
      shared
      Activation.tanh
      shared
      Activation.tanh
      Affine(inputs: 3, outputs: 2, using: &generator)
    }
  }

  /// The same function, whose parameters are listed once; it counts how often its graph is built.
  struct Once: Model {
    let inner = TiedWeightsTests.tied()
    let counter = TrainingEngineTests.Counter()
    var hasFixedGraph: Bool { true }
    var inputCount: Int { 3 }
    var outputCount: Int { 2 }
    var parameterArrays: [ParameterArray] {
      inner.parameterArrays.filter { !$0.name.hasPrefix("layers.2.") }
    }
    func callAsFunction(_ inputs: [Value]) -> [Value] { inner(inputs) }
    func callAsFunction(_ inputs: [Double]) -> [Value] { inner(inputs) }
  }

  static let data: Dataset = {
    var generator = SeededGenerator(seed: 3)
    return Dataset(
      inputs: (0..<12).map { _ in (0..<3).map { _ in generator.uniform(in: -1..<1) } },
      targets: (0..<12).map { oneHot($0 % 2, count: 2) })
  }()

  static let options: [(name: String, options: TrainingOptions)] = [
    ("plain", TrainingOptions()),
    ("penalties", TrainingOptions(penalties: [.l2(0.05), .l1(0.01, includesBiases: true)])),
    ("clipped norm", TrainingOptions(clipping: .norm(0.2))),
    ("early stopping", TrainingOptions(earlyStopping: EarlyStopping(patience: 2))),
  ]

  @Test("training is that of a model that lists its numbers once")
  func training() {
    func check(_ optimizer: some Optimizer, _ name: String) {
      for engine in [TrainingEngine.program(), .graph] {
        for (kind, options) in Self.options {
          var options = options
          options.engine = engine
          var (generator, twin) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
          let (model, once) = (Self.tied(), Once())
          let history = fit(
            model, on: Self.data, loss: .crossEntropyFromLogits, optimizer: optimizer, epochs: 6,
            batchSize: 5, options: options, using: &generator)
          let expected = fit(
            once, on: Self.data, loss: .crossEntropyFromLogits, optimizer: optimizer, epochs: 6,
            batchSize: 5, options: options, using: &twin)
          // The same operations on the same numbers.
          let what: Comment = "\(name), \(kind), \(engine)"
          #expect(history.losses == expected.losses, what)
          #expect(model.parameters.map { $0.data } == once.parameters.map { $0.data }, what)
        }
      }
    }
    for (name, optimizer, _) in OptimizersTests.cases { check(optimizer, name) }
  }

  @Test("a step by hand, and L-BFGS, move each number once")
  func others() {
    let (model, once) = (Self.tied(), Once())
    var (optimizer, twin) = (AdamW(weightDecay: 0.1), AdamW(weightDecay: 0.1))
    for _ in 0..<3 {
      for parameter in model.parameters + once.parameters { parameter.gradient = 0 }
      Loss.sumSquaredError(of: model([1, -1, 0.5]), against: [0, 1]).backward()
      Loss.sumSquaredError(of: once([1, -1, 0.5]), against: [0, 1]).backward()
      optimizer.step(model)
      twin.step(once)
    }
    #expect(model.parameters.map { $0.data } == once.parameters.map { $0.data })
    #expect(optimizer.suits(parameterCount: 20))
    let method = LBFGS(maximumIterations: 5)
    let minimum = fit(model, on: Self.data, loss: .crossEntropyFromLogits, method: method)
    #expect(minimum == fit(once, on: Self.data, loss: .crossEntropyFromLogits, method: method))
    #expect(minimum.point.count == 20)
  }

  @Test("penalties are those of distinct numbers")
  func penalties() {
    let layer = Affine(weights: [[3]], biases: [4])
    let arrays = Sequential([layer, layer]).parameterArrays
    #expect(Penalty.l2(0.5)(on: arrays).data == 0.5 * 9)
    #expect(Penalty.l1(0.5, includesBiases: true)(on: arrays).data == 0.5 * 7)
  }

  @Test("they count once, and the summary says with what they are tied")
  func counts() {
    var model = Self.tied()
    #expect(model.parameterArrays.map { $0.name }.count == 6)
    #expect(model.parameters.count == 20 && model.parameterCount == 20)
    model.freeze("layers.2.weight")
    #expect(model.trainableParameterCount == 11)
    #expect(
      model.summary() == """
        layer             shape   parameters
        layers.0  affine  3 -> 3          12
          weight          [3, 3]           9
          bias            [3]              3
        layers.1  tanh    3 -> 3           0
        layers.2  affine  3 -> 3          12
          weight          [3, 3]           9  frozen, tied to layers.0.weight
          bias            [3]              3  tied to layers.0.bias
        layers.3  tanh    3 -> 3           0
        layers.4  affine  3 -> 2           8
          weight          [2, 3]           6
          bias            [2]              2
        20 parameters, 11 of them trainable

        """)
  }

  @Test("frozen under one name, they stay")
  func frozen() {
    for name in ["layers.0.weight", "layers.2.weight"] {
      var model = Self.tied()
      model.freeze(name)
      let start = model.parameters.map { $0.data }
      var generator = SeededGenerator(seed: 1)
      fit(
        model, on: Self.data, loss: .crossEntropyFromLogits, optimizer: AdamW(weightDecay: 0.1),
        epochs: 2, options: TrainingOptions(penalties: [.l2(0.1)]), using: &generator)
      var byHand = SGD(weightDecay: 0.1)
      byHand.step(model)
      let end = model.parameters.map { $0.data }
      #expect(start[..<9] == end[..<9] && zip(start[9...], end[9...]).allSatisfy { $0 != $1 })
    }
  }

  // MARK: - Files

  @Test("a file has each name, or one of them; under two names must be the same numbers")
  func files() throws {
    let model = Self.tied()
    let numbers = model.parameters.map { $0.data }
    let all = Safetensors(model).parameters
    func restored(_ parameters: [SavedParameters]) throws -> [Double] {
      let other = Self.tied()
      for parameter in other.parameters { parameter.data = 0 }
      try Safetensors(parameters: parameters).restore(into: other)
      return other.parameters.map { $0.data }
    }
    #expect(all.count == 6)
    #expect(try restored(all) == numbers)
    for place in ["0", "2"] {
      let some = all.filter { !$0.name.hasPrefix("layers.\(place).") }
      #expect(try restored(some) == numbers)
    }
    #expect(
      throws: SafetensorsError.parameters(.missing(["layers.0.weight", "layers.2.weight"]))
    ) { try restored(all.filter { $0.shape != [3, 3] }) }
    var other = all
    other[0] = SavedParameters(
      name: all[0].name, shape: [3, 3], values: all[0].values.map { $0 + 1 })
    #expect(
      throws: SafetensorsError.parameters(.tied("layers.0.weight", "layers.2.weight"))
    ) { try restored(other) }
  }

  @Test("a training that was saved goes on with the same bits")
  func resumed() throws {
    func trainer(_ model: Sequential) -> Trainer<Sequential, Adam> {
      Trainer(
        model, on: Self.data, loss: .crossEntropyFromLogits, optimizer: Adam(), epochs: 6,
        batchSize: 5, generator: SeededGenerator(seed: 2))
    }
    var straight = trainer(Self.tied())
    straight.run()
    var first = trainer(Self.tied())
    for _ in 0..<3 { _ = first.runEpoch() }
    let checkpoint = Checkpoint(first.model, state: first.state)
    let model = Self.tied()
    try checkpoint.restore(into: model)
    var second = try Trainer(
      resuming: checkpoint.state, model, on: Self.data, loss: .crossEntropyFromLogits, epochs: 6,
      batchSize: 5)
    second.run()
    #expect(model.parameters.map { $0.data } == straight.model.parameters.map { $0.data })
  }
}
