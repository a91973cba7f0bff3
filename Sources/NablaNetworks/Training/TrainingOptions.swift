// How training is done, beyond what every call says.

/// Settings of ``fit(_:on:validation:loss:optimizer:epochs:batchSize:options:using:afterEpoch:)`` and
/// ``Trainer``.
public struct TrainingOptions: Hashable, Sendable, Codable {
  /// Whether the samples come in a new random order in each epoch.
  public var shuffles: Bool
  /// Whether the losses of a batch are averaged or added up.
  public var reduction: Reduction
  /// How the learning rate changes.
  public var schedule: Schedule
  /// A bound on the gradients of a batch.
  public var clipping: GradientClipping?
  /// Prices on large parameters, added to the loss of each batch.
  public var penalties: [Penalty]
  /// Whether to stop when nothing improves.
  public var earlyStopping: EarlyStopping?
  /// After how many epochs in which the loss fell by less than a thousandth it is said that nothing
  /// moves.
  public var patienceBeforeNotice: Int
  /// Whether a line on the standard output shows how far training is.
  public var showsProgress: Bool
  /// How the losses of batches and their gradients are computed.
  public var engine: TrainingEngine

  /// Creates settings.
  ///
  /// - Precondition: the patience is at least 1.
  public init(
    shuffles: Bool = true, reduction: Reduction = .mean, schedule: Schedule = .constant,
    clipping: GradientClipping? = nil, penalties: [Penalty] = [],
    earlyStopping: EarlyStopping? = nil, patienceBeforeNotice: Int = 50,
    showsProgress: Bool = false, engine: TrainingEngine = .program()
  ) {
    precondition(
      patienceBeforeNotice > 0, "expected a patience of at least 1, got \(patienceBeforeNotice)")
    self.shuffles = shuffles
    self.reduction = reduction
    self.schedule = schedule
    self.clipping = clipping
    self.penalties = penalties
    self.earlyStopping = earlyStopping
    self.patienceBeforeNotice = patienceBeforeNotice
    self.showsProgress = showsProgress
    self.engine = engine
  }
}

/// Stopping when the loss no longer improves.
///
/// It watches the loss of the validation samples or, without any, that of the training samples.
/// L. Prechelt, "Early stopping - but when?", in "Neural Networks: Tricks of the Trade", 1998.
public struct EarlyStopping: Hashable, Sendable, Codable {
  /// How many epochs without improvement are borne.
  public var patience: Int
  /// By how much the loss must fall to count as improved.
  public var minimumImprovement: Double
  /// Whether the parameters of the best epoch are put back when it stops; `fit` puts them back also
  /// when all epochs are done, a ``Trainer`` leaves that to ``Trainer/restoreBest()``.
  public var restoresBest: Bool

  /// Creates the rule.
  ///
  /// - Precondition: the patience is at least 1, the improvement at least 0.
  public init(patience: Int, minimumImprovement: Double = 0, restoresBest: Bool = true) {
    precondition(patience > 0, "expected a patience of at least 1, got \(patience)")
    precondition(
      minimumImprovement >= 0, "expected an improvement of at least 0, got \(minimumImprovement)")
    self.patience = patience
    self.minimumImprovement = minimumImprovement
    self.restoresBest = restoresBest
  }
}
