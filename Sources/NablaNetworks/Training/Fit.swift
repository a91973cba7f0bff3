// Training in one call.

import Nabla

/// Trains a model.
///
///     var generator = SeededGenerator(seed: 42)
///     let model = MLP(
///       inputs: 2, hidden: [4], outputs: 1, outputActivation: .sigmoid,
///       using: &generator)
///     let xor = Dataset(
///       inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
///       targets: [[0], [1], [1], [0]])
///     let history = fit(
///       model, on: xor, loss: .binaryCrossEntropy,
///       optimizer: Adam(learningRate: 0.05), epochs: 200, batchSize: 4,
///       using: &generator)
///     print(history.epochs.last?.accuracy ?? 0)      // 1.0
///
/// The same model, data and generator give the same bits, on any number of cores. Batches are computed by
/// a program where the model allows it (see ``TrainingEngine``). ``Trainer`` does the same in steps that can
/// be saved and gone on with.
///
/// - Parameters:
///   - model: The model; its leaves are changed.
///   - dataset: What it learns from.
///   - validation: What its loss is measured on after each epoch, without learning from it.
///   - loss: What is made small.
///   - optimizer: The rule that changes the parameters.
///   - epochs: How often all samples are used.
///   - batchSize: How many samples there are between two steps.
///   - options: The other settings.
///   - generator: Where the order of the samples comes from; one number is taken from it.
///   - afterEpoch: Looks at each epoch, and decides whether training goes on.
/// - Returns: The course of the training, with what was noticed.
/// - Precondition: the counts of the datasets are those of the model.
@discardableResult
public func fit<M: Model, O: Optimizer>(
  _ model: M, on dataset: Dataset, validation: Dataset? = nil, loss: Loss, optimizer: O,
  epochs: Int = 100, batchSize: Int = 32, options: TrainingOptions = TrainingOptions(),
  using generator: inout some RandomNumberGenerator,
  afterEpoch: (History.Epoch) -> TrainingDecision = { _ in .continue }
) -> History {
  var trainer = Trainer(
    model, on: dataset, validation: validation, loss: loss, optimizer: optimizer, epochs: epochs,
    batchSize: batchSize, options: options, generator: SeededGenerator(seed: generator.next()))
  return trainer.run { trainer in trainer.history.epochs.last.map(afterEpoch) ?? .continue }
}

/// Fits a small model to all samples at once, by L-BFGS.
///
/// - Parameters:
///   - model: The model; its leaves are changed, except frozen ones.
///   - dataset: What it learns from.
///   - loss: What is made small; it should be smooth.
///   - method: The settings of the search.
///   - reduction: Whether the losses of the samples are averaged or added up.
///   - penalties: Prices on large parameters, added to the loss.
///   - engine: How losses and gradients are computed.
/// - Returns: Where the search ended; its point holds the parameters that are not frozen.
/// - Precondition: the counts of the dataset are those of the model.
@discardableResult
public func fit(
  _ model: some Model, on dataset: Dataset, loss: Loss, method: LBFGS, reduction: Reduction = .mean,
  penalties: [Penalty] = [], engine: TrainingEngine = .program()
) -> LBFGS.Minimum {
  checkFit(model, dataset)
  loss.checkSettings()
  engine.check()
  let arrays = model.parameterArrays
  let parameters = DistinctParameters(of: arrays)
  let places = parameters.moving
  let moving = places.map { parameters.leaves[$0] }
  var source = engine.gradients(
    of: GraphGradients(model: model, loss: loss, reduction: reduction), moving: places,
    givesOutputs: false)
  let samples = Array(dataset.inputs.indices)
  let share = reduction == .mean ? Double(dataset.count) : 1
  let minimum = method.minimize(
    valueWithGradient: { point in
      for (parameter, number) in zip(moving, point) { parameter.data = number }
      var result = source.result(of: samples[...], in: dataset)
      let price = penalties.price(of: arrays, parameters.leaves, addingTo: &result.gradients)
      return (result.lossSum / share + price, places.map { result.gradients[$0] })
    }, from: moving.map { $0.data })
  for (parameter, number) in zip(moving, minimum.point) { parameter.data = number }
  return minimum
}
