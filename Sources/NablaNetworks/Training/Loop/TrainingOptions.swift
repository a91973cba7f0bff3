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
  /// Whether the learning rate becomes smaller when the loss no longer falls.
  public var plateau: Plateau?
  /// How much of each target, s, is shared out evenly among the classes while training.
  ///
  /// A target t of n classes becomes `(1 - s) t + s / n`, one of a single question `(1 - s) t + s / 2`. It
  /// is for cross-entropies; accuracies, and the loss of the validation samples, are those of the targets
  /// as they are. C. Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR
  /// 2016.
  public var labelSmoothing: Double
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
  /// - Precondition: the patience is at least 1, the smoothing from 0 to below 1; the other settings are as
  ///   their types ask for.
  public init(
    shuffles: Bool = true, reduction: Reduction = .mean, schedule: Schedule = .constant,
    plateau: Plateau? = nil, labelSmoothing: Double = 0, clipping: GradientClipping? = nil,
    penalties: [Penalty] = [], earlyStopping: EarlyStopping? = nil, patienceBeforeNotice: Int = 50,
    showsProgress: Bool = false, engine: TrainingEngine = .program()
  ) {
    self.shuffles = shuffles
    self.reduction = reduction
    self.schedule = schedule
    self.plateau = plateau
    self.labelSmoothing = labelSmoothing
    self.clipping = clipping
    self.penalties = penalties
    self.earlyStopping = earlyStopping
    self.patienceBeforeNotice = patienceBeforeNotice
    self.showsProgress = showsProgress
    self.engine = engine
    check()
  }

  /// Checks all settings: they can be changed, and read from a file, after they were made.
  func check() {
    schedule.check()
    plateau?.check()
    checkSetting("label smoothing", labelSmoothing, in: 0..<1)
    clipping?.check()
    for penalty in penalties { penalty.check() }
    earlyStopping?.check()
    precondition(
      patienceBeforeNotice > 0, "expected a patience of at least 1, got \(patienceBeforeNotice)")
    engine.check()
  }
}

/// Stopping when the loss, or the accuracy, no longer improves.
///
/// It watches that of the validation samples or, without any, that of the training samples.
/// L. Prechelt, "Early stopping - but when?", in "Neural Networks: Tricks of the Trade", 1998.
public struct EarlyStopping: Hashable, Sendable, Codable {
  /// How many epochs without improvement are borne.
  public var patience: Int
  /// By how much the loss must fall, or the accuracy rise, to count as improved.
  public var minimumImprovement: Double
  /// Whether the parameters of the best epoch are put back when training ends, for whatever reason: no
  /// improvement, all epochs done, a callback, a cancelled task, numbers that are not finite.
  ///
  /// A ``Trainer`` that runs again goes on from the latest parameters all the same.
  public var restoresBest: Bool
  /// What it watches.
  public var metric: Metric

  /// What early stopping watches.
  public enum Metric: String, Hashable, Sendable, Codable {
    /// The loss.
    case loss
    /// The part of the samples taken for what they are.
    case accuracy

    /// A number that is the better the smaller it is.
    func score(of epoch: History.Epoch) -> Double {
      switch self {
      case .loss: epoch.validationLoss ?? epoch.loss
      case .accuracy: 1 - (epoch.validationAccuracy ?? epoch.accuracy ?? 0)
      }
    }
  }

  /// Creates the rule.
  ///
  /// - Precondition: the patience is at least 1, the improvement at least 0 and finite; if it watches the
  ///   accuracy, the targets are classes.
  public init(
    patience: Int, minimumImprovement: Double = 0, restoresBest: Bool = true,
    metric: Metric = .loss
  ) {
    self.patience = patience
    self.minimumImprovement = minimumImprovement
    self.restoresBest = restoresBest
    self.metric = metric
    check()
  }

  func check() {
    precondition(patience > 0, "expected a patience of at least 1, got \(patience)")
    checkSetting("an improvement", minimumImprovement, in: .zeroOrMore)
  }
}
