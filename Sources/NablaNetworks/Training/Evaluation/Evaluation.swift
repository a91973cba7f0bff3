// How good a model is on data that it need not have seen.

/// The loss of a model on a dataset, how far its outputs are from the targets and, if those are classes,
/// which it confuses.
public struct Evaluation: Hashable, Sendable {
  /// The loss of the samples, averaged or added up.
  public var loss: Double
  /// Which classes are taken for which; nil if the targets are not classes.
  public var confusion: ConfusionMatrix?
  /// The part of the samples taken for what they are; nil if the targets are not classes.
  public var accuracy: Double? { confusion?.accuracy }
  /// The area under the receiver operating characteristic.
  ///
  /// It is the part of all pairs of a sample of class 1 and one of class 0 in which the former has the
  /// larger output, equal outputs counting half; nil unless the targets are two classes, the model has one
  /// output, and there are samples of both.
  public var areaUnderROC: Double?
  /// The mean of `|output - target|` over all outputs of all samples.
  public var meanAbsoluteError: Double
  /// R², the part of the variance of the targets that the outputs explain.
  ///
  /// It is 1 minus the sum of squared errors over what that sum is for the mean of the targets, averaged
  /// over the outputs; nil if the targets of one do not vary. Below 0 the mean would have been better.
  public var rSquared: Double?
}

/// Evaluates a model on a dataset.
///
/// Targets are classes if they are one-hot rows, or single numbers that are all 0 or 1, or all -1
/// or 1. Of one output more than 0.5 means class 1 (more than 0 for logits, hinge, and targets of -1
/// and 1). A part of a dataset, made by a split or a subscript, is read as the whole is: nothing but 1 in
/// it may then be the class beside 0 or the one beside -1. In a set of its own it is the one beside 0.
///
/// - Parameters:
///   - model: The model; its parameters and gradients stay as they are.
///   - dataset: Inputs, and targets to compare with.
///   - loss: The loss that it was trained with.
///   - reduction: Whether the losses of the samples are averaged or added up.
///   - engine: How the losses are computed.
/// - Returns: The loss, and the confusion matrix of classes.
/// - Precondition: there is at least one sample, and its counts are the model's.
public func evaluate(
  _ model: some Model, on dataset: Dataset, loss: Loss, reduction: Reduction = .mean,
  engine: TrainingEngine = .program()
) -> Evaluation {
  checkFit(model, dataset)
  engine.check()
  var evaluator = Evaluator(model, loss: loss, engine: engine)
  return evaluator.evaluation(
    on: dataset, reduction: reduction, classes: Classification(of: dataset, loss: loss))
}

/// Evaluates a model again and again, and keeps its program.
struct Evaluator {
  let model: any Model
  let loss: Loss
  private var program: LazyProgram

  init(_ model: any Model, loss: Loss, engine: TrainingEngine) {
    self.model = model
    self.loss = loss
    program = LazyProgram {
      guard case .program(let threads) = engine, model.hasFixedGraph else { return nil }
      return SampleProgram(
        model, loss, derivatives: [], givesOutputs: true, maximumThreads: threads)
    }
  }

  mutating func evaluation(
    on dataset: Dataset, reduction: Reduction, classes: Classification?
  ) -> Evaluation {
    let (lossSum, outputs) = lossAndOutputs(on: dataset)
    return Evaluation(
      loss: reduction == .mean ? lossSum / Double(dataset.count) : lossSum,
      confusion: classes.map { classes in
        let names =
          dataset.classNames.count == classes.classCount
          ? dataset.classNames : (0..<classes.classCount).map { "\($0)" }
        return ConfusionMatrix(
          predicted: outputs.map { classes.predicted($0) },
          actual: dataset.targets.map { classes.actual($0) }, classNames: names)
      },
      areaUnderROC: classes.flatMap { classes in
        guard model.outputCount == 1 else { return nil }
        return Scores.areaUnderROC(
          outputs.map { $0[0] }, isPositive: dataset.targets.map { classes.actual($0) == 1 })
      },
      meanAbsoluteError: Scores.meanAbsoluteError(outputs, dataset.targets),
      rSquared: Scores.rSquared(outputs, dataset.targets))
  }

  private mutating func lossAndOutputs(on dataset: Dataset) -> (Double, [[Double]]) {
    if let sums = program.run(Array(dataset.inputs.indices)[...], in: dataset) {
      return (sums.loss, sums.outputs)
    }
    var lossSum = 0.0
    var results: [[Double]] = []
    for (inputs, targets) in zip(dataset.inputs, dataset.targets) {
      let outputs = model(inputs)
      lossSum += loss(of: outputs, against: targets).data
      results.append(outputs.map { $0.data })
    }
    return (lossSum, results)
  }
}

extension Model {
  /// The outputs for several samples, as plain numbers.
  ///
  /// - Parameter inputs: `inputCount` numbers for each sample.
  /// - Returns: `outputCount` numbers for each sample, in their order.
  public func predictions(for inputs: [[Double]]) -> [[Double]] {
    inputs.map { sample in self(sample).map { $0.data } }
  }
}

/// Checks that a dataset can go through a model.
func checkFit(_ model: some Model, _ dataset: Dataset) {
  precondition(
    dataset.count > 0,
    "expected at least one sample, got none; look whether the file has rows, and whether all of them "
      + "were dropped or split off")
  precondition(
    dataset.inputs[0].count == model.inputCount,
    "expected samples of \(model.inputCount) numbers, as the model takes, got "
      + "\(dataset.inputs[0].count); choose other columns, or make the model for "
      + "\(dataset.inputs[0].count) inputs")
  precondition(
    dataset.targets[0].count == model.outputCount,
    "expected \(model.outputCount) targets for each sample, as many as the model's outputs, got "
      + "\(dataset.targets[0].count); "
      + (classHint(dataset.targets[0].count, model.outputCount)
        ?? "choose other targets, or make the model for \(dataset.targets[0].count) outputs"))
}

/// What to do with a single target for several outputs, which is often the number of a class.
func classHint(_ targets: Int, _ outputs: Int) -> String? {
  targets == 1 && outputs > 1
    ? "the number of a class becomes a row of targets by oneHot(_:count:)" : nil
}
