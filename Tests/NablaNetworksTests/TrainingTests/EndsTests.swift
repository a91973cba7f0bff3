// However training ends, the parameters of the best epoch are put back, and it can go on all the same.

import Nabla
import NablaNetworks
import Testing

@Suite("Ends of training")
struct EndsTests {
  static let line = Dataset(
    inputs: (0..<20).map { [Double($0) / 10] }, targets: (0..<20).map { [Double($0) / 5 + 1] })
  /// Other targets than the line's: the better it is learned, the larger their loss.
  static let validation = Dataset(inputs: [[1], [2]], targets: [[1.5], [1]])

  static func model() -> MLP { MLP([Layer(weights: [[0]], biases: [0])]) }

  static func trainer(
    rate: Double = 0.05, patience: Int = 5000, epochs: Int = 40, growing: Bool = false,
    restores: Bool = true
  ) -> Trainer<MLP, SGD> {
    Trainer(
      model(), on: line, validation: validation, loss: .meanSquaredError,
      optimizer: SGD(learningRate: rate, momentum: 0.5), epochs: epochs, batchSize: 5,
      options: TrainingOptions(
        schedule: growing ? .exponential(factor: 1.02) : .constant,
        earlyStopping: EarlyStopping(patience: patience, restoresBest: restores)),
      generator: SeededGenerator(seed: 1))
  }

  static let ends: [(reason: History.StopReason, trainer: @Sendable () -> Trainer<MLP, SGD>)] = [
    (.epochsDone, { trainer() }), (.noImprovement, { trainer(patience: 7) }),
    (.callback, { trainer() }), (.cancelled, { trainer() }),
    (.notFinite, { trainer(rate: 0.9, epochs: 3000, growing: true) }),
  ]

  static func run(_ trainer: inout Trainer<MLP, SGD>, to reason: History.StopReason) {
    trainer.run { trainer in
      guard trainer.history.epochs.count == 20 else { return .continue }
      if reason == .cancelled { withUnsafeCurrentTask { $0?.cancel() } }
      return reason == .callback ? .stop : .continue
    }
  }

  @Test("the best epoch's parameters are put back, whatever ends it")
  func restores() async throws {
    for (reason, make) in Self.ends {
      // In a task of its own, which may be cancelled.
      try await Task {
        var trainer = make()
        Self.run(&trainer, to: reason)
        let history = trainer.history
        #expect(history.stopReason == reason)
        let best = try #require(history.bestEpoch)
        let losses = history.epochs.compactMap { $0.validationLoss }
        #expect(best < history.epochs.count && losses[best - 1] == losses.min())
        let loss = evaluate(trainer.model, on: Self.validation, loss: .meanSquaredError).loss
        #expect(loss == losses[best - 1], "\(reason)")
      }.value
    }
  }

