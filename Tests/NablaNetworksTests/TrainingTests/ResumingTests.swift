import Nabla
import NablaNetworks
import Testing

@Suite("Resuming")
struct ResumingTests {
  /// A model like another, with its parameters.
  static func copy(_ model: MLP, into copy: MLP = TrainerTests.model(seed: 99)) -> MLP {
    for (to, from) in zip(copy.parameters, model.parameters) { to.data = from.data }
    return copy
  }

  static func resume<O: Optimizer>(
    _ state: TrainingState<O>, _ model: MLP, epochs: Int = 8,
    options: TrainingOptions = TrainerTests.options
  ) throws -> Trainer<MLP, O> {
    try Trainer(
      resuming: state, copy(model), on: TrainerTests.clouds(40, seed: 1),
      validation: TrainerTests.clouds(20, seed: 2), loss: .crossEntropyFromLogits, epochs: epochs,
      batchSize: 16, options: options)
  }

  func check(_ optimizer: some Optimizer, stopsAfter count: Int) throws {
    var straight = TrainerTests.trainer(optimizer)
    straight.run()
    var first = TrainerTests.trainer(optimizer)
    for _ in 0..<count { _ = first.runEpoch() }
    var second = try Self.resume(Formulas.throughJSON(first.state), first.model)
    second.run()
    #expect(second.history == straight.history)
    #expect(second.model.parameters.map { $0.data } == straight.model.parameters.map { $0.data })
    #expect(second.state.generator == straight.state.generator)
    #expect(second.state.bestParameters == straight.state.bestParameters)
  }

  @Test("a run that was saved after any epoch ends with the same bits", arguments: 0...7)
  func everyEpoch(count: Int) throws {
    try check(Adam(learningRate: 0.05), stopsAfter: count)
  }

  @Test("with every optimizer")
  func everyOptimizer() throws {
    for (_, optimizer, _) in OptimizersTests.cases { try check(optimizer, stopsAfter: 3) }
  }

  /// Graphs, because the model that cancels is none of the library's and so has no program.
  static let graphOptions = {
    var options = TrainerTests.options
    options.engine = .graph
    return options
  }()

  @Test("a run that was cancelled within an epoch ends with the same bits")
  func cancelled() async throws {
    let (straight, history) = await Task {
      var trainer = TrainerTests.trainer(
        RMSProp(momentum: 0.5), options: Self.graphOptions)
      trainer.run()
      return (trainer.model.parameters.map { $0.data }, trainer.history)
    }.value
    // 40 samples in batches of 16: the 70th is in the second batch of the second epoch.
    let (state, numbers) = try await Task {
      let model = Cancelling(model: TrainerTests.model(), after: 60 + 70)
      var trainer = Trainer(
        model, on: TrainerTests.clouds(40, seed: 1), validation: TrainerTests.clouds(20, seed: 2),
        loss: .crossEntropyFromLogits, optimizer: RMSProp(momentum: 0.5), epochs: 8, batchSize: 16,
        options: Self.graphOptions, generator: SeededGenerator(seed: 9))
      trainer.run()
      #expect(trainer.history.stopReason == .cancelled)
      return (try Formulas.throughJSON(trainer.state), model.parameters.map { $0.data })
    }.value
    #expect(state.position > 0)
    let model = TrainerTests.model()
    for (parameter, number) in zip(model.parameters, numbers) { parameter.data = number }
    var resumed = try Self.resume(state, model, options: Self.graphOptions)
    resumed.run()
    #expect(resumed.model.parameters.map { $0.data } == straight)
    #expect(resumed.history == history)
  }

  /// Cancels the task that it runs in after so many samples.
  struct Cancelling: Model {
    final class Counter { var count = 0 }
    let model: MLP
    let after: Int
    let counter = Counter()
    var inputCount: Int { model.inputCount }
    var outputCount: Int { model.outputCount }
    var parameterArrays: [ParameterArray] { model.parameterArrays }
    func callAsFunction(_ inputs: [Value]) -> [Value] { model(inputs) }
    func callAsFunction(_ inputs: [Double]) -> [Value] {
      counter.count += 1
      if counter.count == after { withUnsafeCurrentTask { $0?.cancel() } }
      return model(inputs)
    }
  }

  @Test("a state of other data, of another model, or a damaged one is an error")
  func refused() throws {
    var trainer = TrainerTests.trainer(Adam())
    _ = trainer.runEpoch()
    let state = trainer.state
    func error(_ change: (inout TrainingState<Adam>) -> Void) -> TrainingStateError? {
      var changed = state
      change(&changed)
      do {
        _ = try Self.resume(changed, trainer.model)
        return nil
      } catch let error as TrainingStateError {
        return error
      } catch { return nil }
    }
    #expect(error { _ in } == nil)
    #expect(error { $0.order.removeLast() } == .sampleCount(saved: 39, given: 40))
    #expect(error { $0.order[3] = $0.order[4] }.map { "\($0)" }?.contains("damaged") == true)
    #expect(error { $0.order[3] = -1 } != nil)
    #expect(error { $0.position = -1 } != nil)
    #expect(error { $0.position = 40 } != nil)
    #expect(error { $0.epoch = .max } != nil)
    #expect(error { $0.epoch = 2 } != nil)
    #expect(error { $0.baseLearningRate = .nan } != nil)
    #expect(
      error { state in
        var numbers = [1.0]
        state.optimizer = Adam()
        state.optimizer.step(&numbers, gradients: [1])
      } == .parameterCount(given: 39))
  }

  @Test("a damaged state is an error or trains on, and never traps")
  func damaged() throws {
    let seed: UInt64 = 2026
    var generator = SeededGenerator(seed: seed)
    var trainer = TrainerTests.trainer(Adam(), epochs: 4)
    for _ in 0..<2 { _ = trainer.runEpoch() }
    let text = try Formulas.json(trainer.state)
    var refusals = 0
    let count = Formulas.runsSlowTests ? 5_000 : 200
    for _ in 0..<count {
      var bytes = text
      for _ in 0...Int(generator.uniform(in: 0..<3)) {
        let place = Int(generator.uniform(in: 0..<Double(bytes.count)))
        // Mostly a digit for a digit, so that many get past the reader of JSON.
        let isDigit = (48...57).contains(bytes[place])
        bytes[place] =
          isDigit
          ? 48 + UInt8(generator.uniform(in: 0..<10)) : UInt8(generator.uniform(in: 32..<127))
      }
      do {
        let state = try Formulas.decode(
          TrainingState<Adam>.self, from: String(decoding: bytes, as: UTF8.self))
        var resumed = try Self.resume(state, trainer.model, epochs: 3)
        _ = resumed.runEpoch()
      } catch {
        refusals += 1
        #expect(error is DecodingError || error is TrainingStateError, "seed \(seed): \(error)")
      }
    }
    #expect(refusals > count / 10 && refusals < count, "seed \(seed)")
  }
}
