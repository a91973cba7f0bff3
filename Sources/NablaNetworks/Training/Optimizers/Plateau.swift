// A learning rate that becomes smaller when it no longer helps.
//
// A `Schedule` depends on the epochs alone; this depends on the losses, so it is kept apart, and what it
// remembers is part of the training's state.

/// Making the learning rate smaller when the loss no longer falls.
///
///     let options = TrainingOptions(plateau: Plateau(patience: 5, factor: 0.5))
///     print(options.plateau?.factor ?? 1)      // 0.5
///
/// It watches the loss of the validation samples or, without any, that of the training samples. When no
/// epoch's loss has been below the smallest so far for `patience` epochs, the learning rate is multiplied
/// by the factor, together with what a ``Schedule`` makes of it; then it waits as long again. This is
/// PyTorch's `ReduceLROnPlateau` with a threshold of 0, whose patience is smaller by 1.
public struct Plateau: Hashable, Sendable, Codable {
  /// How many epochs without a smaller loss are borne.
  public var patience: Int
  /// What the learning rate is multiplied by.
  public var factor: Double

  /// Creates the rule.
  ///
  /// - Precondition: the patience is at least 1, the factor above 0 and below 1.
  public init(patience: Int = 10, factor: Double = 0.1) {
    self.patience = patience
    self.factor = factor
    check()
  }

  func check() {
    precondition(patience > 0, "expected a patience of at least 1, got \(patience)")
    precondition(
      factor > 0 && factor < 1, "expected a factor above 0 and below 1, got \(factor)")
  }
}
