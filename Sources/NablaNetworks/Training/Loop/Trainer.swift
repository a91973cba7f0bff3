// The training loop: batches, steps, epochs.
//
// The loop holds no state of its own. Parameters are in the model's leaves, everything else is in
// `state`; a copy of both, taken between any two batches, is a snapshot to go on from. Nothing in it
// depends on time, threads or the machine's number of cores.

import Nabla

/// Trains a model, batch by batch.
///
///     let model = Affine(weights: [[0]], biases: [0])
///     let line = Dataset(inputs: [[0], [1], [2]], targets: [[1], [3], [5]])
///     var trainer = Trainer(
///       Sequential([model]), on: line, loss: .meanSquaredError, optimizer: SGD(learningRate: 0.1),
///       epochs: 20, generator: SeededGenerator(seed: 42))
///     while trainer.runEpoch() {
///       try Checkpoint(trainer.model, state: trainer.state).save(to: "line.checkpoint")
///     }
public struct Trainer<M: Model, O: Optimizer> {
  /// The model; its leaves are changed.
  public let model: M
  /// What it learns from.
  public let dataset: Dataset
  /// What its loss is measured on after each epoch, without learning from it.
  public let validation: Dataset?
  /// What is made small.
  public let loss: Loss
  /// How many epochs there are in all.
  public var epochs: Int {
    didSet { precondition(epochs >= 0, "expected at least 0 epochs, got \(epochs)") }
  }
  /// How many samples there are between two steps; the last batch of an epoch may be smaller.
  public let batchSize: Int
  /// The other settings.
  public let options: TrainingOptions
  /// What is remembered beside the parameters.
  public internal(set) var state: TrainingState<O>

  /// What it learns from, with smoothed labels if that was asked for.
  let learned: Dataset
  var source: any GradientSource
  var evaluator: Evaluator
  let arrays: [ParameterArray]
  /// The leaves of the arrays, tied ones once.
  let parameters: [Value]
  /// The places of the parameters that are not frozen.
  let moving: [Int]
  /// The places of the biases among the parameters.
  let biases: [Int]
  let classes: Classification?
  var progress: ProgressLine?

  /// Prepares training from the start.
  ///
  /// - Parameters:
  ///   - model: The model, with its parameters at their initial numbers.
  ///   - dataset: What it learns from.
  ///   - validation: What its loss is measured on after each epoch.
  ///   - loss: What is made small.
  ///   - optimizer: The rule that changes the parameters.
  ///   - epochs: How often all samples are used.
  ///   - batchSize: How many samples there are between two steps.
  ///   - options: The other settings.
  ///   - generator: Where the order of the samples comes from.
  /// - Precondition: the counts of the datasets are those of the model; epochs are at least 0, the
  ///   batch size at least 1; the settings are those that their types ask for.
  public init(
    _ model: M, on dataset: Dataset, validation: Dataset? = nil, loss: Loss, optimizer: O,
    epochs: Int = 100, batchSize: Int = 32, options: TrainingOptions = TrainingOptions(),
    generator: SeededGenerator
  ) {
    let state = TrainingState(
      optimizer: optimizer, sampleCount: dataset.count, generator: generator)
    self.init(model, dataset, validation, loss, epochs, batchSize, options, state)
    self.state.history.notices = misfits()
  }

  /// Prepares training that goes on where a saved state was taken.
  ///
  /// The model's parameters must be those of the same moment, and everything else the same as then; the
  /// result has the same bits as if it had not stopped.
  ///
  /// - Parameters:
  ///   - state: The saved state.
  ///   - model: The model, with its parameters at their saved numbers.
  ///   - dataset: What it learns from.
  ///   - validation: What its loss is measured on after each epoch.
  ///   - loss: What is made small.
  ///   - epochs: How often all samples are used, counted from the very start.
  ///   - batchSize: How many samples there are between two steps.
  ///   - options: The other settings.
  /// - Throws: ``TrainingStateError`` if the state belongs to something else or is damaged.
  public init(
    resuming state: TrainingState<O>, _ model: M, on dataset: Dataset, validation: Dataset? = nil,
    loss: Loss, epochs: Int = 100, batchSize: Int = 32,
    options: TrainingOptions = TrainingOptions()
  ) throws(TrainingStateError) {
    self.init(model, dataset, validation, loss, epochs, batchSize, options, state)
    try state.check(
      sampleCount: dataset.count, parameterCount: parameters.count, biasCount: biases.count)
  }

