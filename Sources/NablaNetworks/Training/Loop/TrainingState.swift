// All that training remembers beside the parameters. Who saves both, at any moment, can go on as if
// nothing had happened, with the same bits.

/// A training run between two batches, without the parameters.
public struct TrainingState<O: Optimizer>: Codable, Sendable {
  /// The optimizer, with what it remembers.
  public var optimizer: O
  /// The learning rate that schedules multiply.
  public var baseLearningRate: Double
  /// The generator that the next orders come from.
  public var generator: SeededGenerator
  /// How many epochs are finished.
  public var epoch = 0
  /// The order of the samples in the epoch under way.
  public var order: [Int]
  /// How many samples of it have been used.
  public var position = 0
  /// What has happened.
  public var history = History()

  /// The sums of the epoch under way.
  var sums = EpochSums()
  /// The best epoch, if early stopping looks for it.
  var best: Best?
  /// The parameters that training goes on from, if its end has put those of the best epoch into the
  /// model.
  var latest: [Double]?
  /// The loss that the next must fall below by a thousandth, or nothing moves.
  var mark: Mark?
  /// The smallest loss, and when it came or the learning rate was last made smaller for the lack of a
  /// smaller one.
  var plateau: Mark?

  /// For each bias, whether its unit was looked at because it had no gradient for an epoch.
  var examinedBiases: [Bool] = []

  /// What adds up in an epoch.
  struct EpochSums: Hashable, Codable, Sendable {
    var loss = 0.0
    var penalty = 0.0
    var rightCount = 0
    /// For each bias, whether any batch had a gradient for it.
    var biasMoves: [Bool] = []
  }

  /// The best epoch and its parameters.
  struct Best: Hashable, Codable, Sendable {
    var epoch: Int
    /// The loss, or another number that is the better the smaller it is.
    var score: Double
    var parameters: [Double]

    // The name that files have had from the first.
    private enum CodingKeys: String, CodingKey { case epoch, parameters, score = "loss" }
  }

  /// A loss, and since when it has hardly been undercut.
  struct Mark: Hashable, Codable, Sendable {
    var epoch: Int
    var loss: Double
    var isNoticed = false
  }

  /// Creates the state before the first batch.
  init(optimizer: O, sampleCount: Int, generator: SeededGenerator) {
    self.optimizer = optimizer
    self.generator = generator
    baseLearningRate = optimizer.learningRate
    order = Array(0..<sampleCount)
  }

  /// The parameters of the best epoch; nil before the first, and without early stopping.
  public var bestParameters: [Double]? { best?.parameters }
}

extension TrainingState: Equatable where O: Equatable {}
extension TrainingState: Hashable where O: Hashable {}

/// Why a saved state cannot be gone on with.
public enum TrainingStateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It belongs to a dataset of another size.
  case sampleCount(saved: Int, given: Int)
  /// It belongs to a model with another number of parameters.
  case parameterCount(given: Int)
  /// Its parts contradict each other.
  case damaged(String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .sampleCount(let saved, let given):
      "the saved state belongs to \(saved) samples, the dataset has \(given): go on with the dataset "
        + "it was trained on"
    case .parameterCount(let given):
      "the saved state belongs to a model with another number of parameters than \(given): go on with "
        + "the model it was trained for"
    case .damaged(let what):
      "the saved state is damaged: \(what); go on from an older one"
    }
  }
}

extension TrainingState {
  /// Checks that it can go on with so many samples and parameters.
  func check(sampleCount: Int, parameterCount: Int, biasCount: Int) throws(TrainingStateError) {
    guard order.count == sampleCount else {
      throw .sampleCount(saved: order.count, given: sampleCount)
    }
    guard optimizer.suits(parameterCount: parameterCount),
      [best?.parameters, latest].allSatisfy({ $0.map { $0.count == parameterCount } ?? true }),
      [sums.biasMoves, examinedBiases].allSatisfy({ $0.isEmpty || $0.count == biasCount })
    else { throw .parameterCount(given: parameterCount) }
    guard Set(order) == Set(0..<sampleCount) else {
      throw .damaged("the order of the samples does not hold each of them once")
    }
    guard position >= 0, position < sampleCount, epoch >= 0,
      epoch == history.epochs.count
    else { throw .damaged("epoch \(epoch), position \(position) cannot be") }
    let past = 0...epoch
    guard past.contains(best?.epoch ?? 0), past.contains(mark?.epoch ?? 0),
      past.contains(plateau?.epoch ?? 0),
      (0...sampleCount).contains(sums.rightCount)
    else { throw .damaged("its counts are beyond epoch \(epoch), position \(position)") }
    guard baseLearningRate >= 0, baseLearningRate.isFinite else {
      throw .damaged("the learning rate is \(baseLearningRate)")
    }
  }
}
