import Nabla
import NablaNetworks
import Testing

@Suite("Trainer")
struct TrainerTests {
  /// Three clouds of points in the plane, as one-hot classes.
  static func clouds(_ count: Int, seed: UInt64) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    let centers = [[0.0, 2], [-2, -1], [2, -1]]
    var inputs: [[Double]] = []
    var targets: [[Double]] = []
    for i in 0..<count {
      inputs.append(centers[i % 3].map { $0 + generator.normal(standardDeviation: 0.4) })
      targets.append((0..<3).map { $0 == i % 3 ? 1 : 0 })
    }
    return Dataset(inputs: inputs, targets: targets, classNames: ["top", "left", "right"])
  }

  static func model(seed: UInt64 = 3) -> MLP {
    var generator = SeededGenerator(seed: seed)
    return MLP(inputs: 2, hidden: [6], outputs: 3, activation: .tanh, using: &generator)
  }

  static let options = TrainingOptions(
    schedule: .warmUp(epochs: 1.5, then: .exponential(factor: 0.9)),
    plateau: Plateau(patience: 1, factor: 0.9), labelSmoothing: 0.05, clipping: .norm(0.5),
    penalties: [.l2(1e-4), .l1(1e-5)], earlyStopping: EarlyStopping(patience: 5))

  static func trainer<O: Optimizer>(
    _ optimizer: O, epochs: Int = 8, options: TrainingOptions = options
  ) -> Trainer<MLP, O> {
    Trainer(
      model(), on: clouds(40, seed: 1), validation: clouds(20, seed: 2),
      loss: .crossEntropyFromLogits, optimizer: optimizer, epochs: epochs, batchSize: 16,
      options: options, generator: SeededGenerator(seed: 9))
  }

  @Test("learns XOR from five seeds")
  func learnsXOR() {
    for seed in 1...5 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let model = MLP(
        inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
        using: &generator)
      let history = fit(
        model, on: TrajectoriesTests.xor, loss: .binaryCrossEntropy,
        optimizer: Adam(learningRate: 0.05), epochs: 300, batchSize: 4, using: &generator)
      let result = evaluate(model, on: TrajectoriesTests.xor, loss: .binaryCrossEntropy)
      #expect(result.accuracy == 1, "seed \(seed)")
      #expect(history.stopReason == .epochsDone)
      #expect(history.epochs.count == 300)
      #expect(history.losses[299] < 0.1 * history.losses[0])
    }
  }

  @Test("learns classes, and records losses and accuracies of both datasets")
  func classes() throws {
    var trainer = Self.trainer(Adam(learningRate: 0.1), epochs: 20)
    trainer.run()
    let last = try #require(trainer.history.epochs.last)
    #expect(last.accuracy == 1 && last.validationAccuracy == 1)
    let evaluation = evaluate(
      trainer.model, on: Self.clouds(20, seed: 2), loss: .crossEntropyFromLogits)
    #expect(evaluation.confusion?.classNames == ["top", "left", "right"])
    #expect(evaluation.confusion?.total == 20)
    #expect(trainer.model.predictions(for: [[0, 2]]).map { classIndex(of: $0) } == [0])
  }

  @Test("the recorded loss of a single batch is the loss and the penalties")
  func recordedLoss() {
    let model = Self.model()
    let data = Self.clouds(12, seed: 4)
    let expected =
      evaluate(model, on: data, loss: .crossEntropyFromLogits).loss
      + Penalty.l2(0.01)(on: model.parameterArrays).data
    var generator = SeededGenerator(seed: 1)
    let history = fit(
      model, on: data, loss: .crossEntropyFromLogits, optimizer: SGD(), epochs: 1, batchSize: 12,
      options: TrainingOptions(penalties: [.l2(0.01)]), using: &generator)
    // The order of the samples, and with it that of the sum, is another.
    #expect(agree(history.losses[0], expected, within: 1e-14))
  }

  @Test("the same seed gives the same bits, another seed another order")
  func reproducible() {
    func numbers(_ seed: UInt64) -> ([Double], History) {
      let model = Self.model()
      var generator = SeededGenerator(seed: seed)
      let history = fit(
        model, on: Self.clouds(30, seed: 1), loss: .crossEntropyFromLogits,
        optimizer: SGD(momentum: 0.9), epochs: 5, batchSize: 7, using: &generator)
      return (model.parameters.map { $0.data }, history)
    }
    #expect(numbers(1) == numbers(1))
    #expect(numbers(1).0 != numbers(2).0)
  }

  @Test("each epoch uses every sample once, in another order")
  func shuffling() {
    var trainer = Trainer(
      Self.model(), on: Self.clouds(50, seed: 1), loss: .crossEntropyFromLogits, optimizer: SGD(),
      epochs: 3, generator: SeededGenerator(seed: 5))
    var orders: [[Int]] = []
    while trainer.runEpoch() { orders.append(trainer.state.order) }
    #expect(orders.count == 3)
    for order in orders { #expect(order.sorted() == Array(0..<50)) }
    #expect(orders[0] != orders[1] && orders[1] != orders[2] && orders[0] != Array(0..<50))
  }

  @Test("frozen parameters stay, whatever the optimizer and the penalties want")
  func frozen() {
    var model = Self.model()
    model.freeze("layers.0")
    let start = model.parameters.map { $0.data }
    var generator = SeededGenerator(seed: 1)
    fit(
      model, on: Self.clouds(30, seed: 1), loss: .crossEntropyFromLogits,
      optimizer: AdamW(learningRate: 0.1, weightDecay: 0.1), epochs: 3,
      options: TrainingOptions(penalties: [.l2(0.1, includesBiases: true)]), using: &generator)
    let end = model.parameters.map { $0.data }
    #expect(start.prefix(18) == end.prefix(18))
    #expect(zip(start.dropFirst(18), end.dropFirst(18)).allSatisfy { $0 != $1 })
  }

  @Test("gradients of frozen parameters do not count in clipping")
  func frozenClipping() {
    var model = MLP([Layer(weights: [[5]], biases: [5])])
    model.freeze("layers.0.bias")
    var generator = SeededGenerator(seed: 1)
    fit(
      model, on: Dataset(inputs: [[1]], targets: [[0]]), loss: .meanSquaredError,
      optimizer: SGD(learningRate: 0.25), epochs: 1, options: TrainingOptions(clipping: .norm(1)),
      using: &generator)
    // The weight's gradient is 20, clipped to 1; with the bias's 20 beside it, to 1 / sqrt(2).
    #expect(model.parameters[0].data == 4.75)
  }

  @Test("schedules set the rate of each epoch")
  func schedules() {
    let history = {
      var trainer = Trainer(
        Self.model(), on: Self.clouds(10, seed: 1), loss: .crossEntropyFromLogits,
        optimizer: SGD(learningRate: 0.5), epochs: 4, batchSize: 10,
        options: TrainingOptions(schedule: .step(every: 2, factor: 0.1)),
        generator: SeededGenerator(seed: 1))
      return trainer.run()
    }()
    #expect(history.epochs.map { $0.learningRate } == [0.5, 0.5, 0.5 * 0.1, 0.5 * 0.1])
  }

  // MARK: - Ends

  @Test("early stopping waits as long as it is patient, and puts the best parameters back")
  func earlyStopping() throws {
    // The validation targets are the wrong ones: the better the model, the larger their loss.
    var wrong = Self.clouds(30, seed: 1)
    wrong.targets = wrong.targets.map { [$0[2], $0[0], $0[1]] }
    let model = Self.model()
    var kept: [[Double]] = []
    var generator = SeededGenerator(seed: 1)
    let history = fit(
      model, on: Self.clouds(30, seed: 1), validation: wrong, loss: .crossEntropyFromLogits,
      optimizer: Adam(learningRate: 0.05), epochs: 100,
      options: TrainingOptions(earlyStopping: EarlyStopping(patience: 4)), using: &generator
    ) { _ in
      kept.append(model.parameters.map { $0.data })
      return .continue
    }
    let best = try #require(history.bestEpoch)
    #expect(history.stopReason == .noImprovement)
    #expect(history.epochs.count == best + 4)
    let losses = history.epochs.compactMap { $0.validationLoss }
    #expect(losses[best - 1] == losses.min())
    #expect(
      evaluate(model, on: wrong, loss: .crossEntropyFromLogits).loss == losses[best - 1])
  }

  @Test("a callback stops training, and a new run goes on")
  func callback() {
    var trainer = Self.trainer(SGD(learningRate: 0.1))
    trainer.run { $0.history.epochs.count == 3 ? .stop : .continue }
    #expect(trainer.history.stopReason == .callback)
    #expect(trainer.history.epochs.count == 3)
    trainer.run()
    #expect(trainer.history.stopReason == .epochsDone)
    var straight = Self.trainer(SGD(learningRate: 0.1))
    straight.run()
    #expect(trainer.history == straight.history)
    #expect(trainer.model.parameters.map { $0.data } == straight.model.parameters.map { $0.data })
    // Nothing is left to do.
    let hasMore = trainer.runEpoch()
    #expect(!hasMore)
    #expect(trainer.history.epochs.count == 8)
  }

  @Test("zero epochs change nothing")
  func noEpochs() {
    var trainer = Self.trainer(SGD(), epochs: 0)
    let history = trainer.run()
    #expect(history.epochs.isEmpty && history.stopReason == .epochsDone)
    #expect(trainer.model.parameters.map { $0.data } == Self.model().parameters.map { $0.data })
  }
}