  @Test("the notice of numbers that are not finite says which parameters the model has")
  func notice() throws {
    for restores in [true, false] {
      var trainer = Self.trainer(rate: 0.9, epochs: 3000, growing: true, restores: restores)
      trainer.run()
      let message = try #require(trainer.history.notices.last?.message)
      #expect(
        message.contains(
          restores
            ? "the parameters are those of epoch \(trainer.history.bestEpoch ?? 0), the best"
            : "the parameters are as before this step"))
    }
  }

  @Test("a trainer goes on from the latest parameters, also from a file")
  func goesOn() throws {
    var straight = Self.trainer(restores: false)
    straight.run()
    for isSaved in [false, true] {
      var trainer = Self.trainer()
      Self.run(&trainer, to: .callback)
      #expect(trainer.history.bestEpoch == 1)
      if isSaved {
        let model = ResumingTests.copy(trainer.model, into: Self.model())
        trainer = try Trainer(
          resuming: Formulas.throughJSON(trainer.state), model, on: Self.line,
          validation: Self.validation, loss: .meanSquaredError, epochs: 40, batchSize: 5,
          options: trainer.options)
      }
      trainer.run()
      #expect(trainer.history == straight.history)
      // And once more, from the end of all epochs.
      trainer.epochs = 45
      trainer.run()
      var further = Self.trainer(epochs: 45, restores: false)
      further.run()
      #expect(trainer.history == further.history)
    }
  }

  @Test("parameters that someone changes after the end are gone on with")
  func changed() {
    var trainer = Self.trainer()
    Self.run(&trainer, to: .callback)
    trainer.model.parameters[0].data = 100
    _ = trainer.runEpoch()
    #expect((trainer.history.losses.last ?? 0) > 100)
  }

  @Test("without restoring the latest parameters stay")
  func doesNotRestore() {
    var trainer = Self.trainer(restores: false)
    trainer.run()
    let loss = evaluate(trainer.model, on: Self.validation, loss: .meanSquaredError).loss
    #expect(loss == trainer.history.epochs.last?.validationLoss)
    #expect(trainer.history.bestEpoch == 1)
  }

  // MARK: - A step that overflows

  @Test("a step that overflows is not taken", arguments: [TrainingEngine.program(), .graph])
  func overflow(engine: TrainingEngine) throws {
    func check(_ optimizer: some Optimizer) throws {
      let model = Self.model()
      var generator = SeededGenerator(seed: 1)
      // The derivative of |1e10 w + b - 1| with respect to w is -1e10: times 1e300, beyond all numbers.
      let history = fit(
        model, on: Dataset(inputs: [[1e10]], targets: [[1]]), loss: .absolute,
        optimizer: optimizer, epochs: 3, options: TrainingOptions(engine: engine),
        using: &generator)
      #expect(history.stopReason == .notFinite && history.epochs.isEmpty)
      let notice = try #require(history.notices.last)
      #expect(notice.kind == .stepNotFinite)
      #expect(
        notice.message.hasPrefix(
          "a step would make layers.0.weight[0, 0] inf: it is 0, its gradient -1.000e+10, the "
            + "learning rate 1.000e+300\n  the parameters are as before this step"))
      #expect(model.parameters.map { $0.data } == [0, 0])
      #expect(model.parameters.allSatisfy { $0.label == nil })
    }
    try check(SGD(learningRate: 1e300))
    try check(SGD(learningRate: 1e300, momentum: 0.9))
  }

  // MARK: - What is watched

  @Test("early stopping may watch the accuracy")
  func accuracy() throws {
    var generator = SeededGenerator(seed: 1)
    // It begins with each class taken for the one opposite.
    let model = MLP([Layer(weights: [[0, -1], [1, 0.5], [-1, 0.5]], biases: [0, 0, 0])])
    let history = fit(
      model, on: TrainerTests.clouds(30, seed: 1), validation: TrainerTests.clouds(30, seed: 2),
      loss: .crossEntropyFromLogits, optimizer: SGD(learningRate: 0.1), epochs: 500,
      options: TrainingOptions(earlyStopping: EarlyStopping(patience: 40, metric: .accuracy)),
      using: &generator)
    let best = try #require(history.bestEpoch)
    let accuracies = history.epochs.compactMap { $0.validationAccuracy }
    #expect(accuracies.firstIndex(of: accuracies.max() ?? 0) == best - 1)
    #expect(history.epochs.count == best + 40 && best > 1)
  }

  @Test("the learning rate falls when the loss does not")
  func plateau() {
    var model = Self.model()
    model.freeze()
    var generator = SeededGenerator(seed: 1)
    let history = fit(
      model, on: Self.line, loss: .meanSquaredError, optimizer: SGD(learningRate: 1), epochs: 10,
      batchSize: 20,
      options: TrainingOptions(shuffles: false, plateau: Plateau(patience: 3, factor: 0.5)),
      using: &generator)
    // Three epochs without a smaller loss than the first's, then another three: as PyTorch's
    // ReduceLROnPlateau(factor: 0.5, patience: 2, threshold: 0), followed by hand.
    #expect(
      history.epochs.map { $0.learningRate } == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25])
    let falling = fit(
      Self.model(), on: Self.line, loss: .meanSquaredError, optimizer: SGD(learningRate: 0.1),
      epochs: 30, batchSize: 20,
      options: TrainingOptions(shuffles: false, plateau: Plateau(patience: 1)), using: &generator)
    #expect(falling.epochs.allSatisfy { $0.learningRate == 0.1 })
  }

  @Test(
    "smoothed labels are learned from, true ones counted",
    arguments: [TrainingEngine.graph, .program()])
  func labelSmoothing(engine: TrainingEngine) {
    func epoch(
      _ loss: Loss, _ outputs: [Double], _ targets: [Double], _ part: Double
    ) -> History.Epoch {
      let data = Dataset(inputs: [[0]], targets: [targets])
      var generator = SeededGenerator(seed: 1)
      let history = fit(
        MLP([Layer(weights: outputs.map { _ in [0] }, biases: outputs)]), on: data,
        validation: data, loss: loss, optimizer: SGD(learningRate: 0), epochs: 1,
        options: TrainingOptions(labelSmoothing: part, engine: engine), using: &generator)
      return history.epochs[0]
    }
    // numpy: t = 0.9 * [1, 0, 0] + 0.1 / 3, then -sum(t * (y - log(sum(exp(y))))), as
    // torch.nn.CrossEntropyLoss(label_smoothing=0.1) defines it; then the same without.
    let classes = epoch(.crossEntropyFromLogits, [2, 1, 0.1], [1, 0, 0], 0.1)
    #expect(agree(classes.loss, 0.5136966829445, within: 1e-14))
    #expect(agree(classes.validationLoss ?? 0, 0.4170300162778333, within: 1e-14))
    #expect(classes.accuracy == 1 && classes.validationAccuracy == 1)
    // numpy: t = 0.8 + 0.1, then t log(1 + exp(-y)) + (1 - t) log(1 + exp(y)) at 1.5.
    let question = epoch(.binaryCrossEntropyFromLogits, [1.5], [1], 0.2)
    #expect(agree(question.loss, 0.35141327798275235, within: 1e-14))
    #expect(question.accuracy == 1)
  }
}