  init(
    _ model: M, _ dataset: Dataset, _ validation: Dataset?, _ loss: Loss, _ epochs: Int,
    _ batchSize: Int, _ options: TrainingOptions, _ state: TrainingState<O>
  ) {
    checkFit(model, dataset)
    if let validation { checkFit(model, validation) }
    loss.checkSettings()
    options.check()
    precondition(
      epochs >= 0 && batchSize > 0,
      "expected at least 0 epochs and batches of at least 1, got \(epochs) and \(batchSize)")
    self.model = model
    self.dataset = dataset
    self.validation = validation
    self.loss = loss
    self.epochs = epochs
    self.batchSize = batchSize
    self.options = options
    self.state = state
    learned = dataset.smoothed(by: options.labelSmoothing, for: loss)
    arrays = model.parameterArrays
    let distinct = DistinctParameters(of: arrays)
    parameters = distinct.leaves
    moving = distinct.moving
    biases = parameters.indices.filter { distinct.isBias[$0] }
    let classes = Classification(of: dataset, and: validation, loss: loss)
    precondition(
      options.earlyStopping?.metric != .accuracy || classes != nil,
      "expected targets that are classes, as early stopping watches their accuracy; got "
        + "\(dataset.targets[0])")
    self.classes = classes
    source = options.engine.gradients(
      of: GraphGradients(model: model, loss: loss, reduction: options.reduction),
      moving: moving, givesOutputs: classes != nil)
    evaluator = Evaluator(model, loss: loss, engine: options.engine)
    progress = options.showsProgress ? ProgressLine() : nil
  }

  /// What has happened so far.
  public var history: History { state.history }

  // MARK: - Runs

  /// Trains until all epochs are done or something else ends it.
  ///
  /// A cancelled task ends it between two batches; a new run goes on from there.
  ///
  /// - Parameter afterEpoch: Looks at the trainer after each epoch, and decides.
  /// - Returns: The history.
  @discardableResult
  public mutating func run(afterEpoch: (Trainer) -> TrainingDecision = { _ in .continue })
    -> History
  {
    while runEpoch() {
      if afterEpoch(self) == .stop, state.history.stopReason == nil { end(.callback) }
      if state.history.stopReason != nil { break }
    }
    progress?.finish()
    return history
  }

  /// Trains to the end of the epoch under way.
  ///
  /// - Returns: Whether an epoch was finished; the history says why not, and whether it was the last.
  public mutating func runEpoch() -> Bool {
    switch state.history.stopReason {
    case .noImprovement, .notFinite: return false
    case .epochsDone, .callback, .cancelled, nil: state.history.stopReason = nil
    }
    guard state.epoch < epochs else {
      end(.epochsDone)
      return false
    }
    leaveBest()
    repeat {
      if Self.isCancelled {
        end(.cancelled)
        return false
      }
      guard runBatch() else {
        end(.notFinite)
        return false
      }
      showProgress()
    } while state.position > 0
    finishEpoch()
    return true
  }

  /// Puts the parameters of the best epoch back, if early stopping has kept them.
  ///
  /// It is done by itself where ``EarlyStopping/restoresBest`` asks for it, except when you stop calling
  /// ``runEpoch()`` before the end.
  public func restoreBest() {
    guard let best = state.best else { return }
    for (parameter, number) in zip(parameters, best.parameters) { parameter.data = number }
  }

  /// Whether the task that this runs in has been cancelled; outside of tasks never.
  private static var isCancelled: Bool {
    guard #available(macOS 10.15, iOS 13, tvOS 13, watchOS 6, *) else { return false }
    return Task.isCancelled
  }

  mutating func end(_ reason: History.StopReason) {
    state.history.stopReason = reason
    guard options.earlyStopping?.restoresBest == true, state.best != nil, state.latest == nil
    else { return }
    state.latest = parameters.map { $0.data }
    restoreBest()
  }

  /// Goes on from the latest parameters, if an end has put the best ones in their place since.
  private mutating func leaveBest() {
    guard let latest = state.latest else { return }
    state.latest = nil
    // Parameters that someone has changed are meant to stay.
    guard parameters.map({ $0.data }) == state.best?.parameters else { return }
    for (parameter, number) in zip(parameters, latest) { parameter.data = number }
  }
}

/// What the callback of a run answers.
public enum TrainingDecision: Hashable, Sendable {
  /// Training goes on.
  case `continue`
  /// Training ends.
  case stop

  /// The name of `continue` in earlier versions.
  @available(*, deprecated, renamed: "continue")
  public static var goOn: TrainingDecision { .continue }
}
